"""Reads who leads and who takes part where a numbered task says so in its running text: 县公安局牵头，县法院参与，建立机制."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zhixian.core.plan.reader.draft import Assignment, DraftClause, Undecided
from zhixian.core.plan.reader.names import is_unit_like
from zhixian.core.plan.reader.notes import OFFICE_NAME, as_printed
from zhixian.core.plan.reader.page import Page, even
from zhixian.core.plan.reader.roles import Names, names_of

_NOT_SURE = "正文里写了谁牵头、谁参与，单位拿不准，请人工填写"
_NUMBER_END = re.compile(r"[、.：)\]】〕]*")
_PART = re.compile(r"[^，：]+")
_LEADS = re.compile(r".{2,60}?牵头(?:负责|落实|实施|组织实施|推进|抓总)?(?:、(?P<others>.+))?")
_WITH = re.compile(r"(?:并)?(?:会同|联合)")
_LEVEL = re.compile(r"[县省州各乡镇]|区(?!域)|市(?!场|政|容|民)|国家")
_NO_OFFICE = re.compile(r"(?:企业|主体|机构|组织|个人|人员)$|[由的]")
"""Those who are no unit of a plan, and words of a sentence before a name."""
_LONGEST = 20


def running_notes(
    page: Page, clauses: Sequence[DraftClause], notes: Sequence[Assignment]
) -> tuple[list[Assignment], list[Undecided]]:
    """What the text of each clause says of units, up to the end of its sentence.

    Where the clause has a note, the note alone tells; only words right above it belong with it: 会同县财政局落实。 / 责任单位：县科技局.
    """
    known = {form for note in notes for name in note.units for form in (even(name), even(name)[1:])}
    starts = [note.start for note in notes]
    found: list[Assignment] = []
    doubts: list[Undecided] = []
    for index, clause in enumerate(clauses):
        clause_end = min([clause.end, *(following.start for following in clauses[index + 1 : index + 2])])
        at = bisect_left(starts, clause.start)
        below = starts[at] if at < len(starts) and starts[at] < clause_end else None
        for start, end in _sentences(page, clause, clause_end):
            first, last = page.span(start, end)
            if below is not None and (last > below or page.text[last:below].strip().strip("。；")):
                continue
            note, doubted = _read(page, start, end, known)
            found += [note] if note else []
            doubts += [Undecided(first, last, page.text[first:last], _NOT_SURE)] if doubted else []
    return found, doubts


def _sentences(page: Page, clause: DraftClause, clause_end: int) -> Iterator[tuple[int, int]]:
    """Spans in `dense` of the clause's sentences that speak of a lead, the number before them left out."""
    place = page.place(clause.start) + len(clause.number)
    opening = _NUMBER_END.match(page.dense, place)
    place = opening.end() if opening else place
    last = page.place(clause_end)
    while place < last:
        end = min(page.sentence(place)[1], last)
        if "牵头" in page.dense[place:end] and "\t" not in page.dense[place:end]:
            yield place, end
        place = end + 1


def _read(page: Page, start: int, end: int, known: set[str]) -> tuple[Assignment | None, bool]:
    """The note of a sentence, and whether a person must look at whom it names."""
    parts = list(_PART.finditer(page.dense, start, end))
    at = next((index for index, part in enumerate(parts) if "牵头" in part[0]), len(parts))
    leads = _LEADS.fullmatch(parts[at][0]) if at < len(parts) else None
    said = "".join(part[0].partition("牵头")[0] for part in parts[at : at + 1])
    lead = _offices(said)
    if not leads or not lead or not _opens_as_name(lead[0], known):
        names = names_of(said)
        return None, bool(names and _may_be(names))
    following = [leads["others"]] if leads["others"] else []
    others, doubted = _others([*following, *(part[0] for part in parts[at + 1 :])], known)
    first, last = page.span(parts[at].start(), end + (page.dense[end : end + 1] in {"。", "；"}))
    words = page.text[first:last]
    printed = as_printed(words, list(dict.fromkeys([*lead, *others])))
    note = Assignment(first, last, words, tuple(printed[name] for name in lead), tuple(printed.values()))
    return note, doubted


def _others(parts: Sequence[str], known: set[str]) -> tuple[list[str], bool]:
    """The units that take part, and whether a person must look: 会同县财政局制定办法 does not say where the name ends."""
    found: list[str] = []
    waiting: list[str] = []
    for part in parts:
        names = names_of(part)
        offices = _offices(part)
        if "牵头" in part or not names or not offices or not _opens_as_name(offices[0], known):
            unsure = "牵头" in part or _WITH.match(part) or offices or (names and names.verbs and _may_be(names))
            return found, bool(unsure or waiting)
        waiting += offices
        if names.verbs or _WITH.match(part):
            found, waiting = found + waiting, []
    return found, bool(waiting)


def _offices(words: str) -> list[str]:
    """The names in the words where every one of them is an office's; else none."""
    names = names_of(words)
    certain = names is not None and all(
        OFFICE_NAME.search(name) and len(name) <= _LONGEST and not _NO_OFFICE.search(name) for name in names.units
    )
    return list(names.units) if names and certain else []


def _opens_as_name(name: str, known: set[str]) -> bool:
    """县公安局, or a name that a note of the text has too; 落实公安局 may hold words of the sentence."""
    return bool(_LEVEL.match(name)) or name in known


def _may_be(names: Names) -> bool:
    """镇政府 may be a unit of the plan, 企业 is none."""
    return any(is_unit_like(name) and not _NO_OFFICE.search(name) for name in names.units)
