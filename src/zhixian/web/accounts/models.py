"""People, the units and organisations they sit in, invitations to a seat, and tokens of the API."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from zhixian.web.accounts.roles import CHIEF, HANDLER, NAMES, OVERSEERS, UNIT_ROLES
from zhixian.web.accounts.scopes import SCOPES
from zhixian.web.kit.clock import now
from zhixian.web.kit.plan import companies, official_name, unit_name
from zhixian.web.kit.sealed import SealedText


class UserManager(BaseUserManager["User"]):
    """Makes people by their mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in with a mail address and a password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do follows from their seats, never from flags here."""

    email = models.EmailField("邮箱", unique=True)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = SealedText("手机", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    joined = models.DateTimeField(default=now)
    left_on = models.DateField(null=True, blank=True)
    """When what tells who it was went; the row stays, because others point to it."""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def held(self) -> list["Seat"]:
        """The seats that are open now; one query a request."""
        return list(self.seats.filter(closed_at=None).select_related("organisation").order_by("id"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role held in a unit, or in an organisation that is confirmed; those that read of every unit only as
        `authorities_as` tells them, so that a seat in a company of the plan brings none of them."""
        held = frozenset(seat.role for seat in self.held if seat.counts)
        return frozenset(role for role in held if role not in OVERSEERS or self.authorities_as(role))

    @cached_property
    def units(self) -> frozenset[str]:
        """Ids of the units the person sits in."""
        return frozenset(seat.unit for seat in self.held if seat.unit)

    def units_as(self, *roles: str) -> frozenset[str]:
        """Ids of the units in which the person has one of the roles."""
        return frozenset(seat.unit for seat in self.held if seat.unit and seat.role in roles)

    def authorities_as(self, *roles: str) -> frozenset[str]:
        """Ids of the units in which the person has one of the roles, without companies.

        What is open to units is asked of this. A company that is a unit of the plan sees its own business, its own duties (which
        `units_as` tells) and what everybody sees; what it may read of others would be a rival's or a customer's.
        """
        return self.units_as(*roles) - companies()

    @cached_property
    def organisations(self) -> frozenset[int]:
        """Keys of the confirmed organisations the person acts for."""
        return frozenset(seat.organisation_id for seat in self.held if seat.organisation_id and seat.counts)

    @cached_property
    def applies_for(self) -> frozenset[int]:
        """Keys of what the person applies in the name of: the confirmed organisations, and units whose handler or chief they are,
        once one of these has applied for something."""
        units = self.units_as(HANDLER, CHIEF)
        if not units:
            return self.organisations
        return self.organisations | frozenset(Organisation.objects.filter(unit__in=units).values_list("pk", flat=True))

    @property
    def is_office(self) -> bool:
        """Whether the person sits in a unit."""
        return bool(self.units_as(*UNIT_ROLES))

    @property
    def is_authority(self) -> bool:
        """Whether the person sits in a unit that is no company: who reads the registry and the budgets."""
        return bool(self.authorities_as(*UNIT_ROLES))

    @cached_property
    def is_proven_office(self) -> bool:
        """Whether the person sits in a unit that is no company and has the second factor that this takes: what a page that is open
        to everybody asks before it shows more, because its door does not."""
        return self.is_authority and not self.lacks_second_factor()

    def lacks_second_factor(self) -> bool:
        """Whether the person is staff and has set up neither TOTP nor a passkey."""
        if not self.is_office:
            return False
        from allauth.mfa.models import Authenticator

        own = Authenticator.objects.filter(user=self)
        return not own.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class Organisation(models.Model):
    """An enterprise, bank or agency that people act for, bound to a 统一社会信用代码 once a unit has confirmed it.

    Or a unit of the plan where it applies for something itself: of the kind `unit`, without a code, and nobody has to confirm it.
    """

    kind = models.CharField("类型", max_length=20, default="enterprise")
    name = models.CharField("名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True, blank=True)
    unit = models.CharField(max_length=60, unique=True, null=True, blank=True)
    """Unit id of the plan, of a unit that applies; else empty."""
    party = models.CharField("登记主体", max_length=80, blank=True, db_index=True)
    """party_id in the registry, as far as it is known."""
    claimed_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_organisation_a_party",
                fields=["party"],
                condition=~Q(party="") & Q(confirmed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def bears_name_alone(self) -> bool:
        """Whether no other confirmed organisation has its name: what names it then means it."""
        others = Organisation.objects.filter(name=self.name).exclude(confirmed_at=None).exclude(pk=self.pk)
        return not others.exists()


def in_one_place(name: str) -> models.CheckConstraint:
    """A row belongs to a unit or to an organisation, never to both or to none."""
    return models.CheckConstraint(
        name=name,
        condition=(Q(unit="") & Q(organisation__isnull=False)) | (~Q(unit="") & Q(organisation__isnull=True)),
    )


class OfOnePlace(models.Model):
    """A row of one unit or of one organisation."""

    unit = models.CharField(max_length=60, blank=True, db_index=True)
    """Unit id of the plan; empty where it is an organisation's."""
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The unit or organisation, in words."""
        return unit_name(self.unit) if self.unit else str(self.organisation)

    @property
    def official_place(self) -> str:
        """The same as it signs papers."""
        return official_name(self.unit) if self.unit else str(self.organisation)

    @property
    def is_authority(self) -> bool:
        """Whether it issues papers of the government, which bear a number: a company does not, even where it is a unit of the plan."""
        return bool(self.unit) and self.unit not in companies()


class Seat(OfOnePlace):
    """A person's role in one unit or one organisation, from when it was given until it is closed."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    given_at = models.DateTimeField(default=now)
    given_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waits = models.BooleanField(default=False)
    """Asked for by its holder and not confirmed yet; only in organisations."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (in_one_place("seat_in_a_unit_or_an_organisation"),)

    def __str__(self) -> str:
        return f"{self.place} {NAMES.get(self.role, self.role)}"

    @property
    def counts(self) -> bool:
        """Whether the seat lets its holder do anything: in an organisation, both must be confirmed first."""
        return bool(self.unit) or bool(self.organisation and self.organisation.confirmed_at and not self.waits)


class Invitation(models.Model):
    """An invitation to a seat in a unit, by mail, once, for a time."""

    email = models.EmailField("邮箱")
    role = models.CharField("角色", max_length=20)
    unit = models.CharField("单位", max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the mail; the token itself is kept nowhere."""
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    """None: whoever runs the machine."""
    invited_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} {self.role}"

    @property
    def seat_name(self) -> str:
        """What is offered, in words."""
        return f"{unit_name(self.unit)} {NAMES.get(self.role, self.role)}"


class ApiToken(OfOnePlace):
    """A program's way in for one person in one unit or organisation: it does what that seat does, as far as its scopes go."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    unit = models.CharField(max_length=60, blank=True)
    """Unit id of the plan; empty for a token in an organisation. Tokens are not looked for by it."""
    name = models.CharField("用途", max_length=60)
    scopes = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, which is random and long enough; the token itself is kept nowhere."""
    ending = models.CharField(max_length=4)
    """Its last characters, to tell it from others."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (in_one_place("token_in_a_unit_or_an_organisation"),)

    def __str__(self) -> str:
        return f"{self.name}（…{self.ending}）"

    @property
    def scope_names(self) -> list[str]:
        """What it may do, in words."""
        return [SCOPES[scope].name for scope in self.scopes if scope in SCOPES]

    def state(self, at: datetime) -> str:
        """Whether it still opens anything: live, revoked or expired."""
        if self.revoked_at:
            return "revoked"
        return "live" if self.expires_at > at else "expired"

    def holder(self) -> User:
        """The person with the seats in the token's unit or organisation and no others, so that every question about what they
        may see is answered for these alone."""
        person = User.objects.get(pk=self.user_id)
        person.held = [
            seat for seat in person.held if seat.unit == self.unit and seat.organisation_id == self.organisation_id
        ]
        return person
