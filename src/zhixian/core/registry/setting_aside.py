"""Officers' word that a waiting row is not going to be corrected: kept as a source of its own, so that it can be taken back."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import ROW, Stage
from zhixian.core.registry.status import waiting_rows

NAME = "搁置.jsonl"


class SetAsideImporter:
    """The words of officers, one line each."""

    format = "set_aside"
    version = "1"

    def recognises(self, path: Path, head: bytes) -> bool:
        """Never by itself: they are written by the program."""
        del path, head
        return False

    def stage(self, path: Path, stage: Stage, *, progress: Progress) -> None:
        """Take the lines; they are no rows of the registry, and no report counts them."""
        del progress
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows = [
            {**{name: line[name] for name in ("source", "sheet", "line", "restored", "reason")},
             "day": date.fromisoformat(line["day"]), ROW: number}
            for number, line in enumerate(lines, start=1)
        ]  # fmt: skip
        stage.append_rows("set_aside", rows)


def chosen_rows(snapshot: Snapshot, file: Path, row: int, *, sheet: str, restored: bool) -> list[dict[str, Any]]:
    """The waiting rows, or those set aside, that are meant by a file and a row. Raises Refusal when there is none, or several."""
    known = snapshot.manifest.get("set_aside", []) if restored else _waiting(snapshot)
    found = [
        line for line in known if (line["file"], line["line"]) == (file.name, row) and sheet in ("", line["sheet"])
    ]
    where = f"{file} 第 {row} 行"
    if not found:
        why = "没有搁置过这一行" if restored else "这一行不在待更正之列"
        raise Refusal(why, where=where, expected="照 zhixian registry status 列出的文件名和行号写")
    found = _of_one_source(snapshot, found, file, where)
    if len(sheets := dict.fromkeys(line["sheet"] for line in found)) > 1:
        raise Refusal("几张工作表都有这一行", where=where, expected=f"用 --sheet 写明 {'、'.join(sheets)} 之一")
    return found


def _of_one_source(snapshot: Snapshot, found: list[dict[str, Any]], file: Path, where: str) -> list[dict[str, Any]]:
    """Those of the newest edition of the file; of several folders the one that is named."""
    sources = {source["sha256"]: (at, source["place"]) for at, source in enumerate(snapshot.manifest["sources"])}
    came = {line["source"]: sources[line["source"].partition("-")[0]] for line in found}
    if len({folder for _, folder in came.values()}) > 1:
        home = str(file.resolve().parent)
        came = {source: (at, folder) for source, (at, folder) in came.items() if folder == home}
        if not came:
            raise Refusal("有几个来源都叫这个名字", where=where, expected="连同导入时所在的目录一起写")
    newest = max(came, key=lambda source: came[source])
    return [line for line in found if line["source"] == newest]


def _waiting(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for line in waiting_rows(snapshot):
        if "source" in line:  # a snapshot of before that was told has none
            yield {"source": line["source"], "sheet": line.get("sheet", ""), "line": line["row"], "file": line["file"]}
