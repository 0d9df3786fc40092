"""What everybody can see and change about themselves."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import Door, door


@door()
def account(request: SignedIn) -> HttpResponse:
    """A person's own account: seats, organisation, security."""
    return render(request, "accounts/account.html")


class Sessions(ListUserSessionsView):
    """The devices somebody is signed in on; ending others asks for the password again, lest a stolen session ends its owner's."""

    door = Door(frozenset(), second_factor=False)

    @method_decorator(reauthentication_required)
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign all other devices out."""
        answer: HttpResponse = super().post(*args, **kwargs)
        return answer


@door()
@require_POST
@reauthentication_required
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    """Sign one of the person's other devices out."""
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    if not session.is_current():
        session.end()
        messages.success(request, "那台设备已经退出。")
    return redirect("usersessions_list")
