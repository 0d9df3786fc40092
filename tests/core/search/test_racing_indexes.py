"""Indexes that several processes build, read, spoil and give up at the same time."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_index import RIGHTS, right, small

from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index
from zhixian.core.search.schema import FORMAT

DAY = date(2020, 6, 30)
MOST_WAIT = 60.0
QUERIES = ("", "铜箔", "紫金矿业", "状态:有效", "新")
OPENS = """
import json, sys, time
from datetime import date
from pathlib import Path
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index

data, name, stays = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "stays"
steps = []

def progress(done, total):
    steps.append(done)
    (data / f"{name}.begun").touch()
    while stays:
        time.sleep(0.01)

(data / f"{name}.{sys.argv[4]}.ready").touch()
while not (data / "go").exists():
    time.sleep(0.001)
opened = open_index(data, Snapshot(name, data / "snapshots" / name, {}), progress=progress)
totals = [find(opened, query, as_of=date(2020, 6, 30)).total for query in sys.argv[5:]]
print(json.dumps({"steps": steps, "note": opened.note, "totals": totals}))
"""

CUTS = """
import threading
from zhixian.core.search.words import cut, places_of_units, words_asked

gate, faults = threading.Barrier(8), []

def work():
    gate.wait()
    try:
        for _ in range(30):
            cut("一种高强度锂离子电池制备系统")
            words_asked("一种铜箔表面处理")
            places_of_units("卷积神经网络")
    except BaseException as fault:
        faults.append(fault)

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not faults, faults
"""


def totals(opened):
    return [find(opened, query, as_of=DAY).total for query in QUERIES]


def wait_for(*paths):
    until = time.monotonic() + MOST_WAIT
    while not all(path.exists() for path in paths):
        assert time.monotonic() < until, paths
        time.sleep(0.005)


@contextmanager
def opening(data: Path, *names: str, stays: bool = False) -> Iterator[list[subprocess.Popen[str]]]:
    """A process for each named snapshot, all let go at once; one that stays is stuck in the middle of its building."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OPENS, str(data), name, "stays" if stays else "goes", str(nth), *QUERIES],
            stdout=subprocess.PIPE,
            text=True,
        )
        for nth, name in enumerate(names)
    ]
    try:
        wait_for(*(data / f"{name}.{nth}.ready" for nth, name in enumerate(names)))
        (data / "go").touch()
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


def answers(running):
    told = [process.communicate(timeout=MOST_WAIT)[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return [json.loads(one) for one in told]


def place_of(data, name):
    return data / "search" / f"{name}-{FORMAT}"


def test_processes_that_ask_at_once_build_it_once(tmp_path):
    snapshot = small(tmp_path)
    with opening(tmp_path, *["test"] * 3) as running:
        told = answers(running)
    assert sorted(len(one["steps"]) for one in told) == [0, 0, 1]
    assert [one["note"] for one in told] == [""] * 3
    assert [one["totals"] for one in told] == [totals(open_index(tmp_path, snapshot))] * 3


def test_processes_that_find_it_spoiled_build_it_anew_once_and_say_so(tmp_path):
    snapshot = small(tmp_path)
    expected = totals(open_index(tmp_path, snapshot))
    (place_of(tmp_path, "test") / "meta.json").write_text("{", encoding="utf-8")
    with opening(tmp_path, *["test"] * 2) as running:
        told = answers(running)
    assert sum(len(one["steps"]) for one in told) == 1
    builder = next(one for one in told if one["steps"])
    assert builder["note"] == "检索索引不完整或有改动，已重建"
    assert [one["totals"] for one in told] == [expected] * 2
    assert open_index(tmp_path, snapshot).note == ""


def test_threads_that_cut_the_first_texts_at_once_do_not_disturb_each_other():
    for _ in range(4):
        subprocess.run([sys.executable, "-c", CUTS], check=True, timeout=MOST_WAIT)


def test_indexes_of_two_snapshots_built_at_once_do_not_mix(tmp_path):
    one = small(tmp_path, name="one")
    two = small(tmp_path, name="two", rights=[{**row, "title": "新装置"} for row in RIGHTS])
    with opening(tmp_path, "one", "two") as running:
        told = answers(running)
    assert [len(process["steps"]) for process in told] == [1, 1]
    assert [process["totals"] for process in told] == [totals(open_index(tmp_path, made)) for made in (one, two)]
    assert told[0]["totals"] != told[1]["totals"]
    assert not (tmp_path / "search" / ".work").exists()


def test_who_reads_goes_on_reading_while_it_is_built_anew(tmp_path):
    snapshot = small(tmp_path)
    reader = open_index(tmp_path, snapshot)
    expected = totals(reader)
    place = place_of(tmp_path, "test")
    before = place.stat().st_ino
    next(path for path in place.iterdir() if path.suffix == ".store").unlink()
    seen = 0
    with opening(tmp_path, "test") as running:
        while running[0].poll() is None:
            assert totals(reader) == expected
            seen += 1
        assert answers(running)[0]["note"] == "检索索引不完整或有改动，已重建"
    assert place.stat().st_ino != before
    assert seen > 1
    assert totals(reader) == expected
    assert [hit.facts["right_id"] for hit in find(reader, "铜尾矿", as_of=DAY).hits] == ["R3"]


def test_who_reads_an_index_that_is_cleared_away_goes_on_reading(tmp_path):
    reader = open_index(tmp_path, small(tmp_path, name="first"))
    expected = totals(reader)
    for name in ("second", "third"):
        open_index(tmp_path, small(tmp_path, name=name))
    assert not place_of(tmp_path, "first").exists()
    assert totals(reader) == expected


def test_a_builder_that_is_killed_leaves_the_index_before_as_it_was(tmp_path):
    before = small(tmp_path, name="before")
    expected = totals(open_index(tmp_path, before))
    added = right("R8", "invention", "CN202010000004.5", "新装置", "H02J7/00", "2020-03-01", "P1")
    later = small(tmp_path, name="later", rights=[*RIGHTS, added])
    with opening(tmp_path, "later", stays=True) as [builder]:
        wait_for(tmp_path / "later.begun")
        assert not place_of(tmp_path, "later").exists()
        still = open_index(tmp_path, before)
        assert (still.note, totals(still)) == ("", expected)
        builder.kill()
        builder.wait(MOST_WAIT)
    still = open_index(tmp_path, before)
    assert (still.note, totals(still)) == ("", expected)
    whole = open_index(tmp_path, later)
    assert whole.note == ""
    assert totals(whole)[0] == expected[0] + 1
    assert not (tmp_path / "search" / ".work").exists()


def test_a_builder_that_is_killed_in_building_anew_is_followed_by_the_next(tmp_path):
    snapshot = small(tmp_path)
    expected = totals(open_index(tmp_path, snapshot))
    (place_of(tmp_path, "test") / "meta.json").unlink()
    with opening(tmp_path, "test", stays=True) as [builder]:
        wait_for(tmp_path / "test.begun")
        builder.kill()
        builder.wait(MOST_WAIT)
    again = open_index(tmp_path, snapshot)
    assert again.note == "检索索引不完整或有改动，已重建"
    assert totals(again) == expected


@pytest.mark.parametrize(
    "suffix", [".term", ".idx", ".pos", ".fast", ".fieldnorm", ".store", "meta.json", "keys.parquet"]
)
def test_whichever_file_is_missing_it_is_built_anew_and_the_answer_says_so(tmp_path, suffix):
    snapshot = small(tmp_path)
    expected = totals(open_index(tmp_path, snapshot))
    [lost] = [path for path in place_of(tmp_path, "test").iterdir() if path.name.endswith(suffix)]
    lost.unlink()
    again = open_index(tmp_path, snapshot)
    assert find(again, "铜箔", as_of=DAY).notes == ["检索索引不完整或有改动，已重建"]
    assert totals(again) == expected
