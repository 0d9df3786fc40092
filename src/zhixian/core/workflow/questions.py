"""Questions of a form as a file puts them: read, and checked for what would fail once somebody fills them in."""

from collections.abc import Sequence
from typing import cast

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.yaml_file import Node
from zhixian.core.workflow.model import FIELD_CLASSES, FIELD_KINDS, TODAY, FieldClass, FieldKind, FormField

MOST_FIELDS = 300


def read_field(node: Node) -> FormField:
    """One question."""
    when = node.texts("when")
    if when and len(when) != 2:
        node.fault("when", f"{list(when)}", '[另一个问题的编号, 它的答案]，例如 [repaid_early, "yes"]')
    field = FormField(
        id=node.text("id"),
        name=node.text("name"),
        kind=cast("FieldKind", node.choice("kind", FIELD_KINDS)),
        required=required(node),
        field_class=cast("FieldClass", node.choice("field_class", FIELD_CLASSES, default="business")),
        help=node.text("help", default=""),
        choices=tuple((item.text("id"), item.text("name")) for item in node.nodes("choices", default=[])),
        fact=node.text("fact", default=""),
        feeds=node.text("feeds", default=""),
        when=(when[0], when[1]) if len(when) == 2 else None,
        most=node.whole("most") if "most" in node.content else None,
        zero=node.flag("zero"),
        not_before=node.text("not_before", default=""),
        not_after=node.text("not_after", default=""),
    )
    node.read.add("most")
    if field.kind in {"choice", "choices"} and not field.choices:
        node.fault("choices", "没有选项", "- {id: a, name: 甲}")
    if field.zero and field.kind != "money":
        node.fault("zero", f"“{field.name}”不是金额", "只给 kind: money 的问题写")
    node.done()
    return field


def required(node: Node) -> bool:
    """true unless the file says false."""
    written = "required" in node.content
    said = node.flag("required")
    return said if written else True


def check_order(fields: Sequence[FormField], faults: Faults, file: str) -> None:
    """Note ids given twice, too many questions, and conditions on what is not asked before."""
    ids = [field.id for field in fields]
    if len(ids) > MOST_FIELDS:
        faults.add(file, "fields", f"{len(ids)} 个问题", f"不超过 {MOST_FIELDS} 个")
    for number, field in enumerate(fields):
        if field.id in ids[:number]:
            faults.add(file, f"fields[{number}].id", f"“{field.id}”写了两次", "每个问题一个编号")
        if field.when and field.when[0] not in ids[:number]:
            faults.add(file, f"fields[{number}].when", f"前面没有问题“{field.when[0]}”", "排在它前面的一个问题的编号")


def check_bounds(fields: Sequence[FormField], faults: Faults, file: str, *, known: Sequence[str] = ()) -> None:
    """Note bounds that are no day: today, an earlier question, or one of the `known` facts that are days."""
    days = [TODAY, *known]
    for number, field in enumerate(fields):
        for key in ("not_before", "not_after"):
            bound = getattr(field, key)
            if bound and field.kind != "day":
                faults.add(file, f"fields[{number}].{key}", f"“{field.name}”不是日期", "只给 kind: day 的问题写")
            elif bound and bound not in days:
                faults.unknown(file, f"fields[{number}].{key}", bound, days, what="前面的日期问题或系统知道的日期")
        if field.kind == "day":
            days.append(field.id)
