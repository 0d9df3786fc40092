"""What published figures and promises of money say about a clause."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from django.urls import reverse

from zhixian.core.kernel.money import yuan
from zhixian.web.indicators.models import Figure
from zhixian.web.indicators.queries import figures_of, latest_edition
from zhixian.web.kit.plan import the_plan
from zhixian.web.portal.evidence import Evidence, Tone


def evidence(clauses: Collection[str]) -> Mapping[str, Sequence[Evidence]]:
    """The clause's targets, the indicators it names, and what its money rules come to this year."""
    edition = latest_edition()
    if edition is None:
        return {}
    figures = {figure.indicator: figure for figure in figures_of(edition)}
    return {
        clause: [
            *(_figure(figures[name]) for name in _indicators(clause) if name in figures),
            *(_promise(promise, edition.as_of.year) for promise in edition.promises if promise["clause"] == clause),
        ]
        for clause in clauses
    }


def _indicators(clause: str) -> Iterable[str]:
    """Targets of the clause, and indicators that it names as carrying it."""
    try:
        carriers = the_plan().carriers(clause)
    except KeyError:
        carriers = [f"target:{target.id}" for target in the_plan().targets if target.clause == clause]
    kinds = (carrier.partition(":") for carrier in carriers)
    return [name for kind, _, name in kinds if kind in {"target", "indicator"}]


def _figure(figure: Figure) -> Evidence:
    link = reverse("indicator", args=[figure.indicator])
    if figure.goal is None:
        return Evidence("number", f"{figure.name} {figure.shown} {figure.unit}", link=link)
    words = f"{figure.name} {figure.shown} {figure.unit}，目标 {figure.goal_shown}"
    late = f"{figure.name}：{figure.sentence}" if figure.tone == "bad" else ""
    return Evidence("number", words, _tone(figure), link, late)


def _tone(figure: Figure) -> Tone:
    return cast("Tone", figure.tone)


def _promise(promise: Mapping[str, Any], year: int) -> Evidence:
    if "rule" in promise:
        words = f"{promise['name']}：{year} 年按登记数据应享 {promise['parties']} 家、{promise['awards']} 笔，合计 {yuan(promise['fen'])} 元"
        return Evidence("payment", words, link=reverse("rule", args=[promise["rule"]]))
    if promise["parties"]:
        return Evidence("payment", f"{promise['parties']} 家在等数额：{promise['quote']}", "warn", link="#waiting")
    return Evidence("payment", f"数额待定：{promise['quote']}", link="#waiting")
