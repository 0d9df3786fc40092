"""The papers of supervision as official documents: 督办单 and the table of lights."""

from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.reports.docx.gongwen import Column, Gongwen
from zhixian.core.reports.supervision import AnswerLine, ProgressOrder, SupervisionTable
from zhixian.core.reports.text import day, shorten

_REASONS = 220
"""Most characters of the reasons in one row."""
_UNITS = 200


def write_order(order: ProgressOrder, path: Path) -> None:
    """Write 督办单. The same data make the same bytes."""
    write_whole(path, lambda temporary: compose_order(order).save(temporary))


def compose_order(order: ProgressOrder) -> Gongwen:
    """The paper, ready to save."""
    title = [f"关于报告{order.place}", "进展情况的督办单"]
    paper = Gongwen(title="".join(title), author=order.issuer, as_of=order.issued)
    if order.label:
        paper.mark(order.label)
    paper.red_header(order.issuer, order.number)
    paper.title(title, note=f"（{order.label}）" if order.label else "")
    paper.addressee(order.unit)
    paper.text(f"《{order.plan_title}》{order.place}“{order.clause_title}”由你单位负责。请报告进展。")
    paper.heading("一、方案原文")
    paper.text(order.clause_text)
    paper.heading("二、要求")
    paper.text(order.asked)
    paper.text(f"请于{day(order.due)}（含当日）前答复。")
    paper.heading("三、期限")
    for number, sentence in enumerate(order.derivation, 1):
        paper.text(f"{number}.{sentence}。")
    paper.heading("四、发出时系统数到的")
    _counted(paper, order)
    if order.state:
        paper.heading("五、办理情况")
        _course(paper, order)
    paper.signature(order.issuer, order.issued)
    return paper


def _counted(paper: Gongwen, order: ProgressOrder) -> None:
    if not order.counted:
        paper.text("没有目标、办件、举报、拨付和已核准的进展可数，灯为灰色。")
        return
    paper.text(f"灯为{order.light}色，依据见{paper.next_table}。")
    paper.table("灯的依据", [Column("灯", 1, centred=True), Column("依据", 9)], [list(line) for line in order.counted])


def _course(paper: Gongwen, order: ProgressOrder) -> None:
    paper.text(f"现在的状态：{order.state}。")
    for answer in order.answers:
        paper.text(_answered(answer))
    if order.course:
        columns = [Column("日期", 17, centred=True), Column("事项", 22), Column("经办", 36), Column("理由", 40)]
        rows = [[str(on), what, by, shorten(why, _REASONS)] for on, what, by, why in order.course]
        paper.table("办理经过", columns, rows)


def _answered(answer: AnswerLine) -> str:
    words = f"{day(answer.day)}，{answer.by}答复：{answer.progress}"
    if answer.measure and answer.measure_due:
        words += f" 下一步措施：{answer.measure}（{day(answer.measure_due)}前完成，含当日）"
    if answer.files:
        words += f" 佐证材料：{'、'.join(answer.files)}"
    return words


def write_table(table: SupervisionTable, path: Path) -> None:
    """Write the table of lights. The same data make the same bytes."""
    write_whole(path, lambda temporary: compose_table(table).save(temporary))


def compose_table(table: SupervisionTable) -> Gongwen:
    """The paper, ready to save."""
    title = [f"《{table.plan_title}》", "督查情况表"]
    paper = Gongwen(title="".join(title), author=table.issuer, as_of=table.as_of)
    if table.label:
        paper.mark(table.label)
    paper.title(title, note=f"（{table.label}）" if table.label else "")
    counts = "、".join(f"{name}灯{number}个" for name, number in table.counts)
    paper.text(
        f"截至{day(table.as_of)}，条款和责任单位共{table.pairs}对：{counts}。各对的灯由系统按规则算出，没有人工填报，依据见{paper.next_table}。"
    )
    columns = [Column("条款", 26), Column("责任单位", 34), Column("灯", 9, centred=True), Column("依据", 87)]
    rows, before = [], ""
    for line in table.lines:
        first = line.place != before
        before = line.place
        units = shorten("、".join(line.units), _UNITS) + ("（牵头）" if line.leads else "")
        reasons = shorten("；".join(line.reasons), _REASONS) or "还没有可数的"
        rows.append([f"{line.place} {line.title}" if first else line.place, units, line.light, reasons])
    paper.table("条款、责任单位和灯", columns, rows, note=f"规则：{table.rule}")
    paper.signature(table.issuer, table.as_of)
    return paper
