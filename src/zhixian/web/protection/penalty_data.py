"""Open data of penalties: what is shown, and the traces of what was withdrawn, as CSV and JSON with the same rows."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from zhixian.core.disclosure.publication import PARTY_KINDS
from zhixian.core.kernel.money import plain_yuan
from zhixian.web.kit.cells import safe_cell
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.protection.models import PublishedPenalty

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
COLUMNS = {
    "number": "决定书文号",
    "unit": "作出处罚的单位",
    "clause": "方案条款",
    "decided_on": "决定日期",
    "party": "当事人",
    "party_kind": "当事人类型",
    "credit_code": "统一社会信用代码",
    "representative": "法定代表人（负责人、经营者）",
    "violation": "违法行为类型",
    "basis": "处罚依据",
    "kinds": "处罚种类",
    "penalty": "行政处罚内容",
    "fine": "罚款（元）",
    "confiscated": "没收金额（元）",
    "shown_on": "公示日期",
    "shown_until": "公示至",
    "corrected_on": "更正日期",
    "correction": "更正说明",
    "state": "状态",
    "withdrawn_on": "撤回日期",
    "withdrawn_ground": "撤回原因",
    "withdrawn_reason": "撤回说明",
}
"""Key in JSON and heading in CSV."""


def row_of(row: PublishedPenalty) -> dict[str, Any]:
    """One publication by the keys of COLUMNS."""
    withdrawn = row.state == "withdrawn"
    return {
        "number": row.number,
        "unit": unit_name(row.unit),
        "clause": the_plan().place_name(row.clause),
        "decided_on": row.decided_on.isoformat(),
        "party": row.party,
        "party_kind": "" if withdrawn else PARTY_KINDS[row.party_kind],
        "credit_code": row.credit_code,
        "representative": row.representative,
        "violation": row.violation,
        "basis": row.basis,
        "kinds": row.kind_names,
        "penalty": row.penalty,
        "fine": _yuan(row.fine_fen),
        "confiscated": _yuan(row.confiscated_fen),
        "shown_on": row.shown_on.isoformat(),
        "shown_until": _day(None if withdrawn else row.shown_until),
        "corrected_on": _day(row.corrected_on),
        "correction": row.correction,
        "state": row.state_name,
        "withdrawn_on": _day(row.closed_on),
        "withdrawn_ground": row.ground_name,
        "withdrawn_reason": row.reason,
    }


def written(rows: Iterable[PublishedPenalty], form: str, *, as_of: date) -> bytes:
    """The rows in one of FORMS."""
    found = [row_of(row) for row in rows]
    return _csv(found) if form == "csv" else _json(found, as_of)


def _csv(rows: list[dict[str, Any]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    writer.writerows([safe_cell(str(row[name])) for name in COLUMNS] for row in rows)
    return ("\ufeff" + file.getvalue()).encode()


def _json(rows: list[dict[str, Any]], as_of: date) -> bytes:
    whole = {
        "title": "行政处罚信息公示",
        "as_of": as_of.isoformat(),
        "note": "只含公示期内的处罚和已撤回的痕迹；转用的请按“状态”和“公示至”及时更新，期满或撤回的不再传播",
        "columns": COLUMNS,
        "penalties": rows,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _yuan(fen: int | None) -> str:
    return "" if fen is None else plain_yuan(fen)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
