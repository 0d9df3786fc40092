"""Rights of the county by number or name, for whoever reports an infringement."""

import unicodedata
from dataclasses import dataclass

import ibis.expr.types as ir

from zhixian.core.engine import connect, read
from zhixian.core.registry.kind_words import KIND_WORDS
from zhixian.web.registry.queries import current_snapshot

MOST = 8
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class FoundRight:
    """A right as the public knows it."""

    id: str
    kind: str
    number: str
    title: str
    holder: str

    @property
    def words(self) -> str:
        """`发明专利 201510000001 一种装置（某公司）`."""
        return f"{self.kind} {self.number} {self.title}（{self.holder}）".replace("（）", "").strip()


def find_rights(asked: str) -> list[FoundRight]:
    """Up to eight whose number, name or holder contains what was asked; none where there is no registry.

    Raises RegistryUnreadable.
    """
    asked = unicodedata.normalize("NFKC", asked).strip()
    rows = _named()
    if len(asked) < LEAST_LETTERS or rows is None:
        return []
    plain = asked.upper().removeprefix("ZL").replace(" ", "")
    fits = rows.number.contains(plain) | rows.title.contains(asked) | rows.holder_name.contains(asked)
    return _found(rows.filter(fits))


def right_of(right: str) -> FoundRight | None:
    """The right of that id, if the registry has it. Raises RegistryUnreadable."""
    rows = _named() if right else None
    found = [] if rows is None else _found(rows.filter(rows.right_id == right))
    return found[0] if found else None


def _named() -> ir.Table | None:
    """Rights with their holders' names; None where there is no registry."""
    snapshot = current_snapshot()
    if snapshot is None:
        return None
    con = connect("duckdb")
    rights, parties = read(con, snapshot.path("rights")), read(con, snapshot.path("parties"))
    holders = parties.select("party_id", holder_name=parties.name)
    return rights.left_join(holders, rights.holder == holders.party_id)


def _found(rows: ir.Table) -> list[FoundRight]:
    columns = rows.select("right_id", "kind", "number", "title", "holder_name")
    found = columns.order_by("number", "right_id").limit(MOST).to_pyarrow().to_pylist()
    return [
        FoundRight(
            row["right_id"],
            KIND_WORDS.get(row["kind"], row["kind"]),
            *(row[name] or "" for name in ("number", "title", "holder_name")),
        )
        for row in found
    ]
