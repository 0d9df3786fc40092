"""Two files of one name in different folders are told apart by the folders above them, in refusals and in reports."""

from datetime import date
from pathlib import Path

import pytest

from factories.exports import write_export
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.finding_files import told_apart
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2020, 12, 31)
BROKEN = '申请号,标题\n"一格,\n又,一,行\n'


@pytest.fixture
def folder(tmp_path):
    """甲/专利.csv is whole, 乙/专利.csv and 丙/下/专利.csv are not; 说明.bin is of no sort."""
    for below in ("甲", "乙", "丙/下"):
        (tmp_path / "导出" / below).mkdir(parents=True)
    write_export(tmp_path / "导出" / "甲" / "专利.csv", {})
    for below in ("乙", "丙/下"):
        (tmp_path / "导出" / below / "专利.csv").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "导出" / "说明.bin").write_bytes(b"\0\1\2")
    return tmp_path / "导出"


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/x.csv", "a/y.csv"], ["x.csv", "y.csv"]),
        (["a/x.csv", "b/x.csv", "b/y.csv"], ["a/x.csv", "b/x.csv", "y.csv"]),
        (["a/c/x.csv", "b/c/x.csv"], ["a/c/x.csv", "b/c/x.csv"]),
        (["x.csv", "b/x.csv"], ["x.csv", "b/x.csv"]),
        (["a/x.csv", "a/x.csv"], ["x.csv", "x.csv"]),
        ([], []),
    ],
)
def test_a_name_is_as_long_as_it_has_to_be(paths, names):
    assert told_apart([Path(path) for path in paths]) == names


def test_what_is_passed_over_in_an_import_is_told_apart(folder, tmp_path):
    result = import_paths([folder], data=tmp_path / "data", importers=importers())
    assert sorted(skip.file for skip in result.skipped) == ["下/专利.csv", "乙/专利.csv", "说明.bin"]
    assert [report.file for report in result.files] == ["甲/专利.csv"]
    assert {file["file"] for file in result.to_json()["files"]} == {"甲/专利.csv", "下/专利.csv", "乙/专利.csv"}


def test_a_name_that_is_alone_stays_as_it_is(folder, tmp_path):
    result = import_paths([folder / "甲", folder / "说明.bin"][:1], data=tmp_path / "data", importers=importers())
    assert [report.file for report in result.files] == ["专利.csv"]


def test_a_named_file_that_is_refused_says_which_it_is(folder, tmp_path):
    named = [folder / "甲" / "专利.csv", folder / "乙" / "专利.csv"]
    with pytest.raises(Refusal) as told:
        import_paths(named, data=tmp_path / "data", importers=importers())
    assert told.value.where == "乙/专利.csv"
    with pytest.raises(Refusal) as told:
        import_paths(named[1:], data=tmp_path / "data", importers=importers())
    assert told.value.where == "专利.csv"


def test_where_none_can_be_read_all_are_told_apart(folder, tmp_path):
    (folder / "甲" / "专利.csv").unlink()
    with pytest.raises(Refusal, match=r"下/专利.csv：.*；乙/专利.csv：") as told:
        import_paths([folder], data=tmp_path / "data", importers=importers())
    assert "（专利.csv" not in str(told.value)


def test_what_a_topic_passes_over_is_told_apart(folder, tmp_path):
    made = make_topic(tmp_path / "data", "一样的", Recipe(DAY, paths=(folder,)), made=DAY)
    assert [skip.file for skip in made.skipped if skip.unreadable] == ["下/专利.csv、乙/专利.csv"]
    (folder / "乙" / "专利.csv").write_text(BROKEN.replace("申请号", "甲"), encoding="utf-8")
    made = make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=(folder,)), made=DAY)
    assert sorted(skip.file for skip in made.skipped if skip.unreadable) == ["下/专利.csv", "乙/专利.csv"]
