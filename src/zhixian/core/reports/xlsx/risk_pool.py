"""A risk pool's statement of a year as a workbook."""

from pathlib import Path

from zhixian.core.reports.risk_pool import NOTE, PoolStatement
from zhixian.core.reports.xlsx.workbook import Book, Field, write_book

_TOTALS = [Field("项目", 18), Field("金额（元）", 18, "money")]
_SHARES = [
    Field("出资方", 28, "long"), Field("类型", 12), Field("比例", 10), Field("年初（元）", 18, "money"), Field("缴存（元）", 18, "money"), Field("冲正（元）", 18, "money"),
    Field("分担补偿（元）", 18, "money"), Field("分回（元）", 18, "money"), Field("清退（元）", 18, "money"), Field("期末（元）", 18, "money"),
]  # fmt: skip
_MOVEMENTS = [
    Field("到账日", 12, "day"), Field("记账日", 12, "day"), Field("事由", 10), Field("对象", 34, "long"), Field("凭证、文号", 28, "long"),
    Field("收支（元）", 18, "money"), Field("余额（元）", 18, "money"),
]  # fmt: skip
_LOANS = [
    Field("借款企业", 32, "long"), Field("贷款编号", 24, "long"), Field("本金（元）", 18, "money"), Field("放款日", 12, "day"), Field("到期日", 12, "day"),
    Field("入池日", 12, "day"), Field("已补偿（元）", 18, "money"), Field("已收回（元）", 18, "money"),
]  # fmt: skip
_NOTES = [Field("项目", 14), Field("说明", 90, "long")]


def write_pool_xlsx(told: PoolStatement, path: Path) -> None:
    """Write sheets 汇总, 各方, 流水, 贷款, 说明. The same data make the same bytes. Refuses a path that cannot be written."""

    def fill(book: Book) -> None:
        book.sheet("汇总", _TOTALS, told.totals)
        book.sheet("各方", _SHARES, ([s.member, s.kind, s.share, s.opening_fen, s.paid_in_fen, s.reversed_fen, s.borne_fen, s.back_fen, s.returned_fen, s.closing_fen] for s in told.shares))  # fmt: skip
        book.sheet("流水", _MOVEMENTS, ([m.received, m.booked, m.what, m.about, m.document, m.fen, m.balance_fen] for m in told.movements))  # fmt: skip
        book.sheet("贷款", _LOANS, ([one.borrower, one.loan, one.principal_fen, one.drawn, one.due, one.admitted, one.paid_fen, one.recovered_fen] for one in told.loans))  # fmt: skip
        about = {
            "资金池": told.pool, "合作银行": told.bank, "协议": told.document,
            "补充协议": "；".join(f"{document}（{since} 起算）：{changed}" for since, document, changed in told.supplements), "截至": str(told.as_of), "现状": told.standing,
            "期末为负": told.owing.removeprefix("期末为负："), "口径": NOTE, "数据性质": told.label,
        }  # fmt: skip
        book.sheet("说明", _NOTES, ((name, words) for name, words in about.items() if words))

    write_book(path, title=f"{told.pool} {told.year} 年对账表", note=told.label, fill=fill)
