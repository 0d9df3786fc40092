"""The value indicators of every patent of an edition, written once beside it, so that a page reads a few rows and computes nothing."""

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.engine import ENGINE_TROUBLE
from zhixian.core.engine.views import over
from zhixian.core.landscape.asking import Asking
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.value import measuring
from zhixian.core.landscape.value.definitions import said_definitions
from zhixian.core.topics.topic import Topic

FOLDER = "values"
MOST_KEPT = 300_000
"""Records up to which everything is written: of a larger topic each page computes its own."""
_LAYOUT = 5
"""Grows when what is written is computed or laid out another way."""
_ROWS_OF_A_GROUP = 4_096
_WRITTEN = {"measured": measuring.measured, "ranked": measuring.every_rank}
Row = dict[str, Any]


def keep_values(topic: Topic) -> bool:
    """Write the indicators of a topic as of its own day; whether they lie there now. What is written of other editions goes but for
    the one before, which pages may still read."""
    place = _place(topic)
    if _is_whole(place):
        return True
    if int(topic.manifest["tables"]["records"]) > MOST_KEPT:
        return False
    asked = asking(topic)
    corner = place.with_name(f"{place.name}.new")
    shutil.rmtree(corner, ignore_errors=True)
    corner.mkdir(parents=True)
    for name, question in _WRITTEN.items():
        told = asked.arrow(question).sort_by("nr")
        pq.write_table(told, corner / f"{name}.parquet", row_group_size=_ROWS_OF_A_GROUP, compression="zstd")
    shutil.rmtree(place, ignore_errors=True)
    corner.rename(place)
    kept = {place.name, f"{topic.manifest.get('before')}{_suffix()}"}
    for other in place.parent.iterdir():
        if other.name not in kept:
            shutil.rmtree(other, ignore_errors=True)
    return True


def lacks_values(topic: Topic) -> bool:
    """Whether the indicators of a topic could lie there and do not."""
    return int(topic.manifest["tables"]["records"]) <= MOST_KEPT and not _is_whole(_place(topic))


def kept_values(asked: Asking, topic: Topic, nr: int) -> tuple[list[Row], list[Row]] | None:
    """The rows of `measuring.measured` and of `measuring.ranked` of one patent, where they are written as of the day that is asked for.

    The number stands in the statement: a first parameter makes DuckDB load pandas, which takes longer than the page may.
    """
    place = _place(topic)
    if asked.as_of != topic.as_of or not _is_whole(place):
        return None
    try:
        with over({name: place / f"{name}.parquet" for name in _WRITTEN}) as con:
            measured, ranked = (
                con.execute(f"FROM {name} WHERE nr = {int(nr)}").to_arrow_table().to_pylist() for name in _WRITTEN
            )
    except ENGINE_TROUBLE:  # cleared away or damaged meanwhile: computed anew
        return None
    return measured, ranked


def _place(topic: Topic) -> Path:
    return topic.folder.parent.parent / FOLDER / f"{topic.id}{_suffix()}"


def _suffix() -> str:
    version = "".join(letter for letter in said_definitions() if letter.isdigit())
    return f"-{_LAYOUT}-{version}"


def _is_whole(place: Path) -> bool:
    return all((place / f"{name}.parquet").exists() for name in _WRITTEN)
