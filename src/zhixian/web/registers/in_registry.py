"""Checks of rows that look into the registry: the rights as the site has them indexed, or the snapshot."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.analysis.pledge_grounds import PledgeLoan, contradictions, grounds, pledged_twice, secured_together
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.look_alike.rule import LEVELS
from zhixian.core.look_alike.watching import LookAlike, classes_asked
from zhixian.core.registers.checks.aid import aid_rights
from zhixian.core.registers.checks.destinations import PRIORITY, AtHome, destination_facts
from zhixian.core.registers.checks.market import given_by_holder, offered_by_holder
from zhixian.core.registers.checks.products import names_of_product
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.numbers.others import NICE_CLASSES
from zhixian.core.registry.tables import MARK_KINDS
from zhixian.core.scorecards.honours import check_honours
from zhixian.web.kit.plan import the_plan
from zhixian.web.registers.beside import near, saying, told_beside
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registry.look_alikes import hits_of_words
from zhixian.web.registry.models import IndexEdition, IndexedRight
from zhixian.web.registry.queries import current_snapshot

PRIORITY_KINDS = {
    **dict.fromkeys(("invention", "utility_model"), "patent"),
    "design": "design",
    **dict.fromkeys(MARK_KINDS, "mark"),
}
"""Kinds of rights in the registry by what their priority is counted as."""
PLACE_NAMED = "place_named"
"""The reason of marks that share the place and may share nothing else."""
AT_ONCE = 5_000
"""Numbers that the index is asked for in one question."""
SHOWN_NAMES = 3
"""Marks that come close to a product's name and are named beside it."""
_DIGITS = re.compile(r"([0-9]+)")
DAYS = ("drawn", "due", "pledged_on", "repaid", "released_on")


def pledge_grounds(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether what loans are secured by may be pledged and is still there, by the registry if there is one, and is not pledged in
    another row; and whether the registry says the same of the loan itself."""
    numbers = {digits for row in rows for part in parts_of(row.values["rights"]) for digits in _digits(part)}
    values = {row.pk: row.values for row in [*near(rows, numbers), *rows]}
    every = dict(zip(values, secured_together([_loan_of(one) for one in values.values()]), strict=True))
    places = {pk: place for place, pk in enumerate(every)}
    twice = pledged_twice(list(every.values()), [places[row.pk] for row in rows])
    snapshot = current_snapshot()
    loans = [every[row.pk] for row in rows]
    nothing: list[list[Finding]] = [[] for _ in loans]
    otherwise = contradictions(snapshot, loans) if snapshot else nothing
    told = grounds(snapshot, loans, as_of=as_of) if snapshot else nothing
    every_kind = zip(rows, otherwise, told, twice, strict=True)
    return {row.pk: [finding for kind in kinds for finding in kind] for row, *kinds in every_kind}


def _digits(number: str) -> list[str]:
    """What of a number every spelling of it has: a patent's digits without the check digit, a mark's without its class."""
    return [found[1] for meaning in meant(number)[0] if (found := _DIGITS.search(meaning))]


def _loan_of(values: Mapping[str, Any]) -> PledgeLoan:
    days: dict[str, Any] = {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    rights = tuple(parts_of(values["rights"]))
    return PledgeLoan(
        loan=values["loan"],
        borrower=values["borrower"],
        rights=rights,
        lender=values.get("lender", ""),
        principal=values.get("principal"),
        pledge_number=values.get("pledge_number") or "",
        **days,
    )


def honour_in_registry(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """What the registry knows of the same honours; nothing before the first import."""
    snapshot = current_snapshot()
    told = check_honours(snapshot, [row.values for row in rows]) if snapshot else [[] for _ in rows]
    return {row.pk: findings for row, findings in zip(rows, told, strict=True)}


def holders_of_offers(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether what is offered belongs to whoever offers it, as far as the index of the registry has it."""
    known = _indexed(rows)
    return {
        row.pk: offered_by_holder(row.values, {number: right.holder_name for number, right in known[row.pk].items()})
        for row in rows
    }


def holders_of_contracts(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether what contracts give belongs to whoever gives it, as far as the index of the registry has it."""
    known = _indexed(rows)
    return {
        row.pk: given_by_holder(row.values, {number: right.holder_name for number, right in known[row.pk].items()})
        for row in rows
    }


def _indexed(rows: Sequence[Row]) -> dict[int, dict[str, IndexedRight]]:
    """By row, the rights of the index that its `rights` can mean, by number."""
    numbers = {row.pk: [number for said in _meant(row).values() for number in said] for row in rows}
    found = _of_the_index({number for said in numbers.values() for number in said})
    return {key: {number: found[number] for number in said if number in found} for key, said in numbers.items()}


def _meant(row: Row) -> dict[str, list[str]]:
    """By part of what a row says of rights, every number of the registry that it can mean: a mark's without its class is that of any."""
    return _meant_by(row.values.get("rights") or row.values.get("right") or "")


def _meant_by(text: str) -> dict[str, list[str]]:
    read = {part: meant(part)[0] for part in parts_of(text)}
    return {part: [one for number in numbers for one in _classes(number)] for part, numbers in read.items()}


def _classes(number: str) -> list[str]:
    bare = number.removeprefix("G").isdecimal()
    return [number, *(f"{number}/{nice}" for nice in range(1, NICE_CLASSES + 1) if bare)]


def rights_indexed(text: str) -> dict[str, IndexedRight]:
    """The rights of the current index that a text with separators can mean, by number."""
    return _of_the_index({number for numbers in _meant_by(text).values() for number in numbers})


def _of_the_index(numbers: Collection[str]) -> dict[str, IndexedRight]:
    """Rights of the current index by number, asked for a lot at a time."""
    found: dict[str, IndexedRight] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), AT_ONCE):
        lot = IndexedRight.objects.filter(edition__current=True, number__in=wanted[start : start + AT_ONCE])
        found |= {right.number: right for right in lot}
    return found


def rights_known(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Numbers of rights that are neither in the index of the registry nor among the candidates for indications, so that nothing of
    them was looked up; nothing before the first import, and of what is no number."""
    if not IndexEdition.objects.filter(current=True).exists():
        return {}
    said = {row.pk: {part: numbers for part, numbers in _meant(row).items() if numbers} for row in rows}
    known = set(_of_the_index({number for one in said.values() for numbers in one.values() for number in numbers}))
    every = {part for one in said.values() for part, numbers in one.items() if known.isdisjoint(numbers)}
    if every and "local_products" in kept_registers():
        told = (row.values.get("number") or "" for row in kept_rows("local_products"))
        known |= {number for text in told for part in parts_of(text) for number in meant(part)[0]}
    found = {}
    for key, one in said.items():
        missing = [part for part, numbers in one.items() if known.isdisjoint(numbers)]
        words = f"登记数据里没有 {'、'.join(missing)}，无法核对"
        found[key] = [Finding("rights_known", words, grave=False)] if missing else []
    return found


def rights_defended(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether rights that somebody defends are theirs and in force, as far as the index of the registry has them."""
    known = _indexed(rows)
    return {
        row.pk: aid_rights(
            row.values, {number: (right.holder_name, right.in_force) for number, right in known[row.pk].items()}
        )
        for row in rows
    }


def names_of_products(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Which marks of the registry come close to products' names; nothing before the first import."""
    snapshot = current_snapshot()
    if snapshot is None:
        return {}
    places = [word.name for word in the_plan().place_words]
    found = {}
    for row in rows:
        product = row.values["product"]
        try:
            classes = classes_asked(row.values.get("classes") or "")
        except Refusal as refusal:
            found[row.pk] = [Finding("gi_names", f"{refusal}；没有和登记数据比名称")]
            continue
        try:
            hits = {
                hit.mark.right_id: hit
                for name in names_of_product(product, row.values["place"], places)
                for hit in hits_of_words(name, classes, snapshot, as_of=as_of)
            }
        except Refusal as refusal:
            found[row.pk] = [Finding("gi_names", f"{refusal.why}，没有和登记数据比名称")]
            continue
        found[row.pk] = _names_told(product, list(hits.values()))
    return found


def _names_told(product: str, hits: Sequence[LookAlike]) -> list[Finding]:
    """Marks that share more with a product than the place."""
    levels = list(LEVELS)
    near = [
        hit for hit in hits
        if hit.level != levels[-1] and hit.mark.state != "ended" and any(reason.id != PLACE_NAMED for reason in hit.reasons)
    ]  # fmt: skip
    if not near:
        return [Finding("gi_names", f"登记数据里没有与“{product}”相近的商标（只有产地相同的不算）", grave=False)]
    near.sort(key=lambda hit: levels.index(hit.level))
    told = "；".join(f"{hit.mark.title}（{hit.mark.number}，{hit.mark.holder_name}）" for hit in near[:SHOWN_NAMES])
    more = "等" if len(near) > SHOWN_NAMES else ""
    words = f"与“{product}”相近的商标 {len(near)} 件：{told}{more}；理由在“近似商标”里查这个名称"
    return [Finding("gi_names", words, grave=False)]


def destinations(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """What filings and alerts that whoever keeps a check's row may know of, and the registry, tell of its owner and destination."""
    kept = kept_registers()
    owners = {folded(row.values["owner"]) for row in rows}
    filings = saying("overseas_filings", "owner", owners) if "overseas_filings" in kept else None
    alerts = list(kept_rows("overseas_alerts").order_by("pk")) if "overseas_alerts" in kept else []
    at_home = {owner: _at_home(owner, as_of) for owner in {row.values["owner"] for row in rows}}
    return {
        row.pk: destination_facts(
            row.values,
            None if filings is None else [one.values for one in filings if told_beside(one, row)],
            [one.values for one in alerts if told_beside(one, row)],
            at_home[row.values["owner"]],
            as_of=as_of,
        )
        for row in rows
    }


def _at_home(owner: str, as_of: date) -> list[AtHome]:
    """Rights of that name in the index whose priority may not be over."""
    since = add_months(as_of, -max(PRIORITY.values()))
    rows = IndexedRight.objects.filter(
        edition__current=True, holder_name=owner, filed__gte=since, kind__in=PRIORITY_KINDS
    )
    return [AtHome(PRIORITY_KINDS[row.kind], row.number, row.filed) for row in rows if row.filed]
