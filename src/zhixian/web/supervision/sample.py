"""Requests for progress in every state for the demonstration, made by the same actions that people use."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw

from zhixian.core.kernel.working_days import working_days
from zhixian.web.kit.clock import today
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.kit.world import move_on
from zhixian.web.supervision import actions
from zhixian.web.supervision.models import ProgressRequest
from zhixian.web.supervision.responsible import indicators_of, units_of

ASKED = "请报告今年本条做了什么、卡在哪里、下一步怎么做，附能证明的材料。"
PROGRESS = "样本：已召开三次部门会商，印发了工作细则，培训企业 42 家次；还缺一名专职人员。"
MEASURE = "样本：配齐专职人员，并把工作细则发到各乡镇。"
REASON = "样本：只写了开会，没有写做成了什么，请补充结果和证明材料。"
WAYS = ("overdue", "accepted", "answered", "returned", "asked", "promised", "withdrawn", "late", "accepted")
"""One request each, on clauses that no figure speaks for."""
AGO = {"overdue": 18, "late": 9, "asked": 1, "answered": 5, "returned": 8}
"""Working days ago at which it was sent; others a month."""


def fill(world: Any) -> None:
    """A request on each of nine clauses: some answered and accepted, some late and escalated."""
    silent = [clause.id for clause in world.plan.clauses if not indicators_of(clause.id) and len(clause.units) > 1]
    for way, clause in zip(WAYS, silent, strict=False):
        units = units_of(clause)
        unit = units[1] if way in {"overdue", "answered", "withdrawn"} else units[0]
        if f"chief:{unit}" in world.people:
            with _ago(AGO.get(way, 24)):
                [row], _ = actions.send_requests([(clause, unit)], asked=ASKED, days=5, by=world.people["lead"])
                _walk(world, row, way)
    actions.escalate_requests(as_of=today())


def _walk(world: Any, row: ProgressRequest, way: str) -> None:
    lead, handler = world.people["lead"], world.people[f"handler:{row.unit}"]
    if way == "withdrawn":
        move_on(2)
        actions.withdraw_request(row, reason="样本：本条改由牵头单位一并报告。", by=lead, version=row.version)
    if way == "overdue":
        for _ in range(12):
            move_on(1)
            actions.escalate_requests(as_of=today())
    if way not in {"accepted", "promised", "answered", "returned"}:
        return
    move_on(3)
    promise: dict[str, Any] = (
        {"measure": MEASURE, "measure_due": _promised(way)} if way in {"promised", "returned"} else {}
    )
    actions.answer_request(row, progress=PROGRESS, files=[_paper()], by=handler, version=row.version, **promise)
    row.refresh_from_db()
    move_on(1)
    if way in {"accepted", "promised"}:
        actions.accept_answer(row, by=lead, version=row.version)
    if way == "returned":
        actions.return_answer(row, reason=REASON, days=5, by=lead, version=row.version)


def _promised(way: str) -> date:
    return today() + timedelta(days=10 if way == "promised" else 60)


def _paper() -> TakenFile:
    """A picture that stands for minutes of a meeting."""
    out = io.BytesIO()
    page = Image.new("L", (420, 594), "white")
    ImageDraw.Draw(page).rectangle((40, 40, 380, 554), outline="gray", width=3)
    page.save(out, "PNG")
    return TakenFile("会商纪要（样本）.png", "png", out.getvalue())


@contextmanager
def _ago(days: int) -> Iterator[None]:
    """The site's day so many working days back, so that what is done has happened in the past."""
    before: str = settings.TODAY
    day = today()
    calendar, left = working_days(), days
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_working_day(day)
    settings.TODAY = day.isoformat()
    try:
        yield
    finally:
        settings.TODAY = before
