"""Spark gives the same landscape, with every figure of it, and the same value indicators as DuckDB."""

import random
import shutil
import sys
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_topic import record, write_topic

from zhixian.core.engine import connect
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import asking, landscape
from zhixian.core.landscape.value.telling import every_value, valuation
from zhixian.core.landscape.variants import WHOLE, variants
from zhixian.core.topics.topic import Topic

pytestmark = pytest.mark.spark
HERE = "350823"
NAMES = ["甲公司", "乙公司", "丙大学", "丁's \\公司", "戊公司", "己研究院"]
SYMBOLS = [
    "H01M10/0525",
    "H01M4/36",
    "C25D1/04",
    "H04N5/00",
    "H04N21/00",
    "G06F16/00",
    "A61K8/02",
    "F16B1/00",
    "C22B15/00",
    "09-03",
    "07-01",
]


@pytest.fixture(scope="module")
def topic(tmp_path_factory):
    """Some two hundred records of twelve years with everything that a source may tell or leave out."""
    some = random.Random(7)

    def one(nr):
        filed = some.choice([None, *(date(2008, 1, 1) + timedelta(days=some.randrange(4900)) for _ in range(9))])
        return record(
            f"R{nr:03}", filed=filed, published=filed and filed + timedelta(days=500), granted=some.choice([None, date(2015, 3, 3), date(2023, 1, 1)]),
            kind=some.choice(["invention", "utility_model", "design", None]), country=some.choice(["CN", "CN", "US", None]),
            priority_country=some.choice([None, "US", "JP"]), state=some.choice([None, "in_force", "in_force", "pending", "ended"]),
            region=some.choice([None, HERE, "350802", "350800", "110108"]), family=f"F{nr // 2}", family_size=some.choice([None, 1, 4]),
            claims=some.choice([None, 3, 10]), cited_by=some.choice([None, 0, 5, 9]),
            applicants=some.sample(NAMES, some.randrange(3)), holders=some.sample(NAMES, some.randrange(2)),
            inventors=some.sample(["张三", "李四", "王五", "赵六"], some.randrange(3)), classes=some.sample(SYMBOLS, some.randrange(4)),
            cites=[f"R{some.randrange(nr):03}" for _ in range(some.randrange(3)) if nr],
            events=[(some.choice(["transferred", "pledged", "licensed"]), date(2016, 1, 1) + timedelta(days=some.randrange(3000))) for _ in range(some.randrange(2))],
        )  # fmt: skip

    return write_topic(tmp_path_factory.mktemp("topic") / "t", [one(nr) for nr in range(200)])


def test_every_figure_is_the_same(topic, spark):
    asked = {"region": HERE, "enterprise": "甲公司"}
    here = landscape(topic, **asked, engine=connect("duckdb"))
    there = landscape(topic, **asked, engine=spark)
    assert [figure.id for figure in there.figures] == list(variants()[WHOLE].figures)
    for mine, theirs in zip(here.figures, there.figures, strict=True):
        assert asdict(theirs) == asdict(mine), mine.id
    assert there == here
    assert len([figure for figure in here.figures if figure.rows]) >= 35


def test_an_earlier_day_and_a_name_that_is_not_there_are_the_same(topic, spark):
    day = date(2018, 5, 6)
    both = [
        landscape(topic, as_of=day, region=HERE, variant="region", engine=one) for one in (connect("duckdb"), spark)
    ]
    assert both[0] == both[1]
    said = []
    for one in (connect("duckdb"), spark):
        with pytest.raises(Refusal) as refused:
            landscape(topic, enterprise="丙", engine=one)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_value_indicators_are_the_same(topic, spark):
    here, there = (valuation(topic, most=60, engine=one) for one in (connect("duckdb"), spark))
    assert there == here
    assert {measure.indicator.id for one in here.valued for measure in one.measures if measure.value is not None} > {
        "cited_by", "generality", "originality", "term_left", "transfers",
    }  # fmt: skip


def test_an_edition_of_before_some_columns_were_is_read_the_same(topic, spark, tmp_path):
    shutil.copytree(topic.folder, tmp_path / "old")
    old = Topic(topic.name, topic.id, tmp_path / "old", topic.manifest | {"layout": "zhixian topic 1"})
    pq.write_table(
        pq.read_table(old.path("records")).drop_columns(["state_by", "cited_in_3", "cited_in_5"]), old.path("records")
    )
    here, there = (valuation(old, most=20, engine=one) for one in (connect("duckdb"), spark))
    assert there == here
    assert there.valued


def test_a_patent_by_name_has_the_same_rows_behind_it(topic, spark):
    most = max(topic.rows("citations"), key=lambda row: row["nr"])["record"]
    here, there = (valuation(topic, names=[most], engine=one).valued for one in (connect("duckdb"), spark))
    assert there == here
    assert any(here[0].behind.values())


def test_every_value_of_every_patent_is_the_same(topic, spark):
    here, there = (every_value(asking(topic, engine=one)) for one in (connect("duckdb"), spark))
    assert len(here) > 150
    for mine, theirs in zip(here, there, strict=True):
        assert theirs == mine, mine["record"]
