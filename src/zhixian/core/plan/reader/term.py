"""How long an official text says it holds: 自…起施行, 有效期至…, 有效期…年, 实施期限为…至…."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.numerals import read_numeral
from zhixian.core.kernel.periods import add_months, next_day
from zhixian.core.plan.reader.draft import Undecided

_NAME = r"(?:有效期限?|施行期限?|执行期限?|实施期限?|政策期限|试行期限?)"
_DOES = r"(?:施行|实施|执行|生效|试行)"
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,5})"
_LAPSE = r"(?:个?工作日|个?自然日|日|天|个月|年)"
_ISSUE = r"(?:印发|发布|公布|发文)"


def _whole_day(name: str) -> str:
    return rf"(?P<{name}_y>(?:19|20)\d\d)年(?P<{name}_m>\d{{1,2}})月(?P<{name}_d>\d{{1,2}})日"


def _stretch(name: str, ending: str = "") -> str:
    """A day, a month or a year that is written whole; 年初 and 上半年 name neither its first day nor its last."""
    return (
        rf"(?P<{name}_y>(?:19|20)\d\d)年(?:(?P<{name}_m>\d{{1,2}})月(?:(?P<{name}_d>\d{{1,2}})日)?)?{ending}"
        r"(?![\d底末初上中下第])"
    )


_END = "(?:年?底|末)?"
_TO = r"起?(?:至|到|—+|--?|~|～)"
_PAIR = re.compile(
    rf"(?:{_NAME}|{_DOES})(?:时间)?[为是：:]?[自从]?(?:{_stretch('a')}|(?P<bare>(?:19|20)\d\d)(?=[—~～至到-])){_TO}"
    rf"(?:{_stretch('b', _END)}|(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日)?(?![\d底末初上中下第]))"
    rf"|[自从]{_stretch('c')}{_TO}{_stretch('e', _END)}止?期?间?{_DOES}"
)
_FROM = re.compile(rf"自(?:{_whole_day('s')}|{_ISSUE}之日)起?[^，。；\d次后满第一二两三四五六七八九十]{{0,6}}?{_DOES}")
_LATER = re.compile(
    rf"自[^，。；]{{0,14}}(?:次[日月年]起?|起?(?:满{_NUMBER}{_LAPSE}(?:之|以)?后?|{_NUMBER}{_LAPSE}(?:之|以)?后)起?)[^，。；\d]{{0,6}}?{_DOES}"
)
_UNTIL = re.compile(
    rf"(?:{_NAME}|{_DOES})[，,]?(?:(?:截止|截至)(?:日期|时间)?[至到为：:]{{0,2}}|[至到为：:]{{1,2}})"
    rf"{_stretch('u', _END)}(?!{_TO}|起)"
)
_FOR_NOW = rf"(?:(?<=[行效][，,])暂定[为是]?|暂定[为是]?(?={_NUMBER}(?:年|个月)的?{_NAME}))"
"""施行，暂定三年 and 暂定三年有效期; a sum may be 暂定三年 as well."""
_LASTS = re.compile(
    rf"(?:(?:{_NAME}|试行)[为是：:]?(?:暂定)?[为是]?|{_FOR_NOW})(?:自(?:{_whole_day('f')}|(?P<issue>{_ISSUE}之日)|{_DOES}之日)起(?:计算)?[，,]?)?"
    rf"(?P<count>{_NUMBER})(?P<unit>年|个月)(?![半零又一二两三四五六七八九十\d—至到-])"
)
_NAMED = re.compile(rf"{_NAME}(?=[为是至到截暂自：:\d一二两三四五六七八九十]|从)[^，。；]{{1,20}}")
_STRICT = (_PAIR, _FROM, _LATER, _UNTIL, _LASTS)
_OWN = re.compile(r"(?:本|此|该|以上|上述)[^，。；《》]{0,14}$")
_NEXT = re.compile(rf"[。；](?!{_NAME})")
"""自…起施行。有效期五年。 says one thing in two sentences."""


@dataclass(frozen=True, slots=True)
class Term:
    """[start, until) as far as the text says, its words, and what of them names no day and waits for a person.

    `no_start` and `no_until`: the text says something of them that cannot be told, which is not the same as nothing.
    """

    start: date | None
    until: date | None
    words: str
    undecided: tuple[Undecided, ...] = ()
    no_start: bool = False
    no_until: bool = False


def term_of(text: str, issued: date | None) -> Term | None:
    """The term of the text itself rather than of one it cites; None where it says none. 印发之日 is the day of issue."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    even = "".join(text[place] for place in places)
    sentence = _sentence_of_term(even)
    if sentence is None:
        return None
    first, last = sentence
    reading = _Reading(even[first:last], issued)
    start, until = reading.start(), reading.until()
    if start and until and until <= start:
        reading.doubt("期限在开始以前就结束了", start=True, until=True)
        start = until = None
    begin, end = reading.span
    span = places[first + begin], places[first + end - 1] + 1
    doubts = tuple(Undecided(*span, text[slice(*span)], why) for why in dict.fromkeys(reading.why))
    return Term(start, until, reading.words, doubts, reading.no_start, reading.no_until)


def _sentence_of_term(even: str) -> tuple[int, int] | None:
    """Where the last sentence lies that gives the text's own term, else the last that gives any."""
    ends = [match.start() for match in _NEXT.finditer(even)]
    spans = list(zip([0, *(end + 1 for end in ends)], [*ends, len(even)], strict=True))
    said = [(first, last) for first, last in spans if _matches(even[first:last], _STRICT)]
    own = [(first, last) for first, last in said if _is_own(even[first:last], _STRICT)]
    vague = [(first, last) for first, last in spans if _is_own(even[first:last], (_NAMED,))]
    return next(iter([*own[-1:], *said[-1:], *vague[-1:]]), None)


def _matches(sentence: str, patterns: tuple[re.Pattern[str], ...]) -> list[re.Match[str]]:
    return [match for pattern in patterns if (match := pattern.search(sentence))]


def _is_own(sentence: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return any(_OWN.search(sentence[: match.start()]) for match in _matches(sentence, patterns))


class _Reading:
    """What one sentence says of a term, and why not."""

    def __init__(self, sentence: str, issued: date | None) -> None:
        self.sentence = sentence
        self.issued = issued
        self.pair = _PAIR.search(sentence)
        self.why: list[str] = []
        self.no_start = self.no_until = False
        found = _matches(sentence, (*_STRICT, _NAMED))
        self.span = min(match.start() for match in found), max(match.end() for match in found)
        self.words = sentence[slice(*self.span)]
        """From the first mark of a term to the last, without what stands before or behind."""

    def doubt(self, why: str, *, start: bool = False, until: bool = False) -> None:
        """Leave an end to a person."""
        self.why.append(why)
        self.no_start |= start
        self.no_until |= until

    def start(self) -> date | None:
        """The first day on which it holds."""
        if self.pair:
            return self._first(_first_of_pair(self.pair))
        if _LATER.search(self.sentence):
            self.doubt("从哪一天起施行要推算，请写明这一天", start=True)
            return None
        if begins := _FROM.search(self.sentence):
            return self._first(_named(begins, "s")) if begins["s_y"] else self._issue()
        lasts = _LASTS.search(self.sentence)
        if lasts and lasts["f_y"]:
            return self._first(_named(lasts, "f"))
        return self._issue() if lasts and lasts["issue"] else None

    def _first(self, day: date | None) -> date | None:
        if day is None:
            self.doubt("开始的一天不是日历上的日子", start=True)
        return day

    def _issue(self) -> date | None:
        if self.issued is None:
            self.doubt("自印发之日起施行，文中没有印发的日子", start=True)
        return self.issued

    def until(self) -> date | None:
        """The first day on which it no longer holds."""
        if self.pair:
            return self._after(_end_of_pair(self.pair))
        if match := _UNTIL.search(self.sentence):
            return self._after(_named(match, "u", last=True))
        if match := _LASTS.search(self.sentence):
            return self._lasting(match)
        if _NAMED.search(self.sentence):
            self.doubt("期限的写法认不出", until=True)
        return None

    def _after(self, last: date | None) -> date | None:
        if last is None:
            self.doubt("最后一天不是日历上的日子", until=True)
        return last and next_day(last)

    def _lasting(self, match: re.Match[str]) -> date | None:
        count = read_numeral(match["count"])
        begin = self._counted_from(match)
        if count is None:
            self.doubt("期限的长短认不出", until=True)
        elif begin is None:
            self.doubt("有多长已写明，从哪一天算起没有写明", until=True)
        else:
            return add_months(begin, count * (12 if match["unit"] == "年" else 1))
        return None

    def _counted_from(self, match: re.Match[str]) -> date | None:
        if match["issue"]:
            return self.issued
        if match["f_y"]:
            return _named(match, "f")
        begins = None if _LATER.search(self.sentence) else _FROM.search(self.sentence)
        if begins is None:
            return None
        return _named(begins, "s") if begins["s_y"] else self.issued


def _first_of_pair(match: re.Match[str]) -> date | None:
    if match["bare"]:
        return date(int(match["bare"]), 1, 1)
    return _named(match, "a" if match["a_y"] else "c")


def _end_of_pair(match: re.Match[str]) -> date | None:
    """2021年1月1日至12月31日 leaves the year to the first."""
    if match["m"]:
        return _day(match["a_y"] or match["bare"], match["m"], match["d"], last=True)
    return _named(match, "b" if match["b_y"] else "e", last=True)


def _named(match: re.Match[str], name: str, *, last: bool = False) -> date | None:
    return _day(match[f"{name}_y"], match[f"{name}_m"], match[f"{name}_d"], last=last)


def _day(year: str, month: str | None, day: str | None, *, last: bool) -> date | None:
    """The first or the last day of what is named; None for a day that is none."""
    try:
        first = date(int(year), int(month or (12 if last else 1)), int(day or 1))
    except ValueError:
        return None
    return first.replace(day=monthrange(first.year, first.month)[1]) if last and not day else first
