"""What people send in: every text of it is cleaned of signs that nobody sees before a form or an operation reads it."""

from typing import Any

from django.http import HttpRequest

from zhixian.core.kernel.written import written

AS_TYPED = frozenset(
    {"password", "password1", "password2", "oldpassword", "passphrase", "new", "again", "old", "csrfmiddlewaretoken"}
)
"""Fields of secrets, which are compared sign by sign and shown to nobody."""


def clean_posted(request: HttpRequest) -> None:
    """Clean the fields of a form that was sent. Reads it, so whoever holds uploads in a way of their own has said so before."""
    if request.method != "POST" or not request.POST:
        return
    cleaned = request.POST.copy()
    for name, values in request.POST.lists():
        if name not in AS_TYPED:
            cleaned.setlist(name, [written(value) for value in values])
    cleaned._mutable = False  # noqa: SLF001 -- as the one that Django made
    request.POST = cleaned  # type: ignore[assignment] # which Django lets a middleware set


def clean_texts(value: Any) -> Any:
    """What JSON says, with every text in it cleaned; names of fields stay."""
    if isinstance(value, str):
        return written(value)
    if isinstance(value, list):
        return [clean_texts(one) for one in value]
    return {name: clean_texts(one) for name, one in value.items()} if isinstance(value, dict) else value
