"""What officers mean by the keys that they write: rights by id or number, parties by id or a name that some file calls them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.numbers import application
from zhixian.core.registry.staging import party_ref
from zhixian.core.registry.tables import TABLES

_NEAREST = "right_id <> part, number IS DISTINCT FROM part, number IS NOT DISTINCT FROM patent"
_PREFIXES = (
    f"SELECT right_id, number, r.{ORD}, array_to_string(list_slice(string_split(number, '/'), 1, n), '/') AS head "
    "FROM m_rights AS r, unnest(range(1, len(string_split(number, '/')))) AS t(n) WHERE contains(number, '/')"
)
"""A mark's number stands before its class: 1234567/35."""


@dataclass(frozen=True, slots=True)
class KeysMeant:
    """All keys of the withdrawals, looked up at once; what nobody knows means itself."""

    rights: dict[str, str] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)

    def of(self, tbl: str, shown: str) -> Iterable[list[str | None]]:
        """What each part of a key may mean: one thing, but for a registration in several classes that is pledged as a whole."""
        for column, part in zip(TABLES[tbl].key, parts(tbl, shown), strict=False):
            if part is None:
                yield [None]
            elif column in ("right_id", "right"):
                yield [*self._pledged(part)] if tbl == "pledges" else [self.rights.get(part, part)]
            else:
                yield [self.parties.get(part, part) if column == "party" else part]

    def _pledged(self, part: str) -> list[str]:
        """A mark's number without a class means all of its classes, as it does where it is pledged."""
        right, classes = self.rights.get(part, part), self.classes.get(part, [])
        return classes if right in classes else [right]


def parts(tbl: str, shown: str) -> list[str | None]:
    """The parts of a key as an officer writes them; too few are filled up with nothing."""
    given = [part.strip() or None for part in shown.replace(";", "；").split("；")]
    return given + [None] * (len(TABLES[tbl].key) - len(given))


def look_up(bench: Bench, keys: Iterable[tuple[str, str]]) -> KeysMeant:
    """`keys` are (table, key as shown). Rights and parties have to be merged."""
    rights: set[str] = set()
    parties: set[str] = set()
    for tbl, shown in keys:
        for column, part in zip(TABLES[tbl].key, parts(tbl, shown), strict=False):
            if part is not None and column in ("right_id", "right"):
                rights.add(part)
            elif part is not None and column == "party":
                parties.add(part)
    meant = KeysMeant(parties=_parties(bench, sorted(parties)) if parties else {})
    if rights:
        _look_up_rights(bench, sorted(rights), meant)
    return meant


def _look_up_rights(bench: Bench, asked: Sequence[str], meant: KeysMeant) -> None:
    """By id, else by number; a mark's without its class is the first of them, a patent's of old may lack its check digit."""
    bench.register("asked", pa.table({"part": asked, "patent": [application(part).normal or part for part in asked]}))
    bench.run(
        f"CREATE TEMP TABLE headed AS SELECT a.part, a.patent, r.right_id, r.number, r.{ORD} "
        f"FROM asked AS a JOIN ({_PREFIXES}) AS r ON r.head = a.part"
    )
    same = " UNION ALL ".join(
        f"SELECT a.part, a.patent, r.right_id, r.number, r.{ORD} FROM asked AS a JOIN m_rights AS r ON r.{theirs} = a.{ours}"
        for theirs in ("right_id", "number")
        for ours in ("part", "patent")
    )
    meant.rights.update(
        bench.rows(
            f"SELECT part, right_id FROM ({same} UNION ALL SELECT * FROM headed) "
            f"QUALIFY row_number() OVER (PARTITION BY part ORDER BY {_NEAREST}, {ORD}) = 1"
        )
    )
    for part, right in bench.rows(f"SELECT part, right_id FROM headed ORDER BY {ORD}"):
        meant.classes.setdefault(part, []).append(right)
    bench.drop("headed")


def _parties(bench: Bench, asked: Sequence[str]) -> dict[str, str]:
    """By id, else by a name that some file calls it."""
    bench.register("asked", pa.table({"part": asked, "ref": [party_ref(part) for part in asked]}))
    if bench.one("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'party_of'"):
        named = "SELECT a.part, p.id FROM asked AS a JOIN party_of AS p ON p.ref = a.ref"
    else:
        named = "SELECT a.part, p.party_id AS id FROM asked AS a JOIN m_parties AS p ON p.name = a.part"
    by_name = dict(bench.rows(f"SELECT part, min(id) FROM ({named}) GROUP BY part"))
    by_id = bench.rows("SELECT a.part, a.part FROM asked AS a JOIN m_parties AS p ON p.party_id = a.part")
    return by_name | dict(by_id)
