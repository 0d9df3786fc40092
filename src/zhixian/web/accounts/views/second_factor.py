"""Where staff without a second factor are sent, and where nobody loses the last one."""

from typing import Any

from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhixian.web.accounts.second_factor import SecondFactor
from zhixian.web.kit.doors import Door


def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Staff come here until they have set up TOTP or a passkey."""
    if not (request.user.is_authenticated and request.user.lacks_second_factor()):
        return redirect("home")
    return render(request, "accounts/second_factor_needed.html")


second_factor_needed.door = Door(frozenset(), second_factor=False)  # type: ignore[attr-defined]


class RemovePasskey(RemoveWebAuthnView):
    """allauth's page, which does not itself ask whether the passkey may go."""

    door = Door(frozenset(), second_factor=False)

    def form_valid(self, form: Any) -> HttpResponse:
        """Staff keep their last factor."""
        if not SecondFactor().can_delete_authenticator(self.get_object()):
            messages.error(self.request, SecondFactor.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        answer: HttpResponse = super().form_valid(form)
        return answer
