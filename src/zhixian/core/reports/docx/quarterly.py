"""The quarterly report (季度实施情况报告) of a plan as an official document."""

from datetime import date
from pathlib import Path

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.numerals import numeral
from zhixian.core.reports import sentences
from zhixian.core.reports.data import OpenNormLine, QuarterlyReport, TargetLine
from zhixian.core.reports.docx.gongwen import Column, Gongwen
from zhixian.core.reports.drawings import completion_chart, trend_charts
from zhixian.core.reports.fit import fit
from zhixian.core.reports.text import (
    NO_FIGURE,
    completion,
    day,
    difference,
    grouped,
    measured,
    period,
    shorten,
    wan,
    yuan_and_cents,
)

SYNTHETIC = "合成数据，仅供演示"
_LIST = 160
"""Most characters of a list in a table."""
_TOP = 10


def write_quarterly(report: QuarterlyReport, path: Path) -> None:
    """Write the report as .docx. The same report gives the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(report).save(temporary))


def compose(report: QuarterlyReport) -> Gongwen:
    """The report, ready to save."""
    report = fit(report)
    title = [f"《{report.plan_title}》", f"{period(report.as_of)}实施情况报告"]
    document = Gongwen(title="".join(title), author=report.issuer, as_of=report.as_of)
    if report.synthetic:
        document.mark(SYNTHETIC)
    if report.red_header:
        document.red_header(report.red_header, report.number)
    elif report.number:
        document.number(report.number)
    document.title(title, note=f"（{SYNTHETIC}）" if report.synthetic else "")
    if report.addressee:
        document.addressee(report.addressee)
    document.text(sentences.opening(report))
    for remark in report.remarks:
        document.text(f"注意：{remark}。")
    _targets(document, report)
    _trends(document, report)
    _awards(document, report)
    _budgets(document, report)
    _open_norms(document, report)
    _clauses(document, report)
    _methods(document, report)
    document.annexes(report.annexes)
    document.signature(report.issuer, report.dated)
    if report.copies_to:
        document.imprint(report.copies_to, report.issuer, report.dated)
    return document


def _targets(document: Gongwen, report: QuarterlyReport) -> None:
    document.heading("一、目标完成情况")
    first, *rest = sentences.on_targets(report)
    document.text(f"{first}各项情况见{document.next_table}。" if report.targets else first)
    for paragraph in rest:
        document.text(paragraph)
    if not report.targets:
        return
    columns = [
        Column("指标", 40),
        Column("依据", 20, centred=True),
        Column("单位", 17, centred=True),
        Column("目标值", 17, figures=True),
        Column("完成值", 17, figures=True),
        Column("差额", 17, figures=True),
        Column("完成率", 17, figures=True),
        Column("结论", 16, centred=True),
    ]
    if len({t.due for t in report.targets}) > 1:
        columns.append(Column("到期日", 22, centred=True))
    rows = [_target_row(target, report.as_of, with_due=len(columns) > 8) for target in report.targets]
    document.table(
        f"量化目标完成情况（截至{day(report.as_of)}）",
        columns,
        rows,
        note=f"注：差额为完成值减目标值；“—”表示缺少数据，暂不能计算。{_on_verdict(report)}",
    )
    chart = completion_chart(report)
    if chart is not None:
        document.figure(chart, height=72)


def _on_verdict(report: QuarterlyReport) -> str:
    if all(t.due is None or t.due >= report.as_of for t in report.targets):
        return ""
    return f"已到期的目标，结论先按到期日的数值判定，与{day(report.as_of)}不同的另行注明。"


def _target_row(target: TargetLine, as_of: date, *, with_due: bool) -> list[str]:
    row = [target.name, clause_name(target.clause), target.unit, grouped(target.goal)]
    if target.value is None:
        row += [NO_FIGURE, NO_FIGURE, NO_FIGURE, sentences.verdict(target, as_of)]
    else:
        percent = completion(target.value, target.goal, met=sentences.is_met(target))
        sign = "" if target.value == target.goal else "+" if target.value > target.goal else "−"
        row += [
            measured(target.value, target.goal),
            f"{sign}{difference(target.value, target.goal)}",
            NO_FIGURE if percent is None else f"{percent}%",
            sentences.verdict(target, as_of),
        ]
    return [*row, target.due.isoformat() if target.due else NO_FIGURE] if with_due else row


def _trends(document: Gongwen, report: QuarterlyReport) -> None:
    document.heading("二、趋势与预测")
    if not report.targets:
        document.text("没有可以分析的指标。")
        return
    charts = trend_charts(report)
    for number, target in enumerate(report.targets, 1):
        document.heading(f"（{numeral(number)}）{target.name}", level=2)
        for paragraph in sentences.on_trend(target, report.as_of):
            document.text(paragraph)
        if target.id in charts:
            document.figure(charts[target.id])


def _awards(document: Gongwen, report: QuarterlyReport) -> None:
    document.heading("三、资金兑现情况")
    first, *rest = sentences.on_awards(report)
    listed = report.year is not None and bool(report.incentives)
    document.text(f"{first}各项奖补见{document.next_table}。" if listed else first)
    for paragraph in rest:
        document.text(paragraph)
    if not listed:
        return
    rows = _award_sums(report)
    document.table(
        sentences.awards_of(report),
        [
            Column("奖补项目", 50),
            Column("依据", 20, centred=True),
            Column("笔数", 16, figures=True),
            Column("金额（元）", 30, figures=True),
            Column("金额（万元）", 28, figures=True),
            Column("达到上限笔数", 16, figures=True),
        ],
        rows,
    )
    _largest_awards(document, report)


def _award_sums(report: QuarterlyReport) -> list[list[str]]:
    if report.awards_missing:
        return [[line.title, clause_name(line.clause), *[NO_FIGURE] * 4] for line in report.incentives]
    rows = [
        [
            line.title,
            clause_name(line.clause),
            f"{line.count:,}",
            yuan_and_cents(line.total_fen),
            wan(line.total_fen),
            f"{line.capped:,}",
        ]
        for line in report.incentives
    ]
    total = sum(line.total_fen for line in report.incentives)
    counts = [f"{sum(getattr(line, name) for line in report.incentives):,}" for name in ("count", "capped")]
    return [*rows, ["合计", "", counts[0], yuan_and_cents(total), wan(total), counts[1]]]


def _largest_awards(document: Gongwen, report: QuarterlyReport) -> None:
    largest = sorted(
        ((award, line) for line in report.incentives for award in line.top),
        key=lambda pair: (-pair[0].amount_fen, pair[1].id, pair[0].party, pair[0].subject),
    )[:_TOP]
    if not largest:
        return
    document.table(
        f"{report.year}年度{'至今' if sentences.year_runs(report) else ''}金额最大的{len(largest)}笔奖补",
        [
            Column("序号", 12, centred=True),
            Column("对象", 44),
            Column("奖补项目", 34),
            Column("标的", 26),
            Column("金额（元）", 26, figures=True),
            Column("达到上限", 16, centred=True),
        ],
        [
            [
                str(number),
                award.party,
                line.title,
                award.subject,
                yuan_and_cents(award.amount_fen),
                "是" if award.capped else "否",
            ]
            for number, (award, line) in enumerate(largest, 1)
        ],
    )


def _budgets(document: Gongwen, report: QuarterlyReport) -> None:
    told = report.budgets
    if told is None:
        return
    paragraphs = sentences.on_budgets(told)
    document.text(f"{paragraphs[0]}各条款的情况见{document.next_table}。" if told.lines else paragraphs[0])
    for paragraph in paragraphs[1:]:
        document.text(paragraph)
    if not told.lines:
        return
    rows = [
        [
            clause_name(line.clause),
            *(yuan_and_cents(fen) for fen in (line.budget_fen, line.told.used_fen, line.told.end_fen)),
            "超出" if line.told.over_fen > 0 else "剩余",
            yuan_and_cents(abs(line.told.over_fen)),
        ]
        for line in told.lines
    ]
    document.table(
        f"{told.year}年度各条款的预算和年底预计（截至{day(told.as_of)}）",
        [
            Column("条款", 22, centred=True),
            Column("预算（元）", 30, figures=True),
            Column("已用（元）", 30, figures=True),
            Column("年底预计（元）", 30, figures=True),
            Column("年底", 14, centred=True),
            Column("超出或剩余（元）", 34, figures=True),
        ],
        rows,
        note="注：已用是已预留、已决定和已拨付之和。",
    )


def _open_norms(document: Gongwen, report: QuarterlyReport) -> None:
    document.heading("四、待明确标准的事项")
    text = sentences.on_open_norms(report)
    document.text(f"{text}逐项列于{document.next_table}。" if report.open_norms else text)
    if report.open_norms:
        document.table(
            "承诺资金支持而未写明标准的事项",
            [
                Column("依据", 20, centred=True),
                Column("《方案》原文", 76),
                Column("等待对象（个）", 20, figures=True),
                Column("说明", 42),
            ],
            [_open_norm_row(norm) for norm in report.open_norms],
        )


def _open_norm_row(norm: OpenNormLine) -> list[str]:
    waiting = NO_FIGURE if norm.waiting is None else f"{norm.waiting:,}"
    why = norm.why or ("现有数据不能查明" if norm.waiting is None else "")
    return [clause_name(norm.clause), norm.quote, waiting, why]


def _clauses(document: Gongwen, report: QuarterlyReport) -> None:
    document.heading("五、责任单位与条款")
    if not report.clauses:
        document.text("本期没有列入任务条款。")
        return
    document.text(f"{sentences.on_clauses(report)}责任单位见{document.next_table}。")
    document.table(
        "任务、责任单位和承载方式",
        [Column("依据", 20, centred=True), Column("任务", 42), Column("责任单位", 54), Column("承载方式", 40)],
        [
            [
                clause_name(clause.id),
                clause.title,
                shorten("、".join(clause.units), _LIST) or NO_FIGURE,
                shorten("；".join(clause.carried_by) or clause.why or "尚待承载", _LIST),
            ]
            for clause in report.clauses
        ],
    )


def _methods(document: Gongwen, report: QuarterlyReport) -> None:
    document.heading("六、数据与方法")
    document.heading("（一）数据来源", level=2)
    document.text(sentences.on_source(report))
    document.heading("（二）指标口径", level=2)
    defined = [t for t in report.targets if t.definition]
    for number, target in enumerate(defined, 1):
        document.text(f"{number}.{target.name}：{target.definition}。")
    if not defined:
        document.text("按《方案》文字计算，未附口径说明。")
    document.heading("（三）数据质量", level=2)
    for note in report.quality or ("未附数据质量说明。",):
        document.text(note)
    document.heading("（四）计算说明", level=2)
    for note in (
        "完成值按四舍五入显示；显示结果会与是否达到目标矛盾时，增加小数位数。金额精确到分，万元数为四舍五入。",
        *report.methods,
    ):
        document.text(note)
