"""A decision letter as an official document."""

from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.reports.decision import Decision
from zhixian.core.reports.docx.gongwen import Gongwen
from zhixian.core.reports.text import day


def write_decision(decision: Decision, path: Path) -> None:
    """Write the letter. The same data make the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(decision).save(temporary))


def compose(decision: Decision) -> Gongwen:
    """The letter as a document."""
    paper = Gongwen(title=decision.title, author=decision.unit, as_of=decision.decided)
    if decision.label:
        paper.mark(decision.label)
    paper.title([decision.title])
    paper.number(decision.number)
    paper.addressee(decision.applicant)
    paper.text(_course(decision))
    paper.heading("一、决定")
    paper.text(_verdict(decision))
    paper.heading("二、依据")
    for sentence in decision.basis:
        paper.text(f"{sentence}。")
    paper.heading("三、计算" if decision.granted else "三、理由")
    for sentence in decision.reasons:
        paper.text(sentence if sentence.endswith("。") else f"{sentence}。")
    paper.heading("四、救济途径")
    paper.text(decision.remedies)
    paper.signature(decision.unit, decision.decided)
    return paper


def _course(decision: Decision) -> str:
    said = f"你单位（统一社会信用代码 {decision.credit_code}）{day(decision.submitted)}提交的{decision.matter}申报（{decision.dossier}"
    said += f"，{decision.subject}）" if decision.subject else "）"
    if decision.accepted:
        said += f"，本单位于{day(decision.accepted)}受理并审核"
    if decision.publicised:
        first, last = decision.publicised
        said += f"，{day(first)}至{day(last)}公示，公示期间没有成立的异议"
    return said + "。"


def _verdict(decision: Decision) -> str:
    if decision.granted:
        return f"予以支持，金额为人民币{decision.amount}元，由财政部门拨付至你单位账户。"
    return "不予支持。"
