"""A patent of a topic is asked for its value by any spelling of any of its numbers."""

from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.value.telling import valuation
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2026, 6, 30)
ROWS = (
    ("US13/915,426", "US20130275415A1", "2013-06-11"), ("US13/915,426", "US9442982B2", "2013-06-11"), ("EP08868513.6", "EP2225660A2", "2008-12-12"),
    ("PCT/US2008/086599", "WO2009085664A2", "2008-12-12"), ("CN200880123968.6", "CN101911042A", "2008-12-12"),
    ("CN201210106458.6", "CN102622450A", "2008-12-12"),
)  # fmt: skip


@pytest.fixture(scope="module")
def topic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("numbers")
    rows = [{"申请号": n, "公开（公告）号": shown, "申请日": day} for n, shown, day in ROWS]
    export = write_export(folder / "a.csv", *rows)
    return make_topic(folder / "data", "号码", Recipe(DAY, paths=(export,), shows_raw=True), made=DAY).topic


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ("US13/915,426", "US13/915426"), ("US13915426", "US13/915426"), ("US201313915426", "US13/915426"), ("us 13/915426", "US13/915426"),
        ("US 9,442,982 B2", "US13/915426"), ("US9442982", "US13/915426"), ("US09442982B2", "US13/915426"), ("US2013275415A1", "US13/915426"),
        ("US2013/0275415", "US13/915426"), ("EP 08868513.6", "EP08868513"), ("EP 08868513.2", "EP08868513"), ("EP08868513", "EP08868513"),
        ("EP2225660", "EP08868513"), ("PCT/US08/86599", "PCT/US2008/086599"), ("WO 2009/085664", "PCT/US2008/086599"),
        ("WO2009085664A2", "PCT/US2008/086599"), ("CN101911042", "CN200880123968.6"), ("CN101911042A", "CN200880123968.6"),
        ("ZL 2008 8 0123968.6", "CN200880123968.6"), ("200880123968", "CN200880123968.6"),
    ],
)  # fmt: skip
def test_any_spelling_finds_the_patent(topic, asked, record):
    assert [one.record for one in valuation(topic, names=[asked]).valued] == [record]


@pytest.mark.parametrize("asked", ["US13/915,427", "US9442983", "EP2225661", "CN101911043", "WO 2009/085665", "石墨"])
def test_the_number_of_another_finds_none(topic, asked):
    with pytest.raises(Refusal, match=f"专题库里没有“{asked}”"):
        valuation(topic, names=[asked])


def test_two_spellings_of_one_are_told_once(topic):
    assert len(valuation(topic, names=["US13/915,426", "US9442982"]).valued) == 1
