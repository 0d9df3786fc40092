"""A risk pool's statement of a year as an official document."""

from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.money import yuan
from zhixian.core.reports.docx.gongwen import Gongwen
from zhixian.core.reports.docx.tables import Column
from zhixian.core.reports.risk_pool import NOTE, PoolStatement
from zhixian.core.reports.text import day

_MOVEMENTS = (
    Column("到账日", 23, centred=True), Column("记账日", 23, centred=True), Column("事由、对象", 32), Column("凭证、文号", 21),
    Column("收支", 24, figures=True), Column("余额", 27, figures=True),
)  # fmt: skip
_LOANS = (
    Column("借款企业", 28), Column("贷款编号", 20), Column("本金", 26, figures=True), Column("到期日", 22, centred=True),
    Column("已补偿", 24, figures=True), Column("已收回", 24, figures=True),
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
    paper.table("各方出资、分担和分回", _members(told), _shares(told))
    if told.owing:
        paper.text(f"{told.owing}。")
    paper.heading("三、流水")
    if told.movements:
        rows = [
            (
                str(m.received or "—"),
                str(m.booked),
                f"{m.what}：{m.about}",
                m.document,
                yuan(m.fen),
                yuan(m.balance_fen),
            )
            for m in told.movements
        ]
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


def _members(told: PoolStatement) -> tuple[Column, ...]:
    """A column for each member, whose sums then have room, and one for all."""
    return (
        Column("项目", 18),
        *(Column(s.member, 26, figures=True) for s in told.shares),
        Column("合计", 26, figures=True),
    )


def _shares(told: PoolStatement) -> list[tuple[str, ...]]:
    """A line for the shares and one for each sum of the year; undone and paid back only where something was."""
    sums = {
        "年初": "opening_fen", "缴存": "paid_in_fen", "冲正": "reversed_fen", "分担补偿": "borne_fen", "分回": "back_fen", "清退": "returned_fen", "期末": "closing_fen",
    }  # fmt: skip
    rows = [
        (name, *(yuan(getattr(s, what)) for s in told.shares), yuan(getattr(told, what)))
        for name, what in sums.items()
        if what not in ("returned_fen", "reversed_fen") or getattr(told, what)
    ]
    return [("出资比例", *(s.share for s in told.shares), "100%"), *rows]
