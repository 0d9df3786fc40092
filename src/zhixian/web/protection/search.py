"""Where a search looks for reports of infringement: by number alone, because what a report says is read on the record."""

from typing import Any

from django.urls import reverse

from zhixian.web.kit.finds import Find, Words
from zhixian.web.protection.models import Report
from zhixian.web.protection.queries.reports import reports_visible_to
from zhixian.web.protection.report_desk import subject_name


def search_reports(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Reports that the person sees, by a part of the number, the latest first."""
    rows = reports_visible_to(user).filter(words.on("number")).order_by("-pk")
    return [_found(row) for row in rows[first : first + most]]


def report_numbered(user: Any, words: Words) -> list[Find]:
    """The report of that number, if the person sees it."""
    return [_found(row) for row in reports_visible_to(user).filter(number=words.text.upper())]


def _found(row: Report) -> Find:
    return Find(
        title=f"{row.way_name}，{subject_name(row.subject)}",
        link=reverse("report", args=[row.pk]),
        number=row.number,
        note=row.now_in.name,
    )
