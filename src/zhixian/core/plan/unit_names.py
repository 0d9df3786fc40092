"""Responsible units: their names over time, and whether a line of the text names exactly those a clause lists."""

import re
from collections.abc import Sequence

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.model import Unit
from zhixian.core.plan.quotes import Quotable
from zhixian.core.plan.reader.page import even
from zhixian.core.plan.reader.roles import is_time

_LABEL = re.compile(
    r"(?:牵头|责任|配合|协办|主办|参与|实施|承办)(?:单位|部门)?(?:和|及)?|按职责分工|分别|负责|等(?:部门|单位)?"
)
_SEPARATORS = re.compile(r"[\s：:、，,；;。（）()〔〕［］\[\]【】〖〗〈〉｛｝{}]+")
UNIT_KINDS = (
    "bureau", "party_organ", "court", "procuratorate", "agency", "company", "government", "association", "leading_group",
    "office", "set",
)  # fmt: skip


def load_units(file: Node, words: Quotable) -> tuple[str, dict[str, Unit]]:
    """The prefix that a list of units may leave out (县), and the units by id. Faults go to the node."""
    prefix = file.text("prefix", default="")
    units: dict[str, Unit] = {}
    members: list[tuple[Node, Unit]] = []
    for node in file.nodes("units"):
        unit = _unit(node, prefix, words)
        if unit.id in units:
            node.fault("id", f"“{unit.id}”重复", "每个编号只用一次")
        units[unit.id] = unit
        members.append((node, unit))
        node.done()
    for node, unit in members:
        for key, ids in (("members", unit.members), ("parent", (unit.parent,)), ("hosted_by", (unit.hosted_by,))):
            for other in ids:
                if other and other not in units:
                    node.unknown(key, other, list(units), what="units.yaml 里的单位")
    file.done()
    return prefix, units


def _unit(node: Node, prefix: str, words: Quotable) -> Unit:
    kind = node.text("kind")
    if kind and kind not in UNIT_KINDS:
        node.unknown("kind", kind, list(UNIT_KINDS), what="单位种类")
    names = []
    for name_node in node.nodes("names"):
        name = name_node.text("name")
        start, end = name_node.day("from", default=None), name_node.day("to", default=None)
        if start and end and end <= start:
            name_node.fault("to", f"{end} 不晚于 from", "停用日在启用日之后")
        source = name_node.text("source", default=None)
        if source is None and name and not (words.find(name) or words.find(name.removeprefix(prefix))):
            name_node.fault("name", f"“{name}”不在 text.txt 里", "原文写的名称；更名后的新名称请写 source")
        names.append((name, start, end))
        name_node.done()
    if not names:
        node.fault("names", "没有名称", "至少一个名称")
    quote = node.text("quote", default=None)
    if quote and not words.find(quote):
        node.fault("quote", f"“{quote}”不在 text.txt 里", f"逐字引用原文，最接近的是“{words.nearest(quote)}”")
    return Unit(
        id=node.text("id"),
        name=names[0][0] if names else "",
        kind=kind,
        names=tuple(names),
        parent=node.text("parent", default=None),
        hosted_by=node.text("hosted_by", default=None),
        members=node.texts("members"),
        official=node.text("official", default=""),
    )


def unnamed_in_quote(
    quote: str, units: list[Unit], prefix: str, *, noted: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Names that stand in a responsible-unit line but belong to no listed unit, and ids of listed units it does not name.

    A name may leave out the prefix: “县经信科技局、财政局” names 县财政局. `noted` are the names that the reader of notes
    finds in the line; words outside them, such as 以下均涉及各县区 or 不再重复列出, are no units.
    """
    rest = "".join(quote.split())
    spelled = sorted(
        ((form, unit.id) for unit in units for name, _, _ in unit.names for form in {name, name.removeprefix(prefix)}),
        key=lambda pair: -len(pair[0]),
    )
    named = set()
    for form, unit_id in spelled:
        if unit_id not in named and form in rest:
            named.add(unit_id)
            rest = rest.replace(form, "、", 1)
    forms = {_bare(form) for form, _ in spelled}
    strange = [name for name in map(_bare, noted) if name not in forms]
    left = [word for word in _SEPARATORS.split(_LABEL.sub("、", rest)) if word and not is_time(word)]
    if noted:
        left = [word for word in left if any(_bare(word) in name for name in strange)]
    return left, [unit.id for unit in units if unit.id not in named]


def _bare(name: str) -> str:
    return "".join(even(name).split())
