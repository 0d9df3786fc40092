"""Finds an enterprise or other party by what people type: a name, part of one, or a 统一社会信用代码."""

from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name, normalise_names

MOST_FOUND = 30
_SUFFIXES = ("有限责任公司", "股份有限公司", "有限公司", "公司")
"""What people leave out, longest first."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party as the registry knows it. `key` is the name made comparable."""

    id: str
    name: str
    kind: str | None
    region: str | None
    key: str


@lru_cache(maxsize=2)
def _parties(snapshot: str, path: str) -> tuple[Party, ...]:  # noqa: ARG001 -- the id, because a path alone may be made anew
    table = pq.read_table(path, columns=["party_id", "name", "kind", "region"])
    keys = normalise_names(table["name"].combine_chunks()) if len(table) else pa.array([], pa.string())
    return tuple(
        Party(**row)
        for row in table.rename_columns(["id", "name", "kind", "region"]).append_column("key", keys).to_pylist()
    )


def known_parties(snapshot: Snapshot) -> tuple[Party, ...]:
    """Every party of a snapshot, by id; read once and kept."""
    return _parties(snapshot.id, str(snapshot.path("parties")))


def party_of(snapshot: Snapshot, party: str) -> Party | None:
    """The party of that id."""
    return next((known for known in known_parties(snapshot) if known.id == party), None)


def find_parties(snapshot: Snapshot, text: str) -> list[Party]:
    """Those a text may mean, best first: the very name (or id) alone, else names without their legal form, else names that contain it.

    Brackets of either width, blanks and invisible characters make no difference. One character finds nothing but itself.
    """
    wanted = normalise_name(text)
    if not wanted:
        return []
    everyone = known_parties(snapshot)
    exact = [party for party in everyone if party.key == wanted or party.id == text.strip()]
    if exact:
        return exact
    core = _without_form(wanted)
    if len(core) < 2:
        return []
    same = [party for party in everyone if _without_form(party.key) == core]
    if same:
        return same
    return sorted((party for party in everyone if core in party.key), key=lambda party: _rank(party, core))


def _rank(party: Party, core: str) -> tuple[bool, bool, int, str]:
    """Names that begin with what was typed, then enterprises, then the shorter ones."""
    return not party.key.startswith(core), party.kind != "enterprise", len(party.key), party.key


def _without_form(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
