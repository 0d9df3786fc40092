"""A risk pool's statement of a year as an official document."""

from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.money import yuan
from zhixian.core.reports.docx.gongwen import Gongwen
from zhixian.core.reports.docx.tables import Column
from zhixian.core.reports.risk_pool import NOTE, PoolStatement
from zhixian.core.reports.text import day

_SHARES = (
    Column("出资方", 26), Column("比例", 12, figures=True), Column("年初", 20, figures=True), Column("缴存", 20, figures=True),
    Column("分担补偿", 20, figures=True), Column("分回", 20, figures=True), Column("期末", 20, figures=True),
)  # fmt: skip
_MOVEMENTS = (
    Column("记账日", 20, centred=True), Column("事由", 12, centred=True), Column("对象", 30), Column("凭证、文号", 28),
    Column("收支", 22, figures=True), Column("余额", 22, figures=True),
)  # fmt: skip
_LOANS = (
    Column("借款企业", 34), Column("贷款编号", 24), Column("本金", 22, figures=True), Column("到期日", 20, centred=True),
    Column("已补偿", 20, figures=True), Column("已收回", 20, figures=True),
)  # fmt: skip


def write_pool_docx(told: PoolStatement, path: Path) -> None:
    """Write the statement. The same data make the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(told).save(temporary))


def compose(told: PoolStatement) -> Gongwen:
    """The statement as a document."""
    paper = Gongwen(title=f"{told.pool}{told.year}年对账表", author=told.unit, as_of=told.as_of)
    if told.label:
        paper.mark(told.label)
    paper.title([told.pool, f"{told.year}年对账表"])
    paper.text(f"合作银行：{told.bank}。协议：{told.document}。截至{day(told.as_of)}，单位：元。")
    for since, document, changed in told.supplements:
        paper.text(f"补充协议：{document}，{day(since)}起算，{changed}。")
    paper.heading("一、收支")
    paper.text("；".join(f"{name} {yuan(fen)} 元" for name, fen in told.totals) + "。")
    if told.standing:
        paper.text(f"{told.standing}。")
    paper.heading("二、各方")
    cells = [
        (s.member, s.share, *(yuan(fen) for fen in (s.opening_fen, s.paid_in_fen, s.borne_fen, s.back_fen, s.closing_fen)))
        for s in told.shares
    ]  # fmt: skip
    if told.returned_fen:
        columns = (*_SHARES[:-1], Column("清退", 20, figures=True), _SHARES[-1])
        whole = [(*row[:-1], yuan(s.returned_fen), row[-1]) for row, s in zip(cells, told.shares, strict=True)]
        paper.table("各方出资、分担、分回和清退", columns, whole)
    else:
        paper.table("各方出资、分担和分回", _SHARES, cells)
    paper.heading("三、流水")
    if told.movements:
        rows = [(str(m.day), m.what, m.about, m.document, yuan(m.fen), yuan(m.balance_fen)) for m in told.movements]
        paper.table(f"{told.year}年流水", _MOVEMENTS, rows)
    else:
        paper.text("本年没有收支。")
    paper.heading("四、在池贷款")
    if told.loans:
        loans = [
            (one.borrower, one.loan, yuan(one.principal_fen), str(one.due), yuan(one.paid_fen), yuan(one.recovered_fen))
            for one in told.loans
        ]
        paper.table("入池贷款和补偿", _LOANS, loans)
    else:
        paper.text("没有入池的贷款。")
    paper.text(f"{NOTE}。")
    paper.signature(told.unit, told.as_of)
    return paper
