"""Lines of text as somebody types them: a line break is one sign, as the browser's own counter has it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MinLengthValidator, ProhibitNullCharactersValidator

TOO_LONG = "有 %(show_value)d 个字，不超过 %(limit_value)d 个字"
TOO_SHORT = "有 %(show_value)d 个字，至少 %(limit_value)d 个字"
UNSEEN = "有看不见的字符，请重新输入"


def one_break(text: str) -> str:
    """The text with each line break as one sign; browsers send two, and count one against `maxlength`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Prose(forms.Textarea):
    """The one field for several lines."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was typed, before anybody counts it."""
        given = super().value_from_datadict(data, files, name)
        return one_break(given) if isinstance(given, str) else given


def say_lengths_plainly() -> None:
    """Refuse too long and too short texts in an officer's words; Django's translation speaks of a variable (该变量)."""
    MaxLengthValidator.message, MinLengthValidator.message = TOO_LONG, TOO_SHORT
    ProhibitNullCharactersValidator.message = UNSEEN
