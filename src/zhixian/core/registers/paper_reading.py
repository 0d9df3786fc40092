"""Papers of a register as its file puts them: read, and checked for blanks that no answer would ever fill."""

import re

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.registers.model import PART_KINDS, Paper, Part, Register
from zhixian.core.workflow.answers import YES_NO

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
"""A field's name in braces; with `of.` before it one of the row that this row belongs to."""
KEEPER = "keeper"
"""The slot for who keeps the row."""
ABOVE = "of."
_ID = re.compile(r"[a-z][a-z0-9_]*")


def read_paper(node: Node) -> Paper:
    """One paper."""
    paper = Paper(
        id=node.text("id"),
        name=node.text("name", example="涉嫌犯罪案件移送书"),
        parts=tuple(_part(item) for item in node.nodes("parts")),
        number=node.text("number", default=""),
        to=node.text("to", default=""),
        dated=node.text("dated", default=""),
        signed=node.flag("signed"),
        when=_when(node),
        issuer=node.text("issuer", default=""),
        needs=node.texts("needs"),
    )
    node.done()
    if not _ID.fullmatch(paper.id or ""):
        node.fault("id", f"“{paper.id}”", "小写字母开头的编号，例如 letter")
    if not paper.parts:
        node.fault("parts", "是空的", "- {text: 正文}")
    return paper


def _when(node: Node) -> tuple[str, str] | None:
    said = node.texts("when")
    if said and len(said) != 2:
        node.fault("when", f"{list(said)}", "[字段, 它的答案]，例如 [result, agreed]")
    return (said[0], said[1]) if len(said) == 2 else None


def _part(node: Node) -> Part:
    kinds = [kind for kind in PART_KINDS if kind in node.content]
    kind = kinds[0] if kinds else "text"
    if len(kinds) != 1:
        node.fault(kind, "、".join(kinds) or "没有写", f"{'、'.join(PART_KINDS)} 中的一样")
    words = node.text("caption" if kind == "lines" else kind)
    field = node.text("lines") if kind == "lines" else ""
    for other in kinds:
        node.read.add(other)
    node.done()
    return Part(kind, words, field)


def slots_of(paper: Paper) -> list[str]:
    """The fields that its words name, that sign it or that it needs, each once."""
    words = [slot for part in paper.parts for slot in SLOT.findall(part.words)]
    return list(dict.fromkeys([*words, *filter(None, (paper.issuer,)), *paper.needs]))


def check_papers(register: Register, node: Node) -> None:
    """Note a paper given twice, and fields that are not there, are no day, are no list or are private."""
    fields = {field.id: field for field in register.fields}
    open_fields = [name for name, field in fields.items() if not field.is_private]
    for number, paper in enumerate(register.papers):
        key = f"papers[{number}]"
        if paper.id in [other.id for other in register.papers[:number]]:
            node.faults.add(node.file, f"{key}.id", f"“{paper.id}”写了两次", "每份文书一个编号")
        own = [slot for slot in slots_of(paper) if not slot.startswith(ABOVE) and slot != KEEPER]
        for name in (*own, *filter(None, (paper.number, paper.to, paper.dated))):
            if name not in open_fields:
                node.faults.unknown(node.file, key, name, open_fields, what="不含个人信息的字段")
        if paper.issuer and paper.signed:
            node.faults.add(node.file, f"{key}.issuer", "又写了 signed", "由录入单位签的写 signed，由别人签的写 issuer")
        if paper.dated in fields and fields[paper.dated].kind != "day":
            node.faults.add(node.file, f"{key}.dated", f"“{fields[paper.dated].name}”不是日期", "kind: day 的字段")
        if paper.when and paper.when[0] not in open_fields:
            node.faults.unknown(node.file, f"{key}.when", paper.when[0], open_fields, what="不含个人信息的字段")
        elif paper.when and paper.when[1] not in (
            answers := [one for one, _ in fields[paper.when[0]].choices or YES_NO]
        ):
            node.faults.unknown(node.file, f"{key}.when", paper.when[1], answers, what="答案")
        for part in paper.parts:
            if part.kind == "lines" and not register.columns_of(part.field):
                node.faults.add(node.file, f"{key}.parts", f"“{part.field}”不是清单", "lists 里的字段")
        if register.of is None and any(slot.startswith(ABOVE) for slot in slots_of(paper)):
            node.faults.add(node.file, key, "用了 of. 的字段", "有 of 的台账")
