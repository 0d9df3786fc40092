"""Up to which day a snapshot knows what happened."""

from datetime import date

import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.registry.snapshot import Snapshot

DAYS = {
    "events": ("effective", "gazetted"),
    "rights": ("filed", "registered"),
    "loans": ("drawn",),
    "pledges": ("registered", "released"),
    "projects": ("completed",),
    "honours": ("awarded",),
}
"""Columns that tell of something that has happened; a day of expiry or a due day does not."""


def last_day_known(snapshot: Snapshot, *, no_later_than: date) -> date | None:
    """The latest day in the registry that is not after a day; None when nothing happened until then.

    Later days are passed over: they are slips of the pen, or a future that a rehearsal must not know.
    """
    found = []
    for table, columns in DAYS.items():
        rows = pq.read_table(snapshot.path(table), columns=list(columns))
        for column in columns:
            past = rows[column].filter(pc.less_equal(rows[column], no_later_than))
            if (day := pc.max(past).as_py()) is not None:
                found.append(day)
    return max(found, default=None)
