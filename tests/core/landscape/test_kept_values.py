"""Value indicators written beside an edition: the same as computed ones, read where they lie, and computed where they do not."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_topic import DAY, record, write_topic

from zhixian.core.engine import connect
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.value import kept, measuring
from zhixian.core.landscape.value.telling import value_of


@pytest.fixture
def topic(tmp_path):
    rows = [
        record(
            f"R{nr}", filed=date(2012 + nr % 3, 1, 1 + nr), published=date(2014, 6, 1 + nr), state="in_force", classes=["H01M4/36"],
            cited_by=nr % 4, claims=nr, cites=[f"R{nr - 1}"] if nr else [], kind="trademark" if nr == 7 else "invention",
        )
        for nr in range(18)
    ]  # fmt: skip
    return write_topic(tmp_path / "snapshots" / "t", rows)


def test_what_is_written_tells_the_same_as_what_is_computed(topic):
    asked = asking(topic, engine=connect("duckdb"))
    numbers = [nr for nr in range(18) if nr != 7]
    computed = [value_of(asked, nr, topic) for nr in numbers]
    assert kept.keep_values(topic)
    read = asking(topic, engine=connect("duckdb"))
    assert [value_of(read, nr, topic) for nr in numbers] == computed
    assert any(measure.in_field.percentile is not None for one in computed for measure in one.measures)
    with pytest.raises(Refusal, match="不是专利"):
        value_of(read, 7, topic)


def test_once_written_nothing_is_computed_of_the_whole_topic(topic, monkeypatch):
    kept.keep_values(topic)

    def never():
        raise AssertionError("the whole topic was measured")

    monkeypatch.setattr(measuring, "of_chosen", never)
    monkeypatch.setattr(measuring, "ranked", never)
    assert value_of(asking(topic, engine=connect("duckdb")), 3, topic).record == "R3"


def test_another_day_is_computed(topic):
    kept.keep_values(topic)
    asked = asking(topic, as_of=date(2014, 1, 1), engine=connect("duckdb"))
    assert kept.kept_values(asked, topic, 3) is None
    assert value_of(asked, 3, topic) == value_of(asking(topic, as_of=date(2014, 1, 1), engine=connect("duckdb")), 3)


def test_what_is_spoiled_or_taken_away_is_computed_anew(topic):
    kept.keep_values(topic)
    asked = asking(topic, engine=connect("duckdb"))
    [folder] = (topic.folder.parent.parent / kept.FOLDER).iterdir()
    before = value_of(asked, 3, topic)
    (folder / "ranked.parquet").write_bytes(b"PAR1 no more")
    assert kept.kept_values(asked, topic, 3) is None
    assert value_of(asked, 3, topic) == before
    (folder / "ranked.parquet").unlink()
    assert kept.kept_values(asked, topic, 3) is None
    assert kept.keep_values(topic)
    assert kept.kept_values(asked, topic, 3) is not None


def test_a_topic_too_large_is_left_to_its_pages(topic, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 17)
    assert not kept.keep_values(topic)
    assert kept.kept_values(asking(topic, engine=connect("duckdb")), topic, 3) is None


def test_only_this_edition_and_the_one_before_stay(topic, tmp_path):
    place = topic.folder.parent.parent / kept.FOLDER
    for name in ("aaaa-1-1", "bbbb-1-1"):
        (place / name).mkdir(parents=True)
    topic.manifest["before"] = None
    kept.keep_values(topic)
    assert [folder.name[:4] for folder in place.iterdir()] == [topic.id[:4]]
    assert topic.as_of == DAY
