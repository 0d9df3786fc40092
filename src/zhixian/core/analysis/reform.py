"""A changed amount against today's: who gains, who loses and what it costs, before anything is decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis

from zhixian.core.analysis.incentives import award_tables, party_names
from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.engine import connect
from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.money import FEN_PER_YUAN, LARGEST_FEN, plain, yuan
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import Node, read_yaml
from zhixian.core.plan.model import Amount, Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.rules.asking import parameter_asked, parameters_named, rules_asked, value_asked, wrongly_asked
from zhixian.core.rules.definition import Definitions, Incentive
from zhixian.core.rules.parameters import KINDS, Parameters

EXAMPLE = 'changes: [{incentive: 知识产权质押贷款贴息, parameter: 比例, value: "50%"}]'


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter as it would be: `value` in fen, or percent of a share; `effective` None is 1 January of the year."""

    incentive: str
    parameter: str
    value: Decimal
    effective: date | None = None
    per: str | None = None
    """The scope of a cap that the plan does not have yet."""


@dataclass(frozen=True, slots=True)
class PartyChange:
    """What one party would be awarded in the year by one rule, before and after, in fen."""

    incentive: str
    party: str
    before_fen: int
    after_fen: int

    @property
    def difference_fen(self) -> int:
        """Positive: the party gains."""
        return self.after_fen - self.before_fen


@dataclass(frozen=True)
class ReformResult:
    """The parties whose awards change, the largest change first, and the cost by rule."""

    plan: Plan
    definitions: Mapping[str, Incentive]
    region: str
    year: int
    snapshot: Snapshot
    changes: tuple[Change, ...]
    parties: tuple[PartyChange, ...]
    before: dict[str, int]
    after: dict[str, int]

    @property
    def gainers(self) -> list[PartyChange]:
        """Those who gain."""
        return [change for change in self.parties if change.difference_fen > 0]

    @property
    def losers(self) -> list[PartyChange]:
        """Those who lose."""
        return [change for change in self.parties if change.difference_fen < 0]

    @property
    def cost_difference_fen(self) -> int:
        """What the change would cost more (less when negative) in the year."""
        return sum(self.after.values()) - sum(self.before.values())

    def to_json(self) -> dict[str, Any]:
        """For scripts; money in fen."""
        names = party_names(self.snapshot, {change.party for change in self.parties})
        return {
            "plan": self.plan.id,
            "region": self.region,
            "year": self.year,
            "snapshot": self.snapshot.id,
            **({"labels": list(self.snapshot.labels)} if self.snapshot.labels else {}),
            "changes": [
                {
                    "incentive": change.incentive,
                    "parameter": change.parameter,
                    "value": plain(change.value),
                    "effective": str(change.effective or _first_day(self.plan, change, self.year)),
                }
                for change in self.changes
            ],
            "gain": _counted(self.gainers),
            "lose": _counted(self.losers),
            "totals": {
                name: {
                    "before_fen": self.before[name],
                    "after_fen": self.after[name],
                    "difference_fen": self.after[name] - self.before[name],
                }
                for name in self.before
            },
            "cost_difference_fen": self.cost_difference_fen,
            "parties": [
                {
                    "incentive": change.incentive,
                    "party": change.party,
                    "party_name": names.get(change.party, ""),
                    "before_fen": change.before_fen,
                    "after_fen": change.after_fen,
                    "difference_fen": change.difference_fen,
                }
                for change in self.parties
            ],
        }

    def lines(self, *, most: int = 20) -> list[str]:
        """For people: the cost, then up to `most` parties."""
        names = party_names(self.snapshot, {change.party for change in self.parties[:most]})
        more = "多支出" if self.cost_difference_fen >= 0 else "少支出"
        before, after = sum(self.before.values()), sum(self.after.values())
        counted = f"增加 {_counted(self.gainers)['parties']} 户，减少 {_counted(self.losers)['parties']} 户"
        cost = f"{more} {yuan(abs(after - before))} 元（{yuan(before)} → {yuan(after)} 元）"
        label = "".join(f"【{label}】" for label in self.snapshot.labels)
        said = [f"{label}{self.year} 年：{counted}，{cost}"]
        if len(self.before) > 1:
            said += [f"  {self.definitions[name].name}：{self._of_rule(name)}" for name in self.before]
        for change in self.parties[:most]:
            sign = "+" if change.difference_fen > 0 else ""
            said.append(
                f"  {names.get(change.party) or change.party}（{self.definitions[change.incentive].name}）："
                f"{yuan(change.before_fen)} → {yuan(change.after_fen)} 元，{sign}{yuan(change.difference_fen)} 元"
            )
        if len(self.parties) > most:
            said.append(f"  另有 {len(self.parties) - most} 行，见 --json")
        return said

    def _of_rule(self, name: str) -> str:
        """Who gains and who loses by one rule, for a party may do so by several."""
        gain = sum(change.incentive == name for change in self.gainers)
        lose = sum(change.incentive == name for change in self.losers)
        return f"增加 {gain} 户，减少 {lose} 户"


def read_reform(path: Path, plan: Plan, definitions: Definitions) -> tuple[Change, ...]:
    """The changes in a YAML file, as in amounts.yaml (yuan for sums, percent for shares) or as a person says them.

    Raises Refusal with every fault: file, line, key, found, expected.
    """
    head = Node(str(path), "", read_yaml(path, example=EXAMPLE), Faults())
    promised = {amount.incentive for amount in plan.amounts}
    rules = {name: rule for name, rule in definitions.incentives.items() if name in promised}
    found: list[Change] = []
    for node in head.nodes("changes", default=()):
        change = _read_change(node, rules, plan)
        if change is None:
            continue
        if (change.incentive, change.parameter) in {(other.incentive, other.parameter) for other in found}:
            rule = rules[change.incentive]
            kind = KINDS[rule.parameters[change.parameter]]
            node.fault("parameter", f"{rule.name}的{kind}改了两次", "每个标准只改一次")
        found.append(change)
    head.done()
    if not found and not head.faults.found:
        head.fault("changes", "没有一项改动", EXAMPLE)
    head.faults.refuse("", between="\n")  # each fault names the file
    return tuple(found)


def _read_change(node: Node, rules: Mapping[str, Incentive], plan: Plan) -> Change | None:
    """One change, or None when nobody knows what it would change."""
    asked, named, effective = node.text("incentive"), node.text("parameter"), node.day("effective", default=None)
    per = node.text("per", default=None)
    written = node.word("value")
    node.done()
    meant = rules_asked(asked, rules)
    if len(meant) != 1:
        if asked:
            node.fault("incentive", *wrongly_asked(asked, meant, rules))
        return None
    incentive = meant[0]
    rule = rules[incentive]
    parameter = parameter_asked(named, rule)
    if parameter is None:
        if named:
            node.fault("parameter", f"{rule.name}没有标准“{named}”", f"以下之一：{parameters_named(rule)}")
        return None
    new = (incentive, parameter) not in {(amount.incentive, amount.parameter) for amount in plan.amounts}
    _prove_per(node, per, rule, new=new)
    first = Parameters(incentive, plan.amounts).effective
    if effective is not None and effective < first:
        node.fault("effective", f"{effective} 早于{rule.name}最早的标准", f"不早于 {first}")
    return Change(incentive, parameter, _read_value(node, written, rule.parameters[parameter]), effective, per)


def _prove_per(node: Node, per: str | None, rule: Incentive, *, new: bool) -> None:
    """A cap that the plan does not have yet needs its scope; one that it has keeps its own."""
    scopes = rule.cap.scopes if rule.cap else ()
    if new and per not in scopes:
        expected = f"方案原来没有上限，写明 {'、'.join(scopes)}（year 每年，ever 历年合计）"
        node.fault("per", f"“{per or '未写'}”", expected)
    elif per is not None and not new:
        node.fault("per", f"“{per}”", "不写：范围不能中途改变")


def _read_value(node: Node, written: str, kind: str) -> Decimal:
    """Percent of a share, fen of a sum; 0 after a fault."""
    value = value_asked(written, kind)
    if value is None or not value.is_finite() or value < 0:
        if written:
            example = '"50" 或 "50%"' if kind == "share" else '"200000" 或 "20万元"'
            node.fault(
                "value", f"“{written}”不是{'百分数' if kind == 'share' else '金额'}", f"不小于 0，例如 {example}"
            )
        return Decimal(0)
    if kind == "share":
        if value > 100 or value * 10_000 % 1:
            node.fault("value", f"{plain(value)}%", "不超过 100、最多四位小数的百分数")
        return value
    if value > LARGEST_FEN // FEN_PER_YUAN:
        node.fault("value", f"“{written}”过大", f"不超过 {yuan(LARGEST_FEN)} 元")
    elif value * FEN_PER_YUAN % 1:
        node.fault("value", f"{plain(value)} 元", "到分为止")
    return value * FEN_PER_YUAN


def compare(
    plan: Plan,
    changed: Sequence[Change],
    definitions: Definitions,
    snapshot: Snapshot,
    *,
    year: int,
    region: str | None = None,
    engine: ibis.BaseBackend | None = None,
) -> ReformResult:
    """Awards of a year with today's amounts and with the changed ones, for the rules that change.

    What earlier years were awarded stays as it was, unless a change says it takes effect earlier. Raises Refusal for a
    change within the year of a rule that keeps the values of its first day.
    """
    region = region or plan.region
    for change in changed:
        _must_count(plan, change, definitions, year)
    tables = FactTables(engine or connect(), snapshot)
    touched = {change.incentive for change in changed}
    names = [name for name in definitions.incentives if name in touched]
    before = award_tables(plan, definitions, tables, year=year, region=region, only=names)
    after = award_tables(
        replace(plan, amounts=_changed(plan, changed, year), lines={}),
        definitions,
        tables,
        year=year,
        region=region,
        only=names,
    )
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for side, awarded in enumerate((before, after)):
        for name, rows in awarded.items():
            for party, fen in zip(rows["party"].to_pylist(), rows["amount_fen"].to_pylist(), strict=True):
                sums[name, party][side] += fen
    parties = [PartyChange(name, party, *fen) for (name, party), fen in sums.items() if fen[0] != fen[1]]
    parties.sort(key=lambda change: (-abs(change.difference_fen), change.party, change.incentive))
    return ReformResult(
        plan=plan,
        definitions=definitions.incentives,
        region=region,
        year=year,
        snapshot=snapshot,
        changes=tuple(changed),
        parties=tuple(parties),
        before={name: sum(fen[0] for (n, _), fen in sums.items() if n == name) for name in names},
        after={name: sum(fen[1] for (n, _), fen in sums.items() if n == name) for name in names},
    )


def _must_count(plan: Plan, change: Change, definitions: Definitions, year: int) -> None:
    """A rule whose rows have no day of their own takes the values of the year's first day: later ones count next year."""
    rule = definitions.incentives.get(change.incentive)
    if rule is None or rule.day or change.effective is None or change.effective <= _first_day(plan, change, year):
        return
    counts = change.effective.year + ((change.effective.month, change.effective.day) != (1, 1))
    raise Refusal(
        f"{rule.name}全年按 1 月 1 日施行的标准计算，{change.effective} 起的改动从 {counts} 年算起，{year} 年没有变化",
        where=f"{change.incentive}.{change.parameter} 的 effective",
        expected=f"不晚于 {_first_day(plan, change, year)}，或者比较 {counts} 年",
    )


def _changed(plan: Plan, changed: Sequence[Change], year: int) -> tuple[Amount, ...]:
    """The plan's amounts with each changed parameter ending where its new value begins."""
    amounts = plan.amounts
    for change in changed:
        since = change.effective or _first_day(plan, change, year)
        same = [a for a in amounts if (a.incentive, a.parameter) == (change.incentive, change.parameter)]
        last = max(same, key=lambda amount: amount.effective) if same else _first_cap(amounts, change)
        kept = [replace(a, until=min(a.until or since, since)) for a in same if a.effective < since]
        new = replace(last, id=f"{last.id}（改）", value=change.value, effective=since, until=None, source="改动方案")
        others = (_capped_from(a, new) for a in amounts if a not in same)
        amounts = (*others, *kept, new)
    return amounts


def _capped_from(amount: Amount, new: Amount) -> Amount:
    """A promise without a cap is none any more where the new cap holds from its first day on."""
    is_capped = new.kind == "cap" and amount.incentive == new.incentive and new.effective <= amount.effective
    return replace(amount, uncapped=False) if is_capped else amount


def _first_cap(amounts: Sequence[Amount], change: Change) -> Amount:
    """What a cap would rest on where the text wrote none: the promise that it would cap."""
    promise = next(a for a in amounts if a.incentive == change.incentive and a.uncapped)
    name = f"{change.incentive}.{change.parameter}"
    return replace(
        promise, id=name, parameter=change.parameter, kind="cap", per=change.per, uncapped=False, on_top_of=None
    )


def _first_day(plan: Plan, change: Change, year: int) -> date:
    return max(date(year, 1, 1), Parameters(change.incentive, plan.amounts).effective)


def _counted(changes: list[PartyChange]) -> dict[str, int]:
    return {
        "parties": len({change.party for change in changes}),
        "fen": sum(change.difference_fen for change in changes),
    }
