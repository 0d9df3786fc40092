"""The parties a file names: each once, with the region of its latest filing."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.sheets.cells import each
from zhixian.core.registry.sheets.vocabulary import kind_by_key
from zhixian.core.registry.staging import ROW, Stage

_SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("name", pa.string()),
        ("region", pa.string()),
        ("filed", pa.date32()),
        (ROW, pa.int64()),
    ]
)
_LONG_AGO = -(2**31)
_MOST_LOOSE = 200_000
"""Rows gathered before they are boiled down to one for each party."""


def named(keys: pa.Array, names: pa.Array, regions: pa.Array, filed: pa.Array, rows: pa.Array) -> pa.Table:
    """The parties that a batch names, each once; `keys` are the names made comparable, null where there is none."""
    table = pa.table([keys, names, regions, filed, rows], schema=_SCHEMA)
    return _boiled(table.filter(pc.is_valid(keys)))


class Parties:
    """Gathers names batch by batch in bounded memory, and stages them at the end."""

    def __init__(self) -> None:
        self._gathered: list[pa.Table] = []
        self._loose = 0

    def add(self, parties: pa.Table) -> None:
        """Take the parties of a batch as `named` gives them."""
        self._gathered.append(parties)
        self._loose += len(parties)
        if self._loose > _MOST_LOOSE:
            self._gathered = [_boiled(pa.concat_tables(self._gathered))]
            self._loose = 0

    def stage(self, stage: Stage) -> None:
        """Stage each party once."""
        if not self._gathered:
            return
        table = _boiled(pa.concat_tables(self._gathered)).combine_chunks()
        references = pc.binary_join_element_wise("name:", table["key"], "")
        kinds = each(table["key"].combine_chunks(), kind_by_key, pa.string())
        stage.append(
            "parties",
            table.drop_columns(["filed", "key"]).append_column("kind", kinds).append_column("party_id", references),
        )


def _boiled(table: pa.Table) -> pa.Table:
    """One row for each party: its first name, and the region of its latest filing that has one."""
    if not len(table):
        return table
    table = table.combine_chunks()
    coded = table["key"].combine_chunks().dictionary_encode()
    code = coded.indices.to_numpy()
    rows = table[ROW].to_numpy()
    days = pc.fill_null(table["filed"].cast(pa.int32()), _LONG_AGO).to_numpy()
    by_row = np.argsort(rows, kind="stable")
    first = np.empty(len(coded.dictionary), np.int64)
    first[code[by_row[::-1]]] = by_row[::-1]  # of repeated places the last assignment stays
    placed = np.flatnonzero(pc.is_valid(table["region"]).to_numpy())
    by_day = placed[np.lexsort((rows[placed], days[placed]))]
    latest = np.full(len(coded.dictionary), -1, np.int64)
    latest[code[by_day]] = by_day
    first, latest = first[order := np.argsort(rows[first], kind="stable")], latest[order]
    last = pa.array(latest, mask=latest < 0)
    chosen = table.take(pa.array(first))
    return pa.table(
        [chosen["key"], chosen["name"], table["region"].take(last), table["filed"].take(last), chosen[ROW]],
        schema=_SCHEMA,
    )
