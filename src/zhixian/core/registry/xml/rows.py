"""Papers checked and turned into rows of the canonical tables, or refused one by one with the reason."""

from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.event_codes import CodedEvent
from zhixian.core.registry.numbers import (
    application,
    is_grant,
    last_year_filed,
    named_by,
    other,
    publication,
    trademark,
)
from zhixian.core.registry.places import region_of
from zhixian.core.registry.sheets.vocabulary import kind_of_party
from zhixian.core.registry.staging import ABROAD, ROW, Stage, party_ref, right_ref, staged_schema
from zhixian.core.registry.terms import TOO_LATE, end_of_mark, end_of_term
from zhixian.core.registry.xml.notices import Announced, understand
from zhixian.core.registry.xml.paper import Paper, chinese, day_in

BATCH = 20_000
REMEMBERED = 200_000
"""Events kept in mind to drop repeats: the A and the B publication of one right list the same ones."""
CHINESE = ("", "CN", "HK", "MO", "TW")
"""Countries of holders that are not foreign; Latin spellings of Chinese names tell no kind."""
NARROWED = frozenset(letter + digit for letter in "CYS" for digit in "1234567")
"""Kind codes of publications after a partial invalidation."""
_region_of = lru_cache(maxsize=1 << 16)(region_of)


class Place(NamedTuple):
    """Where a paper stands: the file inside the source, the how-manieth document of it, and of the whole source."""

    sheet: str
    row: int
    of_source: int


class Sink:
    """Takes papers into a stage, in batches of columns; counts rows so that taken and refused add up."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._parties: dict[str, tuple[str, str | None]] = {}
        self._seen: set[int] = set()

    def take(self, paper: Paper, place: Place) -> None:
        """One document, one row of the report; a mark with several Nice classes becomes as many rights."""
        rights, problems = _rights(paper, place)
        days = _Days(paper, place)
        problems = problems or days.problems or _too_late(paper, rights, days, place)
        self._stage.report.rows += 1
        if problems:
            about = {"right_id": right_ref(rights[0].number)} if rights else None
            self._stage.refuse("rights", place.sheet, place.row, _raw(paper), problems, about=about)
            return
        for remark in days.remarks:
            self._stage.report.add(remark)
        if paper.sort == "patent" and (name := named_by(publication(paper.published))):
            row = {"right_id": right_ref(rights[0].number), "published": name, ROW: place.of_source}
            self._add("published", row)
        region = _region_of(paper.address) if paper.address else None
        holder = self._party(paper.holder, region, place, country=paper.country) if paper.holder else None
        for right in rights:
            self._right(paper, right, days, place, holder=holder, region=region)

    def _right(
        self, paper: Paper, right: "_Right", days: "_Days", place: Place, *, holder: str | None, region: str | None
    ) -> None:
        reference = right_ref(right.number)
        registered, expires = days.registered, days.expires
        if paper.sort == "patent" and registered is not None and expires is None and days.filed is not None:
            expires = end_of_term(right.kind, days.filed)
        if paper.sort == "mark" and registered is not None and expires is None:
            expires = end_of_mark(registered)
        self._add("rights", {
            "right_id": reference, "kind": right.kind, "gi": paper.gi, "number": right.number, "title": paper.title or None,
            "classes": right.classes or None, "filed": days.filed, "registered": registered, "expires": expires,
            "holder": holder, "region": region, ROW: place.of_source,
        })  # fmt: skip
        if paper.sort == "patent" and paper.kind_code in NARROWED:
            narrowed = CodedEvent(paper.kind_code, "partly_invalidated", "right")
            self._event(reference, Announced(narrowed, gazetted=days.published), "", paper.published, place)
        for notice in paper.notices:
            announced = understand(notice, kind=right.kind, filed=days.filed, granted=registered)
            if announced is not None:
                self._event(reference, announced, notice.party, notice.words, place)

    def _event(self, reference: str, found: Announced, party: str, words: str, place: Place) -> None:
        """Stage an event with its remarks, unless the same was staged a moment ago."""
        seen = hash((reference, found.coded.code, found.effective, found.gazetted, words))
        if seen in self._seen:
            return
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        self._seen.add(seen)
        for column, value, reason in found.remarks:
            self._stage.report.add(Problem(place.sheet, place.row, column, value, reason, refused=False))
        self._add("events", {
            "right_id": reference, "event": found.coded.event, "effective": found.effective, "gazetted": found.gazetted,
            "party": self._party(party, None, place) if party else None, "until": found.until,
            "national_code": found.coded.code or None, "note": words or None, ROW: place.of_source,
        })  # fmt: skip

    def _party(self, name: str, region: str | None, place: Place, *, country: str = "") -> str:
        """Reference to a party, staged once for each region it is seen with."""
        known = self._parties.get(name)
        if known is not None and (region is None or known[1] == region):
            return known[0]
        reference = party_ref(name)
        self._parties[name] = (reference, region)
        kind = "foreign" if country not in CHINESE else kind_of_party(name) if chinese(name) else None
        row = {"party_id": reference, "name": name, "kind": kind, "region": region, ROW: place.of_source}
        self._add("parties", row)
        return reference

    def _add(self, table: str, row: dict[str, Any]) -> None:
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= BATCH:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._rows.pop(table)
        schema = staged_schema(table)
        arrays = {name: pa.array(list(map(itemgetter(name), rows)), schema.field(name).type) for name in rows[0]}
        self._stage.append(table, pa.table(arrays))

    def finish(self) -> None:
        """Write what is left."""
        for table in list(self._rows):
            self._write(table)


class _Days:
    """The days of a paper; `problems` for impossible ones, `remarks` for zeros that stand for unknown."""

    def __init__(self, paper: Paper, place: Place) -> None:
        self._place = place
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self.filed = self._read("申请日", paper.filed) if paper.filed else None
        self.published = self._read("公开（公告）日", paper.published_on) if paper.published_on else None
        self.registered = self._read("授权/注册日", paper.registered) if paper.registered else None
        self.expires = self._read("届满日", paper.expires) if paper.expires else None
        if paper.sort == "patent" and self.registered is None and len(paper.kind_code) == 1:
            digits = "" if self.published else "".join(ch for ch in paper.published if ch in "0123456789")
            if is_grant(paper.kind_code, self.published, digits):
                self.registered = self.published

    def _read(self, column: str, text: str) -> date | None:
        try:
            day = day_in(text)
        except ValueError:
            self.problems.append(Problem(self._place.sheet, self._place.row, column, text, "不是日期"))
            return None
        if day is None:
            self.remarks.append(
                Problem(self._place.sheet, self._place.row, column, text, "日期为零，按未知处理", refused=False)
            )
        return day


def _too_late(paper: Paper, rights: list["_Right"], days: _Days, place: Place) -> list[Problem]:
    if paper.sort == "mark" and days.registered and days.expires is None and end_of_mark(days.registered) is None:
        return [Problem(place.sheet, place.row, "授权/注册日", paper.registered, TOO_LATE)]
    last = last_year_filed(rights[0].number) if paper.sort == "patent" else None
    if last is None or days.filed is None or days.filed.year <= last:
        return []
    return [Problem(place.sheet, place.row, "申请日", paper.filed, "晚于申请号里的年份")]


class _Right(NamedTuple):
    number: str
    kind: str
    classes: str


def _rights(paper: Paper, place: Place) -> tuple[list[_Right], list[Problem]]:
    """The rights the paper is about, or why there is none."""

    def refused(column: str, value: str, reason: str) -> tuple[list[_Right], list[Problem]]:
        return [], [Problem(place.sheet, place.row, column, value, reason)]

    if paper.office != "CN":
        return refused("国别", paper.called() or paper.office, f"{ABROAD}权利，未导入")
    classes = list(dict.fromkeys(filter(None, paper.classes)))
    if paper.sort == "patent":
        filed = application(paper.number)
        if filed.normal is None or filed.kind is None:
            return refused("申请号", paper.number or paper.called(), filed.problem or "")
        return [_Right(filed.normal, filed.kind, ";".join(classes))], []
    if paper.sort == "gi_product":
        number = other(paper.number).normal or " ".join(paper.number.split())
        if not number:
            return refused("登记号", "", "没有登记号或申请号")
        return [_Right(number, "gi_product", ";".join(name.lstrip("0") for name in classes))], []
    marks = [trademark(paper.number, name) for name in classes] or [trademark(paper.number)]
    for mark in marks:
        if mark.problem:
            return refused("注册号", paper.number, mark.problem)
    numbers = dict.fromkeys(mark.normal or "" for mark in marks)
    return [_Right(number, paper.mark_kind, number.partition("/")[2]) for number in numbers], []


def _raw(paper: Paper) -> dict[str, str]:
    """What a refused paper said, for correction."""
    return {
        "国别": paper.office,
        "申请号/注册号": paper.number,
        "公开（公告）号": paper.published,
        "申请日": paper.filed,
        "公开（公告）日": paper.published_on,
        "名称": paper.title,
        "权利人": paper.holder,
    }
