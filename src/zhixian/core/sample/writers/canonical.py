"""What has no export of its own, as canonical tables: parties, legal events of patents and marks, certificates."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zhixian.core.registry.tables import TABLES
from zhixian.core.sample.model import County, Event, Right
from zhixian.core.sample.writers.written import Written

Row = dict[str, object]
_CARRY_THEIR_OWN = {"patsnap", "cnipa_xml"}
"""Sources with legal events of their own, the second in an answer of the EPO."""


def write_canonical(county: County, out: Path) -> list[Written]:
    """`标准表-合成数据/parties.csv`, `rights.csv` (certificates) and `events.csv` (all that the vendors' cells do not tell)."""
    folder = out / f"标准表-{county.profile.label}"
    folder.mkdir(exist_ok=True)
    return [_parties(county, folder), _rights(county, folder), _events(county, folder)]


def _parties(county: County, folder: Path) -> Written:
    rows: list[Row] = [
        {
            "party_id": p.id,
            "name": p.name,
            "kind": p.kind,
            "region": p.region,
            "industry": p.industry,
            "founded": p.founded,
        }
        for p in county.parties
    ]
    wrong: Row = {
        "party_id": "P999001",
        "name": f"样例写错类型的公司（{county.profile.label}）",
        "kind": "公司",
        "region": county.profile.region,
    }
    written = write_table(folder, "parties", [*rows, wrong])
    written.refuse(written.rows + 1, "kind", "公司", "不在可用的值里")
    return written


def _rights(county: County, folder: Path) -> Written:
    rows = [right_row(right) for right in county.rights if right.kind == "gi_product"]
    wrong = {**rows[0], "right_id": "样例-区划错", "number": "", "region": county.profile.region[:-1]}
    written = write_table(folder, "rights", [*rows, wrong])
    written.refuse(written.rows + 1, "region", county.profile.region[:-1], "不是六位行政区划代码")
    return written


def right_row(right: Right) -> Row:
    return {
        "right_id": right.id, "kind": right.kind, "gi": "true" if right.gi else "false", "number": right.number,
        "title": right.title, "classes": ";".join(right.classes), "filed": right.filed, "registered": right.registered,
        "expires": right.expires, "holder": right.holders[0].id, "region": right.region,
    }  # fmt: skip


def _events(county: County, folder: Path) -> Written:
    """Rights that another file brings are named by their number; those of the vendor that carries its own events are left out."""
    rows = [
        _event_row(right, event)
        for right in county.rights
        if not right.sources & _CARRY_THEIR_OWN
        for event in right.events
    ]
    quiet = next(right for right in county.of_kind("utility_model") if not right.events)
    first, last = date(county.profile.first_year, 2, 28), county.profile.last_day
    wrong = [
        (_event_row(quiet, Event("lapsed", None, last)) | {"event": "失效"}, "event", "失效", "不在可用的值里"),
        (
            _event_row(quiet, Event("licensed", first, first)) | {"effective": "2012-02-30"},
            "effective",
            "2012-02-30",
            "不是日期",
        ),
    ]
    written = write_table(folder, "events", [*rows, *(row for row, *_ in wrong)])
    for order, (_, column, value, why) in enumerate(wrong):
        written.refuse(len(rows) + 2 + order, column, value, why)
    return written


def _event_row(right: Right, event: Event) -> Row:
    return {
        "right_id": right.id, "event": event.event, "effective": event.effective, "gazetted": event.gazetted,
        "party": event.party, "until": event.until, "national_code": event.code, "note": event.note,
    }  # fmt: skip


def write_table(folder: Path, table: str, rows: Iterable[Row]) -> Written:
    written = Written(folder / f"{table}.csv")
    with written.path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TABLES[table].names, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: "" if value is None else value for key, value in row.items()})
            written.rows += 1
    return written
