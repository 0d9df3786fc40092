"""Long work, as its asker follows it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from zhixian.web.kit.api.pages import Key, Page, PageAsked, page_of
from zhixian.web.kit.models import Job

router = Router(tags=["后台作业"])


class JobTold(Schema):
    """One job."""

    id: int
    name: str
    title: str
    about: str
    state: str
    done: int
    total: int | None
    word: str
    trouble: str
    created_at: datetime
    finished_at: datetime | None


@router.get("", response=Page[JobTold], summary="作业列表")
def list_jobs(request: HttpRequest, asked: PageAsked) -> dict[str, Any]:
    """统筹督办和系统管理看到全部作业，其他人看到自己发起的。"""
    return page_of(Job.objects.visible_to(request.user), asked, lambda row: row)


@router.get("/{pk}", response=JobTold, summary="一项作业")
def get_job(request: HttpRequest, pk: Path[Key]) -> Job:
    """进度、结果和失败原因。"""
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
