"""The value indicators worked out by hand, against a naive count of random topics, and what is said where nothing is known."""

import json
import sys
from datetime import date
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import value_by_hand as by_hand
from small_topic import DAY, record, write_topic

from zhixian.core.engine import statements
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.value.definitions import indicators, least_cohort
from zhixian.core.landscape.value.telling import every_value, valuation
from zhixian.core.reports.value import as_json, value_table, write_values

SYMBOLS = ["H01M10/0525", "H01M4/36", "H01M4/02", "C25D1/04", "H04N5/00", "G06F16/00"]
numbers = count()


@pytest.fixture
def of(tmp_path, engine):
    """Of a topic of these records, one record's indicators by id."""

    def told(rows, name, **more):
        topic = write_topic(tmp_path / f"t{next(numbers)}", rows)
        (one,) = valuation(topic, names=[name], engine=engine, **more).valued
        return {measure.indicator.id: measure for measure in one.measures}

    return told


def patent(name, published, *classes, **more):
    return record(name, filed=date(2014, 1, 1), published=published, classes=list(classes), **more)


CITED = [
    patent("A", date(2015, 3, 1), "H01M4/36", cited_by=4),
    patent("B", date(2016, 1, 1), "H01M4/36", "H01M4/02", "C25D1/04", cites=["A"]),
    patent("C", date(2018, 2, 28), "G06F16/00", cites=["A"]),
    patent("D", date(2018, 3, 1), "H01M10/0525", cites=["A"]),
    patent("E", date(2020, 3, 1), cites=["A"]),
]
"""A was published on 1 March 2015; B and C cite it within three years, D within five, E on the day on which they are over."""


def test_citations_count_where_they_fall_into_the_window(of):
    told = of(CITED, "A")
    assert (told["cited_by"].value, told["forward_3"].value, told["forward_5"].value) == (4, 2, 3)
    assert dict(told["forward_3"].inputs) == {
        "公开日": "2015-03-01", "窗口止（不含）": "2018-03-01", "来源所计": "不详", "专题内引用者": "4", "其中公开日不详": "0", "落在窗口内": "2",
        "专题外引用号码（不计）": "0",
    }  # fmt: skip


def test_generality_is_one_less_the_squared_shares(of):
    """B parts 2/3 H01M, 1/3 C25D; C is G06F, D is H01M; E has no class: shares 5/9, 1/9, 3/9, 1 − 35/81."""
    told = of(CITED, "A")
    assert told["generality"].value == round(1 - 35 / 81, 4) == 0.5679
    # by first classes H01M 2/3 and G06F 1/3: 1 − 5/9 = 4/9, times 3/2
    assert told["generality_corrected"].value == 0.6667
    assert dict(told["generality"].inputs)["其中有 IPC（N）"] == "3"


def test_originality_looks_the_other_way_and_one_alone_is_not_corrected(of):
    told = of(CITED, "B")
    assert told["originality"].value == 0
    assert (told["originality_corrected"].value, told["originality_corrected"].reason) == (None, "只有 1 件，不能校正")
    assert (told["generality"].value, told["generality"].reason) == (None, "专题内没有引用它的申请")


@pytest.mark.parametrize(
    ("row", "indicator", "reason"),
    [
        (patent("A", date(2019, 7, 1), cited_by=0), "forward_3", "公开到 2022-06-30 不满 3 年，到 2022-07-01 才满"),
        (patent("A", None, cited_by=0), "forward_3", "没有公开日"),
        (patent("A", date(2015, 3, 1), cited_by=3), "forward_3", "来源只给被引次数（3 次），没有列出谁引用它"),
        (patent("A", date(2015, 3, 1)), "forward_5", "来源没有列出谁引用它"),
        (patent("A", None, cited_by=4), "generality", "来源只给次数（4 次），没有列出引用它的申请是哪些"),
        (patent("A", None), "cited_by", "来源没有这一项"),
        (patent("A", None), "claims", "来源没有这一项"),
        (patent("A", None), "family_size", "来源没有这一项"),
        (patent("A", None, family_size=0), "family_size", "来源记作 0 件，而一个同族至少有它自己 1 件，算法不明"),
        (patent("A", None), "transfers", "专题里没有任何一条转让登记"),
        (patent("A", None), "generality", "专题内没有引用它的申请"),
        (patent("A", None), "originality", "专题内没有它引用的申请"),
        (patent("A", None), "term_left", "状态不详"),
        (patent("A", None, state="pending"), "term_left", "还没有授权"),
        (patent("A", None, state="in_force", country="US"), "term_left", "只计算中国专利的法定期限"),
        (patent("A", None, state="in_force", country=None), "term_left", "受理局不详"),
        (patent("A", None, state="in_force", kind=None), "term_left", "类型不详"),
        (record("A", state="in_force"), "term_left", "没有申请日"),
        (record("A", state="in_force", filed=date(2001, 1, 1)), "term_left", "按申请日已经届满，与来源所说的有效不符"),
    ],
)  # fmt: skip
def test_what_is_unknown_is_said_and_is_not_0(of, row, indicator, reason):
    told = of([row], "A")[indicator]
    assert (told.value, told.reason, told.in_field.percentile) == (None, reason, None)


def test_one_who_cites_on_an_unknown_day_leaves_the_window_open(of):
    told = of([patent("A", date(2015, 3, 1), cited_by=1), patent("B", None, cites=["A"])], "A")["forward_3"]
    assert (told.value, told.reason) == (None, "1 件引用者没有公开日")


@pytest.mark.parametrize(
    ("kind", "filed", "days"),
    [
        ("invention", date(2012, 6, 30), 3653),
        ("utility_model", date(2012, 7, 1), 1),
        ("design", date(2021, 5, 31), 3257),
        ("design", date(2021, 6, 1), 5085),
        ("invention", date(2004, 2, 29), 609),
    ],
)
def test_the_term_left_is_that_of_the_law(of, kind, filed, days):
    assert of([record("A", kind=kind, filed=filed, state="in_force")], "A")["term_left"].value == days


def test_what_ended_has_no_term_left_and_that_is_known(of):
    assert of([record("A", state="ended")], "A")["term_left"].value == 0


def test_none_registered_is_0_only_where_the_topic_tells_of_others(of):
    rows = [record("A"), record("B", events=[("transferred", date(2020, 1, 1)), ("transferred", date(2023, 1, 1))])]
    told = of(rows, "A")
    assert (told["transfers"].value, told["pledges"].value) == (0, None)
    assert of(rows, "B")["transfers"].value == 1, "that of 2023 is after the day"


def test_a_percentile_counts_those_below_and_half_of_the_equal_ones(of):
    rows = [patent(f"R{n}", None, "H01M4/36", claims=claims) for n, claims in enumerate((1, 2, 2, 2, 9))]
    rows += [
        patent("S", None, "C25D1/04", claims=99),
        record("T", filed=date(2015, 1, 1), claims=50, classes=["H01M4/36"]),
    ]
    told = of(rows, "R1")["claims"]
    assert (told.in_field.percentile, told.in_field.of) == (50, 5)
    assert (told.in_subclass.percentile, told.in_subclass.of) == (50, 5)
    assert of(rows, "R4")["claims"].in_field.percentile == 90
    assert of(rows, "S")["claims"].in_field.silence == "只有 1 件有这项数值，不足 5 件，不算百分位"


def test_without_a_class_there_is_no_percentile(of):
    told = of([record("A", filed=date(2014, 1, 1), claims=3)], "A")["claims"]
    assert (told.value, told.in_field.silence) == (3, "没有能归入技术领域的 IPC 分类")


def test_the_rows_behind_are_those_that_were_counted(tmp_path, engine):
    rows = [*CITED, record("F", family="A", country="US", events=[("pledged", date(2021, 1, 1))])]
    topic = write_topic(tmp_path / "t", rows)
    one, other = valuation(topic, names=["A", "F"], engine=engine).valued
    assert [(row["record"], row["symbols"]) for row in one.behind["cited_by"]] == [
        ("B", {"C25D": 1, "H01M": 2}), ("C", {"G06F": 1}), ("D", {"H01M": 1}), ("E", {}),
    ]  # fmt: skip
    assert [row["record"] for row in one.behind["family"]] == ["A", "F"]
    assert [(row["event"], row["day"]) for row in other.behind["events"]] == [("pledged", date(2021, 1, 1))]


@st.composite
def topics(draw):
    size = draw(st.integers(0, 16))
    days = st.one_of(
        st.none(),
        st.sampled_from([date(2016, 2, 29), date(2017, 2, 28), date(2019, 3, 1), date(2021, 3, 1), date(2023, 1, 1)]),
    )
    small = st.one_of(st.none(), st.integers(0, 3))
    made = []
    for at in range(size):
        others = st.integers(0, size - 1).filter(lambda n, at=at: n != at).map(lambda n: f"R{n:02}")
        made.append(record(
            f"R{at:02}", filed=draw(st.one_of(st.none(), st.sampled_from([date(1984, 1, 1), date(1986, 5, 5), date(2014, 1, 1), date(2014, 9, 9), date(2023, 1, 1)]))),
            published=draw(days), kind=draw(st.sampled_from(["invention", "invention", "utility_model", "design", "trademark", None])),
            country=draw(st.sampled_from(["CN", "CN", "US", None])), state=draw(st.sampled_from([None, "in_force", "in_force", "pending", "ended"])),
            classes=draw(st.lists(st.sampled_from(SYMBOLS), unique=True, max_size=4)), cited_by=draw(small), claims=draw(small),
            family_size=draw(small), cites=draw(st.lists(others, unique=True, max_size=4)) if size > 1 else [],
            events=draw(st.lists(st.tuples(st.sampled_from(["transferred", "pledged"]), st.dates(date(2021, 1, 1), date(2023, 1, 1))), max_size=2)),
        ))  # fmt: skip
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topics())
def test_every_value_and_percentile_is_what_counting_by_hand_finds(tmp_path, engine, made):
    told = every_value(asking(write_topic(tmp_path / f"t{next(numbers)}", made), engine=engine))
    found = by_hand.values(made, DAY)
    assert [row["record"] for row in told] == sorted(found)
    for row in told:
        for name in indicators():
            hand = found[row["record"]][name]
            assert row[name] == (None if hand is None else pytest.approx(float(hand), abs=5.1e-5)), (
                row["record"],
                name,
            )
            for cohort in ("field", "subclass"):
                place = by_hand.percentile(found, made, row["record"], name, cohort)
                known = place and place[1] >= least_cohort()
                assert row[f"{name}__{cohort}"] == (pytest.approx(place[0]) if known else None)


def test_the_spread_is_made_of_values_that_there_are(tmp_path, engine):
    rows = [patent(f"R{n}", None, claims=claims) for n, claims in enumerate((1, 2, 3, 4, 50, None))]
    told = valuation(write_topic(tmp_path / "t", rows), sort="claims", engine=engine)
    (spread,) = (one for one in told.spread if one.indicator.id == "claims")
    assert (spread.known, spread.unknown) == (5, 1)
    assert spread.values == {"lowest": 1, "p25": 2, "median": 3, "p75": 4, "p90": 50, "highest": 50}
    assert [one.record for one in told.valued] == ["R4", "R3", "R2", "R1", "R0", "R5"], "the unknown one last"


def test_an_empty_topic_has_nothing_known(tmp_path, engine):
    told = valuation(write_topic(tmp_path / "t", []), engine=engine)
    assert {one.known for one in told.spread} == {0}
    assert as_json(told)["records"] == []
    assert write_values(tmp_path / "v.xlsx", told) == 0


def test_marks_are_left_out_and_said(tmp_path, engine):
    topic = write_topic(tmp_path / "t", [record("A"), record("M", kind="trademark")])
    told = valuation(topic, engine=engine)
    assert (told.patents, told.limits) == (1, ("1 件不是专利，没有计算",))
    with pytest.raises(Refusal, match="不是专利"):
        valuation(topic, names=["M"], engine=engine)
    with pytest.raises(Refusal, match="没有“X”"):
        valuation(topic, names=["X"], engine=engine)


def test_of_an_earlier_day_nothing_later_counts(tmp_path, engine):
    topic = write_topic(tmp_path / "t", CITED)
    told = valuation(topic, names=["A"], as_of=date(2018, 3, 1), engine=engine)
    measures = {one.indicator.id: one for one in told.valued[0].measures}
    assert (measures["forward_3"].value, measures["forward_5"].value) == (2, None)
    assert dict(measures["forward_5"].inputs)["专题内引用者"] == "3"
    assert "截止日 2022-06-30 的，不是 2018-03-01 的" in told.limits[0]


def test_where_the_terms_do_not_allow_it_no_patent_is_told(tmp_path, engine):
    topic = write_topic(tmp_path / "t", CITED, shows_raw=False)
    told = valuation(topic, engine=engine)
    assert told.valued == ()
    assert "没有逐件列出" in told.limits[-1]
    assert [one.known for one in told.spread if one.indicator.id == "cited_by"] == [1]
    assert write_values(tmp_path / "v.xlsx", told) == 0
    with pytest.raises(Refusal, match="条款不允许公开原始数据"):
        valuation(topic, names=["A"], engine=engine)


def test_the_json_is_plain(tmp_path, engine):
    told = as_json(valuation(write_topic(tmp_path / "t", CITED), names=["A"], engine=engine))
    assert json.loads(json.dumps(told)) == told
    assert (
        [one["id"] for one in told["indicators"]]
        == [one["id"] for one in told["records"][0]["values"]]
        == list(indicators())
    )
    assert all(one["formula"] and one["limit"] for one in told["indicators"])
    value_table(valuation(write_topic(tmp_path / "u", CITED), engine=engine))


def test_every_question_of_value_is_one_that_spark_understands(tmp_path, engine):
    """Compiled only, as with the landscape."""
    backends = pytest.importorskip("ibis.backends.pyspark")
    topic = write_topic(tmp_path / "t", CITED)
    valuation(topic, names=["A"], engine=engine)
    valuation(topic, engine=engine)
    every_value(asking(topic, engine=engine))
    spark = backends.Backend()
    spark.register_options()
    shapes = [
        shape for _, shape in statements._compiled if isinstance(shape, tuple) and "landscape.value" in str(shape[0])
    ]
    assert len(shapes) >= 9
    for module, name, words in shapes:
        assert "SELECT" in spark.compile(getattr(import_module(module), name)(*words))
