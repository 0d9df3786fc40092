"""The second factor: how its secrets are kept, and who may not be without one."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from zhixian.web.kit.site_key import is_sealed, open_old_secret, seal, unseal

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
