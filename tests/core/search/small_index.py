"""A registry small enough to read, and what a search of it must answer, worked out right by right without an index."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from registries import write_registry
from zhixian.core.kernel.regions import region_prefix
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.index import Searchable, open_index
from zhixian.core.search.numbers_asked import keys_asked, keys_of
from zhixian.core.search.tree import All, Days, Either, Node, Not, Number, OneOf, Text
from zhixian.core.search.values import ipc_paths
from zhixian.core.search.words import units

PARTIES = [
    {"party_id": "P1", "name": "紫金矿业集团股份有限公司", "kind": "enterprise", "region": "350823"},
    {"party_id": "P2", "name": "紫金山实验室", "kind": "institute", "region": "320100"},
    {"party_id": "P3", "name": "上杭县杭川萝卜干专业合作社（普通合伙）", "kind": "cooperative", "region": "350823"},
]


def right(
    right_id: str,
    kind: str,
    number: str,
    title: str,
    classes: str,
    filed: str | None,
    holder: str,
    region: str = "350823",
):
    """A row of rights."""
    return {
        "right_id": right_id,
        "kind": kind,
        "number": number,
        "title": title,
        "classes": classes,
        "filed": filed,
        "holder": holder,
        "region": region,
    }


RIGHTS = [
    right(
        "R1",
        "invention",
        "CN201410408762.5",
        "一种锂离子电池正极材料的制备方法",
        "H01M10/0525;C01G53/00",
        "2014-08-15",
        "P1",
    ),
    right("R2", "invention", "CN201510000001.0", "一种铜箔表面处理装置及其控制系统", "C25D1/04", "2015-01-04", "P1"),
    right(
        "R3", "utility_model", "CN201620000002.5", "铜尾矿（低品位）回收装置", "B03D1/00", "2016-02-01", "P2", "320100"
    ),
    right("R4", "trademark", "12345678/31", "杭川", "31", "2014-05-05", "P3"),
    right("R5", "certification_mark", "9876543/30", "上杭萝卜干", "30", "2012-05-05", "P3") | {"gi": True},
    right("R6", "software", "2018SR123456", "ＬＥＤ灯具控制软件V1.0", "", None, "P2", "320100"),
    right("R7", "invention", "CN201910000003.8", "锂离子电池隔膜", "H01M50/40", "2019-03-01", "P1"),
]
SPANS = [
    ("R1", "P1", "350823", "2016-01-02", "2018-01-01"), ("R1", "P2", "320100", "2018-01-01", None),
    ("R2", "P1", "350823", "2016-05-01", "2018-05-01"), ("R2", "P1", "350823", "2019-01-01", "2035-01-04"),
    ("R3", "P2", "320100", "2016-08-01", "2020-02-01"), ("R4", "P3", "350823", "2016-01-02", "2026-01-02"),
    ("R5", "P3", "350823", "2014-01-02", None), ("R6", "P2", "320100", "2018-02-02", None),
]  # fmt: skip


def small(
    folder: Path, *, rights: list[dict[str, Any]] = RIGHTS, spans: list[tuple[Any, ...]] = SPANS, name: str = "test"
) -> Snapshot:
    """The registry as a snapshot."""
    kinds = {row["right_id"]: row for row in rights}
    rows = [
        {"right_id": right_id, "kind": kinds[right_id]["kind"], "gi": kinds[right_id].get("gi", False), "holder": holder,
         "holder_kind": "enterprise", "region": region, "start": start, "end": end}
        for right_id, holder, region, start, end in spans
    ]  # fmt: skip
    made = write_registry(folder / "snapshots" / name, parties=PARTIES, rights=rights, spans=rows)
    return Snapshot(name, made.folder, {})


def searchable(data: Path, **given: Any) -> Searchable:
    """Its index."""
    return open_index(data, small(data, **given))


def as_it_was(row: dict[str, Any], spans: list[tuple[Any, ...]], day: date) -> dict[str, Any] | None:
    """State, holder and region of a right on a day: of the span it is in, else of the last before, else as filed; None before it was."""
    own = sorted(span for span in spans if span[0] == row["right_id"])
    if day.isoformat() < min(
        filter(None, [row["filed"], row.get("registered"), *(span[3] for span in own[:1])]), default=""
    ):
        return None
    begun = [span for span in own if span[3] <= day.isoformat()]
    first = own[0] if own else (None, row["holder"], row["region"], None, None)
    of = begun[-1] if begun else first
    open_ = [span for span in begun if span[4] is None or day.isoformat() < span[4]]
    return {
        **row,
        "holder": of[1],
        "applicant": row["holder"],
        "region": of[2],
        "state": "in_force" if open_ else "ended" if begun else "pending",
    }


def answers(node: Node | None, row: dict[str, Any]) -> bool:
    """Whether a right as it was answers a tree."""
    match node:
        case None:
            return True
        case All(parts):
            return all(answers(part, row) for part in parts)
        case Either(parts):
            return any(answers(part, row) for part in parts)
        case Not(part):
            return not answers(part, row)
        case Number(keys):
            return bool(set(keys) & set(keys_of(row["number"])))
        case Days(field, first, until):
            told = row.get(field)
            return (
                bool(told)
                and (first is None or first.isoformat() <= told)
                and (until is None or told < until.isoformat())
            )
        case OneOf(field, values):
            return bool(set(values) & _values(field, row))
        case Text(text, field, exact):
            return _has(row, text, field, exact)


def _values(field: str, row: dict[str, Any]) -> set[str]:
    classes = row["classes"].split(";")
    return {
        "ipc": lambda: {code for one in classes for code in ipc_paths(one)},
        "nice": lambda: {one for one in classes if one.isdigit()},
        "kind": lambda: {row["kind"]},
        "state": lambda: {row["state"]},
        "gi": lambda: {str(row.get("gi", False)).lower()},
        "place": lambda: {
            region_prefix(code) for code in (row["region"][:2] + "0000", row["region"][:4] + "00", row["region"])
        },
    }[field]()


def _has(row: dict[str, Any], text: str, field: str | None, exact: bool) -> bool:
    names = {party["party_id"]: party["name"] for party in PARTIES}
    ways = []
    if field in (None, "title"):
        parts = [text] if exact else [word for word in re.split(r"[^\w]+", text) if word]
        ways.append(all(_stands(part, row["title"]) for part in parts))
    if field in (None, "holder"):
        ways.append(_stands(text, names[row["holder"]]))
    if field in (None, "applicant"):
        ways.append(_stands(text, names[row["applicant"]]))
    if field is None:
        ways.append(bool(set(keys_asked(text)) & set(keys_of(row["number"]))))
    return any(ways)


def _stands(text: str, within: str) -> bool:
    wanted, found = units(text), units(within)
    return any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))
