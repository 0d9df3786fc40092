"""The lists of targets and incentives as workbooks."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.reports.data import AwardList, TargetLine, TargetList
from zhixian.core.reports.sentences import is_met, verdict
from zhixian.core.reports.text import SUMS, completion, rounded
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, Sum, write_book

_NOTES = [Field("项目", 18), Field("说明", 90, "long")]
_AWARD_FIELDS = [
    Field("序号", 7, "count"),
    Field("奖补项目", 20),
    Field("依据", 10),
    Field("对象", 26, "long"),
    Field("对象编号", 18, "long"),
    Field("标的", 18, "long"),
    Field("计算基数（元）", 15, "money"),
    Field("金额（元）", 15, "money"),
    Field("达到上限", 9),
    Field("理由", 36, "long"),
]
_OWN = Field("本季度（元）", 15, "money")
_SUM_FIELDS = [
    Field("奖补项目", 30),
    Field("依据", 14),
    Field("笔数", 10, "count"),
    Field("金额（元）", 20, "money"),
    Field("达到上限笔数", 12, "count"),
]
_NORM_FIELDS = [
    Field("依据", 14),
    Field("《方案》原文", 46, "long"),
    Field("等待对象（个）", 12, "count"),
    Field("等待对象", 46, "long"),
    Field("说明", 30, "long"),
]
_REFUSED_FIELDS = [
    Field("奖补项目", 20),
    Field("对象", 30, "long"),
    Field("对象编号", 18, "long"),
    Field("标的", 20, "long"),
    Field("原因", 60, "long"),
]
_TARGET_FIELDS = [
    Field("指标", 26, "long"),
    Field("依据", 14),
    Field("单位", 10),
    Field("目标值", 12, "decimal"),
    Field("完成值", 14, "decimal"),
    Field("差额", 14, "decimal"),
    Field("完成率（%）", 12, "decimal"),
    Field("结论", 22, "long"),
    Field("到期日", 12, "day"),
    Field("分子", 12, "count"),
    Field("分母", 12, "count"),
    Field("预测", 38, "long"),
]


def write_incentives_xlsx(awards: AwardList, path: Path, *, plan_title: str, targets: TargetList | None = None) -> None:
    """Write sheets 目标 (when given), 奖补明细, 汇总, 待定标准, 未兑现及原因, 说明.

    Sums are numbers in yuan with two decimals, exact. Refuses a path that cannot be written.
    """
    labels = (*awards.labels, *(targets.labels if targets else ()))

    def fill(book: Book) -> None:
        if targets is not None:
            book.sheet("目标", _TARGET_FIELDS, _target_rows(targets))
        book.sheet("奖补明细", _with_quarter(_AWARD_FIELDS, awards), _award_rows(awards))
        book.sheet("汇总", _with_quarter(_SUM_FIELDS, awards), _sum_rows(awards))
        book.sheet("待定标准", _NORM_FIELDS, _norm_rows(awards))
        book.sheet("未兑现及原因", _REFUSED_FIELDS, _refused_rows(awards))
        about = {
            "年度": str(awards.year),
            **_quarter_note(awards),
            **_about(plan_title, awards.region, awards.snapshot, labels, str(targets.as_of) if targets else ""),
            "金额": "按登记数据和《方案》已明确的标准计算的应兑现额，单位元，精确到分；不是已拨付额",
            "待定标准": "《方案》承诺而未写明标准的事项，只列对象，不推算金额，也不按零计",
        }
        book.sheet("说明", _NOTES, about.items())

    write_book(path, title=f"{plan_title}奖补清单", note=_foot(awards.snapshot, labels), fill=fill)


def write_targets_xlsx(targets: TargetList, path: Path, *, plan_title: str) -> None:
    """Write sheets 目标, 说明."""

    def fill(book: Book) -> None:
        book.sheet("目标", _TARGET_FIELDS, _target_rows(targets))
        about = _about(plan_title, targets.region, targets.snapshot, targets.labels, str(targets.as_of))
        about |= {f"口径：{line.name}": line.definition for line in targets.lines if line.definition}
        book.sheet("说明", _NOTES, about.items())

    write_book(path, title=f"{plan_title}目标完成情况", note=_foot(targets.snapshot, targets.labels), fill=fill)


def _about(plan_title: str, region: str, snapshot: str, labels: Sequence[str], as_of: str) -> dict[str, str]:
    about = {
        "方案": plan_title,
        "地区": region,
        "统计截至": as_of,
        "数据快照": snapshot,
        "数据性质": "合成数据，仅供演示，不得作为任何依据" if labels else "",
    }
    return {key: text for key, text in about.items() if text}


def _foot(snapshot: str, labels: Sequence[str]) -> str:
    return ("合成数据　" if labels else "") + f"数据快照 {snapshot}"


def _quarter_note(awards: AwardList) -> dict[str, str]:
    if not awards.quarter:
        return {}
    words = "金额是年初至季末的应兑现额，本季度是它减年初至上季末的；四个季度之和等于全年，额度用完时同一主体后放款的可能为负"
    return {"季度": f"第 {awards.quarter} 季度：{words}"}


def _with_quarter(fields: Sequence[Field], awards: AwardList) -> list[Field]:
    """The columns, of a quarter with its own sum before that of the year to its end."""
    if not awards.quarter:
        return list(fields)
    found: list[Field] = []
    for field in fields:
        if field.heading == "金额（元）":
            found += [_OWN, Field("年初至季末（元）", max(field.width, 16), "money")]
        else:
            found.append(field)
    return found


def _award_rows(awards: AwardList) -> Iterator[list[Cell]]:
    for number, row in enumerate(awards.rows, 1):
        yield [
            number,
            row.title,
            clause_name(row.clause),
            row.party,
            row.party_id,
            row.subject,
            row.base_fen,
            *([row.quarter_fen] if awards.quarter else []),
            row.amount_fen,
            "是" if row.capped else "否",
            row.reasons,
        ]


def _sum_rows(awards: AwardList) -> Iterator[list[Cell]]:
    if awards.missing:
        for line in awards.incentives:
            nothing = [None] * (4 if awards.quarter else 3)
            yield [f"{line.title}（缺数据：{awards.missing}）", clause_name(line.clause), *nothing]
        return
    names = ("count", *(("quarter_fen",) if awards.quarter else ()), "total_fen", "capped")
    for line in awards.incentives:
        yield [line.title, clause_name(line.clause), *(getattr(line, name) for name in names)]
    counts = (sum(getattr(line, name) for line in awards.incentives) for name in names)
    yield ["合计", "", *counts]


def _norm_rows(awards: AwardList) -> Iterator[list[Cell]]:
    for norm in awards.open_norms:
        yield [clause_name(norm.clause), norm.quote, norm.waiting, "、".join(norm.names), norm.why]


def _refused_rows(awards: AwardList) -> Iterator[list[Cell]]:
    for row in awards.refused:
        yield [row.title, row.party, row.party_id, row.subject, row.reason]


def _target_rows(targets: TargetList) -> Iterator[list[Cell]]:
    for line in targets.lines:
        met = is_met(line)
        told = verdict(line, targets.as_of)
        yield [
            line.name,
            clause_name(line.clause),
            line.unit,
            _decimal(line, line.goal),
            _decimal(line, line.value),
            _decimal(line, None if line.value is None else line.value - line.goal),
            None if line.value is None else completion(line.value, line.goal, met=met),
            f"{told}：{line.why_missing}" if met is None and line.why_missing else told,
            line.due,
            line.numerator,
            line.denominator,
            line.forecast,
        ]


def _decimal(line: TargetLine, number: Decimal | None) -> Cell:
    """A sum to two decimals, unless these would look like the goal that it only nearly reaches."""
    if number is None or line.unit not in SUMS or (rounded(number) == line.goal != number):
        return number
    return Sum(number)
