"""Rights of the registry are asked for by their publications, which the tables do not hold: exports tell them beside the number."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import PUBLISHED, current
from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index
from zhixian.core.search.numbers_asked import is_number, keys_asked

DAY = date(2026, 6, 30)
GRANT = {"公开（公告）号": "CN104223352B"}
OTHER = {
    "申请号": "CN201510000001.0",
    "公开（公告）号": "CN104500001A",
    "标题": "含 104223352 的装置",
    "申请日": "2015-01-04",
}


@pytest.mark.parametrize("text", ["PCT 石墨 2020 12345", "WO 石墨 12345", "WOW2020 12345 graphene", "PCTX12345"])
def test_what_only_begins_like_an_international_number_is_none(text):
    assert not is_number(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("PCT/US08/86599", "PCT/US2008/086599"),
        ("WO 2009/085664 A2", "WO2009085664"),
        ("US 13/915,426", "US13/915426"),
        ("US13915426", "US13/915426"),
        ("US 8,936,998 B2", "US8936998"),
        ("US2013/0275415", "US20130275415"),
        ("EP 08868513.6", "EP08868513"),
    ],
)
def test_numbers_of_other_offices_are_asked_in_any_spelling(text, key):
    assert is_number(text)
    assert key in keys_asked(text)


def county(tmp_path, *rows):
    import_paths([write_export(tmp_path / "a.csv", *rows)], data=tmp_path / "data", importers=importers())
    return current(tmp_path / "data")


def numbers(tmp_path, snapshot, asked):
    return [hit.facts["number"] for hit in find(open_index(tmp_path / "data", snapshot), asked, as_of=DAY).hits]


@pytest.mark.parametrize(
    "asked",
    [
        "CN104223352A",
        "CN104223352B",
        "CN104223352",
        "104223352",
        "CN 104223352 A",
        "ＣＮ１０４２２３３５２Ａ",
        "公开号：cn104223352b",
    ],
)
def test_a_right_is_first_by_any_of_its_publications(tmp_path, asked):
    snapshot = county(tmp_path, {"公开（公告）号": "CN104223352A"}, GRANT, OTHER)
    assert numbers(tmp_path, snapshot, asked)[0] == "CN201410408762.5"


def test_a_publication_more_makes_another_snapshot_whose_index_knows_it(tmp_path):
    before = county(tmp_path, {"公开（公告）号": "CN104223352A"})
    assert numbers(tmp_path, before, "CN104500001") == []
    import_paths(
        [write_export(tmp_path / "b.csv", {"公开（公告）号": "CN104500001B"})],
        data=tmp_path / "data",
        importers=importers(),
    )
    after = current(tmp_path / "data")
    assert after.id != before.id
    assert numbers(tmp_path, after, "CN104500001B") == ["CN201410408762.5"]


def test_a_right_that_is_known_by_its_publication_alone_is_named_once(tmp_path):
    snapshot = county(tmp_path, {"申请号": "", "公开（公告）号": "CN104223352A"})
    assert numbers(tmp_path, snapshot, "CN104223352B") == ["CN104223352"]
    assert not snapshot.path(PUBLISHED).exists()
