"""The shared strings of a workbook as one column."""

from typing import IO

import pyarrow as pa

from zhixian.core.registry.sheets.xlsx.pieces import Damaged, pieces
from zhixian.core.registry.sheets.xlsx.tags import STRING, Tags, texts
from zhixian.core.registry.sheets.xlsx.values import checked, unescaped

_MOST_BYTES = 1 << 31
"""One column of text holds no more."""


def shared_strings(file: IO[bytes]) -> pa.Array:
    """Every string in its place; empty ones are null. Raises Damaged."""
    parts, size = [pa.array([], pa.string())], 0
    for piece in pieces(file, inside=b"sst", element=b"si"):
        tags = Tags.of(piece)
        held = texts(tags, tags.which(STRING))
        place = held.place
        parts.append(unescaped(checked(held.column.take(pa.array(place, mask=place < 0)))))
        size += parts[-1].nbytes
        if size >= _MOST_BYTES:
            raise Damaged(f"共享字符串超过 {_MOST_BYTES >> 30} GB")
    return pa.concat_arrays(parts)
