"""A statement of a party's rights as an official document."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.reports.docx.gongwen import Gongwen
from zhixian.core.reports.docx.tables import Column
from zhixian.core.reports.statement import NO_INVENTORS, Line, Statement
from zhixian.core.reports.text import day

_COLUMNS = (
    Column("种类", 14),
    Column("号码", 26),
    Column("名称", 26),
    Column("申请日", 19, centred=True),
    Column("授权、注册日", 19, centred=True),
)


def write_statement(statement: Statement, path: Path) -> None:
    """Write the statement. The same data make the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(statement).save(temporary))


def compose(statement: Statement) -> Gongwen:
    """The statement as a document."""
    paper = Gongwen(title="权利情况说明", author=statement.unit, as_of=statement.as_of)
    if statement.label:
        paper.mark(statement.label)
    paper.title(["权利情况说明"])
    paper.text(_opening(statement))
    paper.heading("一、持有的有效权利")
    if statement.held:
        paper.table(
            f"截至{day(statement.as_of)}有效的权利",
            (*_COLUMNS, Column("许可、质押", 19)),
            [_cells(one, one.used) for one in statement.held],
        )
    else:
        paper.text("没有。")
    if statement.ended:
        paper.heading("二、曾经持有、已经终止或转出的权利")
        columns = (*_COLUMNS, Column("终止、转出日", 19, centred=True))
        paper.table("已经终止或转出的权利", columns, [_cells(one, _iso(one.ended)) for one in statement.ended])
    number = "三" if statement.ended else "二"
    paper.heading(f"{number}、荣誉")
    paper.text("；".join(statement.honours) + "。" if statement.honours else "登记数据和荣誉台账里没有。")
    paper.heading(f"{'四' if statement.ended else '三'}、说明")
    paper.text(f"{NO_INVENTORS}。")
    paper.text(
        f"依据登记数据快照 {statement.snapshot[:8]}；以后补登、更正的不在内。权利是否有效，以国家知识产权局登记簿为准。"
    )
    paper.signature(statement.unit, statement.as_of)
    return paper


def _opening(statement: Statement) -> str:
    kind = f"（{statement.kind}）" if statement.kind else ""
    counts = Counter(line.kind for line in statement.held)
    told = "、".join(f"{kind} {number} 件" for kind, number in counts.items())
    said = f"经查登记数据，截至{day(statement.as_of)}，{statement.holder}{kind}作为权利人"
    return f"{said}持有有效权利 {len(statement.held)} 件，其中{told}。" if told else f"{said}没有有效的权利。"


def _cells(line: Line, last: str) -> Sequence[str]:
    return (line.kind, line.number, line.title, _iso(line.filed), _iso(line.registered), last)


def _iso(value: date | None) -> str:
    return value.isoformat() if value else "—"
