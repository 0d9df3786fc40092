"""What a password must not be beyond Django's own rules."""

from typing import Any

from django.core.exceptions import ValidationError

LONGEST = 128
"""Signs of a password; hashing a book would keep the site from answering (OWASP ASVS 2.1.2)."""


class MaximumLength:
    """At most `LONGEST` signs."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 -- Django's signature
        """Raises ValidationError when it is longer."""
        if len(password) > LONGEST:
            raise ValidationError(f"密码最多 {LONGEST} 个字符，现在有 {len(password)} 个。", code="password_too_long")

    def get_help_text(self) -> str:
        """Said beside the field."""
        return f"最多 {LONGEST} 个字符。"
