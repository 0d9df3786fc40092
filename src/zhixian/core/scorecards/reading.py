"""Scorecards read from their files and checked, with faults that speak to the editor; and those that a place uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from zhixian.core.catalogue import HERE, registers
from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.plan.model import Plan, ScorecardHome
from zhixian.core.registers.model import Register
from zhixian.core.registry.tables import PARTY_KINDS
from zhixian.core.scorecards.figures import of_single_subjects, why_not_single
from zhixian.core.scorecards.model import LEVELS, RELIED, SCORED, Counted, Grade, Item, Kept, Scorecard


@dataclass(frozen=True, slots=True)
class Figures:
    """What figures may look at: registers, and indicators that can be told of one party."""

    registers: Mapping[str, Register]
    indicators: tuple[str, ...]


@cache
def scorecards() -> dict[str, Scorecard]:
    """The scorecards that ship, in the order of their names. Raises Refusal when one does not hold together."""
    read = (read_scorecard(path) for path in sorted((HERE / "scorecards").glob("*.yaml")))
    return {card.id: card for card in read}


def scorecards_of(plan: Plan) -> dict[str, Kept]:
    """The scorecards that a place uses, in the order of its file. Raises Refusal for what does not fit the card."""
    faults = Faults(lines=dict(plan.lines))
    found: dict[str, Kept] = {}
    for name, home in plan.scorecard_homes.items():
        if name not in scorecards():
            faults.unknown("scorecards.yaml", f"{name}.id", name, list(scorecards()), what="评价表")
            continue
        _fit(name, scorecards()[name], home, faults)
        weights = {item: Fraction(full) for item, full in home.weights.items()}
        found[name] = Kept(scorecards()[name], home.clauses, home.units, home.kinds, home.named, weights, home.since)
    faults.refuse(plan.id)
    return found


def _fit(name: str, card: Scorecard, home: ScorecardHome, faults: Faults) -> None:
    file = "scorecards.yaml"
    for number, kind in enumerate(home.kinds):
        if kind not in PARTY_KINDS:
            faults.unknown(file, f"{name}.kinds[{number}]", kind, list(PARTY_KINDS), what="主体类型")
    items = [item.id for item in card.items]
    for item, full in home.weights.items():
        if item not in items:
            faults.unknown(file, f"{name}.weights.{item}", item, items, what=f"“{card.name}”的项目")
        elif full == 0:
            faults.add(file, f"{name}.weights.{item}", "满分是 0", "大于 0 的数；不要这一项就不选这张表")
    if card.members is None and not (home.kinds or home.named):
        faults.add(file, f"{name}.kinds", "没有写给谁评", "kinds（主体类型）或 named（名称、统一社会信用代码）至少一个")
    if card.members is not None and (home.kinds or home.named):
        faults.add(file, f"{name}.kinds", "写了给谁评", f"不写：谁在哪个组由台账 {card.members.register} 说了算")


def read_scorecard(path: Path) -> Scorecard:
    """The scorecard in a file. Raises Refusal with every fault."""
    with reading_whole(path, called=f"{path.parent.name}/{path.name}") as node:
        known = known_figures()
        card = Scorecard(
            id=node.text("id"),
            name=node.text("name"),
            summary=node.text("summary"),
            scored=node.choice("scored", SCORED),
            items=tuple(_item(item, known) for item in node.nodes("items")),
            source=node.texts("source"),
            members=_counted(node, "members", known),
            base=Fraction(node.number("base")) if "base" in node.content else Fraction(0),
            grades=_grades(node),
            public=node.flag("public"),
        )
        if card.id != path.stem:
            node.fault("id", f"“{card.id}”", f"与文件名相同：{path.stem}")
        _check(card, node)
        if card.public:
            _check_public(card, node, known)
    return card


def _grades(node: Node) -> tuple[Grade, ...]:
    found = []
    for grade in node.nodes("grades", default=[]):
        found.append(Grade(grade.text("name"), Fraction(grade.number("from"))))
        grade.done()
    for higher, lower in pairwise(found):
        if lower.start >= higher.start:
            node.fault("grades", f"{lower.name} 从 {lower.start} 分起，排在 {higher.name} 之后", "分数线一级比一级低")
    if found and found[-1].start != 0:
        node.fault("grades", f"最低一级从 {found[-1].start} 分起", "最低一级从 0 分起")
    return tuple(found)


def _check(card: Scorecard, node: Node) -> None:
    for key in ("items", "source"):
        if not getattr(card, key):
            node.fault(key, "是空的", "至少一个")
    ids = [item.id for item in card.items]
    for number, item in enumerate(ids):
        if item in ids[:number]:
            node.faults.add(node.file, f"items[{number}].id", f"“{item}”重复", "每个编号只用一次")
    if card.scored != "parties" and card.members is None:
        node.fault("members", "没有写", "记着谁在哪个组、评谁的台账：{register, group, party, code}")
    if card.scored == "rows":
        _check_rows(card, node)
    _check_projects(card, node)
    if card.scored == "parties" and card.members is not None:
        node.fault("members", "写了", "scored: parties 的不写")
    if card.members is not None and card.scored == "groups" and not card.members.group:
        node.fault("members", "没有写 group", "台账里写着组名的字段")


def _check_public(card: Scorecard, node: Node, known: Figures) -> None:
    """What everybody reads of a row is what its register lets a rating tell."""
    for number, item in enumerate(card.items):
        register = known.registers.get(item.counted.register) if item.counted else None
        fields = {field.id: field.name for field in register.fields} if register else {}
        for field in item.tells:
            if register and field in fields and field not in register.told_in_ratings:
                node.faults.add(
                    node.file, f"items[{number}].tells",
                    f"台账 {register.id} 没有让公开的评级说“{fields[field]}”",
                    f"它的 told_in_ratings 里的字段：{'、'.join(register.told_in_ratings) or '一个也没有'}",
                )  # fmt: skip


def _check_rows(card: Scorecard, node: Node) -> None:
    """Whom rows name need not be in the registry: only rows can speak of them."""
    if card.members is not None and card.members.group:
        node.fault("members", "写了 group", "scored: rows 的不写")
    for number, item in enumerate(card.items):
        if item.counted is None:
            node.faults.add(node.file, f"items[{number}]", f"“{item.name}”不看台账", "scored: rows 的只写 rows")


def _check_projects(card: Scorecard, node: Node) -> None:
    """Only projects rely on rights and answer for themselves; nothing of them is public."""
    if card.scored != "projects":
        for number, item in enumerate(card.items):
            if item.relied or item.answer:
                node.faults.add(
                    node.file, f"items[{number}]", f"“{item.name}”看项目", "scored: projects 的才写 relied、answer"
                )
        return
    if card.public:
        node.fault("public", "写了", "scored: projects 的不公开")
    register = registers().get(card.members.register) if card.members else None
    if card.members is None or register is None:
        return
    for key in ("title", "rights", "lot"):
        if not getattr(card.members, key):
            node.fault(
                "members", f"没有写 {key}", "title（项目名称）、rights（依托的权利）、lot（放在一起排名的）三样都写"
            )
    numbers = [field.id for field in register.fields if field.kind in {"integer", "decimal"}]
    for number, item in enumerate(card.items):
        if item.answer and item.answer not in numbers:
            node.faults.unknown(
                node.file, f"items[{number}].answer", item.answer, numbers, what=f"“{register.name}”的数字字段"
            )


def known_figures() -> Figures:
    """Those that ship."""
    return Figures(registers(), tuple(of_single_subjects()))


def read_figure(node: Node, known: Figures) -> dict[str, Any]:
    """Which figure a mapping asks for: exactly one of `indicator`, `rows` and `honours`, as the fields of an item."""
    kinds = [key for key in ("indicator", "rows", "honours", "relied", "answer") if key in node.content]
    if len(kinds) != 1:
        node.fault(
            "indicator",
            f"写了 {'、'.join(kinds) or '零个'}",
            "indicator、rows、honours、relied、answer 之一：这一项看什么数",
        )
    indicator = node.text("indicator", default="")
    if indicator and indicator not in known.indicators:
        if why := why_not_single(indicator):
            node.fault("indicator", f"“{indicator}”不能用：{why}", "换一个指标，或用 rows 看台账")
        else:
            node.unknown("indicator", indicator, list(known.indicators), what="指标")
    return {
        "indicator": indicator,
        "counted": _counted(node, "rows", known),
        "honours": node.choices("honours", LEVELS),
        "relied": node.choice("relied", tuple(RELIED)) if "relied" in node.content else "",
        "answer": node.text("answer", default=""),
    }


def _item(node: Node, known: Figures) -> Item:
    item = Item(
        id=node.text("id"),
        name=node.text("name"),
        full=_above_zero(node, "full"),
        **read_figure(node, known),
        unit=node.text("unit", default="件"),
        each=_above_zero(node, "each") if "each" in node.content else Fraction(0),
        points=_above_zero(node, "points") if "points" in node.content else Fraction(0),
        steps=_steps(node),
        deduct=node.flag("deduct"),
        note=node.text("note", default=""),
        tells=node.texts("tells"),
    )
    _check_scale(item, node)
    _check_tells(item, node, known)
    node.done()
    return item


def _check_tells(item: Item, node: Node, known: Figures) -> None:
    register = known.registers.get(item.counted.register) if item.counted else None
    fields = {field.id: field for field in register.fields} if register else {}
    for field in item.tells:
        if field not in fields:
            node.unknown("tells", field, list(fields), what="台账的字段")
        elif fields[field].is_private:
            node.fault("tells", f"“{fields[field].name}”是个人信息", "公开或业务类的字段")


def _above_zero(node: Node, key: str) -> Fraction:
    before = len(node.faults.found)
    number = Fraction(node.number(key))
    if number == 0 and len(node.faults.found) == before:
        node.fault(key, "是 0", '大于 0 的数，例如 "10"')
    return number or Fraction(1)


def _steps(node: Node) -> tuple[tuple[Fraction, Fraction], ...]:
    found = []
    for step in node.nodes("steps", default=[]):
        found.append((_above_zero(step, "from"), _above_zero(step, "points")))
        step.done()
    return tuple(found)


def _check_scale(item: Item, node: Node) -> None:
    if bool(item.steps) == bool(item.each and item.points):
        node.fault("each", "计分办法不清楚", "each 和 points（每满多少得几分），或者 steps（达到多少得几分），只写一种")
    for (start, points), (later, more) in zip(item.steps, item.steps[1:], strict=False):
        if later <= start or more <= points:
            node.fault("steps", f"{later} 得 {more} 分排在 {start} 得 {points} 分之后", "数值和分数都一档比一档高")
    if item.steps and item.steps[-1][1] != item.full:
        node.fault("full", f"满分 {item.full}，最高一档 {item.steps[-1][1]}", "两者相同：满分要得得到")


def _counted(node: Node, key: str, known: Figures) -> Counted | None:
    node.read.add(key)
    content = node.content.get(key)
    if content is None:
        return None
    if not isinstance(content, dict):
        node.fault(key, f"{content!r}", "{register: 台账, party: 写着名称的字段, …}")
        return None
    inner = Node(node.file, node.key(key), content, node.faults)
    only = inner.texts("only")
    if only and len(only) != 2:
        inner.fault("only", f"{list(only)}", "[字段, 它的答案]，例如 [sort, bad]")
    counted = Counted(
        register=inner.text("register"),
        party=inner.text("party"),
        code=inner.text("code", default=""),
        only=(only[0], only[1]) if len(only) == 2 else None,
        day=inner.text("day", default=""),
        until=inner.text("until", default=""),
        unless=inner.texts("unless"),
        yearly=inner.flag("yearly"),
        group=inner.text("group", default=""),
        title=inner.text("title", default=""),
        rights=inner.text("rights", default=""),
        lot=inner.texts("lot"),
        tells=inner.texts("tells"),
    )
    inner.done()
    _check_counted(counted, inner, known)
    return counted


def _check_counted(counted: Counted, node: Node, known: Figures) -> None:
    register = known.registers.get(counted.register)
    if register is None:
        if counted.register:
            node.unknown("register", counted.register, list(known.registers), what="台账")
        return
    fields = {field.id: field for field in register.fields}
    named = {
        "party": counted.party, "code": counted.code, "group": counted.group, "day": counted.day, "until": counted.until,
        "only": counted.only[0] if counted.only else "", **{f"unless[{n}]": field for n, field in enumerate(counted.unless)},
        "title": counted.title, "rights": counted.rights, **{f"lot[{n}]": field for n, field in enumerate(counted.lot)},
        **{f"tells[{n}]": field for n, field in enumerate(counted.tells)},
    }  # fmt: skip
    for key, field in named.items():
        if field and field not in fields:
            node.unknown(key, field, list(fields), what=f"“{register.name}”的字段")
        elif field and fields[field].is_private:
            node.fault(key, f"“{fields[field].name}”是个人信息", "公开或业务类的字段")
        elif field and key.partition("[")[0] in {"day", "until", "unless"} and fields[field].kind != "day":
            node.fault(key, f"“{fields[field].name}”不是日期", "kind: day 的字段")
    if counted.only and counted.only[0] in fields:
        answers = [choice for choice, _ in fields[counted.only[0]].choices or ()]
        if answers and counted.only[1] not in answers:
            node.unknown("only", counted.only[1], answers, what="选项")
    if counted.yearly and not counted.day:
        node.fault("yearly", "按年计而没有写 day", "day：按哪一天归入年度")
