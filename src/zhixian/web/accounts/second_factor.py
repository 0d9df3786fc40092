"""The second factor: how its secrets are kept, and who may not be without one."""

import secrets
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from zhixian.web.kit.site_key import is_sealed, open_old_secret, seal, unseal

CODES, CODE_SIGNS = 10, 24
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O or U, which are taken for others or make words."""
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
ABOUT = "mfa.authenticator"
SECRETS = ("secret", "seed", "migrated_codes")
"""What is sealed of a factor, by allauth's names."""


class SecondFactor(DefaultMFAAdapter):
    """Secrets are sealed with a key drawn from the site's own, so that a copy of the database gives none away."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "这是您最后一种第二重验证。单位工作人员至少要有一种：先加上另一种，再停用这一种。",
        "incorrect_code": "验证码不对，或者已经用过。请等验证器换一个新的再输。",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text, about=ABOUT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return unseal(encrypted_text, about=ABOUT) if is_sealed(encrypted_text) else open_old_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one factor; recovery codes are none."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES or not authenticator.user.is_office:
            return True
        own = Authenticator.objects.filter(user=authenticator.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return bool(own.exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a passkey names it."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def secret_of(person: Any) -> str | None:
    """The TOTP secret of a person in the clear; None when there is none."""
    own = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return SecondFactor().decrypt(own.data["secret"]) if own else None


def new_codes() -> list[str]:
    """Ten recovery codes of 120 random bits each, in groups of four (OWASP ASVS 2.6.2 asks for 112)."""
    signs = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS)) for _ in range(CODES)]
    return ["-".join(code[start : start + 4] for start in range(0, CODE_SIGNS, 4)) for code in signs]


def as_code(typed: str) -> str:
    """A recovery code as it is kept, however it was typed: small letters, spaces and dashes do not matter, O is 0, I and L are 1.
    Anything else stays as it is."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(READ_AS)
    if len(signs) != CODE_SIGNS or any(sign not in ALPHABET for sign in signs):
        return typed
    return "-".join(signs[start : start + 4] for start in range(0, CODE_SIGNS, 4))


def lengthen(sender: object, *, instance: Authenticator, **_: object) -> None:
    """Give a new set of recovery codes ours in place of allauth's eight digits. Sets from before go on until they are renewed."""
    if instance._state.adding and instance.type == Authenticator.Type.RECOVERY_CODES and "seed" in instance.data:  # noqa: SLF001 -- Django's public name
        factor = SecondFactor()
        instance.data = {"migrated_codes": [factor.encrypt(code) for code in new_codes()], "used_mask": 0}


def reseal() -> int:
    """Seal every secret anew with the key in use; how many people's."""
    count = 0
    for own in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        kept = {name: own.data[name] for name in SECRETS if name in own.data}
        anew = {name: _anew(value) for name, value in kept.items()}
        Authenticator.objects.filter(pk=own.pk).update(data={**own.data, **anew})
        count += 1
    return count


def _anew(kept: Any) -> Any:
    if isinstance(kept, list):
        return [_anew(one) for one in kept]
    factor = SecondFactor()
    return factor.encrypt(factor.decrypt(kept))
