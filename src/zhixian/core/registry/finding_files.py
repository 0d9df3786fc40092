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
KINDS_ZH = "检索系统的导出表（xlsx、xls、csv）、专利或商标 XML（可压缩为 zip）、填报模板、标准表"
LABEL_FILE = "label.txt"
"""In an imported folder: each line is a label that must stand beside every number, such as 合成数据."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file to import, and the labels of the folder it came in; `named` when the user named it, not only its folder."""

    path: Path
    labels: tuple[str, ...]
    named: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is not imported, and why: one stray document stops nothing."""

    path: Path
    why: str


def choose(
    paths: Sequence[Path], kind: str, importers: Sequence[Importer]
) -> tuple[list[tuple[Given, Importer]], list[Skipped]]:
    """Each file meant with its importer, and what is passed over. Raises Refusal when nothing can be imported.

    A file that the user named must be recognised; one that only lies in a folder is skipped when it is not.
    """
    _of_kind(kind, importers)
    given, skipped = expand(paths)
    chosen = []
    for file in given:
        try:
            chosen.append((file, choose_importer(file.path, kind, importers)))
        except Refusal as refusal:
            if file.named or len(given) == 1:
                raise
            skipped.append(Skipped(file.path, refusal.why))
    if not chosen:
        listed = "、".join(skip.path.name for skip in skipped)
        raise Refusal(
            f"没有一个认得的文件（找到：{listed}）", where="、".join(str(path) for path in paths), expected=KINDS_ZH
        )
    return chosen, skipped


def expand(paths: Sequence[Path]) -> tuple[list[Given], list[Skipped]]:
    """The files meant, in the order given, those of a folder by name, and those beside canonical tables.

    Raises Refusal when there is none.
    """
    found = [file for path in paths for file in _expand(path, (), named=True)]
    given = [file for file in found if isinstance(file, Given)]
    if not given:
        raise Refusal("没有可导入的文件", where="、".join(str(path) for path in paths), expected=KINDS_ZH)
    return given, [file for file in found if isinstance(file, Skipped)]


def _expand(path: Path, labels: tuple[str, ...], *, named: bool) -> Iterator[Given | Skipped]:
    if path.is_file():
        yield Given(path, labels, named)
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
        yield from _expand(child, labels, named=False)
    if tables:
        yield from (Skipped(child, "与标准表放在同一目录，没有导入") for child in inside if child not in tables)


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
    named = _of_kind(kind, importers)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for importer in named:
        if importer.recognises(path, head):
            return importer
    if kind != "auto" and len(named) == 1:
        return named[0]
    why = "文件是空的" if not head else "认不出是哪种来源的文件"
    raise Refusal(why, where=path.name, expected=KINDS_ZH)


def _of_kind(kind: str, importers: Sequence[Importer]) -> list[Importer]:
    """Importers that a --kind means. Raises Refusal listing the kinds."""
    named = [i for i in importers if kind in ("auto", MANUAL) or f"-{kind}-" in f"-{i.format}-"]
    if not named:
        kinds = "、".join(dict.fromkeys(importer.format for importer in importers))
        raise Refusal(f"没有“{kind}”这种来源", where="--kind", expected=f"auto 或 {kinds}")
    return named
