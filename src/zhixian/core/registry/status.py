"""The state of a data folder: what is current, what came in, what waits for correction."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import Room
from zhixian.core.registry.snapshot import Snapshot, current_id, list_snapshots, open_snapshot
from zhixian.core.registry.source_words import source_name
from zhixian.core.registry.sources import damaged_sources
from zhixian.core.registry.staging import REFUSED
from zhixian.core.registry.tables import TABLES

MOST_LISTED = 20


def status(data: Path) -> dict[str, Any]:
    """`{data, snapshot, labels, tables, spans, sources, refused, withdrawn, set_aside, disagreements, snapshots, damaged}`; snapshot is None before any import.

    `refused` counts the rows that wait for correction and lists the first with their reasons; `partial` are those of them that
    were taken but for a part; `corrected` counts those that a later source made good, `abroad` the rows about rights of other countries, which do not wait. `set_aside` are rows that wait no longer
    because an officer said so; `damaged` says what is wrong with the sources kept. A source tells as what it was read.
    """
    found = current_id(data)
    if found is None:
        return {"data": str(data), "snapshot": None, "snapshots": list_snapshots(data), "damaged": []}
    snapshot = open_snapshot(data, found)
    manifest = snapshot.manifest
    return {
        "data": str(data),
        "snapshot": snapshot.id,
        "labels": snapshot.labels,
        "tables": manifest["tables"],
        "spans": manifest["spans"],
        "sources": [{**source, **of} for source, of in zip(manifest["sources"], _of_sources(manifest), strict=True)],
        "refused": {
            "waiting": sum(manifest["refused"].values()),
            "first": _first(list(waiting_rows(snapshot))),
            "corrected": manifest.get("corrected", 0),
            "abroad": manifest.get("abroad", 0),
            "partial": sum(of.get("partial", 0) for of in _of_sources(manifest)),
        },
        "withdrawn": manifest.get("withdrawn", []),
        "set_aside": manifest.get("set_aside", []),
        "disagreements": manifest["disagreements"],
        "snapshots": list_snapshots(data),
        "damaged": damaged_sources(Room(data), manifest["sources"]),
    }


def _of_sources(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """What is told of each source; a snapshot made before that was told has nothing."""
    of = manifest.get("of_sources")
    return of if of is not None else [{} for _ in manifest["sources"]]


def waiting_rows(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Refused rows that wait, as received, with file, table, row and reasons: those of single cells, then those of missing links.

    Raises Refusal when the file of them is damaged, or holds fewer than were written.
    """
    path, told = snapshot.folder / REFUSED, 0
    try:
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    yield json.loads(line)
                    told += 1
    except ValueError:
        raise _damaged(path) from None
    if told < sum(snapshot.manifest.get("refused", {}).values()):
        raise _damaged(path)


def _damaged(path: Path) -> Refusal:
    return Refusal(
        f"快照缺少文件或文件损坏：{path.name}", where=str(path.parent), expected="用 zhixian registry rebuild 重建"
    )


def status_lines(state: dict[str, Any]) -> list[str]:
    """The same for people."""
    if state["snapshot"] is None:
        return [f"{state['data']}：还没有登记数据"]
    label = f"（{'、'.join(state['labels'])}）" if state["labels"] else ""
    lines = [f"当前快照 {state['snapshot']}{label}，共保留 {len(state['snapshots'])} 个快照"]
    lines += [f"  {TABLES[name].zh}：{rows:,} 行" for name, rows in state["tables"].items()]
    lines.append(f"来源 {len(state['sources'])} 个")
    lines += [
        f"  {source['name']}（{source_name(source.get('read_as') or source['format'])}，{source['size']:,} 字节{_from(source)}"
        f"{_waiting_of(source)}）"
        for source in state["sources"]
    ]
    waiting, partial = state["refused"]["waiting"], state["refused"]["partial"]
    split = f"：退回的 {waiting - partial:,} 行，已收而缺一部分的 {partial:,} 行" if waiting else ""
    lines.append(f"待更正的行 {waiting:,} 行{split}")
    for row in state["refused"]["first"]:
        lines.append(f"  {row['file']} 第 {row['row']} 行：{'；'.join(row['reasons'])}")
    if state["refused"]["waiting"] > len(state["refused"]["first"]):
        lines.append("  ……")
    if state["refused"]["abroad"]:
        lines.append(f"外国的权利 {state['refused']['abroad']:,} 行，不属于登记范围，不必更正，不在待更正之列")
    if state["refused"]["corrected"]:
        lines.append(f"已由后来的来源更正的行 {state['refused']['corrected']:,} 行")
    lines += [
        f"已搁置的行：{one['file']} 第 {one['line']} 行：{one['reason']}（{one['day']}）"
        for one in state["set_aside"][:MOST_LISTED]
    ]
    if len(state["set_aside"]) > MOST_LISTED:
        lines.append(f"已搁置的共 {len(state['set_aside']):,} 行")
    lines += [
        f"已撤回的{TABLES[one['table']].zh} {one['key']}：{one['reason']}（{one['day']}，{one['file']} 第 {one['row']} 行）"
        for one in state["withdrawn"][:MOST_LISTED]
    ]
    if len(state["withdrawn"]) > MOST_LISTED:
        lines.append(f"已撤回的共 {len(state['withdrawn']):,} 行")
    differing = state["disagreements"]
    lines.append(f"来源所称状态与法律事件不一致 {differing['count']:,} 件（按各来源自己的日期比较，不随查看的日子变）")
    for case in differing["first"][:MOST_LISTED]:
        lines.append(
            f"  {case['file']} 第 {case['row']} 行 {case['right_id']}：称“{case['claimed']}”，按事件在 {case['as_of']} {case['by_events']}"
        )
    return lines


def _from(source: dict[str, Any]) -> str:
    return f"，来自 {source['place']}" if source.get("place") else ""


def _waiting_of(source: dict[str, Any]) -> str:
    return f"，待更正 {source['waiting']:,} 行" if source.get("waiting") else ""


def _first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in ("file", "table", "row", "reasons")} for row in rows[:MOST_LISTED]]
