"""One application, in exact integer fen, with everything that led to the sum."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.money import plain, yuan
from zhixian.core.plan.model import Amount
from zhixian.core.rules.bases import FACT_NAMES, bases
from zhixian.core.rules.definition import Incentive
from zhixian.core.rules.exact import share
from zhixian.core.rules.parameters import KINDS, Parameters, fraction
from zhixian.core.rules.sentences import NO_CAP, promise_of, reasons

NO_MONEY_LEFT = "额度已用完，本次不再发放"
LESS_THAN_A_FEN = "按标准计算不足一分"
NO_PARTY = "没有登记受益主体"


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of amount that the rule needs and has none of on a day: `nearest` ended by then or begins later, or there is none.

    Nothing is paid then, for no cap is not an endless one.
    """

    kind: str
    nearest: Amount | None
    day: date

    @property
    def ended(self) -> bool:
        """Whether there was one before."""
        return self.nearest is not None and self.nearest.effective <= self.day

    @property
    def sentence(self) -> str:
        """Why it stops the rule, with the words that promised the amount."""
        name, amount = KINDS[self.kind], self.nearest
        if amount is None:
            return f"方案没有规定{name}"
        quote = f"（原文：{amount.quote or amount.source}）"
        return (
            f"自 {amount.until} 起没有施行中的{name}{quote}"
            if self.ended
            else f"{name}自 {amount.effective} 起才施行{quote}"
        )


def gaps(definition: Incentive, parameters: Parameters, day: date) -> list[Gap]:
    """What the rule lacks on a day; not a cap where the text promises without one and none was set since."""
    held = parameters.on(day)
    lacking = [
        Gap(kind, parameters.nearest(name, day), day)
        for name, kind in definition.parameters.items()
        if name not in held
    ]
    uncapped = any(amount.uncapped for amount in held.values())
    return [gap for gap in lacking if not (gap.kind == "cap" and uncapped and not gap.ended)]


def not_begun(when: str, parameters: Parameters) -> str:
    """Why a rule pays nothing on a day or in a year (`when`) before the first of its amounts."""
    return f"{when}没有施行中的标准（自 {parameters.effective} 起施行）"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the trace: what, its value in words, and where it comes from (a fact, a clause, a published rate)."""

    what: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one application comes to. `amount_fen` is 0 whenever `refusals` is not empty; sums in fen.

    `base_fen` is what the share is taken of, rounded for display; `raw_fen` the award before the cap; `workings` the
    values that the bulk evaluator has as columns.
    """

    amount_fen: int
    base_fen: int = 0
    raw_fen: int = 0
    capped: bool = False
    refusals: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    workings: dict[str, Any] = field(default_factory=dict)
    trace: tuple[Step, ...] = ()


def evaluate(
    definition: Incentive,
    facts: Mapping[str, Any],
    amounts: Iterable[Amount],
    *,
    year: int,
    region: str,
    already: int = 0,
    until: date | None = None,
) -> Outcome:
    """Decide one application for one calendar year.

    `facts` are typed (date, int fen, str, bool; absent or None is unknown). `already` is what the party has been awarded
    before in the scope of the cap, in fen. An unmet condition, a missing fact or a day without an amount in force refuses,
    with every reason and not only the first. With `until` the year is counted to that day, itself excluded: interest as if all
    had been repaid then, and nothing for what happened on it or later.
    """
    parameters = Parameters(definition.id, amounts)
    trace = [Step(FACT_NAMES.get(name, name), _fact(value), "申请事实") for name, value in facts.items()]
    reached = [condition.reason(condition.holds(facts, region=region)) for condition in definition.conditions]
    values, no_values = _values(definition, facts, parameters, year, until)
    worked, not_worked = _worked(definition, facts, year, until)
    refusals = [*(reason for reason in reached if reason), *no_values, *not_worked]
    if refusals:
        return Outcome(0, refusals=tuple(refusals), trace=tuple(trace))
    row = {**facts, **worked}
    whole_fen, raw_fen = base_fen(definition, row, values), _raw_fen(definition, row, values)
    cap = _cap(definition, values)
    amount_fen = raw_fen if cap is None else min(raw_fen, max(0, int(cap.value) - already))
    workings = {
        "base_fen": whole_fen,
        "raw_fen": raw_fen,
        "already_fen": already,
        "amount_fen": amount_fen,
        "capped": amount_fen < raw_fen,
        **worked,
    }
    row |= {**workings, "year": year, "counted_to": until}
    trace += _steps(definition, row, values)
    if amount_fen == 0:
        refusals = [NO_MONEY_LEFT if raw_fen else LESS_THAN_A_FEN]
    return Outcome(
        amount_fen,
        whole_fen,
        raw_fen,
        capped=amount_fen < raw_fen,
        refusals=tuple(refusals),
        reasons=reasons(definition, row, values) if amount_fen else (),
        workings=workings,
        trace=tuple(trace),
    )


def _cap(definition: Incentive, values: Mapping[str, Amount]) -> Amount | None:
    return values.get(definition.cap.parameter) if definition.cap else None


def _steps(definition: Incentive, row: Mapping[str, Any], values: Mapping[str, Amount]) -> Iterator[Step]:
    """How the award comes about from the amounts in force: `row` has facts, workings and the year."""
    for a in values.values():
        yield Step(KINDS[a.kind], _value(a), f"{a.id}，{a.effective} 起施行，{clause_name(a.clause)}：{a.quote}")
    cap, raw_fen, amount_fen = _cap(definition, values), row["raw_fen"], row["amount_fen"]
    if cap is None and definition.cap:
        yield Step(KINDS["cap"], NO_CAP, promise_of(definition, values.values()).id)
    if cap is not None:
        yield Step("此前已享受", f"{yuan(row['already_fen'])}元", "历次发放")
    if definition.base:
        yield from (Step(*step) for step in bases()[definition.base].steps(row))
    yield Step("按标准计算", f"{yuan(raw_fen)}元", definition.id)
    if amount_fen < raw_fen:
        yield Step("封顶核减", f"{yuan(raw_fen - amount_fen)}元", cap.id if cap else "")
    yield Step("金额", f"{yuan(amount_fen)}元", definition.id)


def evaluate_all(
    definition: Incentive,
    rows: Iterable[Mapping[str, Any]],
    amounts: Iterable[Amount],
    *,
    year: int,
    region: str,
    settled: Mapping[str, int] | None = None,
    until: date | None = None,
) -> list[tuple[Mapping[str, Any], Outcome]]:
    """Every application of a year, in the order of the cap, each knowing what the ones before were awarded.

    With a cap over all years the earlier years are worked through first and left out of the answer. `settled` says by subject
    what has been decided already, in fen: that uses the cap before all that is still open, whatever these rows say of it.
    `until` as `evaluate` has it.
    """
    amounts = tuple(amounts)
    cap = definition.cap
    order = (*(cap.order if cap else ()), definition.subject)
    ever = cap is not None and any(
        a.per == "ever" for a in amounts if (a.incentive, a.parameter) == (definition.id, cap.parameter)
    )
    known: list[Mapping[str, Any]] = []
    unknown: list[Mapping[str, Any]] = []
    for row in rows:
        (known if all(row.get(name) is not None for name in order) else unknown).append(row)
    awarded: dict[str, int] = {}
    settled = settled or {}
    still_settled: dict[str, int] = {}
    for row in (*unknown, *known):
        party = str(row.get("party"))
        still_settled[party] = still_settled.get(party, 0) + settled.get(str(row[definition.subject]), 0)
    answer = []
    for row in [*unknown, *sorted(known, key=lambda row: [row[name] for name in order])]:
        day: date | None = row.get(definition.day) if definition.day else None
        own_year = day.year if day and ever and day.year < year else year
        party, decided = str(row.get("party")), settled.get(str(row[definition.subject]))
        already = awarded.get(party, 0) + (still_settled[party] if decided is None else 0)
        outcome = evaluate(definition, row, amounts, year=own_year, region=region, already=already, until=until)
        awarded[party] = awarded.get(party, 0) + (outcome.amount_fen if decided is None else decided)
        still_settled[party] -= decided or 0
        if own_year == year:
            answer.append((row, outcome))
    return answer


def amounts_for(
    definition: Incentive, facts: Mapping[str, Any], amounts: Iterable[Amount], *, year: int
) -> dict[str, Amount]:
    """Parameter → the amount that `evaluate` goes by for one application; empty where it refuses for want of one."""
    return _values(definition, facts, Parameters(definition.id, amounts), year)[0]


def _values(
    definition: Incentive, facts: Mapping[str, Any], parameters: Parameters, year: int, until: date | None = None
) -> tuple[dict[str, Amount], list[str]]:
    """The parameters in force, or why none is."""
    if not parameters:
        return {}, [f"方案没有规定{definition.name}的标准"]
    day: date | None
    if definition.day is None:
        values, day = parameters.for_year(year), parameters.day_of(year)
        when = f"{year} 年"
    else:
        day = facts.get(definition.day)
        if day is None:
            return {}, [f"没有填写{FACT_NAMES[definition.day]}"]
        if day.year != year:
            return {}, [f"{FACT_NAMES[definition.day]} {day} 不在 {year} 年"]
        if until is not None and day >= until:
            return {}, [f"{FACT_NAMES[definition.day]} {day} 不在 {until} 以前"]
        values, when = parameters.on(day), str(day)
    if year < parameters.effective.year or day < parameters.effective:
        return {}, [not_begun(when, parameters)]
    lacking = gaps(definition, parameters, day)
    return ({}, [gap.sentence for gap in lacking]) if lacking else (values, [])


def _worked(
    definition: Incentive, facts: Mapping[str, Any], year: int, until: date | None
) -> tuple[dict[str, Any], list[str]]:
    """The workings of the base, or why there is none."""
    if facts.get("party") is None:
        return {}, [NO_PARTY]
    if definition.base is None:
        return {}, []
    base = bases()[definition.base]
    missing = base.missing(facts)
    if missing:
        return {}, [missing]
    worked = base.work(facts, year, until)
    return (worked, []) if isinstance(worked, dict) else ({}, [worked])


def base_fen(definition: Incentive, row: Mapping[str, Any], values: Mapping[str, Amount]) -> int:
    """What the share is taken of, half-up for display; of a fixed sum the sum itself. `row` has facts and workings."""
    if definition.base is None:
        return int(values[definition.fixed or ""].value)
    base = bases()[definition.base]
    return share(row[base.money], row.get("factor", 1), base.divisor, Fraction(1))


def _raw_fen(definition: Incentive, row: Mapping[str, Any], values: Mapping[str, Amount]) -> int:
    """The award before the cap, rounded once from the exact quotient."""
    if definition.base is None:
        return base_fen(definition, row, values)
    base = bases()[definition.base]
    return share(row[base.money], row.get("factor", 1), base.divisor, fraction(values[definition.share or ""]))


def _fact(value: Any) -> str:
    if value is None:
        return "未填写"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return f"{yuan(value)}元"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _value(amount: Amount) -> str:
    return f"{plain(amount.value)}%" if amount.kind == "share" else f"{yuan(int(amount.value))}元"
