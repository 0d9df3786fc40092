"""Topics as they lie in a data folder: each a folder of immutable editions, one of them current."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import locked
from zhixian.core.registry.snapshot import CURRENT, MANIFEST, current_id, damaged_files, list_snapshots
from zhixian.core.topics.days import exported_all, remarks, told_until, until_words

FOLDER = "topics"
LAYOUT = "zhixian topic 5"
"""Grows when an edition's tables or counts are made another way; editions of before are read, and say so."""
BEGUN = "BEGUN"
"""Stands in a topic's folder while its first edition is being made."""
REMOVED = "REMOVED"
"""Stands in the folder of a topic that is taken away, until all else of it has gone."""
_NAME = re.compile(r"[\w（）()·-][\w（）()·. -]{0,59}")
_EXPECTED = "1 至 60 个汉字、字母、数字，可以有 - _ ( ) · 和空格，例如 电解铜箔"


class UnknownTopic(Refusal):
    """There is no topic of the name."""


@dataclass(frozen=True)
class Topic:
    """One edition of a topic. `manifest` tells what it was made of, how much was merged and what may be shown."""

    name: str
    id: str
    folder: Path
    manifest: dict[str, Any] = field(repr=False)

    def path(self, table: str) -> Path:
        """The Parquet file of one of its tables."""
        return self.folder / f"{table}.parquet"

    @property
    def as_of(self) -> date:
        """The day that the topic tells of."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def known_until(self) -> date:
        """The day up to which it knows what was published, granted and cited: its own, or that of the latest export where somebody said it;
        else the last that its files tell of, since they do not say of which day they are. Nothing is known of the days after it."""
        last = told_until(self.manifest.get("days"))
        return min(self.as_of, date.fromisoformat(last)) if last else self.as_of

    @property
    def exported(self) -> tuple[date, ...]:
        """The different days of its exports, the earliest first; none where nobody said that of some file."""
        return tuple(map(date.fromisoformat, exported_all(self.manifest.get("days"))))

    @property
    def until_words(self) -> str:
        """The last day that its sources know, called what it is; nothing where none is known."""
        return until_words(self.manifest.get("days"))

    @property
    def is_current(self) -> bool:
        """Whether it was made by the rules of now."""
        return bool(self.manifest.get("layout", LAYOUT) == LAYOUT)

    @property
    def remarks(self) -> list[str]:
        """What its day means for its numbers, in sentences."""
        return remarks_of(self.manifest)

    @property
    def shows_raw(self) -> bool:
        """Whether the terms of its sources allow its rows to be shown, or only figures of our own."""
        return bool(self.manifest["shows_raw"])

    @property
    def labels(self) -> list[str]:
        """What must be said wherever a figure of it shows, such as 合成数据."""
        return list(self.manifest["labels"])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table: for small ones."""
        told: list[dict[str, Any]] = pq.read_table(self.path(table)).to_pylist()
        return told


def remarks_of(manifest: Mapping[str, Any]) -> list[str]:
    """The same of its manifest, or of what is kept of it."""
    current = manifest.get("layout", LAYOUT) == LAYOUT
    return remarks(manifest.get("days"), date.fromisoformat(manifest["as_of"]), current=current)


def home_of(data: Path, name: str) -> Path:
    """The folder of a topic, which need not be there. Raises Refusal for a name that no folder should have."""
    if not _NAME.fullmatch(name) or name != name.strip():
        raise Refusal(f"专题库不能叫“{name}”", expected=_EXPECTED)
    return data / FOLDER / name


def current_edition(home: Path) -> str | None:
    """Id of the current edition in a topic's folder; None where there is none yet. Raises Refusal when CURRENT is damaged."""
    try:
        return current_id(home)
    except Refusal as refusal:
        raise Refusal(refusal.why, where=refusal.where, expected=_which(home)) from None


def _which(home: Path) -> str:
    """How a topic learns again which edition is current."""
    editions = "、".join(list_snapshots(home)) or "（没有）"
    return f"从备份恢复 {CURRENT}，或在其中写上一个版本的编号（现有：{editions}）；不要了则移走这个目录"


def refuse_lost(home: Path) -> None:
    """Raises Refusal where editions, sources or decisions lie that no current edition speaks for, unless a first run left them."""
    if current_edition(home) or (home / BEGUN).exists():
        return
    kept = [*home.glob("snapshots/*"), *home.glob("sources/*"), *home.glob("*.csv")]
    if kept:
        raise Refusal(
            f"专题库“{home.name}”的文件还在，但缺少 {CURRENT}，不知道哪一版是现行的",
            where=str(home),
            expected=_which(home),
        )


def remove_topic(data: Path, name: str) -> None:
    """Take a topic away with all its editions and sources; nothing to do where there is none. Raises Busy while it is being made."""
    home = home_of(data, name)
    if home.exists():
        with locked(home, f"删除专题库“{name}”"):
            _clear(home)


@contextmanager
def marked_as_removed(data: Path, name: str) -> Iterator[None]:
    """Hold a topic's folder while whoever keeps the topic lets it go; a mark stays, so that what is killed before `clear_removed` is found.

    An error takes the mark away. Raises Busy, with nothing marked, while another process has the folder.
    """
    home = home_of(data, name)
    if not home.exists():
        yield
        return
    with locked(home, f"删除专题库“{name}”"):
        (home / REMOVED).touch()
        try:
            yield
        except Exception:  # a process that is told to stop may have let it go already
            (home / REMOVED).unlink(missing_ok=True)
            raise


def clear_removed(data: Path, name: str) -> None:
    """Remove the files of a topic that is marked, its mark last."""
    home = home_of(data, name)
    if (home / REMOVED).exists():
        _clear(home)


def removed_topics(data: Path) -> list[str]:
    """The names of topics that are marked and still lie there."""
    return sorted(mark.parent.name for mark in (data / FOLDER).glob(f"*/{REMOVED}"))


def _clear(home: Path) -> None:
    for path in home.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != REMOVED:
            path.unlink()
    shutil.rmtree(home)


def topics(data: Path) -> tuple[list[Topic], list[Refusal]]:
    """The current edition of every topic that can be opened, by name, and why the others cannot."""
    found, passed_over = [], []
    for home in sorted((data / FOLDER).glob("*")):
        try:
            refuse_lost(home)
            if current_edition(home):
                found.append(open_topic(data, home.name))
        except Refusal as refusal:
            passed_over.append(refusal)
    return found, passed_over


def _names(data: Path) -> list[str]:
    return sorted(home.name for home in (data / FOLDER).glob("*") if (home / CURRENT).exists())


def open_topic(data: Path, name: str, edition: str | None = None, *, damaged_too: bool = False) -> Topic:
    """An edition of a topic, the current one by default. Raises UnknownTopic when it is not there, Refusal when it is not whole.

    `damaged_too` takes one with missing or cut-off tables, to make it again.
    """
    home = home_of(data, name)
    edition = edition or current_edition(home)
    if edition is None:
        refuse_lost(home)
        known = "、".join(_names(data)) or "（没有）"
        raise UnknownTopic(
            f"没有专题库“{name}”", where=str(data), expected=f"先用 zhixian topic make 建立；现有：{known}"
        )
    folder = home / "snapshots" / edition
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        expected = f"从备份恢复，或移走 {home} 后重新建立"
        raise Refusal("专题库的清单读不出", where=str(folder / MANIFEST), expected=expected) from None
    if "query" not in manifest:
        raise Refusal("这是登记数据的快照，不是专题库的版本", where=str(folder), expected=_which(home))
    broken = [] if damaged_too else damaged_files(folder, manifest)
    if broken:
        expected = f"用 zhixian topic refresh {name} 重新生成"
        raise Refusal(f"专题库缺少文件或文件损坏：{'、'.join(broken)}", where=str(folder), expected=expected)
    return Topic(name, edition, folder, manifest)
