"""Legal events: national codes and CNIPA's own words to our events, by a table keyed by code, never by “influence”.

The table is `event_codes.csv` (national INPADOC codes of CN, key and detailed codes of WIPO ST.27), the words are
`event_words.csv`. A code that says too little names in `decided_by` what settles it; see `settle`.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

UNKNOWN = "未知事件代码"
UNDECIDED = "事件代码有多种含义，正文未能决定，请核对"
NO_UNTIL = "期限延长，但没有写明新的届满日"

_ENDED = "注销|解除|终止|cancel|discharge|release|terminat|withdraw"
_CHANGED = "变更|change|modif|amend"
_BEGUN = "生效|设立|给予|entry|enforce|effect|record"
_CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "extent": (("partly_invalidated", "部分|partial|in part"), ("invalidated", "全部|full|whole|entire")),
    "licence": (("licence_ended", _ENDED), ("other", _CHANGED), ("licensed", _BEGUN)),
    "pledge": (("pledge_released", _ENDED), ("pledge_changed", _CHANGED), ("pledged", _BEGUN)),
    "preservation": (("preservation_ended", _ENDED), ("preserved", "保全|冻结|preserv")),
    "party": (("transferred", "转移|转让|继承|transfer|assign|succe"), ("renamed", "名称|姓名|更名|name")),
}
"""For codes with several meanings: the event and the words that say so, the more particular first."""


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """What a code or a heading means: our event, what it concerns, and what must still decide.

    `decided_by` is empty when the event is final, else extent, licence, pledge, preservation, party (words of the
    announcement), term (the day against the end of the term), granted (whether there was a right) or until (a new end).
    """

    code: str
    event: str
    concerns: str
    decided_by: str = ""
    zh: str = ""
    note: str = ""
    problem: str | None = None


def event_of(code: str, *, authority: str = "CN") -> CodedEvent | None:
    """The event of a national code (`CF01`) or, with authority ST27, of `H13` or `N-4-6-H10-H13-nap`; None for no code.

    An unknown code is `other` with a problem: the caller keeps the row and its code, and says so.
    """
    known = _codes()
    for part in _parts(code, authority):
        if found := known.get((authority, part)):
            return replace(found, code=code.strip()) if authority == "ST27" else found
    return CodedEvent(code.strip(), "other", "other", problem=UNKNOWN) if code.strip() else None


def _parts(code: str, authority: str) -> list[str]:
    """An ST.27 status code is state-stage-stage-key-detailed-indicator: the detailed event says most, unless unmapped."""
    bare = code.strip().upper()
    if authority != "ST27" or "-" not in bare:
        return [bare]
    events = [part for part in bare.split("-") if re.fullmatch(r"[A-Z][0-9][0-9]", part)]
    mapped = [part for part in events if not part.endswith("00")]
    return [*reversed(mapped), *reversed(events)]


def event_of_words(text: str) -> CodedEvent | None:
    """The event that CNIPA's gazette, or a vendor that repeats it, calls by these words; None for empty text.

    “专利权质押合同登记的生效、变更及注销” has several meanings and needs `settle`. Unknown words are `other` with a problem.
    """
    key = _folded(text)
    if not key:
        return None
    return _words().get(key) or CodedEvent("", "other", "other", zh=text.strip(), problem="未知事件名称")


def settle(
    coded: CodedEvent,
    *,
    words: str = "",
    day: date | None = None,
    expires: date | None = None,
    granted: bool | None = None,
) -> CodedEvent:
    """Decide an event that its code leaves open; `problem` says when the announcement does not decide it either.

    `words` is the body of the announcement without its heading, `day` the event's day, `expires` the end of the term by
    law, `granted` whether the right existed before that day.
    """
    if coded.decided_by in _CHOICES:
        fitting = [event for event, pattern in _CHOICES[coded.decided_by] if re.search(pattern, words, re.IGNORECASE)]
        if not fitting:
            return replace(coded, problem=coded.problem or UNDECIDED)
        return replace(coded, event=fitting[0], decided_by="")
    if coded.decided_by == "term" and day is not None and expires is not None:
        return replace(coded, event="expired" if day >= expires else coded.event, decided_by="")
    if coded.decided_by == "granted":
        if granted is None:
            return replace(coded, problem=coded.problem or UNDECIDED)
        revived = "lapsed" if coded.code.endswith("N10") else "restored"
        return replace(coded, event=revived if granted else "other", decided_by="")
    return coded


@cache
def _codes() -> dict[tuple[str, str], CodedEvent]:
    return {
        (row["authority"], row["code"]): CodedEvent(
            row["code"], row["event"], row["concerns"], row["decided_by"], row["zh"], row["note"]
        )
        for row in _rows("event_codes.csv")
    }


@cache
def _words() -> dict[str, CodedEvent]:
    return {
        _folded(row["words"]): CodedEvent("", row["event"], row["concerns"], row["decided_by"], row["words"])
        for row in _rows("event_words.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    text = files("zhixian.core.registry").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _folded(text: str) -> str:
    """Words without the particle 的, “或者” as “或”, without spaces, brackets and punctuation."""
    folded = unicodedata.normalize("NFKC", text).replace("或者", "或").replace("的", "")
    return re.sub(r"[\s、，,;；:：()“”\"/\-]", "", folded)
