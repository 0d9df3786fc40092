"""The data folder survives: kills, two at once, a full disk; sources stay as they came."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from small_registry import PARTIES, RIGHTS, take, write_csv, write_folder

from zhixian.cli import main
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry import folder as folder_module
from zhixian.core.registry import publishing
from zhixian.core.registry import snapshot as snapshot_module
from zhixian.core.registry.folder import Busy, locked, replace_text
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import composing, intake, rebuild, set_rows_aside
from zhixian.core.registry.publishing import content_id
from zhixian.core.registry.setting_aside import chosen_rows
from zhixian.core.registry.snapshot import CURRENT, current, list_snapshots, open_snapshot
from zhixian.core.registry.status import status, status_lines, waiting_rows


def sound(data):
    """The current snapshot is whole: its tables are what its name says, spans and cube are there."""
    snapshot = current(data)
    assert content_id(snapshot.folder) == snapshot.id
    assert all(snapshot.path(name).stat().st_size for name in ("spans", "cube"))
    return snapshot


KILLED = """
import os
import signal
import sys
from pathlib import Path
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
data, path, stop = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
count = 0
def watch(event, given):
    global count
    if event != "os.rename" or not os.fspath(given[1]).startswith(data):
        return
    if count == stop:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    print(Path(given[1]).relative_to(data), flush=True)
chosen = importers()
sys.addaudithook(watch)
import_paths([path], data=Path(data), importers=chosen)
"""
"""Prints what is put in its place in the data folder; killed as it is about to put the one numbered `stop`."""


def _killed(data, path, *, stop):
    """What had been put in its place before the kill, and how the process ended."""
    command = [sys.executable, "-c", KILLED, os.path.realpath(data), path, str(stop)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.stdout.split(), ended.returncode


@pytest.mark.parametrize("spoil", ["cut", "gone", "short"])
def test_a_damaged_list_of_waiting_rows_is_told_with_its_cure(tmp_path, spoil):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    bad = [{**RIGHTS[0], "right_id": f"R{n}", "registered": "2017-13-40"} for n in (7, 8)]
    take(data, write_csv(tmp_path / "rights.csv", [*bad, {**RIGHTS[0], "right_id": "R9", "number": "201510408762.2"}]))
    waiting = current(data).folder / "refused.jsonl"
    lines = waiting.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 2
    if spoil == "gone":
        waiting.unlink()
    else:
        waiting.write_text(lines[0] if spoil == "short" else lines[0] + lines[1][:20], encoding="utf-8")
    with pytest.raises(Refusal, match=r"文件损坏：refused.jsonl.*registry rebuild"):
        status(data)
    rebuild(data=data, importers=importers())
    assert status(data)["refused"]["waiting"] == 2


def test_a_snapshot_without_its_manifest_is_told_with_its_cure(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    (current(data).folder / "manifest.json").unlink()
    with pytest.raises(Refusal, match=r"文件损坏：manifest.json.*registry rebuild"):
        current(data)
    rebuild(data=data, importers=importers())
    current(data)


def test_a_kill_between_the_waiting_rows_and_the_manifest_leaves_nothing_that_looks_damaged(tmp_path, monkeypatch):
    """Rows set aside, or taken up again, change both files of a snapshot that is in force."""
    data = tmp_path / "data"
    bad = [{**RIGHTS[0], "right_id": f"X{number}", "number": "", "filed": "坏"} for number in range(3)]
    take(data, write_folder(tmp_path / "in", rights=[*RIGHTS, *bad]))

    class Killed(BaseException):
        """What a signal would do."""

    def set_aside(row, *, restored, killed=False):
        rows = chosen_rows(current(data), Path("rights.csv"), row, sheet="", restored=restored)
        given = {"reason": "试", "restored": restored, "data": data, "importers": importers(), "on": date(2026, 11, 26)}
        if not killed:
            return set_rows_aside(rows, **given)
        puts = []

        def once(path, text):
            puts.append(path)
            if len(puts) > 1:
                raise Killed
            replace_text(path, text)

        with monkeypatch.context() as patched:
            patched.setattr(publishing, "replace_text", once)
            with pytest.raises(Killed):
                set_rows_aside(rows, **given)
        return None

    for row, restored in ((4, False), (4, True)):
        set_aside(row, restored=restored, killed=True)
        assert len(list(waiting_rows(current(data)))) in {2, 3}
        set_aside(row, restored=restored)
        assert len(list(waiting_rows(current(data)))) == (3 if restored else 2)


def test_a_kill_before_each_thing_that_is_put_in_its_place_leaves_a_whole_snapshot(tmp_path):
    before = tmp_path / "before"
    last = take(before, write_folder(tmp_path / "in")).snapshot
    more = [{**RIGHTS[0], "right_id": f"X{number}", "number": ""} for number in range(100)]
    path = write_csv(tmp_path / "more" / "rights.csv", more)
    shutil.copytree(before, tmp_path / "whole")
    put, ended = _killed(tmp_path / "whole", path, stop=-1)
    new = current(tmp_path / "whole").id
    assert (ended, new != last, put.count(CURRENT)) == (0, True, 1)
    switch = put.index(CURRENT)
    every = "ZHIXIAN_EXAMPLES" in os.environ
    for stop in range(len(put)) if every else range(switch - 1, min(switch + 2, len(put))):
        name = put[stop]
        data = tmp_path / f"killed before {stop}"
        shutil.copytree(before, data)
        assert _killed(data, path, stop=stop) == (put[:stop], -signal.SIGKILL), name
        assert sound(data).id == (new if CURRENT in put[:stop] else last), name
        assert all(content_id(open_snapshot(data, id_).folder) == id_ for id_ in list_snapshots(data)), name
        assert take(data, path).snapshot == sound(data).id == new, name
        assert not (data / ".work").exists(), name


def test_a_second_import_at_the_same_time_is_refused(tmp_path):
    data = tmp_path / "data"
    folder = write_folder(tmp_path / "in")
    take(data, folder)
    with (data / ".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (data / ".work").mkdir()
        with pytest.raises(Refusal, match="另一个程序正在使用这个目录"):
            take(data, folder)
        assert (data / ".work").exists()
    with locked(data, "重建登记数据"), pytest.raises(Busy, match="正在重建登记数据。应为：等它结束后再办"):
        take(data, folder)
    assert (data / ".lock").read_text(encoding="utf-8") == ""
    take(data, folder)


def test_sources_stay_as_they_came(tmp_path):
    data = tmp_path / "data"
    folder = write_folder(tmp_path / "in")
    given = {path.name: path.read_bytes() for path in folder.iterdir()}
    take(data, folder)
    write_csv(folder / "parties.csv", PARTIES[:1])
    take(data, folder)
    kept = {path.name for path in (data / "sources").glob("*/*")}
    assert kept == set(given)
    index = [json.loads(line) for line in (data / "sources" / "index.jsonl").read_text().splitlines()]
    assert [entry["name"] for entry in index[:5]] == sorted(given)
    assert len(index) == 6
    for entry in index:
        copy = data / "sources" / entry["sha256"] / entry["name"]
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == entry["sha256"]
    assert (data / "sources" / index[2]["sha256"] / "parties.csv").read_bytes() == given["parties.csv"]


def test_a_lost_source_is_told(tmp_path):
    data = tmp_path / "data"
    folder = write_folder(tmp_path / "in")
    take(data, folder)
    shutil.rmtree(data / "staged")
    lost = next((data / "sources").glob("*/rights.csv"))
    lost.unlink()
    with pytest.raises(Refusal, match=r"来源 rights\.csv 缺失"):
        take(data, write_csv(tmp_path / "more" / "parties.csv", PARTIES))
    take(data, folder)  # the file itself heals it


def _flip(path):
    """One byte another, the length as before."""
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(whole)


@pytest.mark.parametrize("read_again", [True, False])
def test_a_source_that_was_changed_is_told_and_makes_no_snapshot(tmp_path, read_again):
    data = tmp_path / "data"
    folder = write_folder(tmp_path / "in")
    before = take(data, folder).snapshot
    _flip(next((data / "sources").glob("*/rights.csv")))
    if read_again:
        shutil.rmtree(data / "staged")
        with pytest.raises(Refusal, match=r"来源 rights\.csv 与留存时不一致"):
            take(data, write_csv(tmp_path / "more" / "parties.csv", PARTIES[:1]))
    with pytest.raises(Refusal, match=r"来源 rights\.csv 与留存时不一致.*应为：从备份恢复该文件"):
        rebuild(data=data, importers=importers())
    assert (current(data).id, list_snapshots(data)) == (before, [before])
    [told] = status(data)["damaged"]
    assert "来源 rights.csv 与留存时不一致" in told
    assert take(data, folder).snapshot == before  # the file itself heals it
    assert status(data)["damaged"] == []


@pytest.mark.parametrize("spoil", ["flip", "cut", "lose", "report"])
def test_what_was_staged_and_spoiled_since_is_read_again_and_told(tmp_path, spoil):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    [rights] = (data / "staged").glob("*/rights.parquet")
    if spoil == "flip":
        _flip(rights)
    elif spoil == "cut":
        rights.write_bytes(rights.read_bytes()[:-10])
    elif spoil == "lose":
        rights.unlink()
    else:
        _flip(rights.parent / "report.json")
    more = write_csv(tmp_path / "more" / "parties.csv", PARTIES[:1])
    result = take(data, more)
    [told] = result.mended
    assert "从 1 个来源（rights.csv）读出的数据在磁盘上损坏了，已从留存的原件重新读取" in told
    assert result.for_screen()["closing"][0] == told
    assert sound(data).manifest["tables"]["rights"] == len(RIGHTS)
    assert take(data, more).mended == ()
    fresh = tmp_path / "fresh"
    take(fresh, tmp_path / "in")
    assert take(fresh, more).snapshot == result.snapshot


def test_what_was_staged_and_spoiled_is_not_replaced_from_a_damaged_source(tmp_path):
    data = tmp_path / "data"
    before = take(data, write_folder(tmp_path / "in")).snapshot
    _flip(next((data / "staged").glob("*/rights.parquet")))
    _flip(next((data / "sources").glob("*/rights.csv")))
    with pytest.raises(Refusal, match=r"来源 rights\.csv 与留存时不一致.*应为：从备份恢复该文件"):
        take(data, write_csv(tmp_path / "more" / "parties.csv", PARTIES[:1]))
    assert (current(data).id, list_snapshots(data)) == (before, [before])


def test_staged_without_marks_is_read_again_in_silence(tmp_path):
    data = tmp_path / "data"
    before = take(data, write_folder(tmp_path / "in")).snapshot
    for marks in (data / "staged").glob("*/marks.json"):
        marks.unlink()
    result = rebuild(data=data, importers=importers())
    assert (result.snapshot, result.mended) == (before, ())
    assert len(list((data / "staged").glob("*/marks.json"))) == len(list((data / "staged").iterdir()))


def test_an_index_that_was_cut_off_is_told_by_status(tmp_path, capsys):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    index = data / "sources" / "index.jsonl"
    whole = index.read_text()
    assert main(["registry", "status", "--data", str(data)]) == 0
    index.write_text(whole[:-40])
    assert main(["registry", "status", "--data", str(data)]) == 1
    assert "来源目录损坏" in capsys.readouterr().err
    index.write_text("".join(whole.splitlines(keepends=True)[:-1]))
    assert main(["registry", "status", "--data", str(data)]) == 1
    assert "当前快照的来源里有 1 个不在其中（rights.csv）" in capsys.readouterr().err


@pytest.mark.parametrize("left", [0, 1, -1])
def test_an_index_that_was_cut_at_the_end_of_a_line_is_made_whole_by_the_next_import(tmp_path, capsys, left):
    data = tmp_path / "data"
    before = take(data, write_folder(tmp_path / "in"))
    index = data / "sources" / "index.jsonl"
    whole = index.read_text()
    index.write_text("".join(whole.splitlines(keepends=True)[:left]))
    lost = [json.loads(line)["name"] for line in whole.splitlines()[left:]]
    listed = "、".join(lost[:3]) + ("……" if len(lost) > 3 else "")
    told = f"来源目录缺了 {len(lost)} 个来源（{listed}），已按当前快照的清单补回，没有丢失数据"
    assert main(["registry", "rebuild", "--data", str(data)]) == 0
    assert told in capsys.readouterr().err
    assert (current(data).id, index.read_text()) == (before.snapshot, whole)
    index.write_text("".join(whole.splitlines(keepends=True)[:left]))
    more = write_csv(tmp_path / "more" / "parties.csv", PARTIES[:1])
    assert main(["registry", "import", str(more), "--data", str(data)]) == 0
    assert told in "".join(capsys.readouterr().out.split("\n"))
    assert sound(data).manifest["tables"] == before.tables
    assert [len(index.read_text().splitlines()), index.read_text().startswith(whole)] == [6, True]
    assert status(data)["damaged"] == []


@pytest.mark.parametrize("spoilt", [b"", b"\n", b"\xff\x00", b"../x"])
def test_a_current_that_was_spoiled_is_told_and_rebuilt(tmp_path, spoilt):
    data = tmp_path / "data"
    before = take(data, write_folder(tmp_path / "in")).snapshot
    (data / CURRENT).write_bytes(spoilt)
    for ask in (current, status):
        with pytest.raises(Refusal, match=r"CURRENT.*已损坏.*zhixian registry rebuild"):
            ask(data)
    assert rebuild(data=data, importers=importers()).snapshot == before == current(data).id


def test_a_folder_may_have_any_name(tmp_path):
    odd = tmp_path / "数据 [2018]*'引"
    result = take(odd / "data", write_folder(odd / "in"))
    assert result.tables["rights"] == 2
    assert current(odd / "data").manifest["spans"] == 3


def test_labels_reach_the_manifest(tmp_path):
    folder = write_folder(tmp_path / "in")
    (folder / "label.txt").write_text("合成数据\n", encoding="utf-8")
    data = tmp_path / "data"
    take(data, folder, labels=["演示"])
    assert current(data).labels == ["合成数据", "演示"]
    assert "合成数据" in status_lines(status(data))[0]


def test_trouble_with_the_disk_is_a_refusal(tmp_path, monkeypatch):
    folder = write_folder(tmp_path / "in")
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="读写失败"):
        take(tmp_path / "file", folder)
    data = tmp_path / "data"
    before = take(data, folder).snapshot

    def full(*_, **__):
        raise OSError(28, "No space left on device", "x")

    more = write_csv(tmp_path / "more" / "parties.csv", [{**PARTIES[0], "name": "新名"}])
    steps = [(composing, name) for name in ("write_tables", "derive", "publish", "put_in_force")]
    for module, step in [*steps, (intake, "keep")]:
        with monkeypatch.context() as patch:
            patch.setattr(module, step, full)
            with pytest.raises(Refusal, match="磁盘已满"):
                take(data, more)
        assert current(data).id == before
    monkeypatch.undo()
    assert take(data, more).snapshot != before


def test_an_answer_of_the_engine_is_a_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(composing, "merge", lambda bench: bench.run("SELECT nothing"))
    with pytest.raises(Refusal, match="处理失败"):
        take(tmp_path / "data", write_folder(tmp_path / "in"))


def test_a_snapshot_that_is_not_there(tmp_path):
    data = tmp_path / "data"
    known = take(data, write_folder(tmp_path / "in")).snapshot
    assert open_snapshot(data, known).manifest["tables"]["rights"] == 2
    with pytest.raises(Refusal, match=known):
        open_snapshot(data, "0000")
    (data / "snapshots" / known / "manifest.json").write_text("{")
    with pytest.raises(Refusal, match="清单读不出"):
        current(data)
    assert take(data, tmp_path / "in").snapshot == known
    assert current(data).id == known


def _cut_off(path):
    path.write_bytes(path.read_bytes()[:300])


def _spoil(path):
    """As long as before, and a Parquet file at both ends."""
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + bytes(len(whole) - 8) + whole[-4:])


@pytest.mark.parametrize("name", ["rights", "loans", "spans", "cube"])
@pytest.mark.parametrize("damage", [_cut_off, _spoil, Path.unlink])
def test_a_damaged_snapshot_is_told_and_rebuilt(tmp_path, name, damage):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    whole = sound(data)
    damage(whole.path(name))
    with pytest.raises(Refusal, match=rf"{name}\.parquet.*zhixian registry rebuild"):
        current(data)
    assert rebuild(data=data, importers=importers()).snapshot == whole.id
    sound(data)


def test_an_import_replaces_what_was_cut_off_of_the_same_snapshot(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    _cut_off(current(data).path("rights"))
    take(data, write_folder(tmp_path / "in"))
    sound(data)


@pytest.mark.parametrize("name", ["rights", "spans"])
def test_a_rebuild_reads_what_long_files_hold(tmp_path, name, monkeypatch):
    monkeypatch.setattr(snapshot_module, "READ_THROUGH", 0)
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    path = current(data).path(name)
    before = pq.read_table(path)
    _spoil(path)
    rebuild(data=data, importers=importers())
    assert pq.read_table(path).equals(before)


def test_a_rebuild_brings_back_a_manifest_that_was_lost(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    manifest = current(data).folder / "manifest.json"
    manifest.unlink()
    rebuild(data=data, importers=importers())
    assert manifest.exists()
    sound(data)


def test_status_before_any_import(tmp_path):
    assert status(tmp_path)["snapshot"] is None
    assert "还没有登记数据" in status_lines(status(tmp_path))[0]


def test_a_killed_replacement_leaves_the_old_text(tmp_path, monkeypatch):
    path = tmp_path / "CURRENT"
    folder_module.replace_text(path, "old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("killed")))
    with pytest.raises(Refusal, match="写不进去（killed）"):
        folder_module.replace_text(path, "new")
    assert path.read_text() == "old"


def test_reading_a_snapshot_is_cheap():
    code = "import sys, zhixian.core.registry.snapshot; print('ibis' in sys.modules, 'pyarrow' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "False False\n"
