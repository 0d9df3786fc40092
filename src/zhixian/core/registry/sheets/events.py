"""Dated legal events in the columns of an export: histories in words or INPADOC's English, and columns of their own."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from zhixian.core.registry.event_codes import CodedEvent, event_of, event_of_words, settle
from zhixian.core.registry.sheets.cells import read_day
from zhixian.core.registry.sheets.packaged import packaged

DATED = r"(?:19|20)\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日?|\d{4})(?!\d)"
_HOME = "CN"
_INPADOC = re.compile(r"(\d{4}-\d\d-\d\d)\s*\|\s*[+-]?\s*([^|]+?)\s*\|\s*([A-Z]{2})(?=\s*(?:\||$))")
_DAY = re.compile(DATED)
_ENDS = re.compile(r"^[\s:：,，。、|;；\-]+|[\s:：,，。、|;；\-]+$")
_EFFECTIVE = re.compile(
    rf"(?:终止日|终止日期|登记生效日|变更生效日|生效日|失效日|放弃生效日|恢复日|解除日|注销日)[:：]?\s*({DATED})"
)
_HEAD_OF_ANNOUNCEMENT = re.compile(r"^[^\s:：]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One event of a right as a source tells it."""

    coded: CodedEvent
    effective: date | None = None
    gazetted: date | None = None
    party: str | None = None
    until: date | None = None
    note: str | None = None
    office: str = ""
    """Whose event it is (ST.3); empty where the source does not say."""

    @property
    def day(self) -> date | None:
        """The day the event counts from."""
        return self.effective or self.gazetted


@cache
def _inpadoc_words() -> dict[str, str]:
    return {_english(words): code for code, spellings in packaged("inpadoc_words.yaml").items() for words in spellings}


@cache
def _words_abroad() -> dict[tuple[str, str], str]:
    return {
        (office, _english(words)): event
        for office, events in packaged("inpadoc_words_abroad.yaml").items()
        for event, spellings in events.items()
        for words in spellings
    }


def _english(words: str) -> str:
    return re.sub(r"[^A-Z0-9]+", " ", words.upper()).strip()


def read_inpadoc(text: str, *, abroad: bool = False) -> list[Found]:
    """PatSnap's column: `2018-03-06 | -TERMINATION OF … | CN | 2016-03-16 | +GRANT OF … | CN`. Its days are the gazette's.

    Events of other offices are told where `abroad`: what plainly is a transfer, a pledge, a licence or the end of one, and the rest as `other`.
    """
    found = []
    for day, words, office in _INPADOC.findall(text):
        if office != _HOME and not abroad:
            continue
        coded = _coded(words, office)
        if coded is not None:
            found.append(Found(coded, gazetted=read_day(day), note=words, office=office))
    return found


def _coded(words: str, office: str) -> CodedEvent | None:
    if office != _HOME:
        event = _words_abroad().get((office, _english(words)), "other")
        return CodedEvent("", event, "right" if event != "other" else "other", zh=words)
    code = _inpadoc_words().get(_english(words))
    return event_of(code) if code else CodedEvent("", "other", "other", zh=words, problem="未知事件名称")


def read_history(text: str) -> list[Found]:
    """Dated events in Chinese, the day before or after its words: `2017-01-02 授权; 2019.3.4 专利权的转移`.

    Words without a day are no event. The days are the gazette's, unless the words name a day of effect.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = []
    for part in _parts(plain):
        effective = next((read_day(day) for day in _EFFECTIVE.findall(part)), None)
        rest = _EFFECTIVE.sub(" ", part)
        day = _DAY.search(rest)
        if day is None and effective is None:
            continue
        words = _ENDS.sub("", _DAY.sub(" ", rest))
        coded = event_of_announcement(words)
        if coded is not None:
            found.append(Found(coded, effective, read_day(day[0]) if day else None, note=words[:200] or None))
    return found


def _parts(text: str) -> list[str]:
    """A history cut into pieces with one event each: at separators, and before each day where days stand first."""
    pieces = []
    for line in re.split(r"[;\n\r]+", text):
        cells = [cell for cell in (c.strip() for c in line.split("|")) if cell]
        while cells:
            cell = cells.pop(0)
            alone = _DAY.fullmatch(cell) or not _DAY.search(cell)
            if alone and cells and bool(_DAY.fullmatch(cell)) != bool(_DAY.search(cells[0])):
                cell = f"{cell} {cells.pop(0)}"
            pieces.append(cell)
    return pieces


def event_of_announcement(text: str) -> CodedEvent | None:
    """The event of an announcement (事务数据): its heading decides, its body settles what the heading leaves open."""
    if not text:
        return None
    head = _HEAD_OF_ANNOUNCEMENT.match(text)
    for words in (text, re.split(r"[:：]", text)[0], head[0] if head else ""):
        coded = event_of_words(words)
        if coded is not None and coded.problem is None:
            return settle(coded, words=text.removeprefix(words)) if coded.decided_by else coded
    return event_of_words(head[0] if head else text)


def read_announcement(text: str, gazetted: date | None) -> list[Found]:
    """One row of CNIPA's 事务数据: the day of effect stands in its body (`终止日期:20180101`)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    coded = event_of_announcement(plain)
    if coded is None:
        return []
    effective = next((read_day(day) for day in _EFFECTIVE.findall(plain)), None)
    return [Found(coded, effective, gazetted, note=plain[:200])]
