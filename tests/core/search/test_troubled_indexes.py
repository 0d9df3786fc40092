"""Indexes that cannot be written, builders that are stopped, processes that are forked: what is said, and that nothing stays behind."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_index import RIGHTS, right, small

from zhixian.core.search import finding
from zhixian.core.search import index as indexing
from zhixian.core.search.finding import find
from zhixian.core.search.index import FOLDER, IndexTrouble, open_index, open_whole
from zhixian.core.search.schema import FORMAT

DAY = date(2020, 6, 30)
MOST_WAIT = 60.0
IN_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.index import IndexTrouble, open_index

data = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    open_index(data, Snapshot("test", data / "snapshots" / "test", {}))
except IndexTrouble as trouble:
    print(trouble)
"""
FORKS = """
import os, sys
from datetime import date
from pathlib import Path
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search import finding
from zhixian.core.search.index import open_index

data = Path(sys.argv[1])
finding._MANY_COUNTED, finding._WORTH_KEEPING = 1, 10**9
os.cpu_count = lambda: 2
opened = open_index(data, Snapshot("test", data / "snapshots" / "test", {}))
before = finding.find(opened, "", as_of=date(2020, 6, 30)).facets
child = os.fork()
if child == 0:
    os._exit(0 if finding.find(opened, "", as_of=date(2020, 6, 30)).facets == before else 3)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=MOST_WAIT,
        check=True,
    ).stdout


@pytest.mark.parametrize("room", [100, 600, 1500])
def test_where_the_disk_takes_no_more_it_is_said_and_nothing_stays(tmp_path, room):
    snapshot = small(tmp_path)
    said = run(IN_LITTLE_ROOM, tmp_path, room)
    assert said.startswith(f"{tmp_path / FOLDER}：检索索引还没有建立，现在也建不成（文件太大）。应为：这个目录可以写入")
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [".lock"]
    assert find(open_index(tmp_path, snapshot), "铜箔", as_of=DAY).total == 1


def test_a_spoiled_index_that_cannot_be_built_anew_is_told_as_such(tmp_path):
    snapshot = small(tmp_path)
    open_index(tmp_path, snapshot)
    place = tmp_path / FOLDER / f"test-{FORMAT}"
    (place / "meta.json").unlink()
    assert "检索索引不完整或有改动，现在也建不成" in run(IN_LITTLE_ROOM, tmp_path, 600)
    assert place.exists()
    assert open_whole(tmp_path, snapshot) is None
    assert open_index(tmp_path, snapshot).note == "检索索引不完整或有改动，已重建"
    assert open_whole(tmp_path, snapshot) is not None


def test_where_no_folder_can_be_made_it_is_said(tmp_path):
    (tmp_path / FOLDER).write_text("")
    with pytest.raises(IndexTrouble, match="现在也建不成（已经存在）"):
        open_index(tmp_path, small(tmp_path))


def test_who_only_reads_writes_nothing(tmp_path, monkeypatch):
    snapshot = small(tmp_path)
    open_index(tmp_path, snapshot)

    def locked(_folder):
        raise OSError

    monkeypatch.setattr(indexing, "_locked", locked)
    assert find(open_index(tmp_path, snapshot), "铜箔", as_of=DAY).total == 1


def test_nobody_writes_into_the_files_of_an_index_by_mistake(tmp_path):
    open_index(tmp_path, small(tmp_path))
    own = [path for path in (tmp_path / FOLDER / f"test-{FORMAT}").iterdir() if not path.name.startswith(".")]
    assert {path.suffix for path in own if path.stat().st_mode & 0o222 == 0} >= {
        ".idx",
        ".pos",
        ".term",
        ".fast",
        ".store",
    }


def test_a_builder_that_is_stopped_leaves_neither_files_nor_threads(tmp_path):
    snapshot = small(tmp_path)

    def stop(_done, _total):
        raise KeyboardInterrupt

    before = threads()
    with pytest.raises(KeyboardInterrupt):
        open_index(tmp_path, snapshot, progress=stop)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [".lock"]
    assert {name for name in threads() if "index" in name or "merge" in name or "segment" in name} <= before
    assert find(open_index(tmp_path, snapshot), "", as_of=DAY).total == len(RIGHTS)


def threads():
    """The names of all threads of this process, those of the index too."""
    return {path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")}


def test_a_process_that_was_forked_counts_facets_with_threads_of_its_own(tmp_path):
    small(tmp_path)
    run(FORKS, tmp_path)


def test_facets_are_counted_alone_where_no_thread_can_be_begun(tmp_path, monkeypatch):
    opened = open_index(tmp_path, small(tmp_path))
    expected = find(opened, "", as_of=DAY).facets

    class Ended:
        def submit(self, *_given):
            raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    monkeypatch.setattr(finding, "_MANY_COUNTED", 1)
    monkeypatch.setattr(finding.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(finding, "_counters", Ended)
    assert find(opened, "", as_of=DAY).facets == expected


def test_what_was_taken_out_again_and_again_is_once_left_behind(tmp_path):
    more = [right(f"N{nth}", "invention", "", f"装置第{nth}号", "H02J7/00", "2016-01-01", "P1") for nth in range(40)]
    taken_out = []
    for turn in range(6):
        changed = [
            {**row, "title": f"{row['title']}改{turn}"} if nth < 5 * turn else row for nth, row in enumerate(more)
        ]
        opened = open_index(tmp_path, small(tmp_path, rights=[*RIGHTS, *changed], name=f"s{turn}"))
        taken_out.append(opened.gone)
        assert find(opened, "", as_of=DAY).total == len(RIGHTS) + len(more)
        assert find(opened, f"改{turn}", as_of=DAY).total == 5 * turn
    assert max(taken_out) <= 0.3 * (len(RIGHTS) + len(more) + 2)
    assert taken_out[1] == 5


def test_another_page_of_a_question_counts_nothing_anew(tmp_path, monkeypatch):
    opened = open_index(tmp_path, small(tmp_path))
    counted = []
    monkeypatch.setattr(finding, "_WORTH_KEEPING", 3)
    monkeypatch.setattr(finding, "_facets", lambda *given, count=finding._facets: counted.append(1) or count(*given))
    first, second = (find(opened, "类型:发明", as_of=DAY, first=at, limit=1) for at in (0, 1))
    assert (first.facets, first.holders) == (second.facets, second.holders)
    assert [hit.facts["right_id"] for hit in first.hits] != [hit.facts["right_id"] for hit in second.hits]
    first.facets["kind"].clear()
    assert find(opened, "类型:发明", as_of=DAY).facets == second.facets
    assert len(counted) == 1
    narrowed = find(opened, "类型:发明", as_of=date(2017, 6, 30))
    assert narrowed.facets != second.facets
    find(opened, "铜箔", as_of=DAY)
    find(opened, "铜箔", as_of=DAY)
    assert len(counted) == 3 + (narrowed.total < 3)
