"""How long an official text says it holds: 自…起施行, 有效期至… or 有效期…年."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.periods import add_months, next_day

_SET = r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_FROM = re.compile(rf"自(?:(?:{_SET})|(?:印发|发布|公布|发文)之日)起?[^，。；\d]{{0,6}}?(?:施行|实施|执行|生效|试行)")
_UNTIL = re.compile(
    r"(?:有效期|施行期限|执行期限|实施期限|政策期限|试行期|执行|施行|实施)(?:限)?(?:截止|截至)?[至到为]{1,2}"
    r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?(?:年?底|末)?"
)
_YEARS = re.compile(
    r"(?:有效期|施行期限|执行期限|实施期限|试行期|试行)(?:限)?[为是]?(?P<years>\d{1,2}|[一二三四五六七八九十])年"
)
_OWN = re.compile(r"(?:本|此|该|以上|上述)[^，。；《》]{0,14}$")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Term:
    """[start, until) as far as the text says, and its words."""

    start: date | None
    until: date | None
    words: str


def term_of(text: str, issued: date | None) -> Term | None:
    """The term of the text itself rather than of one it cites; None where it says none. 印发之日 is the day of issue."""
    even = "".join(text.split())
    sentences = [sentence for sentence in re.split("[。；]", even) if _says(sentence)]
    own = [sentence for sentence in sentences if any(_OWN.search(sentence[: m.start()]) for m in _matches(sentence))]
    if not sentences:
        return None
    sentence = (own or sentences)[-1]
    begins = _FROM.search(sentence)
    start = (_day(begins) or issued) if begins else None
    return Term(start, _until(sentence, start or issued), _words(sentence))


def _matches(sentence: str) -> list[re.Match[str]]:
    return [match for pattern in (_FROM, _UNTIL, _YEARS) if (match := pattern.search(sentence))]


def _says(sentence: str) -> bool:
    return bool(_matches(sentence))


def _words(sentence: str) -> str:
    """From the first mark of a term to the last, without what stands before or behind."""
    found = _matches(sentence)
    return sentence[min(match.start() for match in found) : max(match.end() for match in found)]


def _until(sentence: str, start: date | None) -> date | None:
    """The first day on which it no longer holds."""
    if match := _UNTIL.search(sentence):
        day = _day(match)
        return next_day(day) if day else None
    if start and (match := _YEARS.search(sentence)):
        words = match["years"]
        return add_months(start, 12 * (int(words) if words.isdigit() else _NUMERALS.index(words) + 1))
    return None


def _day(match: re.Match[str]) -> date | None:
    """The day that a match names; the last of its month or year where it names no more; None for a day that is none."""
    if not match["year"]:
        return None
    year, month = int(match["year"]), int(match["month"] or 12)
    try:
        return date(year, month, int(match["day"] or monthrange(year, month)[1]))
    except ValueError:
        return None
