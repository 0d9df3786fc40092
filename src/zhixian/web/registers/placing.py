"""What keeps a row from standing where it is to be entered: whose it is, what it belongs to, who answers it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept, Sides
from zhixian.core.registers.paper_reading import ABOVE
from zhixian.core.registers.rows import key_of
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.plan import companies, unit_name
from zhixian.web.registers.definitions import kept_registers, parts_of
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.queries.answering import as_the_plan_writes, as_units_are_called, names_of
from zhixian.web.registers.queries.named import named_in
from zhixian.web.registers.queries.public import public_rows
from zhixian.web.registers.queries.visibility import key_above

MOST_NAMED = 3
"""Units that are named as those who enter rows of a register."""


def misplaced(
    kept: Kept, values: Mapping[str, Any], unit: str, organisation: Organisation | None, above: Mapping[str, Row]
) -> dict[str, str]:
    """By field what keeps a row from standing where it is: a name of somebody else, or the row it belongs to is not among `above`. The
    row is a unit's or an organisation's."""
    return {**_strangers(kept, values, organisation), **_orphans(kept, values, unit, organisation, above)}


def as_written(kept: Kept, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with those names as the plan writes them by which somebody finds the row: of the company whose business it is, and of
    the unit that answers it or what belongs to it."""
    field, found = kept.register.business, dict(values)
    if field and values.get(field):
        found[field] = as_the_plan_writes(str(values[field]))
    for name, units in _asked_by_name(kept):
        if found.get(name):
            found[name] = as_units_are_called(str(found[name]), units)
    return found


def _asked_by_name(kept: Kept) -> list[tuple[str, tuple[str, ...]]]:
    """Fields of a register's rows that name who answers, and the units that answer."""
    own = [(kept.register.addressed, kept.answering)] if kept.register.addressed else []
    parts = [kept_registers()[name] for name in parts_of(kept.register.id)]
    below = [(part.register.addressed, part.answering) for part in parts]
    return [
        *((name, units) for name, units in own if not name.startswith(ABOVE)),
        *((name.removeprefix(ABOVE), units) for name, units in below if name.startswith(ABOVE)),
    ]


def of_another_company(kept: Kept, values: Mapping[str, Any], unit: str) -> dict[str, str]:
    """By field, another company's name where a company that is a unit of the plan keeps rows of its own business only."""
    field = kept.register.business
    if not field or unit not in companies():
        return {}
    names = names_of(unit)
    if as_the_plan_writes(str(values.get(field) or "")) in names:
        return {}
    return {field: f"“{values.get(field) or ''}”不是{names[-1]}：只录本公司自己的业务，名称与方案里的一致"}


def unfit(
    kept: Kept, many: Sequence[Mapping[str, Any]], unit: str, organisation: Organisation | None
) -> list[dict[str, str]]:
    """Of each row, by field what keeps a unit or an organisation from entering it: what others answer, that it is about nothing of its
    own, or about another company's business. It asks as much for many rows as for one."""
    others = about_others(kept, many, organisation)
    return [
        {**_answers_itself(kept, values, organisation), **strange, **of_another_company(kept, values, unit)}
        for values, strange in zip(many, others, strict=True)
    ]


def about_others(
    kept: Kept, many: Sequence[Mapping[str, Any]], organisation: Organisation | None
) -> list[dict[str, str]]:
    """Of each row, by field, that nothing which an organisation's row is about is its own or open to everybody."""
    sides = kept.register.sides
    above = kept_registers().get(sides.register) if sides else None
    if organisation is None or sides is None or above is None or not many:
        return [{} for _ in many]
    about = [
        {
            key_of(above.register, {field: values.get(name, "") for field, name in named.items()})
            for named in sides.named
        }
        for values in many
    ]
    keys = set[str]().union(*about)
    own = kept_rows(sides.register).filter(Q(organisation=organisation) | named_in(above, [organisation]), key__in=keys)
    open_ = {*own.values_list("key", flat=True), *public_rows(above).filter(key__in=keys).values_list("key", flat=True)}
    return [
        {} if named & open_ else {sides.fields[0]: _not_about_its_own(sides, above, values, organisation)}
        for values, named in zip(many, about, strict=True)
    ]


def _not_about_its_own(sides: Sides, above: Kept, values: Mapping[str, Any], organisation: Organisation) -> str:
    told = "；".join("、".join(f"“{values.get(name, '')}”" for name in named.values()) for named in sides.named)
    return f"{above.register.name}里没有一条是{organisation.name}自己的或者对外公开的：{told}；从匹配页点“求牵线”，名称和编号会自己填好"


def _answers_itself(kept: Kept, values: Mapping[str, Any], organisation: Organisation | None) -> dict[str, str]:
    """By field, what an organisation would answer itself on a row of its own."""
    if organisation is None:
        return {}
    filled = [name for name in kept.register.answered if values.get(name) not in (None, "")]
    return {
        name: f"“{kept.register.field(name).name}”由{'、'.join(map(unit_name, kept.answering))}答复，这里不填"
        for name in filled
    }


def _orphans(
    kept: Kept, values: Mapping[str, Any], unit: str, organisation: Organisation | None, rows: Mapping[str, Row]
) -> dict[str, str]:
    """By field, that the row it belongs to is not there, and what whoever enters this one can do about it: enter it first, or turn to
    those who may."""
    tie = kept.register.of
    if tie is None or not values.get(tie.field) or key_above(kept, values) in rows:
        return {}
    above = kept_registers()[tie.register]
    name = above.register.field(tie.matches).name
    keepers = above.register.keepers
    enters = organisation.kind in keepers if organisation else "unit" in keepers and unit in above.units
    first = (
        f"先录入{above.register.row}，或核对{name}"
        if enters
        else f"核对{name}；{above.register.row}由{_who_enters(above)}录入，没有的请与其联系"
    )
    return {tie.field: f"{above.register.name}里没有{name}是“{values[tie.field]}”的：{first}"}


def _who_enters(kept: Kept) -> str:
    """The first units of a register, by name."""
    names = "、".join(map(unit_name, kept.units[:MOST_NAMED]))
    return f"{names}等" if len(kept.units) > MOST_NAMED else names


def _strangers(kept: Kept, values: Mapping[str, Any], organisation: Organisation | None) -> dict[str, str]:
    """By field, a name or credit code of somebody else where an organisation keeps rows of its own only."""
    if organisation is None:
        return {}
    owner, code = kept.register.owner, kept.register.owner_code
    wrong = {}
    if owner and folded(values.get(owner, "")) != folded(organisation.name):
        wrong[owner] = f"“{values.get(owner, '')}”不是{organisation.name}：只录本单位自己的，名称与账号所属单位一致"
    if code and values.get(code) and values[code] != organisation.credit_code:
        own = organisation.credit_code or "账号里还没有登记代码"
        wrong[code] = f"“{values[code]}”不是{organisation.name}的统一社会信用代码（{own}）：只录本单位自己的"
    return wrong
