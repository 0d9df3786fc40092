"""Where a search looks for reports, by number alone because what a report says is read on the record, and for penalties."""

from typing import Any

from django.urls import reverse

from zhixian.web.kit.clock import today
from zhixian.web.kit.finds import Find, Words
from zhixian.web.kit.plan import unit_name
from zhixian.web.protection.models import Penalty, PublishedPenalty, Report
from zhixian.web.protection.queries.penalties import (
    find_penalties,
    find_public,
    penalties_visible_to,
    shown_penalties,
)
from zhixian.web.protection.queries.reports import reports_visible_to
from zhixian.web.protection.report_desk import subject_name


def search_reports(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Reports that the person sees, by a part of the number, the latest first."""
    rows = reports_visible_to(user).filter(words.on("number")).order_by("-pk")
    return [_found(row) for row in rows[first : first + most]]


def report_numbered(user: Any, words: Words) -> list[Find]:
    """The report of that number, if the person sees it."""
    return [_found(row) for row in reports_visible_to(user).filter(number__in=words.numbers)]


def _found(row: Report) -> Find:
    return Find(
        title=f"{row.way_name}，{subject_name(row.subject)}",
        link=reverse("report", args=[row.pk]),
        number=row.number,
        note=row.now_in.name,
    )


def search_penalties(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Penalties of the person's own unit, by number or party, whatever their stage."""
    rows = find_penalties(penalties_visible_to(user), words.text).order_by("-pk").defer("body", "prepared")
    return [_penalty(row) for row in rows[first : first + most]]


def penalty_numbered(user: Any, words: Words) -> list[Find]:
    """The decision of that number, if it is of the person's own unit."""
    rows = penalties_visible_to(user).filter(number__in=words.numbers).defer("body", "prepared")
    return [_penalty(row) for row in rows]


def _penalty(row: Penalty) -> Find:
    return Find(
        title=row.party or row.violation, link=reverse("penalty", args=[row.pk]), number=row.number, note=row.state_name
    )


def search_public_penalties(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """What the public's own list of penalties shows, by number, party or credit code."""
    return [_public(row) for row in find_public(shown_penalties(as_of=today()), words.text)[first : first + most]]


def public_penalty_numbered(user: Any, words: Words) -> list[Find]:
    """The published decision of that number; whoever searches."""
    del user
    return [_public(row) for row in shown_penalties(as_of=today()).filter(number__in=words.numbers)]


def _public(row: PublishedPenalty) -> Find:
    note = f"{unit_name(row.unit)}，公示{f'至 {row.shown_until}' if row.shown_until else '中'}"
    return Find(
        title=f"{row.party}：{row.violation}",
        link=reverse("public_penalty", args=[row.pk]),
        number=row.number,
        note=note,
    )
