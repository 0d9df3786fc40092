"""The index: built once, changed rather than built where little changed, and built anew when it is spoiled."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_index import RIGHTS, right, small

from zhixian.core.search import index as indexing
from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index
from zhixian.core.search.schema import FORMAT

DAY = date(2020, 6, 30)


def totals(searchable):
    return {query: find(searchable, query, as_of=DAY).total for query in ("", "铜箔", "紫金矿业", "状态:有效", "新")}


def put(path, content):
    """Another file in the place of one: cutting a file that is mapped would end the process."""
    path.unlink()
    path.write_bytes(content)


def built(monkeypatch):
    """Counts the documents that are written into an index."""
    written = []
    monkeypatch.setattr(
        indexing, "as_json", lambda rows, write=indexing.as_json: written.extend(row[1] for row in rows) or write(rows)
    )
    return written


def test_it_is_built_once(tmp_path, monkeypatch):
    written = built(monkeypatch)
    snapshot = small(tmp_path)
    first = open_index(tmp_path, snapshot)
    assert first.note == ""
    assert len(written) == len(RIGHTS) + 2
    assert totals(open_index(tmp_path, snapshot)) == totals(first)
    assert len(written) == len(RIGHTS) + 2


def test_progress_is_told(tmp_path):
    steps = []
    open_index(tmp_path, small(tmp_path), progress=lambda done, total: steps.append((done, total)))
    assert steps == [(9, 9)]


@pytest.mark.parametrize("spoil", ["cut", "remove", "garbage", "flip", "manifest", "list", "no names"])
def test_a_spoiled_index_is_built_anew_and_said_so(tmp_path, spoil):
    snapshot = small(tmp_path)
    expected = totals(open_index(tmp_path, snapshot))
    [place] = [path for path in (tmp_path / "search").iterdir() if path.is_dir()]
    biggest = max(
        (path for path in place.iterdir() if path.suffix not in (".json", ".parquet")),
        key=lambda path: path.stat().st_size,
    )
    whole = bytearray(biggest.read_bytes())
    if spoil == "cut":
        put(biggest, whole[:-10])
    elif spoil == "remove":
        biggest.unlink()
    elif spoil == "flip":
        whole[len(whole) // 2] ^= 0xFF
        put(biggest, whole)
    elif spoil == "garbage":
        put(place / "meta.json", b"x" * (place / "meta.json").stat().st_size)
    else:
        put(place / "search.json", {"manifest": b"{", "list": b"[]", "no names": b'{"gone": 0, "files": []}'}[spoil])
    again = open_index(tmp_path, snapshot)
    assert again.note in ("检索索引不完整或有改动，已重建", "检索索引损坏，已重建")
    assert totals(again) == expected
    assert open_index(tmp_path, snapshot).note == ""


def test_only_what_changed_is_written(tmp_path, monkeypatch):
    more = [right(f"N{nth}", "invention", "", f"装置第{nth}号", "H02J7/00", "2016-01-01", "P1") for nth in range(30)]
    open_index(tmp_path, small(tmp_path, rights=[*RIGHTS, *more], name="before"))
    changed = [
        {**row, "title": "一种新铜箔"} if row["right_id"] == "R3" else row for row in RIGHTS if row["right_id"] != "R7"
    ]
    added = right("R8", "invention", "CN202010000004.5", "新装置", "H02J7/00", "2020-03-01", "P1")
    rights = [*changed, *more, added]
    written = built(monkeypatch)
    later = open_index(tmp_path, small(tmp_path, rights=rights, name="later"))
    assert sorted(written) == ["R3", "R8"]
    alone = tmp_path / "alone"
    assert totals(later) == totals(open_index(alone, small(alone, rights=rights)))
    assert totals(later)[""] == len(rights)


def test_one_that_has_little_in_common_is_built_from_nothing(tmp_path, monkeypatch):
    open_index(tmp_path, small(tmp_path, name="before"))
    written = built(monkeypatch)
    open_index(tmp_path, small(tmp_path, rights=[{**row, "title": "别的"} for row in RIGHTS], name="later"))
    assert len(written) == len(RIGHTS) + 2


def test_the_index_before_stays_and_older_ones_go(tmp_path):
    for name in ("one", "two", "three"):
        open_index(tmp_path, small(tmp_path, name=name))
    kept = {path.name for path in (tmp_path / "search").iterdir() if path.is_dir()}
    assert kept == {f"two-{FORMAT}", f"three-{FORMAT}"}


def test_two_that_ask_at_once_build_it_once(tmp_path, monkeypatch):
    written = built(monkeypatch)
    snapshot = small(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: totals(open_index(tmp_path, snapshot)), range(4)))
    assert found == [found[0]] * 4
    assert len(written) == len(RIGHTS) + 2


def test_a_builder_that_was_killed_leaves_nothing_in_the_way(tmp_path):
    (tmp_path / "search" / ".work").mkdir(parents=True)
    (tmp_path / "search" / ".work" / "half").write_text("x", encoding="utf-8")
    assert totals(open_index(tmp_path, small(tmp_path)))[""] == len(RIGHTS)


def test_a_registry_without_rights_answers_with_nothing(tmp_path):
    empty = open_index(tmp_path, small(tmp_path, rights=[], spans=[]))
    found = find(empty, "铜箔", as_of=DAY)
    assert (found.total, found.hits) == (0, [])
