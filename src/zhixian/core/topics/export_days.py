"""The day of an export, as whoever gives the file says it: never after the real day, nor before a day that its own rows tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.sources import Source
from zhixian.core.topics.document import Document, sheet_beside
from zhixian.core.topics.impossible_days import DAYS


def said_of(path: Path, exported: Mapping[Path, date]) -> date | None:
    """The day that was said of a file, or of a folder above it."""
    return next((exported[place] for place in (path, *path.parents) if place in exported), None)


def refuse_ahead(exported: Iterable[date], real: date) -> None:
    """Raises Refusal for a day of an export that is still to come on the `real` day."""
    last = max(exported, default=real)
    if last > real:
        raise Refusal(f"导出日 {last} 晚于今天（{real}）", expected="检索系统导出这些文件的那一天，不晚于今天")


def as_kept(source: Source, exported: Mapping[Source, date]) -> dict[str, Any]:
    """A source as the manifest of an edition keeps it: `exported` is ISO, null where nobody said the day."""
    day = exported.get(source)
    return asdict(source) | {"exported": day.isoformat() if day else None}


def kept_sources(entries: Sequence[Mapping[str, Any]]) -> dict[Source, date | None]:
    """The sources of a manifest in their order, with the days of their exports; builds of before kept none."""
    return dict(map(_kept, entries))


def _kept(entry: Mapping[str, Any]) -> tuple[Source, date | None]:
    told = {name: value for name, value in entry.items() if name != "exported"}
    day = entry.get("exported")
    return Source(**{**told, "labels": tuple(told["labels"])}), date.fromisoformat(day) if day else None


@dataclass(slots=True)
class Held:
    """The rows of a file held against the day that was said of its export. `rows` tell a later one of filing, publication or grant,
    the latest of them is `day`, in `place`.

    Such rows refuse the day rather than are refused by it: a slip in the day would leave out all that is new in the file. Legal events are not
    held against it, for an export tells beforehand when a licence begins or a term ends.
    """

    called: str
    exported: date
    rows: int = 0
    day: date = date.min
    place: str = ""
    column: str = ""

    def through(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The same documents, noted as they pass."""
        for document in documents:
            later = {column: day for column in DAYS if (day := getattr(document, column)) and day > self.exported}
            self.rows += bool(later)
            for column, day in later.items():
                if day > self.day:
                    row = f"第 {document.row} 行" if document.row else ""
                    self.day, self.column = day, column
                    self.place = " ".join(filter(None, (self.called, sheet_beside(self.called, document.sheet), row)))
            yield document


@dataclass(slots=True)
class Holding:
    """All files of one making whose days were said in it."""

    files: list[Held] = field(default_factory=list)

    def hold(self, called: str, exported: date) -> Held:
        """Begin with a file."""
        self.files.append(Held(called, exported))
        return self.files[-1]

    def refuse_earlier(self) -> None:
        """Raises Refusal where a row tells of a day after its export, with the row of the latest."""
        wrong = [held for held in self.files if held.rows]
        if not wrong:
            return
        worst = max(wrong, key=lambda held: held.day)
        files = f"，{len(wrong)} 个文件是这样" if len(wrong) > 1 else ""
        raise Refusal(
            f"{DAYS[worst.column]}是 {worst.day}，晚于所说的导出日 {worst.exported}（共 {sum(held.rows for held in wrong):,} 行晚于它{files}）",
            where=worst.place,
            expected=f"不早于 {worst.day} 的导出日，或者不写；这一格的日期有误的，先改正文件",
        )
