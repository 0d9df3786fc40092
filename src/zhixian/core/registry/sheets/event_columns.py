"""The events of the rows of a batch, gathered from every column that tells of them, as staged rows."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.event_codes import NO_UNTIL, CodedEvent, event_of_words, settle
from zhixian.core.registry.sheets.cells import entries, read_day
from zhixian.core.registry.sheets.events import DATED, Found, read_history, read_inpadoc
from zhixian.core.registry.sheets.fields import Fields
from zhixian.core.registry.sheets.vocabulary import says_ended
from zhixian.core.registry.staging import ROW, normalise_name, party_ref, right_ref
from zhixian.core.registry.tables import CLOSING_EVENTS
from zhixian.core.registry.terms import end_of_term

ENDED = CodedEvent("", "lapsed", "right", "term", zh="失效")
"""What ended for a reason that nobody tells."""
_COLUMNS = ("inpadoc", "history", "ended", "transferred", "licensed", "pledged", "invalid_decided")
_DAYS = re.compile(DATED)
_NO_TRANSFER = "与申请人不同而没有转让日期，权利人仍按申请人计"
_BY_NAME = "与申请人不同，没有转让而有更名，按更名认作同一主体，权利人仍按申请人计"
_NAME_OR_ADDRESS = frozenset(("C56", "CB02"))
"""Codes of a change of the name or of the address, which do not say of which."""
ENDS_OF_DEALINGS = ("pledge_released", "pledge_changed", "licence_ended")
"""Events that undo or change a pledge or a licence."""


@dataclass(frozen=True)
class Rights:
    """What is known of the rows' rights before their events are read; one entry for each row of the batch."""

    number: Sequence[str | None]
    kind: Sequence[str | None]
    filed: Sequence[date | None]
    registered: Sequence[date | None]
    applicant: Sequence[str | None]
    current: Sequence[str | None]


@dataclass
class EventRows:
    """Staged events; the names of parties they bring in, with the row; the rows that tell of a grant."""

    rows: list[dict[str, Any]]
    parties: list[tuple[str, int]]
    granted: set[int]


def rows_with_events(fields: Fields, current_differs: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    """Indexes of the rows that have anything to read here."""
    mask = current_differs.copy()
    for name in _COLUMNS:
        if fields.has(name):
            mask |= pc.is_valid(fields.text(name)).to_numpy(zero_copy_only=False)
    indexes: list[int] = np.flatnonzero(mask).tolist()
    return indexes


def read_events(fields: Fields, rights: Rights, rows: list[int]) -> EventRows:
    """Read the events of these rows; what cannot be told for sure is a remark, and the event is staged as `other`."""
    result = EventRows([], [], set())
    cells = {name: fields.text(name).take(pa.array(rows, pa.int64())).to_pylist() for name in _CELLS}
    for place, index in enumerate(rows):
        number = rights.number[index]
        if number is None:
            continue
        cell: dict[str, Any] = {name: column[place] for name, column in cells.items()}
        row = int(fields.batch.rows[index])
        granted = rights.registered[index] is not None
        found = _with_parties(
            list(_settled(_read(cell, granted=granted), rights, index, fields)), rights, index, fields
        )
        if granted and cell["ended"] and not any(event.coded.event in CLOSING_EVENTS for event in found):
            _remark_unused_end(fields, index)
        for event in found:
            if event.coded.event == "granted":
                result.granted.add(index)
            if event.party:
                result.parties.append((event.party, row))
            result.rows.append(_staged(event, number, row))
    return result


@dataclass
class Dealings:
    """Dated events by the row's index in its batch: those asked for, and of all others each as (sort, mark). The sort is the event where it is
    the end or the change of a pledge or a licence, else the office, which is empty where it is not said; rows that repeat an event give it
    the same mark."""

    told: dict[int, list[Found]] = field(default_factory=dict)
    others: dict[int, list[tuple[str, int]]] = field(default_factory=dict)


def dealings_in(fields: Fields, sorts: Collection[str], current: Sequence[str | None]) -> Dealings:
    """The dated events of these sorts that the rows tell, also those of other offices, and the others; nothing is remarked.

    `current` is of each row the holder of today where that is another than the applicant: the last transfer went to it.
    """
    rows = rows_with_events(fields, np.zeros(len(fields), bool))
    cells = {name: fields.text(name).take(pa.array(rows, pa.int64())).to_pylist() for name in _CELLS}
    found = Dealings()
    for place, index in enumerate(rows):
        cell = {name: column[place] for name, column in cells.items()}
        every = [event for _, event in _read(cell, granted=False, abroad=True) if event.day]
        if wanted := [event for event in every if event.coded.event in sorts]:
            found.told[index] = _last_to(wanted, current[index])
        if others := [event for event in every if event.coded.event not in sorts]:
            found.others[index] = [(_sort_of(event), _mark_of(event)) for event in others]
    return found


def _sort_of(event: Found) -> str:
    return event.coded.event if event.coded.event in ENDS_OF_DEALINGS else event.office


def _mark_of(event: Found) -> int:
    """A number that two events of one application share only where they are of one day and called the same."""
    said = event.coded.code or event.coded.zh or event.note or event.coded.event
    return crc32(f"{event.day} {event.office} {said}".encode())


def _remark_unused_end(fields: Fields, index: int) -> None:
    here = np.zeros(len(fields), bool)
    here[index] = True
    fields.find(here, "ended", "没有用：法律状态没有说权利已终止，请核对", refused=False)


_CELLS = (*_COLUMNS, "transferee", "licensee", "pledgee", "status", "validity")


def _read(cell: dict[str, Any], *, granted: bool, abroad: bool = False) -> Iterator[tuple[str, Found]]:
    """Every event the cells of a row tell of, with the field it was read from; those of other offices where `abroad`."""
    found = [("inpadoc", event) for event in read_inpadoc(cell["inpadoc"] or "", abroad=abroad)]
    found += [("history", event) for event in read_history(cell["history"] or "")]
    yield from found
    closed = any(event.coded.event in CLOSING_EVENTS for _, event in found)
    if cell["ended"] and not closed:
        yield from _ended(cell, granted=granted or any(event.coded.event == "granted" for _, event in found))
    told = {(event.coded.event, event.day) for _, event in found}
    for name, partner, word in (
        ("transferred", "transferee", "权利转移"),
        ("licensed", "licensee", "许可"),
        ("pledged", "pledgee", "质押"),
    ):
        for event in _listed(cell[name], cell[partner], word):
            if (event.coded.event, event.day) not in told:
                yield name, event
    if cell["invalid_decided"] and not closed:
        yield from _invalidated(cell)


def _ended(cell: dict[str, Any], *, granted: bool) -> Iterator[tuple[str, Found]]:
    """A day of ending says nothing by itself; with the word of the status it is an event: where that gives no reason, a lapse."""
    day = read_day(cell["ended"])
    for word in entries(cell["status"]):
        coded = event_of_words(word)
        if day and coded and coded.event in CLOSING_EVENTS:
            yield "ended", Found(coded, effective=day, note=word)
            return
    said = "；".join(filter(None, (cell["validity"], cell["status"])))
    told = says_ended(said)
    if day and told and granted:
        coded = next((c for c in map(event_of_words, reversed(told)) if c and c.event in CLOSING_EVENTS), ENDED)
        yield "ended", Found(coded, effective=day, note=said)


def _invalidated(cell: dict[str, Any]) -> Iterator[tuple[str, Found]]:
    coded = event_of_words("专利权无效宣告")
    day = read_day(cell["invalid_decided"])
    if coded and day:
        yield "invalid_decided", Found(settle(coded, words=cell["status"] or ""), effective=day, note=cell["status"])


def _listed(days: str | None, partners: str | None, word: str) -> Iterator[Found]:
    """Columns that list days, and beside them the parties in the same order; two days in one entry are a term."""
    coded = event_of_words(word)
    if not days or coded is None:
        return
    names = entries(partners)
    items = entries(days)
    for place, item in enumerate(items):
        read = [day for day in map(read_day, _DAYS.findall(item) or [item]) if day]
        if read:
            name = names[place] if len(names) == len(items) else names[0] if len(items) == 1 and names else None
            yield Found(coded, effective=read[0], until=read[1] if len(read) > 1 else None, party=name)


def _settled(found: Iterator[tuple[str, Found]], rights: Rights, index: int, fields: Fields) -> Iterator[Found]:
    kind, filed, registered = rights.kind[index], rights.filed[index], rights.registered[index]
    expires = end_of_term(kind, filed) if kind and filed else None
    here = np.zeros(len(fields), bool)
    here[index] = True
    for name, event in found:
        coded = event.coded
        if coded.decided_by:
            granted = None if registered is None or event.day is None else event.day >= registered
            coded = settle(coded, words=event.note or "", day=event.day, expires=expires, granted=granted)
        if coded.event == "renewed" and event.until is None:
            coded = replace(coded, problem=coded.problem or NO_UNTIL)
        if coded.problem:
            fields.find(here, name, f"{coded.problem}：{(event.note or coded.zh)[:40]}", refused=False)
        yield replace(event, coded=coded)


def _with_parties(found: list[Found], rights: Rights, index: int, fields: Fields) -> list[Found]:
    """Give the last transfer, or where there is none the last change of name, the holder of today where the row names another than the applicant."""
    applicant, current = rights.applicant[index], rights.current[index]
    if not applicant or not current or normalise_name(applicant) == normalise_name(current):
        return found
    if any(map(_is_transfer, found)):
        return _last_to(found, current)
    here = np.zeros(len(fields), bool)
    here[index] = True
    fields.find(here, "current_holders", _BY_NAME if any(map(_is_of_name, found)) else _NO_TRANSFER, refused=False)
    return _last_to(found, current, _is_of_name)


def _is_transfer(event: Found) -> bool:
    return event.coded.event == "transferred" and event.day is not None


def _is_of_name(event: Found) -> bool:
    """Whether a dated event is a change of the holder's name, and not only of what is known of him, such as his address."""
    return event.coded.event == "renamed" and event.coded.code not in _NAME_OR_ADDRESS and event.day is not None


def _last_to(found: list[Found], holder: str | None, is_meant: Callable[[Found], bool] = _is_transfer) -> list[Found]:
    """The events with the holder of today as the party of the last that is meant, where that names none."""
    meant = [place for place, event in enumerate(found) if is_meant(event)]
    last = max(meant, key=lambda place: found[place].day or date.min, default=None)
    if holder and last is not None and found[last].party is None:
        found[last] = replace(found[last], party=holder)
    return found


def _staged(event: Found, number: str, row: int) -> dict[str, Any]:
    return {
        "right_id": right_ref(number),
        "event": event.coded.event,
        "effective": event.effective,
        "gazetted": event.gazetted,
        "party": party_ref(event.party) if event.party else None,
        "until": event.until,
        "national_code": event.coded.code or None,
        "note": event.note,
        ROW: row,
    }
