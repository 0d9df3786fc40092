"""The second factor: how its secrets are kept, and who may not be without one."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from nacl.encoding import URLSafeBase64Encoder
from nacl.hash import blake2b
from nacl.secret import SecretBox


class SecondFactor(DefaultMFAAdapter):
    """Secrets are sealed with a key drawn from the site's own, so that a copy of the database gives none away."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "这是您最后一种第二重验证。单位工作人员至少要有一种：先加上另一种，再停用这一种。",
        "incorrect_code": "验证码不对，或者已经用过。请等验证器换一个新的再输。",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return _box().encrypt(text.encode(), encoder=URLSafeBase64Encoder).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return _box().decrypt(encrypted_text.encode(), encoder=URLSafeBase64Encoder).decode()

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


def _box() -> SecretBox:
    from nacl.encoding import RawEncoder

    return SecretBox(blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second factor", encoder=RawEncoder))
