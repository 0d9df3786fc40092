"""Leads as a workbook: whom to talk to, why, about which rights, and how it went the last time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from zhixian.core.analysis.leads import BASES, SORTS, Lead
from zhixian.core.registry.kind_words import PARTY_KIND_WORDS
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book

_FIELDS = [
    Field("线索", 22),
    Field("主体", 36, "long"),
    Field("主体类型", 14),
    Field("理由", 44, "long"),
    Field("日期", 12, "day"),
    Field("权利", 60, "long"),
    Field("最近一次联系", 14, "day"),
    Field("结果", 14),
]
_NOTES = [Field("项目", 18), Field("说明", 90, "long")]


def write_leads_xlsx(
    lines: Iterable[tuple[Lead, str, str]], path: Path, *, as_of: date, snapshot: str, labels: Sequence[str]
) -> None:
    """`lines` are leads with the day and the result of the last follow-up. Writes sheets 线索, 说明."""
    about = {
        "截至": str(as_of),
        "数据快照": snapshot,
        "数据性质": "合成数据，仅供演示，不得作为任何依据" if labels else "",
        **{SORTS[sort]: basis for sort, basis in BASES.items()},
        "年费": "登记数据不含缴费情况，只按申请日推算应缴的日期",
    }

    def fill(book: Book) -> None:
        book.sheet("线索", _FIELDS, _rows(lines))
        book.sheet("说明", _NOTES, [(name, words) for name, words in about.items() if words])

    write_book(path, title="知识产权线索", note=("合成数据　" if labels else "") + f"数据快照 {snapshot}", fill=fill)


def _rows(lines: Iterable[tuple[Lead, str, str]]) -> Iterator[list[Cell]]:
    for lead, last, result in lines:
        rights = "；".join(f"{right.number} {right.title}".strip() for right in lead.rights)
        contacted = date.fromisoformat(last) if last else None
        kind = PARTY_KIND_WORDS.get(lead.kind, "")
        yield [SORTS[lead.sort], lead.name, kind, lead.why, lead.day, rights, contacted, result]
