"""Files of a topic of which some cannot be read: all of them are told at once, whatever is wrong with each."""

import pytest

from factories.exports import write_export
from factories.topics import DAY, THIRD
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.taking_in import UnreadableFiles
from zhixian.core.topics.topic import home_of


def odd(path, content):
    path.write_bytes(content)
    return path


def test_all_files_named_that_cannot_be_read_are_told_with_their_reasons(tmp_path):
    paths = (
        odd(tmp_path / "无表头.csv", b"a,b\n1,2\n"),
        write_export(tmp_path / "好.csv", {}),
        odd(tmp_path / "坏.xlsx", b"PK\x03\x04 cut"),
        odd(tmp_path / "图.png", b"\x89PNG"),
    )
    with pytest.raises(UnreadableFiles) as caught:
        make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=paths), made=DAY)
    assert {path.name for path, _ in caught.value.files} == {"无表头.csv", "坏.xlsx", "图.png"}
    assert caught.value.others == 1
    assert "4 个文件里有 3 个读不出" in str(caught.value)
    assert "无表头.csv：前 20 行没有认得的表头" in str(caught.value)
    assert not home_of(tmp_path / "data", "铜箔").exists()


def test_of_a_folder_the_unreadable_are_passed_over_as_before(tmp_path):
    folder = tmp_path / "导出"
    folder.mkdir()
    odd(folder / "无表头.csv", b"a,b\n1,2\n")
    write_export(folder / "好.csv", {}, THIRD)
    made = make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=(folder,)), made=DAY)
    assert [skip.file for skip in made.skipped] == ["无表头.csv"]
    assert made.topic.manifest["tables"]["records"] == 2
