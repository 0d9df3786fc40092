"""What everybody can see and change about themselves."""

import io
import json
import zipfile
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.leaving import close_account
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import own_data, record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import Door, door
from zhixian.web.kit.sending import send_content


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


@door()
@reauthentication_required
@never_cache
def own_file(request: SignedIn) -> HttpResponse:
    """What the site holds about the person: told on a page, and by POST as a file to keep."""
    held = own_data.held_about(request.user)
    if request.method != "POST":
        return render(request, "accounts/own_data.html", {"held": [(name, len(rows)) for name, rows in held.items()]})
    record.write("own_data_taken", request.user, by=request.user, sections=list(held))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in held.items():
            archive.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
    return send_content(content.getvalue(), f"我的数据 {today()}.zip", "application/zip")


@door()
@reauthentication_required
@never_cache
def leave(request: SignedIn) -> HttpResponse:
    """Close the own account for good, once the word is typed."""
    trouble = ""
    if request.method == "POST":
        if request.POST.get("sure", "").strip() != "注销":
            trouble = "请输入“注销”两个字。"
        else:
            try:
                close_account(request.user)
            except UnableTo as refused:
                trouble = str(refused)
            else:
                logout(request)
                messages.success(request, "账号已经注销，能认出您的内容已经删去。")
                return redirect("/")
    return render(request, "accounts/leave.html", {"trouble": trouble}, status=422 if trouble else 200)
