"""A file that was cut off: status 1 whether it was named or lies in a folder, its row told, all other rows taken."""

import json

import pytest

from factories.exports import write_export
from zhixian.cli import main

SECOND = {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "标题": "铜箔，装置"}


@pytest.fixture
def cut(tmp_path):
    """A folder with a file that ends inside a character of its third row."""
    folder = tmp_path / "导出"
    folder.mkdir()
    path = write_export(folder / "断了.csv", {}, SECOND)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex("铜箔，".encode()) + 5])
    return path


def told(capsys, *words):
    status = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("in_folder", [False, True])
@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("verb", [("registry", "import"), ("topic", "make", "铜箔")])
def test_a_cut_file_is_told_with_its_row_and_status_1(cut, tmp_path, capsys, verb, in_folder, beside):
    if beside:
        write_export(cut.parent / "另一份.csv", {"申请号": "CN201610000007.2", "公开（公告）号": "CN105500001A"})
    given = [cut.parent] if in_folder else sorted(cut.parent.iterdir())
    status, out, err = told(capsys, *verb, *given, "--data", tmp_path / "data")
    assert status == 1
    assert "断了.csv：第 3 行没有写完，文件就断了，后面的行可能都没有传来，请重新导出或下载。断开以前的行已收下" in err
    assert "第 3 行 整行" in out
    _, out, _ = told(
        capsys, *verb[:1], "status" if verb[0] == "registry" else "list", "--data", tmp_path / "data", "--json"
    )
    found = json.loads(out)
    rows = found["tables"]["rights"] if verb[0] == "registry" else found["topics"][0]["tables"]["records"]
    assert rows == 1 + beside


def test_a_whole_file_is_status_0_and_a_refresh_tells_only_what_came(cut, tmp_path, capsys):
    data = tmp_path / "data"
    assert told(capsys, "topic", "make", "铜箔", cut, "--data", data)[0] == 1
    status, _, err = told(capsys, "topic", "refresh", "铜箔", "--data", data)
    assert (status, err) == (0, "")
    more = write_export(tmp_path / "多.csv", {"申请号": "CN201610000007.2", "公开（公告）号": "CN105500001A"})
    assert told(capsys, "topic", "refresh", "铜箔", more, "--data", data)[0] == 0
    assert told(capsys, "registry", "import", more, "--data", data)[0] == 0
