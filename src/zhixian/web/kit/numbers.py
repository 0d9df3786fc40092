"""Whole numbers as somebody types them: the field says beside itself which it takes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator


class Whole(forms.IntegerField):
    """A whole number from `least` to `most`, which is asked for anew each time where a rule sets it; `hint` follows the range."""

    def __init__(self, *, least: int, most: int | Callable[[], int], hint: str = "", **given: Any) -> None:
        box = forms.NumberInput({"inputmode": "numeric", "class": "form-control num"})
        super().__init__(min_value=least, validators=[MaxValueValidator(most)], widget=box, **given)
        self.least, self.most, self.hint = least, most, hint

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """With its range as it is now."""
        most = self.most() if callable(self.most) else self.most
        self.widget.attrs["max"] = most
        self.help_text = "；".join(filter(None, (f"整数，{self.least} 至 {most}", self.hint)))
        return super().get_bound_field(form, field_name)
