"""What a person calls a money rule and its amounts: by id, by Chinese name, or by a part of the name that only one has."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from unicodedata import normalize

from zhixian.core.kernel.numerals import read_grouped
from zhixian.core.rules.definition import Incentive
from zhixian.core.rules.parameters import KINDS

_ALSO_CALLED = {"标准": "定额"}
_IN_YUAN = {"亿元": 10**8, "万元": 10**4, "元": 1}


def rules_asked(name: str, definitions: Mapping[str, Incentive]) -> list[str]:
    """The ids of the rules that may be meant: one when that is clear, none when no rule is called so."""
    if name in definitions:
        return [name]
    named = [id_ for id_, rule in definitions.items() if name == rule.name]
    return named or [id_ for id_, rule in definitions.items() if name and _within(name, rule.name)]


def wrongly_asked(name: str, found: Sequence[str], definitions: Mapping[str, Incentive]) -> tuple[str, str]:
    """What is wrong with a name by which not one rule was `found`, and what is expected."""
    if found:
        several = rules_named({id_: definitions[id_] for id_ in found})
        return f"“{name}”可以指 {len(found)} 项奖补", f"写全一项的名称或编号：{several}"
    return f"没有奖补“{name}”", f"名称或编号，以下之一：{rules_named(definitions)}"


def rules_named(definitions: Mapping[str, Incentive]) -> str:
    """Every rule with its id, for a refusal."""
    return "、".join(f"{rule.name}（{id_}）" for id_, rule in definitions.items())


def parameter_asked(name: str, rule: Incentive) -> str | None:
    """The id of an amount called by its id or by what its kind is called (比例、定额、上限; also 标准); None where several are."""
    if name in rule.parameters:
        return name
    meant = [id_ for id_, kind in rule.parameters.items() if KINDS[kind] == _ALSO_CALLED.get(name, name)]
    return meant[0] if len(meant) == 1 else None


def parameters_named(rule: Incentive) -> str:
    """Every amount of a rule with its id, for a refusal."""
    return "、".join(f"{KINDS[kind]}（{id_}）" for id_, kind in rule.parameters.items())


def value_asked(text: str, kind: str) -> Decimal | None:
    """Percent of a share, yuan of a sum, exactly as written: `50`, `50%`, `20万元`, `200,000.50元`; None for anything else."""
    written = normalize("NFKC", text).strip()
    factor = 1
    if kind == "share":
        written = written.removesuffix("%").rstrip()
    else:
        unit = next((unit for unit in _IN_YUAN if written.endswith(unit)), "")
        written, factor = written.removesuffix(unit).rstrip(), _IN_YUAN.get(unit, 1)
    try:
        return read_grouped(written) * factor
    except ValueError:
        return None


def _within(name: str, whole: str) -> bool:
    """Whether the letters of a short name stand in the whole one in this order: 贷款贴息 in 知识产权质押贷款贴息."""
    rest = iter(whole)
    return len(name) > 1 and all(letter in rest for letter in name)
