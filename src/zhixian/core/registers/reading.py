"""Registers read from their files and checked, with faults that speak to the editor."""

from collections.abc import Mapping
from pathlib import Path

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.registers.feeding import check_feed, read_feed
from zhixian.core.registers.fits import check_fits, read_fit
from zhixian.core.registers.model import (
    FILTERED,
    KEEPERS,
    SEEN,
    SUMMED,
    Becomes,
    Belongs,
    Column,
    Due,
    Ends,
    Lines,
    Reads,
    Register,
    Sides,
    Tally,
)
from zhixian.core.registers.paper_reading import check_papers, read_paper
from zhixian.core.workflow.answers import YES_NO
from zhixian.core.workflow.model import FormField
from zhixian.core.workflow.questions import check_bounds, check_order, read_field

TAKEN = ("id", "version", "was", "register", "page", "q", "only", "keeper", "file", "reason", "csrfmiddlewaretoken")
"""Names that the pages of a register use themselves."""
MOST_MONTHS = 120
UNFIT = frozenset("[]:*?/\\'")
"""Signs that no sheet's name may have."""


def read_register(path: Path, *, checks: Mapping[str, Reads]) -> Register:
    """The register in a file; `checks` are those it may ask for, with what each of them reads. Raises Refusal with every fault."""
    with reading_whole(path, called=f"{path.parent.name}/{path.name}") as node:
        register = Register(
            id=node.text("id"),
            name=node.text("name"),
            row=node.text("row", example="一笔贷款"),
            summary=node.text("summary"),
            keepers=node.choices("keepers", KEEPERS),
            seen=node.choice("seen", SEEN, default="keepers"),
            fields=tuple(read_field(item) for item in node.nodes("fields")),
            key=node.texts("key"),
            title=node.texts("title"),
            columns=node.texts("columns"),
            filters=node.texts("filters"),
            day=node.text("day", default=""),
            dues=tuple(_due(item) for item in node.nodes("dues", default=[])),
            checks=node.texts("checks"),
            of=_belongs(node),
            lists=tuple(_lines(item) for item in node.nodes("lists", default=[])),
            papers=tuple(read_paper(item) for item in node.nodes("papers", default=[])),
            feed=read_feed(node),
            tally=_tally(node),
            fits=tuple(read_fit(item) for item in node.nodes("fits", default=[])),
            becomes=_becomes(node),
            public=node.texts("public"),
            public_when=_answer(node, "public_when", "[open, public]"),
            public_ends=_ends(node),
            files=node.flag("files"),
            surnamed=_answer(node, "surnamed", "[infringer, infringer_code]"),
            told_in_ratings=node.texts("told_in_ratings"),
            answered=node.texts("answered"),
            addressed=node.text("addressed", default=""),
            office=node.text("office", default=""),
            later=node.texts("later"),
            done_with=node.text("done_with", default=""),
            owner=node.text("owner", default=""),
            owner_code=node.text("owner_code", default=""),
            sides=_sides(node),
            business=node.text("business", default=""),
            legal_basis=node.texts("legal_basis"),
        )
        if register.id != path.stem:
            node.fault("id", f"“{register.id}”", f"与文件名相同：{path.stem}")
        if not node.faults.found:
            _check(register, node, checks)
    return register


def _tally(node: Node) -> Tally | None:
    inner = node.part("tally", example='{by: [商品, 来源地], sums: [件数], months: "12", of: 件数, at: "3"}')
    if inner is None:
        return None
    tally = Tally(inner.texts("by"), inner.texts("sums"), inner.whole("months"), inner.text("of"), inner.whole("at"))
    inner.done()
    if tally.of not in tally.sums:
        inner.unknown("of", tally.of, list(tally.sums), what="sums 之一")
    if not tally.by or not 1 <= tally.months <= MOST_MONTHS or tally.at < 1:
        node.fault(
            "tally",
            f"by {list(tally.by)}、months {tally.months}、at {tally.at}",
            f"by 至少一个，months 1 到 {MOST_MONTHS}，at 1 以上",
        )
    return tally


def _due(node: Node) -> Due:
    due = Due(
        id=node.text("id"),
        name=node.text("name"),
        day=node.text("day"),
        before=node.whole("before", default=30),
        unless=node.texts("unless"),
        months=node.whole("months", default=0),
        days=node.whole("days", default=0),
        only=_answer(node, "only", "[route, pct]"),
        rolls=node.flag("rolls"),
        theirs=node.flag("theirs"),
        held_by=node.text("held_by", default=""),
        ends=node.text("ends", default=""),
        at_latest=node.text("at_latest", default=""),
        over=node.texts("over"),
        turns=node.text("turns", default=""),
        lapses=node.flag("lapses"),
    )
    node.done()
    return due


def _belongs(node: Node) -> Belongs | None:
    item = node.part("of", example="{register: ip_cases, field: case, matches: number}")
    if item is None:
        return None
    found = Belongs(item.text("register"), item.text("field"), item.text("matches"), item.texts("lets_go"))
    item.done()
    return found


def _ends(node: Node) -> Ends | None:
    item = node.part("public_ends", example="{last: until, since: ended_on, over: [inspection, bad]}")
    if item is None:
        return None
    found = Ends(item.text("last", default=""), item.text("since", default=""), item.texts("over"))
    item.done()
    return found


def _sides(node: Node) -> Sides | None:
    example = (
        "{register: needs_offers, named: [{party: need_party, number: need}, {party: offer_party, number: offer}]}"
    )
    item = node.part("sides", example=example)
    if item is None:
        return None
    found = Sides(item.text("register"), tuple(_named(one) for one in item.nodes("named", default=[])))
    item.done()
    if not found.named:
        node.fault("sides", "没有写 named", example)
    return found


def _named(node: Node) -> dict[str, str]:
    found = {key: node.text(key) for key in node.content}
    node.done()
    return found


def _becomes(node: Node) -> Becomes | None:
    item = node.part(
        "becomes",
        example="{register: ip_cases, fills: {holder: holder}, told: [lead, number], back: [handed_to, number]}",
    )
    if item is None:
        return None
    fills = item.pairs("fills", example="{holder: holder}")
    told, back = (
        _answer(item, key, f"[{example}]") for key, example in (("told", "lead, number"), ("back", "handed_to, number"))
    )
    for key, pair in (("told", told), ("back", back)):
        if pair is None:
            item.fault(key, "没有写", "[一处的字段, 另一处的字段]")
    found = Becomes(item.text("register"), fills, told or ("", ""), back or ("", ""))
    item.done()
    return found


def _lines(node: Node) -> Lines:
    columns = tuple(_column(item) for item in node.nodes("columns"))
    found = Lines(node.text("field"), columns)
    node.done()
    if not columns:
        node.fault("columns", "是空的", "- {name: 材料名称}")
    return found


def _column(node: Node) -> Column:
    found = Column(
        node.text("name"), whole=node.flag("whole"), width=node.whole("width", default=20), past=node.flag("past")
    )
    node.done()
    return found


def _answer(node: Node, key: str, example: str) -> tuple[str, str] | None:
    """(field, answer) under a key, where it is written."""
    said = node.texts(key)
    if said and len(said) != 2:
        node.fault(key, f"{list(said)}", f"[字段, 它的答案]，例如 {example}")
    return (said[0], said[1]) if len(said) == 2 else None


def _check(register: Register, node: Node, checks: Mapping[str, Reads]) -> None:
    check_order(register.fields, node.faults, node.file)
    check_bounds(register.fields, node.faults, node.file)
    fields = {field.id: field for field in register.fields}
    for name in TAKEN:
        if name in fields:
            node.fault("fields", f"字段编号“{name}”已由页面使用", "另取一个编号")
    named = {
        "key": register.key, "title": register.title, "columns": register.columns, "filters": register.filters,
        "tally": (*register.tally.by, *register.tally.sums) if register.tally else (), "public": register.public, "day": (register.day,) if register.day else (),
        "owner": tuple(filter(None, (register.owner, register.owner_code))), "answered": register.answered, "later": register.later, "office": tuple(filter(None, (register.office,))), "done_with": tuple(filter(None, (register.done_with,))), "addressed": () if register.of and register.addressed.startswith("of.") else tuple(filter(None, (register.addressed,))),
        "surnamed": register.surnamed or (),
        "sides": register.sides.fields if register.sides else (), "business": tuple(filter(None, (register.business,))),
        "public_when": register.public_when[:1] if register.public_when else (), "told_in_ratings": register.told_in_ratings,
    }  # fmt: skip
    for key, ids in named.items():
        for field in ids:
            if field not in fields:
                node.unknown(key, field, list(fields), what="字段")
    for key in ("keepers", "key", "title", "columns"):
        if not getattr(register, key):
            node.fault(key, "是空的", "至少一个")
    for name in register.answered:
        if name in fields and (fields[name].required or name in register.key):
            node.fault(
                "answered", f"“{fields[name].name}”必须填写", "required: false、不在 key 里的字段：录入的单位不填它"
            )
    for name in register.later:
        if name in register.answered:
            node.fault("later", f"“{name}”也写在 answered 里", "录入的单位在答复以后还要填的字段")
    for name in register.checks:
        if name not in checks:
            node.unknown("checks", name, list(checks), what="核对规则")
        for field in checks[name].fields if name in checks else ():
            if field not in fields or not fields[field].required or fields[field].when:
                node.fault("checks", f"“{name}”要用的字段 {field} 没有，或者可以不填", f"必填的字段 {field}")
    _check_names(register, node)
    _check_public(register, node)
    _check_dues(register, node)
    _check_lists(register, node)
    check_papers(register, node)
    check_feed(register, node)
    check_fits(register, node)
    if not node.faults.found:
        _check_kinds(register, node)


def _check_dues(register: Register, node: Node) -> None:
    fields = {field.id: field for field in register.fields}
    for number, due in enumerate(register.dues):
        named = {"day": (due.day,), "unless": due.unless, "only": due.only[:1] if due.only else (), "ends": (due.ends,), "at_latest": (due.at_latest,), "over": due.over[:1], "turns": (due.turns,)}  # fmt: skip
        for key, ids in named.items():
            for field in ids:
                if field not in fields and (field or key not in ("ends", "at_latest", "turns")):
                    node.faults.unknown(node.file, f"dues[{number}].{key}", field, list(fields), what="字段")
        for key, day in (("day", due.day), ("ends", due.ends), ("at_latest", due.at_latest), ("turns", due.turns)):
            if day in fields and fields[day].kind != "day":
                node.faults.add(node.file, f"dues[{number}].{key}", f"“{fields[day].name}”不是日期", "kind: day 的字段")
        if due.turns and not due.months:
            node.faults.add(node.file, f"dues[{number}].turns", "没有写 months", "months：一期有多长")
        if due.only and due.only[0] in fields:
            _check_answer(fields[due.only[0]], due.only[1], node, f"dues[{number}].only")
        for answer in due.over[1:] if due.over and due.over[0] in fields else ():
            _check_answer(fields[due.over[0]], answer, node, f"dues[{number}].over")


def _check_lists(register: Register, node: Node) -> None:
    """Lists and the row that one belongs to name fields that are there and can hold them."""
    fields = {field.id: field for field in register.fields}
    for number, lines in enumerate(register.lists):
        key = f"lists[{number}].field"
        if lines.field not in fields:
            node.faults.unknown(node.file, key, lines.field, list(fields), what="字段")
        elif fields[lines.field].kind != "long_text":
            node.faults.add(node.file, key, f"“{fields[lines.field].name}”不是多行文字", "kind: long_text 的字段")
    if register.of is None:
        return
    if register.of.field not in fields:
        node.faults.unknown(node.file, "of.field", register.of.field, list(fields), what="字段")
    elif fields[register.of.field].kind != "text":
        node.faults.add(node.file, "of.field", f"“{fields[register.of.field].name}”不是文字", "kind: text 的字段")
    if register.of.lets_go and register.of.lets_go[0] not in fields:
        node.faults.unknown(node.file, "of.lets_go", register.of.lets_go[0], list(fields), what="字段")
    for answer in register.of.lets_go[1:] if register.of.lets_go[:1] and register.of.lets_go[0] in fields else ():
        _check_answer(fields[register.of.lets_go[0]], answer, node, "of.lets_go")


def _check_public(register: Register, node: Node) -> None:
    _check_ends(register, node)
    if register.public_when is None:
        return
    if not register.public:
        node.fault("public_when", "写了而没有 public", "public：对外公开的字段")
    name, answer = register.public_when
    if found := next((field for field in register.fields if field.id == name), None):
        if found.kind in FILTERED:
            _check_answer(found, answer, node, "public_when")
        else:
            node.fault("public_when", f"“{found.name}”不是选项", "kind: choice 或 yes_no 的字段")


def _check_ends(register: Register, node: Node) -> None:
    """What takes a row off the public list are days and answers that rows have, of a register that is public."""
    ends, fields = register.public_ends, {field.id: field for field in register.fields}
    if ends is None:
        return
    if not register.public:
        node.fault("public_ends", "写了而没有 public", "public：对外公开的字段")
    for key, name in (("last", ends.last), ("since", ends.since), ("over", ends.over[0] if ends.over else "")):
        if name and name not in fields:
            node.faults.unknown(node.file, f"public_ends.{key}", name, list(fields), what="字段")
        elif name and key != "over" and fields[name].kind != "day":
            node.faults.add(node.file, f"public_ends.{key}", f"“{fields[name].name}”不是日期", "kind: day 的字段")
    for answer in ends.over[1:] if ends.over and ends.over[0] in fields else ():
        _check_answer(fields[ends.over[0]], answer, node, "public_ends.over")


def _check_answer(field: FormField, answer: str, node: Node, key: str) -> None:
    answers = [choice for choice, _ in field.choices or (YES_NO if field.kind == "yes_no" else ())]
    if answer not in answers:
        node.faults.unknown(node.file, key, answer, answers, what=f"“{field.name}”的选项")


def _check_kinds(register: Register, node: Node) -> None:
    if register.tally and not register.day:
        node.fault("tally", "台账没有写 day", "一个日期字段，按它取若干个月")
    for field in register.tally.sums if register.tally else ():
        if register.field(field).kind not in SUMMED:
            node.fault("tally", f"“{register.field(field).name}”不能相加", "kind: integer 或 money 的字段")
    if register.day and register.field(register.day).kind != "day":
        node.fault("day", f"“{register.field(register.day).name}”不是日期", "kind: day 的字段")
    for field in register.filters:
        if register.field(field).kind not in FILTERED:
            node.fault("filters", f"“{register.field(field).name}”不是选项", "kind: choice 或 yes_no 的字段")
    shown = {key: getattr(register, key) for key in ("key", "title", "columns", "public", "told_in_ratings", "filters")}
    for key, ids in {**shown, "tally": register.tally.by if register.tally else ()}.items():
        for field in ids:
            if register.field(field).is_private:
                node.fault(key, f"“{register.field(field).name}”是个人信息", "公开或业务类的字段")
    for field in register.key:
        if not register.field(field).required or register.field(field).when:
            node.fault("key", f"“{register.field(field).name}”可以不填", "必填的字段")
    for key, field in (("day", register.day), *((f"dues[{n}].day", due.day) for n, due in enumerate(register.dues))):
        if field and register.field(field).is_private:
            node.faults.add(node.file, key, f"“{register.field(field).name}”是个人信息", "公开或业务类的字段")


def _check_names(register: Register, node: Node) -> None:
    """What a sheet could not be called, or columns that it could not tell apart."""
    if unfit := "".join(sorted(UNFIT & set(register.name))):
        node.fault("name", f"“{register.name}”里有 {unfit}", "不含这些符号的名称：工作表要用它")
    seen: dict[str, str] = {}
    for number, field in enumerate(register.fields):
        other = seen.setdefault(folded(field.name), field.id)
        if other != field.id:
            node.faults.add(
                node.file, f"fields[{number}].name", f"“{field.name}”与 {other} 的名称相同", "每个字段一个名称"
            )
