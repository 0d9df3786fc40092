"""The marks of a snapshot as they are compared: their words as runs of characters, and for each character the marks that have it.

A million marks take about as many bytes as sixteen times their characters. Nothing is compared pair by pair: marks that share
enough with a sign are counted from the lists of its characters, and only those are looked at.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.engine.views import literal, literals, over
from zhixian.core.kernel.regions import region_range
from zhixian.core.look_alike.characters import comparable_char
from zhixian.core.look_alike.signs import Sign
from zhixian.core.registry.discontinued import discontinued_on
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import MARK_KINDS

Whole = np.ndarray[Any, Any]
_LETTERS = (ord("A"), ord("Z"))
_BREAK = ord("\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a snapshot on a day. `seen` is when it came to light: the day of registration, else of filing."""

    right_id: str
    number: str
    title: str
    kind: str
    gi: bool
    """Whether it is a geographical indication."""
    classes: tuple[str, ...]
    holder: str
    holder_name: str
    filed: date | None
    registered: date | None
    state: str
    """in_force, pending or ended."""

    @property
    def seen(self) -> date | None:
        """When it came to light."""
        return self.registered or self.filed


class Marks:
    """Marks by row of an Arrow table with the columns of `Mark`, in which `classes` is one text joined by semicolons."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._codes, self._owner = _runs(table["title"].to_pylist())
        self._first = np.searchsorted(self._owner, np.arange(table.num_rows + 1))
        self._chars = np.flatnonzero(np.bincount(self._codes)).astype(np.uint32)
        order = np.argsort(_numbered(self._codes, self._chars), kind="stable")
        self._having = self._owner[order]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(self._codes)[self._chars])])

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def told(self, row: int) -> str:
        """The words of a mark as they are compared."""
        return "".join(map(chr, self._codes[self._first[row] : self._first[row + 1]]))

    def mark(self, row: int) -> Mark:
        """One of them."""
        facts = {name: self.table[name][row].as_py() for name in self.table.column_names}
        return Mark(**facts | {"classes": tuple(filter(None, (facts["classes"] or "").split(";")))})

    def with_char(self, char: str) -> Whole:
        """Rows whose words have a character, as often as they have it."""
        place = int(np.searchsorted(self._chars, ord(char)))
        if place == len(self._chars) or self._chars[place] != ord(char):
            return self._having[:0]
        return self._having[self._starts[place] : self._starts[place + 1]]

    def worth_a_look(self, sign: Sign) -> list[int]:
        """Rows that may come close to a sign, by its characters, its spelling and its places."""
        counts = np.zeros(len(self), dtype=np.uint8)
        for near in sign.near:
            here = np.zeros(len(self), dtype=bool)
            for char in near:
                here[self.with_char(char)] = True
            counts += here
        rows = [np.flatnonzero(counts >= max(sign.least, 1))] if sign.core else []
        rows += [self._with_all(place) for place in sign.place_words]
        rows += [np.array(self._in_letters.get(word, []), dtype=np.int64) for word in sign.letters]
        return [int(row) for row in np.unique(np.concatenate(rows))] if rows else []

    def among(self, rows: Sequence[int], *, since: date | None = None, but: str = "") -> list[int]:
        """Those of some rows that came to light on or after a day and are not of a holder, in their order; all where neither is given."""
        told = np.array(rows, dtype=np.int64)
        if since is not None:
            told = told[self._seen[told] >= np.datetime64(since, "D")]
        if but:
            told = told[self._holders[told] != but]
        return [int(row) for row in told]

    @cached_property
    def _seen(self) -> Whole:
        """When each came to light, as `Mark.seen`; not a time, which is neither before nor after a day, where that is not known."""
        days = pc.coalesce(self.table["registered"], self.table["filed"])
        return np.asarray(days.to_numpy().astype("datetime64[D]"))

    @cached_property
    def _holders(self) -> Whole:
        return np.asarray(self.table["holder"].to_numpy(zero_copy_only=False))

    def _with_all(self, word: str) -> Whole:
        """Rows that have every character of a word."""
        rarest = sorted((self.with_char(char) for char in set(word)), key=len)
        rows = np.unique(rarest[0])
        for others in rarest[1:]:
            rows = rows[np.isin(rows, others)]
        return rows

    @cached_property
    def _in_letters(self) -> Mapping[str, Sequence[int]]:
        """Rows of the marks whose words are letters only."""
        other = (self._codes < _LETTERS[0]) | (self._codes > _LETTERS[1])
        plain = np.bincount(self._owner, minlength=len(self)) > 0
        plain[self._owner[other]] = False
        found: dict[str, list[int]] = defaultdict(list)
        for row in np.flatnonzero(plain).tolist():
            found[self.told(row)].append(row)
        return found


def _runs(titles: Iterable[str | None]) -> tuple[Whole, Whole]:
    """The characters of all titles one after the other as they are compared, and whose each is."""
    joined = "\n".join((title or "").replace("\n", " ") for title in titles)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    owner = np.cumsum(codes == _BREAK, dtype=np.int32)
    kinds = np.flatnonzero(np.bincount(codes))
    plain = np.zeros(int(kinds[-1]) + 1 if len(kinds) else 1, dtype=np.uint32)
    plain[kinds] = [ord(comparable_char(chr(code)) or "\0") for code in kinds]
    codes = plain[codes]
    return codes[codes > 0], owner[codes > 0]


def _numbered(codes: Whole, kinds: Whole) -> Whole:
    """Each code as its place among the kinds, in two bytes where they hold it: those are put in order in one pass."""
    place = np.zeros(int(kinds[-1]) + 1 if len(kinds) else 1, dtype=np.uint16 if len(kinds) < 1 << 16 else np.uint32)
    place[kinds] = np.arange(len(kinds))
    return place[codes]


def marks_of(snapshot: Snapshot, *, as_of: date) -> Marks:
    """The marks of a snapshot that are in force or applied for on a day."""
    return _kept(snapshot.path("rights").parent, as_of)


@lru_cache(maxsize=3)
def _kept(folder: Path, as_of: date) -> Marks:
    with _opened(folder) as con:
        query = f"{_columns(as_of, MARK_KINDS)} WHERE state <> 'ended' ORDER BY right_id"
        return Marks(con.execute(query).to_arrow_table())


def protected(
    snapshot: Snapshot, *, as_of: date, region: str = "", holders: Collection[str] = (), rights: Collection[str] = ()
) -> list[Mark]:
    """What is to be watched: geographical indications of a region and marks of some holders, in force or applied for, and rights
    by id or number whatever they are; by title and number."""
    wanted = [f"{name} IN ({literals(rights)})" for name in _CALLED if rights]
    wanted += [f"state <> 'ended' AND kind <> 'gi_product' AND holder IN ({literals(holders)})"] if holders else []
    if region:
        first, end = (literal(code) for code in region_range(region))
        wanted += [f"state <> 'ended' AND gi AND region >= {first} AND region < {end}"]
    if not wanted:
        return []
    with _opened(snapshot.path("rights").parent) as con:
        query = f"{_columns(as_of, (*MARK_KINDS, 'gi_product'))} WHERE {' OR '.join(f'({one})' for one in wanted)} ORDER BY title, number"
        table = con.execute(query).to_arrow_table()
    whole = Marks(table)
    return [whole.mark(row) for row in range(len(whole))]


_CALLED = ("right_id", "number", "split_part(number, '/', 1)")
"""How a right may be called: a mark also without its class."""


def _opened(folder: Path) -> AbstractContextManager[Any]:
    return over({table: folder / f"{table}.parquet" for table in ("rights", "parties", "events", "spans")})


def _columns(as_of: date, kinds: Collection[str]) -> str:
    told = _MARKS.format(day=f"DATE '{as_of.isoformat()}'", kinds=literals(kinds))
    return f"SELECT * EXCLUDE (region) FROM ({told})"  # noqa: S608 -- our own words


_MARKS = f"""
SELECT r.right_id, coalesce(r.number, r.right_id) AS number, coalesce(r.title, '') AS title, r.kind,
    coalesce(r.gi, false) OR r.kind = 'gi_product' AS gi, r.classes, coalesce(s.holder, r.holder, '') AS holder,
    coalesce(p.name, '') AS holder_name, coalesce(s.region, r.region, '') AS region, r.filed,
    coalesce(s.start, CASE WHEN r.registered <= {{day}} THEN r.registered END) AS registered,
    CASE WHEN s.start IS NULL THEN CASE WHEN r.registered <= {{day}} OR d.day IS NOT NULL THEN 'ended' ELSE 'pending' END
        WHEN s."end" IS NULL OR {{day}} < s."end" THEN 'in_force' ELSE 'ended' END AS state
FROM rights AS r
LEFT JOIN (
    SELECT right_id, arg_max(holder, start) AS holder, arg_max(region, start) AS region, min(start) AS start,
        nullif(max(coalesce("end", DATE '9999-12-31')), DATE '9999-12-31') AS "end"
    FROM spans WHERE start <= {{day}} GROUP BY right_id
) AS s ON s.right_id = r.right_id
LEFT JOIN ({discontinued_on("{day}")}) AS d ON d.right_id = r.right_id
LEFT JOIN parties AS p ON p.party_id = coalesce(s.holder, r.holder)
WHERE r.kind IN ({{kinds}}) AND (r.filed IS NULL OR r.filed <= {{day}})
"""  # noqa: S608 -- our own words
