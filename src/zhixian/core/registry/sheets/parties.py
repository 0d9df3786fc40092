"""The parties a file names: each once, with the region of its latest filing."""

import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.sheets.cells import comparable, each
from zhixian.core.registry.sheets.vocabulary import kind_of_party
from zhixian.core.registry.staging import ROW, Stage

_SCHEMA = pa.schema(
    [
        ("party_id", pa.string()),
        ("name", pa.string()),
        ("region", pa.string()),
        ("filed", pa.date32()),
        (ROW, pa.int64()),
    ]
)
_MOST_LOOSE = 200_000
"""Rows gathered before they are boiled down to one for each party."""


class Parties:
    """Gathers names batch by batch in bounded memory, and stages them at the end."""

    def __init__(self) -> None:
        self._gathered: list[pa.Table] = []
        self._loose = 0

    def add(self, names: pa.Array, regions: pa.Array, filed: pa.Array, rows: pa.Array) -> pa.Array:
        """Take the names of a batch (null: none); returns their references."""
        key = comparable(names)
        references = pc.binary_join_element_wise(
            "name:", pc.if_else(pc.equal(key, ""), pa.scalar(None, pa.string()), key), ""
        )
        table = pa.table([references, names, regions, filed, rows], schema=_SCHEMA).filter(pc.is_valid(references))
        self._gathered.append(_boiled(table))
        self._loose += len(self._gathered[-1])
        if self._loose > _MOST_LOOSE:
            self._gathered = [_boiled(pa.concat_tables(self._gathered))]
            self._loose = 0
        return references

    def stage(self, stage: Stage) -> None:
        """Stage each party once."""
        if not self._gathered:
            return
        table = _boiled(pa.concat_tables(self._gathered))
        kinds = each(table["name"].combine_chunks(), kind_of_party, pa.string())
        stage.append("parties", table.drop_columns(["filed"]).append_column("kind", kinds))


def _boiled(table: pa.Table) -> pa.Table:
    """One row for each party: its first name, and the region of its latest filing that has one."""
    if not len(table):
        return table
    ordered = table.sort_by([(ROW, "ascending")])
    first = ordered.group_by("party_id", use_threads=False).aggregate([("name", "first"), (ROW, "first")])
    placed = table.filter(pc.is_valid(table["region"])).sort_by([("filed", "ascending"), (ROW, "ascending")])
    last = placed.group_by("party_id", use_threads=False).aggregate([("region", "last"), ("filed", "last")])
    joined = first.join(last, "party_id", join_type="left outer", use_threads=False)
    return pa.table(
        [joined["party_id"], joined["name_first"], joined["region_last"], joined["filed_last"], joined[f"{ROW}_first"]],
        schema=_SCHEMA,
    ).combine_chunks()
