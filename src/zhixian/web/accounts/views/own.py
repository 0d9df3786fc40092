"""What everybody can see and change about themselves."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door


@door()
def account(request: SignedIn) -> HttpResponse:
    """A person's own account: seats, organisation, security."""
    return render(request, "accounts/account.html")


@door()
@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    """Sign one of the person's other devices out."""
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    if not session.is_current():
        session.end()
        messages.success(request, "那台设备已经退出。")
    return redirect("usersessions_list")
