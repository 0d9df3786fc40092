"""Topics small enough to count by hand, written as their tables."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.technology import read_symbol
from zhixian.core.topics.topic import Topic

DAY = date(2022, 6, 30)
"""2020 is the last year whose applications are all published."""


def record(name: str, **told: Any) -> dict[str, Any]:
    """One application: what differs from an empty one."""
    return {
        "record": name, "filed": None, "granted": None, "kind": "invention", "country": "CN", "priority_country": None,
        "state": None, "region": None, "family": name, "cited_by": None, "applicants": [], "holders": [], "inventors": [],
        "classes": [], "cites": [], "events": [], "title": f"标题{name}",
    } | told  # fmt: skip


def write_topic(folder: Path, records: list[dict[str, Any]], *, shows_raw: bool = True, as_of: date = DAY) -> Topic:
    """The records as a topic in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    numbers = {told["record"]: nr for nr, told in enumerate(records)}
    for told in records:
        key, nr, filed = told["record"], numbers[told["record"]], told["filed"]
        tables["records"].append(
            {name: told.get(name) for name in SCHEMAS["records"].names} | {"documents": 1, "cites": None, "nr": nr}
        )
        for role in ("applicant", "holder", "inventor"):
            for nth, name in enumerate(told[f"{role}s"], 1):
                sort = "university" if name.endswith("大学") else "enterprise"
                tables["parties"].append({
                    "record": key, "role": role, "nth": nth, "name": name, "key": name, "party": name, "party_name": name, "sort": sort, "nr": nr,
                    "filed": filed, "again": False, "part": 1 / len(told[f"{role}s"]),
                })  # fmt: skip
        for nth, text in enumerate(told["classes"], 1):
            symbol = read_symbol(text, of_design=told["kind"] == "design")
            before = [read_symbol(other) for other in told["classes"][: nth - 1]]
            new = {
                "new_section": symbol.symbol[0] not in {other.symbol[0] for other in before},
                "new_class": symbol.symbol[:3] not in {other.symbol[:3] for other in before},
                "new_subclass": symbol.subclass not in {other.subclass for other in before},
                "new_main_group": symbol.main_group not in {other.main_group for other in before},
                "new_field": symbol.field is not None and symbol.field not in {other.field for other in before},
            }
            tables["classes"].append({
                "record": key, "system": symbol.system, "nth": nth, "symbol": symbol.symbol, "subclass": symbol.subclass,
                "main_group": symbol.main_group, "field": symbol.field, "nr": nr, "filed": filed, **new,
            })  # fmt: skip
        for other in told["cites"]:
            tables["citations"].append(
                {
                    "record": key,
                    "direction": "cites",
                    "number": other,
                    "other": other,
                    "nr": nr,
                    "other_nr": numbers.get(other),
                }
            )
        for event, on in told["events"]:
            tables["events"].append({"record": key, "event": event, "day": on, "nr": nr})
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[name]), folder / f"{name}.parquet")
    manifest = {
        "as_of": as_of.isoformat(), "tables": {"records": len(records)}, "terms": "", "shows_raw": shows_raw, "labels": [],
    }  # fmt: skip
    return Topic("小专题", "e" * 20, folder, manifest)
