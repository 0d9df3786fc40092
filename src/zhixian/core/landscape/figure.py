"""A figure of a landscape: its rows, its chart, a sentence that is true of them, how it was counted and what that leaves out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from zhixian.core.kernel.charts import Chart, Series
from zhixian.core.landscape.variants import WHOLE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a figure's table, with its unit where it has one."""

    name: str
    zh: str
    unit: str = ""


class Said(NamedTuple):
    """A sentence that is true of a figure, or why nothing is said."""

    sentence: str = ""
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One question answered. `sentence` is empty where there is too little to say, and `silence` says why.

    `remark` is what somebody wrote beside it, and `reworded` whether the sentence is theirs too. `raw` are columns whose cells are the source's own data (numbers, titles): they show only where its terms allow it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    method: str
    chart: Chart | None = None
    sentence: str = ""
    silence: str = ""
    limits: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    remark: str = ""
    remark_of: str = ""
    """The day of the data that `remark` was written of, where the figure has changed since."""
    reworded: bool = False
    computed: str = ""
    """The sentence that the figures gave, where `sentence` is somebody's."""

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Issue:
    """Who issues a landscape, under which number (empty where no authority does) and on which day: `signed_by` wrote it, `issued_by` answers for it."""

    number: str
    issuer: str
    signed_by: str
    day: str
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class Landscape:
    """All figures of a topic as of a day; `counted` of `total` records were filed by then.

    What somebody made of it: `foreword` stands before the figures, `left_out` names those that were taken out, `issue` who answers for it.
    `enterprise` is the one that figures are about, where one was named.
    """

    topic: str
    edition: str
    as_of: str
    total: int
    counted: int
    figures: tuple[Figure, ...]
    terms: str = ""
    labels: tuple[str, ...] = ()
    region: str | None = None
    rules: str = ""
    passed_over: tuple[str, ...] = field(default=())
    variant: str = WHOLE
    foreword: str = ""
    left_out: tuple[str, ...] = ()
    issue: Issue | None = None
    enterprise: str | None = None


def numbers_of_none(figure: Figure, text: str, *, known: Sequence[str] = ()) -> list[str]:
    """Numbers of a text that stand in no cell, heading or computed sentence of a figure, nor in what is `known` beside it, as they are
    written. A number that a cell is rounded to, or that is its share in percent, is the cell's."""
    cells = [value for row in figure.rows for value in row]
    said = [figure.title, figure.sentence, figure.computed, figure.method, *figure.limits, *known]
    said += [f"{column.zh} {column.unit}" for column in figure.columns]
    written = _NUMBER.findall(" ".join([*said, *(value for value in cells if isinstance(value, str))]))
    exact = {_plain(one) for one in written}
    exact |= {Decimal(str(value)) for value in cells if isinstance(value, int | float | Decimal)}
    return [one for one in dict.fromkeys(_NUMBER.findall(text)) if not _is_told(_plain(one), exact)]


_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")


def _plain(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace("，", ""))


def _is_told(number: Decimal, exact: set[Decimal]) -> bool:
    step = Decimal(1).scaleb(int(number.as_tuple().exponent))
    finite = [value for value in exact if value.is_finite()]
    shares = [value * 100 for value in finite if abs(value) <= 1]
    return any(abs(value - number) <= step / 2 for value in (*finite, *shares))


def withheld(figure: Figure) -> Figure:
    """The figure without cells that are the source's own data."""
    if not figure.raw:
        return figure
    kept = [at for at, column in enumerate(figure.columns) if column.name not in figure.raw]
    return replace(
        figure, columns=tuple(figure.columns[at] for at in kept), rows=tuple(tuple(row[at] for at in kept) for row in figure.rows),
        chart=None, raw=(), limits=(*figure.limits, "来源的条款不允许公开原始数据，号码和标题没有列出。"),
    )  # fmt: skip


def chart_of(
    kind: str,
    title: str,
    categories: Sequence[Any],
    series: Sequence[tuple[str, Sequence[Any]]],
    unit: str,
    *,
    said: str = "",
) -> Chart | None:
    """A chart of plain numbers; none where there is nothing to draw."""
    if not categories or not series:
        return None
    roles = ("value", "unmet") if kind == "columns" else ("value",) * len(series)
    drawn = tuple(
        Series(name, tuple(map(_decimal, values)), role) for (name, values), role in zip(series, roles, strict=False)
    )
    return Chart(kind, title, tuple(map(str, categories)), drawn, unit, said)


def _decimal(value: float | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def percent(part: float, whole: float, decimals: int = 1) -> float:
    """A share in percent; 0 of nothing."""
    return half_up(100 * part / whole, decimals) if whole else 0.0


_NOISE = 9
"""Decimals behind which a quotient differs from the exact one: 96.25 may come as 96.2499999999999."""


def half_up(value: float, decimals: int = 0) -> float:
    """A number as it is printed; a half goes up, away from zero, as money and indicators are rounded."""
    return float(Decimal(str(round(value, _NOISE))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


STATED = ("in_force", "pending", "ended")
"""Counts that hang on the legal status."""


def of_known_state(told: Mapping[str, Any]) -> dict[str, Any]:
    """Counts with those by status unknown that are 0 where the status of some records is unknown, which may have it. `told` has
    `unknown`, the records without a status, among its counts."""
    if not told["unknown"]:
        return dict(told)
    return {**told, **{name: None for name in STATED if not told[name]}}


def of_known_grants(told: Mapping[str, Any], whole: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(counts, with the granted unknown where no record has a day of grant and not all of them are pending; what has to be said of
    it). `told` has among its counts `dated`, with a day of grant, `undated`, neither with one nor pending, and `alive_undated`, of
    these those in force, which were granted on a day that nobody knows."""
    counts = {name: int(told[name] or 0) for name in ("dated", "undated", "alive_undated")}
    if whole and not counts["dated"] and counts["undated"]:
        return {**told, "granted": None}, ("来源没有写明授权公告日，已授权的有多少不知道",)
    alive = counts["alive_undated"]
    said = (f"{alive:,} 件（共 {whole:,} 件）有效而没有授权公告日，没有计入已授权",) if alive else ()
    return {**told, "granted": int(told["granted"] or 0)}, said


def few(number: int, what: str) -> str:
    """Why nothing is said: how few there are, or none at all."""
    return f"只有 {number:,} 件{what}" if number else f"没有一件{what}"


def and_more(numbers: Sequence[Any], *, named: int) -> str:
    """等 where more of the numbers, the greatest first, share the first place than are named; nothing where those named are all."""
    return "等" if sum(number == numbers[0] for number in numbers) > named else ""


def without(missing: int, whole: int, what: str) -> tuple[str, ...]:
    """What has to be said of rows that lack something."""
    return (f"{missing:,} 件（共 {whole:,} 件）{what}，没有计入",) if missing else ()
