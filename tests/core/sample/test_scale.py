"""A country in canonical tables: by the contract, repeatable, and whole across chunks."""

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from zhixian.core.registry.numbers import application
from zhixian.core.registry.staging import ARROW_TYPES
from zhixian.core.registry.tables import TABLES
from zhixian.core.sample import scale
from zhixian.core.sample.scale import Sizes, regions, write_scaled

SIZES = Sizes(counties=3, parties=60, rights=1000, loans=40)


@pytest.fixture(scope="module")
def country(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("country")
    rows = write_scaled(folder, small, SIZES, seed=1)
    return rows, {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}


def test_every_table_has_the_columns_and_types_of_the_contract(country):
    rows, tables = country
    for name, table in TABLES.items():
        assert [(f.name, f.type) for f in tables[name].schema] == [(c.name, ARROW_TYPES[c.kind]) for c in table.columns]
        assert rows[name] == len(tables[name])
    assert (rows["parties"], rows["rights"], rows["loans"]) == (60, 1000, 40)


def test_everything_refers_to_something(country):
    _, tables = country
    parties, rights = tables["parties"]["party_id"], tables["rights"]["right_id"]
    assert len(parties.unique()) == 60
    assert len(rights.unique()) == 1000
    for name, column, known in (
        ("rights", "holder", parties), ("events", "right_id", rights), ("loans", "borrower", parties),
        ("pledges", "right_id", rights), ("projects", "party", parties),
    ):  # fmt: skip
        assert pc.all(pc.is_in(tables[name][column], known.unique())).as_py(), (name, column)
    assert len(set(tables["rights"]["region"].to_pylist())) == 3


def test_numbers_of_patents_have_their_check_digit_and_the_others_none(country):
    _, tables = country
    for kind, number in zip(tables["rights"]["kind"].to_pylist(), tables["rights"]["number"].to_pylist(), strict=True):
        if kind in ("invention", "utility_model", "design"):
            assert (application(number).normal, application(number).kind) == (number, kind)
        else:
            assert number is None


def test_rights_begin_after_filing_and_end_after_beginning(country):
    rights = country[1]["rights"]
    assert pc.all(pc.less(rights["filed"], rights["registered"])).as_py()
    assert pc.all(pc.less(rights["registered"], rights["expires"])).as_py()


def test_chunks_change_neither_sizes_nor_what_refers_to_what(small, tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "CHUNK", 64)
    rows = write_scaled(tmp_path, small, SIZES, seed=1)
    assert (rows["parties"], rows["rights"], rows["loans"]) == (60, 1000, 40)
    events = pq.read_table(tmp_path / "events.parquet")
    granted = dict(
        zip(
            *pq.read_table(tmp_path / "rights.parquet").select(["right_id", "registered"]).to_pydict().values(),
            strict=True,
        )
    )
    lapsed = events.filter(pc.equal(events["event"], "lapsed")).to_pylist()
    assert lapsed
    assert all(granted[event["right_id"]] < event["effective"] for event in lapsed)


def test_the_same_seed_writes_the_same_bytes(small, tmp_path):
    for name in ("first", "second"):
        write_scaled(tmp_path / name, small, SIZES, seed=9)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_the_own_county_comes_first_and_further_ones_are_all_different():
    codes = regions("350823", 4000)
    assert codes[0] == "350823"
    assert len(set(codes)) == 4000
    assert all((len(code) == 6 and not code.endswith("00")) or code.startswith("99") for code in codes)
