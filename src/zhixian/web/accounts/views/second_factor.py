"""Where staff without a second factor are sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhixian.web.kit.doors import Door


def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Staff come here until they have set up TOTP or a passkey."""
    if not (request.user.is_authenticated and request.user.lacks_second_factor()):
        return redirect("home")
    return render(request, "accounts/second_factor_needed.html")


second_factor_needed.door = Door(frozenset(), second_factor=False)  # type: ignore[attr-defined]
