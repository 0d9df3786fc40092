"""Word that an index was built anew: told once, in whichever process, and not carried into the index of the next snapshot."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from small_index import small

from zhixian.core.search.index import open_index, open_whole
from zhixian.core.search.rebuilt import WORD, leave_word, take_word

SAID = "检索索引不完整或有改动，已重建"


def spoiled(folder):
    """A snapshot whose index was spoiled and built anew, and the index."""
    snapshot = small(folder)
    place = open_index(folder, snapshot).place
    (place / "meta.json").unlink()
    assert open_index(folder, snapshot).note == SAID
    return snapshot, place


def test_whoever_opens_it_later_is_told_once(tmp_path):
    snapshot, place = spoiled(tmp_path)
    found = open_whole(tmp_path, snapshot)
    assert (found.note, found.place) == ("", place)
    assert [take_word(found.place), take_word(found.place)] == [SAID, ""]


def test_an_index_that_was_never_there_before_has_no_word(tmp_path):
    found = open_index(tmp_path, small(tmp_path))
    assert take_word(found.place) == take_word(None) == ""
    leave_word(found.place, "")
    assert not (found.place / WORD).exists()


def test_the_index_of_the_next_snapshot_is_made_of_it_without_its_word(tmp_path):
    spoiled(tmp_path)
    after = open_index(tmp_path, small(tmp_path, name="next"))
    assert take_word(after.place) == ""


def test_where_it_cannot_be_taken_away_it_is_told_once_in_a_process(tmp_path, monkeypatch):
    leave_word(tmp_path, "损坏")

    def refuse(self):
        raise PermissionError(self)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert [take_word(tmp_path), take_word(tmp_path)] == ["检索索引损坏，已重建", ""]
