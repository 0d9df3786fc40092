"""Marks for the tests of look-alikes: a table as the snapshot gives it, by words alone."""

from datetime import date

import pyarrow as pa

from zhixian.core.look_alike.marks import Marks

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("right_id", "number", "title", "kind")]
    + [("gi", pa.bool_())]
    + [(name, pa.string()) for name in ("classes", "holder", "holder_name")]
    + [("filed", pa.date32()), ("registered", pa.date32()), ("state", pa.string())]
)


def mark_row(title, number="1", **more):
    """One mark of class 29, registered in 2020 by somebody else."""
    return {
        "right_id": f"R{number}",
        "number": number,
        "title": title,
        "kind": "trademark",
        "gi": False,
        "classes": "29",
        "holder": "other",
        "holder_name": "别的公司",
        "filed": date(2019, 3, 1),
        "registered": date(2020, 1, 1),
        "state": "in_force",
        **more,
    }


def marks_called(*titles, **more):
    """Marks with these words, numbered from 1."""
    return marks_in([mark_row(title, str(place), **more) for place, title in enumerate(titles, 1)])


def marks_in(rows):
    """Marks of such rows."""
    return Marks(pa.Table.from_pylist(rows, schema=SCHEMA))
