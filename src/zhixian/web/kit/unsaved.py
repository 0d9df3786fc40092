"""What somebody typed into a form that their page shows no more: kept before their eyes, to be copied."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms

_NOT_TEXT = (forms.ChoiceField, forms.FileField, forms.BooleanField)


class Typed(NamedTuple):
    """One field that was not saved."""

    label: str
    text: str


def unsaved(form: forms.BaseForm | None, page: Mapping[str, Any]) -> list[Typed]:
    """The texts of a form that was sent and refused, unless the page has the form itself; secrets and choices are none.

    For `kit/unsaved.html`, which every page includes that may have lost a form by what others did meanwhile.
    """
    if form is None or not form.is_bound or any(_stands_for(one, form) for one in _forms(page)):
        return []
    typed = ((field.label, field.value()) for field in form.visible_fields() if _is_text(field.field))
    return [Typed(str(label), text) for label, text in typed if isinstance(text, str) and text.strip()]


def _forms(shown: Any) -> Iterator[forms.BaseForm]:
    if isinstance(shown, forms.BaseForm):
        yield shown
    elif isinstance(shown, Mapping | list | tuple):
        for one in shown.values() if isinstance(shown, Mapping) else shown:
            yield from _forms(one)


def _stands_for(one: forms.BaseForm, form: forms.BaseForm) -> bool:
    return one is form or (type(one) is type(form) and one.is_bound)


def _is_text(field: forms.Field) -> bool:
    return not isinstance(field, _NOT_TEXT) and not isinstance(field.widget, forms.PasswordInput)
