"""Files appear whole or not at all."""

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.files import write_whole


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
