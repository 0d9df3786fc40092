"""The definition reproduces what Fujian published, and only with the residents of the year before.

Figures: Fujian's white papers on intellectual property for 2019 and 2020, and its statistical communiqué for 2019.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from given import plan, residents, snapshot, target

from registries import SPANS
from zhixian.core.analysis.indicators import find
from zhixian.core.analysis.indicators.measures import Residents
from zhixian.core.analysis.targets import compute
from zhixian.core.analysis.values import measures_of, values_on
from zhixian.core.engine import connect

PEOPLE = {2018: 39_410_000, 2019: 39_730_000}
PUBLISHED = [
    (date(2019, 12, 31), 43_791, "11.11"),
    (date(2020, 12, 31), 50_756, "12.775"),
]


@pytest.fixture(scope="module")
def fujian(tmp_path_factory):
    """As many inventions of the province in force as were published, nothing else."""
    folder = tmp_path_factory.mktemp("fujian")
    made = snapshot(folder, population=[residents(year, people, "350000") for year, people in PEOPLE.items()])
    first, all_of_them = PUBLISHED[0][1], PUBLISHED[1][1]
    spans = {
        "right_id": [f"r{n}" for n in range(all_of_them)],
        "kind": ["invention"] * all_of_them,
        "gi": [False] * all_of_them,
        "holder": ["p"] * all_of_them,
        "holder_kind": ["enterprise"] * all_of_them,
        "region": [f"35{1 + n % 9:02}{1 + n % 30:02}" for n in range(all_of_them)],
        "start": [date(2019, 12, 31)] * first + [date(2020, 1, 1)] * (all_of_them - first),
        "end": [None] * all_of_them,
    }
    pq.write_table(pa.table(spans, schema=SPANS), folder / "spans.parquet")
    return made


@pytest.mark.parametrize(("as_of", "inventions", "figure"), PUBLISHED)
def test_published_figures_of_the_province(fujian, as_of, inventions, figure):
    result = compute(plan(target("inventions_per_10k"), region="350000"), fujian, as_of=as_of)
    value = result.targets[0]
    assert (value.numerator, value.denominator) == (inventions, PEOPLE[as_of.year - 1])
    assert round(value.exact, len(figure.partition(".")[2])) == Fraction(figure)


def test_residents_of_the_same_year_do_not_reproduce_them(fujian):
    day, _, figure = PUBLISHED[0]
    same_year = replace(find("inventions_per_10k"), denominator=Residents(lag=0))
    totals = values_on(connect(), fujian, measures_of([same_year]), [day], "350000")
    value = same_year.exact(totals[same_year.numerator][0], totals[same_year.denominator][0])
    assert round(value, 2) == Fraction("11.02")
    assert round(value, 2) != Fraction(figure)
