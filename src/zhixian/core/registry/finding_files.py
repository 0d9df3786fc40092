"""Which files a path means, and which importer reads each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.canonical import is_table_file
from zhixian.core.registry.sources import MANUAL
from zhixian.core.registry.staging import Importer

HEAD_BYTES = 65_536
LABEL_FILE = "label.txt"
"""In an imported folder: each line is a label that must stand beside every number, such as 合成数据."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file to import, and the labels of the folder it came in."""

    path: Path
    labels: tuple[str, ...]


def expand(paths: Sequence[Path]) -> list[Given]:
    """The files meant, in the order given, those of a folder by name. Raises Refusal when there is none."""
    given = [file for path in paths for file in _expand(path, ())]
    if not given:
        raise Refusal("没有可导入的文件", where="、".join(str(path) for path in paths))
    return given


def _expand(path: Path, labels: tuple[str, ...]) -> Iterator[Given]:
    if path.is_file():
        yield Given(path, labels)
        return
    if not path.is_dir():
        raise Refusal("找不到文件或目录", where=str(path))
    inside = [child for child in sorted(path.iterdir()) if not child.name.startswith(".") and child.name != LABEL_FILE]
    labels += _labels(path / LABEL_FILE)
    tables = [child for child in inside if child.is_file() and is_table_file(child)]
    for first, second in pairwise(tables):
        if first.stem == second.stem:
            raise Refusal(f"{first.name} 和 {second.name} 是同一张表", where=str(path), expected="只留一个")
    for child in tables or inside:
        yield from _expand(child, labels)


def _labels(path: Path) -> tuple[str, ...]:
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise Refusal("不是 UTF-8 文本", where=str(path)) from None
    return tuple(line.strip() for line in lines if line.strip())


def choose_importer(path: Path, kind: str, importers: Sequence[Importer]) -> Importer:
    """The importer the user named, else the first that recognises the file. Raises Refusal listing the kinds."""
    if kind == MANUAL:
        return next(importer for importer in importers if importer.format == MANUAL)
    named = [i for i in importers if kind == "auto" or f"-{kind}-" in f"-{i.format}-"]
    kinds = "、".join(dict.fromkeys(importer.format for importer in importers))
    if not named:
        raise Refusal(f"没有“{kind}”这种来源", where="--kind", expected=f"auto 或 {kinds}")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for importer in named:
        if importer.recognises(path, head):
            return importer
    if kind != "auto" and len(named) == 1:
        return named[0]
    why = "文件是空的" if not head else "认不出是哪种来源的文件"
    raise Refusal(why, where=path.name, expected=f"{kinds}；或用 --kind 指明")
