"""What somebody typed into a form that their page shows no more: kept before their eyes, to be copied."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from zhixian.web.kit.posted import AS_TYPED

LEAST_TEXT = 4
"""Signs of a text that is worth keeping where only its field's name is known."""
NOT_TYPED = AS_TYPED | {"was", "version", "next", "token", "told"}
"""Fields that forms carry for themselves, and secrets."""
_NOT_TEXT = (forms.ChoiceField, forms.FileField, forms.BooleanField)


class Typed(NamedTuple):
    """One field that was not saved."""

    label: str
    text: str


def unsaved(
    form: forms.BaseForm | None, page: Mapping[str, Any], *, only: Collection[str] | None = None
) -> list[Typed]:
    """The texts of a form that was sent and refused, unless the page has the form itself; secrets and choices are none. `only`
    names the fields that were touched, where others stand in it as they were.

    For `kit/unsaved.html`, which every page includes that may have lost a form by what others did meanwhile.
    """
    if form is None or not form.is_bound or any(_stands_for(one, form) for one in _forms(page)):
        return []
    fields = [field for field in form.visible_fields() if only is None or field.name in only]
    typed = ((field.label, field.value()) for field in fields if _is_text(field.field))
    return [Typed(str(label), text) for label, text in typed if isinstance(text, str) and text.strip()]


def typed_in(request: HttpRequest) -> list[Typed]:
    """The longer Chinese texts of a form that was refused as a whole, for a page that knows no form: not found any more, sent too
    often, left open too long. None of a form of another site, whose words are not to stand on a page of this one."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    try:
        sent = [text for name, texts in request.POST.lists() if name not in NOT_TYPED for text in texts]
    except (OSError, SuspiciousOperation, MultiPartParserError):  # what cannot be read was told already
        return []
    kept = [text for text in sent if len(text.strip()) >= LEAST_TEXT and any(_is_chinese(sign) for sign in text)]
    return [Typed(f"第 {number} 段", text) for number, text in enumerate(kept, 1)]


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


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
