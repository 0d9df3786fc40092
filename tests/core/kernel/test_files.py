"""Files appear whole or not at all."""

import os

import pytest

from zhixian.core.kernel import files
from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.refusal import Refusal


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")

    def breaks(temporary):
        temporary.write_bytes(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(path, breaks)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write_whole(path, lambda temporary: temporary.write_bytes(b"new") and None)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(Refusal, match="这是一个文件夹"):
        write_whole(tmp_path, lambda _: None)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        write_whole(tmp_path / "no" / "a.docx", lambda _: None)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "no").write_text("")
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        write_whole(tmp_path / "no" / "a.docx", lambda _: None)


def test_a_full_disk_is_refused_and_leaves_nothing(tmp_path):
    def full(temporary):
        temporary.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Refusal, match="写不进去"):
        write_whole(tmp_path / "a.docx", full)
    assert not list(tmp_path.iterdir())


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "a.docx").symlink_to(kept / "real.docx")
    for content in (b"first", b"second"):
        write_whole(tmp_path / "a.docx", lambda temporary, content=content: temporary.write_bytes(content) and None)
        assert (kept / "real.docx").read_bytes() == content
    assert (tmp_path / "a.docx").is_symlink()
    assert [path.name for path in kept.iterdir()] == ["real.docx"]


def test_what_is_no_ordinary_file_is_refused_and_left_alone(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Refusal, match="不是普通文件"):
        write_whole(pipe, lambda temporary: temporary.write_bytes(b"new") and None)
    assert pipe.is_fifo()


def test_what_must_outlive_a_crash_is_on_the_disk_before_it_is_in_place(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(files, "sync", lambda path: seen.append((path.name, (tmp_path / "a").exists())))
    write_whole(tmp_path / "a", lambda temporary: temporary.write_bytes(b"new") and None, durable=True)
    assert [there for _, there in seen] == [False, True]
    assert seen[1][0] == tmp_path.name
