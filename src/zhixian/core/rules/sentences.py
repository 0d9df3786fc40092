"""How a sum comes about, in the sentences of the definition; the same for one application and for a row of the bulk."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.money import plain, yuan
from zhixian.core.plan.model import Amount
from zhixian.core.rules.bases import bases
from zhixian.core.rules.definition import Incentive

NO_CAP = "原文没有写上限"


def promise_of(definition: Incentive, amounts: Iterable[Amount]) -> Amount:
    """What promises the money, among amounts of any rules: its sum or share, for the cap may stand in another clause."""
    name = definition.share or definition.fixed
    return next(a for a in amounts if (a.incentive, a.parameter) == (definition.id, name))


def clause_of(definition: Incentive, amounts: Iterable[Amount]) -> str:
    """The clause that promises the money."""
    return promise_of(definition, amounts).clause


def reasons(definition: Incentive, row: Mapping[str, Any], values: Mapping[str, Amount]) -> tuple[str, ...]:
    """The sentences for one award. `row` has facts, workings and `year`; `values` the parameters in force."""
    words = {
        "clause": clause_name(clause_of(definition, values.values())),
        "year": str(row["year"]),
        "base": yuan(row["base_fen"]),
        "raw": yuan(row["raw_fen"]),
        "amount": yuan(row["amount_fen"]),
        "already": yuan(row["already_fen"] or 0),
        "cut": yuan(row["raw_fen"] - row["amount_fen"]),
        **{name: str(value) for name, value in row.items() if isinstance(value, str)},
        **{name: _value(amount) for name, amount in values.items()},
    }
    if definition.day:
        words[definition.day] = str(row[definition.day])
    if definition.base:
        words |= bases()[definition.base].words(row)
    said = [template.format_map(words) for template in definition.explain]
    said += [
        f"{clause_name(amount.clause)}写明“{amount.on_top_of}”给予，两者可以同时享受"
        for amount in values.values()
        if amount.on_top_of
    ]
    if definition.cap and definition.cap.parameter not in values:
        said.append(f"{words['clause']}：{NO_CAP}，按标准全额计算")
    if row["capped"]:
        said.append(definition.explain_cap.format_map(words))
    return tuple(said)


def _value(amount: Amount) -> str:
    return f"{plain(amount.value)}%" if amount.kind == "share" else yuan(int(amount.value))
