"""Everybody whom a rule gives money in a year or a quarter, as a workbook: what, where the application is, what was paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.money import yuan
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book

_NOTES = [Field("项目", 18), Field("说明", 90, "long")]
_REFUSED = [Field("主体", 34, "long"), Field("标的", 22, "long"), Field("原因", 70, "long")]


@dataclass(frozen=True, slots=True)
class EntitledLine:
    """One loan, right or project of a party, in fen; `state` says where its application is, `number` names the dossier."""

    party: str
    party_id: str
    subject: str
    quarter_fen: int
    to_date_fen: int
    capped: bool
    state: str
    number: str = ""
    paid_fen: int = 0
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class EntitledList:
    """A rule's list of a period. `refused` are (party, subject, why); `available_fen` is None where there is no budget; `lacks`
    says why nothing can be counted."""

    title: str
    plan_title: str
    clause: str
    period: str
    whole_year: bool
    as_of: date
    snapshot: str
    labels: tuple[str, ...] = ()
    lines: tuple[EntitledLine, ...] = ()
    refused: tuple[tuple[str, str, str], ...] = ()
    available_fen: int | None = None
    lacks: str = ""


def write_entitled_xlsx(told: EntitledList, path: Path) -> None:
    """Write sheets 可享受名单 (its last row the sums), 没有算进去的, 说明. Refuses a path that cannot be written."""

    def fill(book: Book) -> None:
        book.sheet("可享受名单", _fields(told), _rows(told))
        book.sheet("没有算进去的", _REFUSED, told.refused)
        book.sheet("说明", _NOTES, _about(told))

    note = ("合成数据　" if told.labels else "") + f"数据快照 {told.snapshot}"
    write_book(path, title=f"{told.title}（{told.period}）", note=note, fill=fill)


def _fields(told: EntitledList) -> list[Field]:
    own = [Field("全年（元）", 15, "money")]
    if not told.whole_year:
        own = [Field("本季度（元）", 15, "money"), Field("年初至季末（元）", 16, "money")]
    return [
        Field("序号", 7, "count"),
        Field("主体", 30, "long"),
        Field("主体编号", 20, "long"),
        Field("标的", 20, "long"),
        *own,
        Field("达到上限", 9),
        Field("办理情况", 16),
        Field("件号", 22, "long"),
        Field("已拨付（元）", 15, "money"),
        Field("怎么算的", 50, "long"),
    ]


def _rows(told: EntitledList) -> Iterator[list[Cell]]:
    def sums(line: EntitledLine) -> list[Cell]:
        return [line.to_date_fen] if told.whole_year else [line.quarter_fen, line.to_date_fen]

    for number, line in enumerate(told.lines, 1):
        capped = "是" if line.capped else "否"
        yield [
            number, line.party, line.party_id, line.subject, *sums(line), capped, line.state, line.number, line.paid_fen,
            line.reasons,
        ]  # fmt: skip
    if told.lines:
        quarter, whole = (sum(getattr(line, name) for line in told.lines) for name in ("quarter_fen", "to_date_fen"))
        paid = sum(line.paid_fen for line in told.lines)
        own = [whole] if told.whole_year else [quarter, whole]
        yield [None, "合计", "", "", *own, "", "", "", paid, ""]


def _about(told: EntitledList) -> list[tuple[str, str]]:
    available = "没有安排" if told.available_fen is None else f"可用 {yuan(told.available_fen)} 元"
    about = {
        "奖补": told.title,
        "依据": f"{told.plan_title}{clause_name(told.clause)}",
        "期间": told.period,
        "制表日": str(told.as_of),
        "数据快照": told.snapshot,
        "数据性质": "合成数据，仅供演示，不得作为任何依据" if told.labels else "",
        "缺数据": told.lacks,
        "金额": "按登记数据和方案的标准计算的应兑现额，单位元，精确到分；办理情况和已拨付额取自制表日的办件和账目",
        "季度": "年初至季末的应兑现额减年初至上季末的，四个季度之和等于全年；额度被先放款的贷款用完时，同一主体后放款的可能为负",
        "预算": available,
    }
    return [(name, words) for name, words in about.items() if words]
