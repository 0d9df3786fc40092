"""Forms of accounts."""

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm, SignupForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from zhixian.core.registry.numbers import credit_code
from zhixian.web.accounts.models import Seat, User
from zhixian.web.accounts.roles import BANK, ENTERPRISE, NAMES
from zhixian.web.accounts.scopes import SCOPES, scopes_for
from zhixian.web.accounts.second_factor import as_code
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.prose import Prose


class InvitationForm(forms.Form):
    """Whom to invite to which seat; only what the inviting person may give is offered."""

    email = forms.EmailField(label="对方的邮箱", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    seat = forms.ChoiceField(label="席位")

    def __init__(self, *args: Any, offers: list[tuple[str, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (unit_name(unit), [(f"{unit}:{role}", f"{unit_name(unit)} {NAMES[role]}") for role in roles])
            for unit, roles in offers
        ]
        self.fields["seat"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]

    def clean_seat(self) -> tuple[str, str]:
        """(unit, role)."""
        unit, _, role = self.cleaned_data["seat"].rpartition(":")
        return unit, role


class ReasonForm(forms.Form):
    """Why something is done; the person concerned reads it."""

    why = forms.CharField(label="理由", max_length=200, help_text="对方会看到。", widget=Prose(attrs={"rows": 3}))


class MoveForm(ReasonForm):
    """Where a person goes, and why."""

    unit = forms.ChoiceField(label="调往")
    field_order = ("unit", "why")

    def __init__(self, *args: Any, units: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit, unit_name(unit)) for unit in units]  # type: ignore[attr-defined]


class ClaimForm(forms.Form):
    """The organisation somebody acts for."""

    kind = forms.ChoiceField(label="单位类型", choices=[(ENTERPRISE, "企业、合作社、家庭农场"), (BANK, "银行")])
    name = forms.CharField(label="单位名称", max_length=120, help_text="照营业执照写全称。")
    credit_code = forms.CharField(label="统一社会信用代码", max_length=40, help_text="营业执照上的十八位代码。")

    def clean_credit_code(self) -> str:
        """The code in one spelling."""
        code, problem = credit_code(self.cleaned_data["credit_code"])
        if code is None:
            raise forms.ValidationError(f"代码不对：{problem}。")
        return code


class TokenForm(forms.Form):
    """A token: what for, where it counts, what it may do and for how long."""

    name = forms.CharField(label="用途", max_length=60, help_text="哪个系统、做什么，例如“财政一体化系统读取拨付”。")
    place = forms.ChoiceField(label="限于哪个单位", help_text="令牌只看得到您在这个单位能看到的内容。")
    scopes = forms.MultipleChoiceField(label="权限", widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label="有效期", coerce=int, choices=[(30, "三十天"), (90, "九十天"), (365, "一年")], initial=90
    )

    def __init__(self, *args: Any, places: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{seat.unit}:{seat.organisation_id or ''}": seat for seat in places}
        self.fields["place"].choices = [(key, seat.place) for key, seat in self.places.items()]  # type: ignore[attr-defined]
        offered = {scope for seat in places for scope in scopes_for(seat.role)}
        choices = [(name, told.words) for name, told in SCOPES.items() if name in offered]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]

    def clean_place(self) -> Seat:
        """A seat there."""
        return self.places[self.cleaned_data["place"]]


class NewPersonForm(forms.Form):
    """Name and password of somebody who accepts an invitation and has no account yet."""

    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="密码",
        strip=False,
        help_text="至少十二位，不能全是数字，不要用常见的密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Held to the same rules as every password."""
        found: str = self.cleaned_data["password"]
        validate_password(found, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return found


class PartyForm(forms.Form):
    """对上登记主体: which party of the registry an organisation is, and why."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    party = forms.CharField(
        label="登记主体", max_length=120, required=False, widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="主体的编号，或与登记数据相同的名称。登记数据里没有这个单位的，留空。",
    )  # fmt: skip
    why = forms.CharField(
        label="理由", max_length=200, widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="例如：营业执照与登记数据的名称、住所一致。会记录在案。",
    )  # fmt: skip


class SignIn(LoginForm):
    """allauth's form, with our word for the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "邮箱"


class SignUp(SignupForm):
    """allauth's form, with our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "邮箱"
        self.fields["password1"].help_text = "至少十二位，不能全是数字，不要用常见的密码。"
        self.fields["password2"].label = "再输一遍密码"


class Forgotten(ResetPasswordForm):
    """allauth's form, with our word for the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "邮箱"


class OtherAddress(AddEmailForm):
    """allauth's form, with our word for the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "新邮箱"


class _Code:
    """A code at a form of allauth's: our word for it, and a recovery code however it was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证码"  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """A recovery code however it was typed."""
        self.cleaned_data["code"] = as_code(self.cleaned_data["code"])  # type: ignore[attr-defined]
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class SecondFactorForm(_Code, AuthenticateForm):
    """The code at the door."""


class SecondFactorAgainForm(_Code, ReauthenticateForm):
    """The code once more."""


class FirstCodeForm(ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证码"
