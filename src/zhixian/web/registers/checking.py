"""Checks of rows, against the registry or among themselves, by the names under which registers ask for them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.analysis.pledge_grounds import PledgeLoan, grounds, pledged_twice
from zhixian.core.registers.findings import licence_gap, repeat_infringers, reward_minimum
from zhixian.core.registers.rights import parts_of
from zhixian.core.registers.rows import Finding
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registry.queries import current_snapshot

Check = Callable[[Sequence[Row], date], dict[int, list[Finding]]]
"""Looks at rows of one register as of a day; findings by the row's key in the database. A row without any need not be there."""
CHECKS: dict[str, Check] = {}
DAYS = ("drawn", "due", "pledged_on", "repaid", "released_on")


def add(**checks: Check) -> None:
    """Take checks under their names; a room above may bring its own."""
    CHECKS.update(checks)


def findings_on(rows: Sequence[Row], *, as_of: date) -> dict[int, list[Finding]]:
    """What every check of the rows' register says, grave ones first. The rows are of one register."""
    register = rows[0].its_register if rows else None
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    for name in register.checks if register else ():
        for key, findings in CHECKS[name](rows, as_of).items():
            found[key] += findings
    return {key: sorted(findings, key=lambda one: not one.grave) for key, findings in found.items()}


def pledge_grounds(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether what loans are secured by may be pledged and is still there, by the registry if there is one, and is not pledged in
    another row."""
    every = {row.pk: _loan_of(row.values) for row in [*kept_rows(rows[0].register), *rows]}
    places = {pk: place for place, pk in enumerate(every)}
    twice = pledged_twice(list(every.values()), [places[row.pk] for row in rows])
    snapshot = current_snapshot()
    loans = [every[row.pk] for row in rows]
    told = grounds(snapshot, loans, as_of=as_of) if snapshot else [[] for _ in loans]
    return {row.pk: [*here, *there] for row, here, there in zip(rows, told, twice, strict=True)}


def _loan_of(values: Mapping[str, Any]) -> PledgeLoan:
    days = {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    rights = tuple(parts_of(values["rights"]))
    return PledgeLoan(
        loan=values["loan"], borrower=values["borrower"], rights=rights, lender=values.get("lender", ""), **days
    )


def each(check: Callable[[Mapping[str, Any]], list[Finding]]) -> Check:
    """A check that looks at nothing but the row."""
    return lambda rows, _: {row.pk: check(row.values) for row in rows}


def repeat_infringer(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Other cases of the same infringer in the register."""
    every = list(kept_rows(rows[0].register).order_by("pk").values_list("pk", "values"))
    places = {pk: place for place, (pk, _) in enumerate(every)}
    wanted = [row.pk for row in rows if row.pk in places]
    found = repeat_infringers([values for _, values in every], [places[pk] for pk in wanted])
    return dict(zip(wanted, found, strict=True))


add(
    licence_gap=each(licence_gap),
    pledge_grounds=pledge_grounds,
    repeat_infringer=repeat_infringer,
    reward_minimum=each(reward_minimum),
)
