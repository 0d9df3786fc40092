"""Honours (优势、示范、试点企业, 贯标) as the registry and a unit's register know them, told once.

Where both speak of the same honour, the registry's row stands: it comes from a kept file and incentives rest on it. What the
register has besides counts too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.analysis.finding import known_parties
from zhixian.core.catalogue import HERE
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.scorecards.subjects import Holders, Rows

CHECK = "honour_in_registry"
REGISTER = "honours"
"""The register in which units keep honours, where the place has it."""
BOTH, REGISTRY, KEPT = "登记数据和台账", "登记数据", "荣誉台账"


@dataclass(frozen=True, slots=True)
class Word:
    """A level or kind of honours, and the words by which a text tells it."""

    id: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Honour:
    """An honour of a party; `level` and `kind` are empty where its name tells neither. `until` is its last day."""

    party: str
    name: str
    level: str
    kind: str
    awarded: date | None
    until: date | None
    document: str
    told_by: str

    def holds(self, day: date) -> bool:
        """Whether it stands on a day, for all that is known."""
        return (self.awarded is None or self.awarded <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How honours are told apart."""

    levels: tuple[Word, ...]
    kinds: tuple[Word, ...]

    def read(self, text: str) -> tuple[str, str]:
        """Level and kind of an honour by its name or code; a kind without levels, such as a certificate, has none."""
        kind = next((kind.id for kind in self.kinds if any(word in text for word in kind.words)), "")
        level = next((level.id for level in self.levels if any(word in text for word in level.words)), "")
        return (level, kind) if kind else ("", "")

    def called(self, level: str, kind: str) -> str:
        """An honour in words: 省级优势企业."""
        names = {word.id: word.name for word in (*self.levels, *self.kinds)}
        return names.get(level, "") + names.get(kind, kind)

    def named(self, text: str) -> str:
        """An honour by its name, or what its code is called."""
        level, kind = self.read(text) if text.isascii() else ("", "")
        return self.called(level, kind) if kind else text


@cache
def vocabulary() -> Vocabulary:
    """The words that ship. Raises Refusal with every fault."""
    path = HERE / "honours.yaml"
    return read_vocabulary(path)


def read_vocabulary(path: Path) -> Vocabulary:
    """The words in a file."""
    with reading_whole(path) as node:
        return Vocabulary(*(tuple(map(_word, node.nodes(name))) for name in ("levels", "kinds")))


def _word(node: Node) -> Word:
    word = Word(node.text("id"), node.text("name"), node.texts("words"))
    node.done()
    return word


def honours_known(snapshot: Snapshot | None, rows: Rows) -> list[Honour]:
    """Every honour of a party that the registry or the register knows, each once, by party and day."""
    found = list(_of_registry(snapshot)) if snapshot else []
    known = {(honour.party, honour.level, honour.kind, honour.awarded): place for place, honour in enumerate(found)}
    for honour in _of_register(snapshot, rows):
        place = known.get((honour.party, honour.level, honour.kind, honour.awarded))
        if place is None:
            found.append(honour)
        else:
            found[place] = replace(found[place], told_by=BOTH)
    return sorted(found, key=lambda one: (one.party, one.awarded or date.min, one.name))


def _of_registry(snapshot: Snapshot) -> Iterator[Honour]:
    for row in pq.read_table(snapshot.path("honours")).to_pylist():
        if row["party"]:
            level, kind = vocabulary().read(row["honour"])
            name = vocabulary().named(row["honour"])
            yield Honour(row["party"], name, level, kind, row["awarded"], row["until"], row["document"] or "", REGISTRY)


def _of_register(snapshot: Snapshot | None, rows: Rows) -> Iterator[Honour]:
    """Rows about somebody whom the registry does not know are kept under the name that the row gives."""
    finding = Holders.among(known_parties(snapshot) if snapshot else ())
    for row in rows.get(REGISTER, ()):
        party = finding.of(row["holder"], row.get("holder_code") or "")
        yield Honour(
            party=party.id if party else row["holder"],
            name=row.get("title") or vocabulary().called(row["level"], row["kind"]),
            level=row["level"] if row["level"] != "none" else "",
            kind=row["kind"],
            awarded=_day(row, "awarded_on"),
            until=_day(row, "until"),
            document=row.get("document") or "",
            told_by=KEPT,
        )


def _day(row: Any, field: str) -> date | None:
    return date.fromisoformat(row[field]) if row.get(field) else None


def held_by(honours: Sequence[Honour], parties: set[str], *, as_of: date) -> list[Honour]:
    """Those that stand on the day, of these parties."""
    return [honour for honour in honours if honour.party in parties and honour.holds(as_of)]


def check_honours(snapshot: Snapshot, rows: Sequence[Mapping[str, Any]]) -> list[list[Finding]]:
    """What the registry says to each row of the register: whether it knows the holder and the honour, and tells of it otherwise."""
    finding = Holders.among(known_parties(snapshot))
    known = list(_of_registry(snapshot))
    return [list(_checked(row, finding, known)) for row in rows]


def _checked(row: Mapping[str, Any], finding: Holders, known: Sequence[Honour]) -> Iterator[Finding]:
    party = finding.of(row["holder"], row.get("holder_code") or "")
    if party is None:
        yield Finding(CHECK, f"登记数据里没有叫“{row['holder']}”的主体，评价时算不到谁头上", grave=False)
        return
    level = "" if row["level"] == "none" else row["level"]
    same = [honour for honour in known if (honour.party, honour.level, honour.kind) == (party.id, level, row["kind"])]
    meant = [honour for honour in same if honour.awarded and honour.awarded.isoformat() == row["awarded_on"]]
    if not same:
        yield Finding(CHECK, "登记数据里没有这一项，评价和阶梯按本台账算", grave=False)
    elif not meant:
        days = "、".join(str(honour.awarded or "日期不详") for honour in same)
        yield Finding(
            CHECK, f"登记数据里同样的荣誉认定日是 {days}，不是 {row['awarded_on']}：是两次认定，还是写错了一处"
        )
    elif meant[0].until and row.get("until") and meant[0].until.isoformat() != row["until"]:
        yield Finding(CHECK, f"登记数据里有效期至 {meant[0].until}，这里是 {row['until']}；评价按登记数据算")
