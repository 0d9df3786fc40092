"""The lists of targets and incentives as workbooks, from the JSON results of the command line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.reports.results import (
    decimal_or_none,
    in_words,
    is_synthetic,
    party_name,
    waiting_count,
    waiting_note,
)
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book

_UNTITLED: Mapping[str, str] = {}
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
    Field("结论", 10),
    Field("到期日", 12),
    Field("分子", 12, "count"),
    Field("分母", 12, "count"),
    Field("预测", 38, "long"),
]


def write_incentives_xlsx(
    result: Mapping[str, Any],
    path: Path,
    *,
    plan_title: str,
    titles: Mapping[str, str] = _UNTITLED,
    parties: Mapping[str, str] = _UNTITLED,
    targets: Mapping[str, Any] | None = None,
    notes: Mapping[str, str] = _UNTITLED,
    synthetic: bool = False,
) -> None:
    """Write sheets 目标 (when given), 奖补明细, 汇总, 待定标准, 未兑现及原因 (when the result says), 说明 from the result of `zhixian incentives --json`.

    `titles` names incentives and targets, `parties` parties, by id; `targets` is the result of `zhixian targets --json`. Sums are
    numbers in yuan with two decimals, exact. Refuses a path that cannot be written.
    """
    awards = list(result.get("awards", ()))
    synthetic = synthetic or is_synthetic(result) or (targets is not None and is_synthetic(targets))

    def fill(book: Book) -> None:
        if targets is not None:
            book.sheet("目标", _TARGET_FIELDS, _target_rows(targets, titles, {}))
        book.sheet("奖补明细", _AWARD_FIELDS, _award_rows(awards, titles, parties))
        book.sheet("汇总", _SUM_FIELDS, _sum_rows(result, titles))
        book.sheet("待定标准", _NORM_FIELDS, _norm_rows(result, parties))
        if "refused" in result:
            book.sheet("未兑现及原因", _REFUSED_FIELDS, _refused_rows(result, titles, parties))
        about = {"年度": str(result.get("year", "")), **_about(result, plan_title, synthetic=synthetic)}
        about |= {
            "金额": "按登记数据和《方案》已明确的标准计算的应兑现额，单位元，精确到分；不是已拨付额",
            "待定标准": "《方案》承诺而未写明标准的事项，只列对象，不推算金额，也不按零计",
            **notes,
        }
        book.sheet("说明", _NOTES, about.items())

    write_book(path, title=f"{plan_title}奖补清单", note=_foot(result, synthetic=synthetic), fill=fill)


def write_targets_xlsx(
    result: Mapping[str, Any],
    path: Path,
    *,
    plan_title: str,
    titles: Mapping[str, str] = _UNTITLED,
    forecasts: Mapping[str, str] = _UNTITLED,
    definitions: Mapping[str, str] = _UNTITLED,
    notes: Mapping[str, str] = _UNTITLED,
    synthetic: bool = False,
) -> None:
    """Write sheets 目标, 说明 from the result of `zhixian targets --json`; names, forecasts and definitions come by target id."""
    synthetic = synthetic or is_synthetic(result)

    def fill(book: Book) -> None:
        book.sheet("目标", _TARGET_FIELDS, _target_rows(result, titles, forecasts))
        names = {t["id"]: _target_name(t, titles) for t in result.get("targets", ())}
        about = _about(result, plan_title, synthetic=synthetic)
        about |= {f"口径：{names.get(key, key)}": text for key, text in definitions.items()}
        book.sheet("说明", _NOTES, {**about, **notes}.items())

    write_book(path, title=f"{plan_title}目标完成情况", note=_foot(result, synthetic=synthetic), fill=fill)


def _about(result: Mapping[str, Any], plan_title: str, *, synthetic: bool) -> dict[str, str]:
    about = {
        "方案": plan_title,
        "地区": str(result.get("region", "")),
        "统计截至": str(result.get("as_of", "")),
        "数据快照": str(result.get("snapshot", "")),
        "数据性质": "合成数据，仅供演示，不得作为任何依据" if synthetic else "",
    }
    return {key: text for key, text in about.items() if text}


def _foot(result: Mapping[str, Any], *, synthetic: bool) -> str:
    return ("合成数据　" if synthetic else "") + f"数据快照 {result.get('snapshot', '')}"


def _award_rows(
    awards: list[Mapping[str, Any]], titles: Mapping[str, str], parties: Mapping[str, str]
) -> Iterator[list[Cell]]:
    for number, award in enumerate(awards, 1):
        incentive, party = str(award["incentive"]), str(award["party"])
        yield [
            number,
            titles.get(incentive, incentive),
            clause_name(str(award["clause"])),
            party_name(award, parties),
            party,
            str(award.get("subject") or ""),
            award.get("base_fen"),
            award["amount_fen"],
            "是" if award.get("capped") else "否",
            in_words(award.get("reasons")),
        ]


def _sum_rows(result: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[list[Cell]]:
    awards = list(result.get("awards", ()))
    order = list(dict.fromkeys([*result.get("totals", {}), *(a["incentive"] for a in awards)]))
    for incentive in order:
        own = [a for a in awards if a["incentive"] == incentive]
        clause = clause_name(str(own[0]["clause"])) if own else ""
        capped = sum(bool(a.get("capped")) for a in own)
        yield [titles.get(incentive, incentive), clause, len(own), sum(a["amount_fen"] for a in own), capped]
    total = sum(a["amount_fen"] for a in awards)
    yield ["合计", "", len(awards), total, sum(bool(a.get("capped")) for a in awards)]


def _norm_rows(result: Mapping[str, Any], parties: Mapping[str, str]) -> Iterator[list[Cell]]:
    for norm in result.get("undetermined", ()):
        waiting = norm.get("parties")
        names = "、".join(parties.get(str(p), str(p)) for p in waiting) if isinstance(waiting, list | tuple) else ""
        yield [clause_name(str(norm["clause"])), str(norm["quote"]), waiting_count(norm), names, waiting_note(norm)]


def _refused_rows(
    result: Mapping[str, Any], titles: Mapping[str, str], parties: Mapping[str, str]
) -> Iterator[list[Cell]]:
    for row in result["refused"]:
        incentive, reason = str(row["incentive"]), in_words(row.get("reason") or row.get("reasons"))
        party, subject = str(row.get("party") or ""), str(row.get("subject") or "")
        yield [titles.get(incentive, incentive), party_name(row, parties), party, subject, reason]


def _target_name(target: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    return titles.get(target["id"]) or str(target.get("name") or target["id"])


def _target_rows(
    result: Mapping[str, Any], titles: Mapping[str, str], forecasts: Mapping[str, str]
) -> Iterator[list[Cell]]:
    for target in result.get("targets", ()):
        goal, value = decimal_or_none(target.get("goal")), decimal_or_none(target.get("value"))
        met = target.get("met")
        yield [
            _target_name(target, titles),
            clause_name(str(target["clause"])),
            str(target.get("unit") or ""),
            goal,
            value,
            value - goal if value is not None and goal is not None else None,
            "缺数据" if value is None or met is None else "达到" if met else "未达到",
            str(target.get("due") or ""),
            target.get("numerator"),
            target.get("denominator"),
            str(forecasts.get(target["id"]) or ""),
        ]
