"""Which files a path means, and which importer reads each."""

import errno
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.canonical import is_table_file
from zhixian.core.registry.sources import MANUAL, readable_name, reading
from zhixian.core.registry.staging import Explaining, Importer

HEAD_BYTES = 65_536
KINDS_ZH = "检索系统的导出表（xlsx、xls、csv）、专利或商标 XML（可压缩为 zip）、填报模板、标准表"
LABEL_FILE = "label.txt"
"""In an imported folder: each line is a label that must stand beside every number, such as 合成数据."""

TEXTS = (".csv", ".tsv", ".txt", ".parquet")
BESIDE_TABLES = "与标准表放在同一目录，不是标准表也不是工作簿，没有导入；要导入请另放一个目录，或单独写出它的名称"
"""Of workbooks beside tables everybody sees that they are more than notes; of a folder or a text nobody does."""
OPEN_FILE = "~$"
"""Begins the name of what Office lays beside a file while somebody has it open."""


class Unrecognised(Refusal):
    """Nobody reads files of this sort: beside others in a folder such a file is only passed over."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file to import, and the labels of the folder it came in; `named` when the user named it, not only its folder.

    `shown` is what messages call it where its name alone could be another file's.
    """

    path: Path
    labels: tuple[str, ...]
    named: bool = True
    shown: str = ""

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.shown or readable_name(self.path)


@dataclass(frozen=True, slots=True)
class _Passed:
    """Something in a folder that is passed over, before it has a name of its own."""

    path: Path
    why: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is not imported, and why: one stray document stops nothing.

    `unreadable` when it looked like something to import and could not be read: then something is missing.
    """

    file: str
    why: str
    unreadable: bool = False


def skipped_for(called: str, refusal: Refusal) -> Skipped:
    """A file of a folder passed over for a refusal."""
    if isinstance(refusal, Unrecognised):
        return Skipped(called, refusal.why)
    return Skipped(called, str(Refusal(refusal.why, expected=refusal.expected)), unreadable=True)


def placed(refusal: Refusal, file: Given) -> Refusal:
    """The refusal of a file with a name that no other file of the same run has."""
    name = readable_name(file.path)
    if file.called == name:
        return refusal
    rest = refusal.where.removeprefix(name) if refusal.where.startswith(name) else ""
    return Refusal(refusal.why, where=file.called + rest, expected=refusal.expected)


def choose(
    paths: Sequence[Path], kind: str, importers: Sequence[Importer], *, each_alone: bool = False
) -> tuple[list[tuple[Given, Importer]], list[Skipped]]:
    """Each file meant with its importer, and what is passed over. Raises Refusal when nothing can be imported.

    A file that the user named must be recognised; one that only lies in a folder is skipped when it is not, and with
    `each_alone` a named one too.
    """
    of_kind(kind, importers)
    given, skipped = expand(paths)
    if each_alone:
        given = [replace(file, named=False, shown="") for file in given]
    chosen = []
    for file in given:
        try:
            chosen.append((file, choose_importer(file.path, kind, importers)))
        except Refusal as refusal:
            if file.named or len(given) == 1:
                raise placed(refusal, file) from None
            skipped.append(skipped_for(file.called, refusal))
    if not chosen:
        raise none_of(paths, skipped)
    return chosen, skipped


def none_of(paths: Sequence[Path], skipped: Sequence[Skipped]) -> Refusal:
    """What to say when not one file of the folders could be taken."""
    where = "、".join(readable_name(path) for path in paths)
    broken = [skip for skip in skipped if skip.unreadable]
    if broken:
        return Refusal(
            f"没有一个读得出的文件（{'；'.join(f'{skip.file}：{skip.why}' for skip in broken)}）", where=where
        )
    listed = "、".join(skip.file for skip in skipped)
    return Refusal(f"没有一个认得的文件（找到：{listed}）", where=where, expected=KINDS_ZH)


def expand(paths: Sequence[Path]) -> tuple[list[Given], list[Skipped]]:
    """The files meant, in the order given, those of a folder by name, and what is passed over.

    Raises Refusal when there is none.
    """
    found = [file for path in paths for file in _named(path)]
    given = [file for file in found if isinstance(file, Given)]
    if not given:
        raise Refusal("没有可导入的文件", where="、".join(readable_name(path) for path in paths), expected=KINDS_ZH)
    apart = dict(zip((one.path for one in found), told_apart([one.path for one in found]), strict=True))
    skipped = [Skipped(apart[one.path], one.why, one.unreadable) for one in found if isinstance(one, _Passed)]
    return [replace(file, shown=apart[file.path]) for file in given], skipped


def told_apart(paths: Sequence[Path]) -> list[str]:
    """A name for each: its own, and where others have the same, with as many of the folders above as part it from them."""
    lengths = dict.fromkeys(paths, 1)
    while same := _alike(lengths):
        longer = {path: min(lengths[path] + 1, len(path.parts)) for path in same}
        if all(lengths[path] == length for path, length in longer.items()):
            break
        lengths |= longer
    return [_end_of(path, lengths[path]) for path in paths]


def _alike(lengths: Mapping[Path, int]) -> list[Path]:
    """Paths whose ends of these lengths are those of others too."""
    by_end: defaultdict[str, list[Path]] = defaultdict(list)
    for path, length in lengths.items():
        by_end[_end_of(path, length)].append(path)
    return [path for paths in by_end.values() if len(paths) > 1 for path in paths]


def _end_of(path: Path, length: int) -> str:
    return "/".join(readable_name(Path(part)) for part in path.parts[-length:]) or readable_name(path)


def _named(path: Path) -> Iterator[Given | _Passed]:
    if path.is_file():
        yield Given(path, ())
    elif path.is_dir():
        yield from _inside(path, (), ())
    elif os.path.lexists(path):
        raise Refusal(_no_file(path), where=readable_name(path), expected="文件或目录")
    else:
        raise Refusal("找不到文件或目录", where=readable_name(path))


def _no_file(path: Path) -> str:
    try:
        path.stat()
    except OSError as error:
        looping = error.errno == errno.ELOOP
        return "是链接，绕成了圈，没有文件" if looping else "是链接，指向的文件不存在"
    return "不是普通文件，也不是目录"


def _inside(folder: Path, labels: tuple[str, ...], above: tuple[Path, ...]) -> Iterator[Given | _Passed]:
    """The files of a folder. `above` are the folders it lies in: a link back to one of them would lead round for ever."""
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        if not above:
            raise
        yield _Passed(folder, reading(error), unreadable=True)
        return
    above = (*above, folder.resolve())
    inside = [child for child in children if not child.name.startswith((".", OPEN_FILE)) and child.name != LABEL_FILE]
    labels += _labels(folder / LABEL_FILE)
    tables = [child for child in inside if child.is_file() and is_table_file(child)]
    for first, second in pairwise(tables):
        if first.stem == second.stem:
            raise Refusal(f"{first.name} 和 {second.name} 是同一张表", where=str(folder), expected="只留一个")
    for child in [*tables, *(child for child in inside if child not in tables)]:
        if tables and (child.is_dir() or (child not in tables and child.suffix.lower() in TEXTS)):
            yield _Passed(child, BESIDE_TABLES)
        else:
            yield from _child(child, labels, above)


def _child(child: Path, labels: tuple[str, ...], above: tuple[Path, ...]) -> Iterator[Given | _Passed]:
    if child.is_file():
        yield Given(child, labels, named=False)
    elif not child.is_dir():
        yield _Passed(child, _no_file(child), unreadable=child.is_symlink())
    elif child.resolve() in above:
        yield _Passed(child, "是链接，指回它所在的目录")
    else:
        yield from _inside(child, labels, above)


def _labels(path: Path) -> tuple[str, ...]:
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise Refusal("不是 UTF-8 文本", where=str(path)) from None
    return tuple(line.strip() for line in lines if line.strip())


def choose_importer(path: Path, kind: str, importers: Sequence[Importer]) -> Importer:
    """The importer the user named, else the first that recognises the file. Raises Refusal with the reason or the kinds."""
    if kind == MANUAL:
        return next(importer for importer in importers if importer.format == MANUAL)
    named = of_kind(kind, importers)
    head = _head(path)
    for importer in named:
        if importer.recognises(path, head):
            return importer
    if kind != "auto" and len(named) == 1:
        return named[0]
    if not head:
        sort = Refusal if path.suffix.lower() in (".xml", ".zip") else Unrecognised
        raise sort("文件是空的", where=readable_name(path), expected=KINDS_ZH)
    for importer in named:
        if isinstance(importer, Explaining) and (trouble := importer.trouble(path, head)):
            raise Refusal(trouble.why, where=readable_name(path), expected=trouble.expected)
    raise Unrecognised("认不出是哪种来源的文件", where=readable_name(path), expected=KINDS_ZH)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise Refusal(reading(error), where=readable_name(path), expected="可以读取的文件") from None


def of_kind(kind: str, importers: Sequence[Importer]) -> list[Importer]:
    """Importers that a --kind means. Raises Refusal listing the kinds."""
    named = [i for i in importers if kind in ("auto", MANUAL) or f"-{kind}-" in f"-{i.format}-"]
    if not named:
        kinds = "、".join(dict.fromkeys(importer.format for importer in importers))
        raise Refusal(f"没有“{kind}”这种来源", where="--kind", expected=f"auto 或 {kinds}")
    return named
