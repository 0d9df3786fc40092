"""Every figure of random small topics against the same worked out by hand, and sentences that must be true."""

import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from importlib import import_module
from itertools import count, pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import by_hand
from small_topic import DAY, record, write_topic

from zhixian.core.engine import statements
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape import trends
from zhixian.core.landscape.citations import forward, path_counts
from zhixian.core.landscape.everything import landscape
from zhixian.core.landscape.figure import half_up
from zhixian.core.landscape.life_cycle import DECLINE, GROWTH, INTRODUCTION, MATURITY, stages
from zhixian.core.landscape.rules import last_complete_year, rules

HERE = "350823"
COMPLETE = 2020
NAMES = ["甲公司", "乙公司", "丙大学", "丁公司", "戊公司", "己公司"]
SYMBOLS = ["H01M10/0525", "H01M4/36", "C25D1/04", "H04N5/00", "H04N21/00", "G06F16/00", "A61K8/02", "F16B1/00"]
numbers = count()


@st.composite
def topics(draw):
    size = draw(st.integers(0, 18))
    made = []
    for at in range(size):
        filed = draw(st.one_of(st.none(), st.dates(date(2008, 1, 1), date(2023, 3, 3))))
        made.append(record(
            f"R{at:02}", filed=filed, granted=draw(st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2022, 12, 31)))),
            applicants=draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3)),
            holders=draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=1)),
            inventors=draw(st.lists(st.sampled_from(["张三", "李四", "王五"]), unique=True, max_size=2)),
            classes=draw(st.lists(st.sampled_from(SYMBOLS), unique=True, max_size=4)),
            state=draw(st.sampled_from([None, "in_force", "in_force", "pending", "ended"])),
            region=draw(st.sampled_from([None, HERE, HERE, "350802", "350800", "110108"])),
            country=draw(st.sampled_from(["CN", "US", None])), priority_country=draw(st.sampled_from([None, "US", "JP"])),
            kind=draw(st.sampled_from(["invention", "utility_model", None])), cited_by=draw(st.one_of(st.none(), st.integers(0, 9))),
            cites=draw(st.lists(st.integers(0, max(0, size - 1)).map(lambda n: f"R{n:02}"), unique=True, max_size=3)),
            events=draw(st.lists(st.tuples(st.sampled_from(["transferred", "pledged", "licensed"]), st.dates(date(2015, 1, 1), date(2023, 1, 1))), max_size=2)),
        ))  # fmt: skip
        made[-1]["cites"] = [other for other in made[-1]["cites"] if other != made[-1]["record"]]
    return made


def told(folder, engine, rows, **more):
    found = landscape(write_topic(folder / f"t{next(numbers)}", rows), region=HERE, engine=engine, **more)
    return {figure.id: figure for figure in found.figures}


def cells(figure, *names):
    return [tuple(row[name] for name in names) for row in figure.as_dicts()]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topics())
def test_every_figure_is_what_counting_by_hand_finds(tmp_path, engine, made):
    figures = told(tmp_path, engine, made)
    rows = by_hand.counted(made, DAY)
    dated = {year: number for year, number in by_hand.by_year(rows).items() if year}
    assert {y: n for y, n in cells(figures["filings"], "year", "records") if n} == dated
    assert all((whole == "是") == (year <= COMPLETE) for year, whole in cells(figures["filings"], "year", "complete"))
    granted = Counter(row["granted"].year for row in rows if row["granted"] and row["granted"] <= DAY)
    assert {y: n for y, n in cells(figures["grants"], "year", "records") if n} == granted
    for level in ("section", "class", "subclass", "main_group", "symbol"):
        found = cells(figures[f"ipc_{level}"], "class", "records")
        assert found == by_hand.ranked(by_hand.classes(rows, level)), level
    assert dict(cells(figures["fields"], "field", "records")) == Counter(
        f for row in rows for f in by_hand.fields_of(row)
    )
    check_applicants(figures, rows)
    check_places(figures, rows)
    check_status(figures, rows)
    check_matrices(figures, rows)
    check_citations(figures, rows)
    check_county(figures, rows)


def check_applicants(figures, rows):
    own = by_hand.parties(rows)
    counts = {name: len(theirs) for name, theirs in own.items()}
    found = cells(figures["applicants"], "applicant", "records", "first", "last")
    assert found == [(name, number, *by_hand.span(own[name])) for name, number in by_hand.ranked(counts)]
    top = [name for name, _ in by_hand.ranked(counts, 5)]
    totals = by_hand.by_year([row for row in rows if row["filed"] and row["filed"].year <= COMPLETE])
    shares = {(y, a): (n, s) for y, a, n, s in cells(figures["shares"], "year", "applicant", "records", "share")}
    for (year, name), (number, share) in shares.items():
        assert name in top
        assert number == sum(by_hand.year(row) == year for row in own[name])
        assert share == (by_hand.printed(100 * number / totals[year], 1) if totals[year] else 0.0)
    measured = {y: (h, c) for y, h, c in cells(figures["concentration"], "year", "hhi", "cr4")}
    expected = {"全部": (by_hand.hhi(rows), by_hand.cr4(rows))} if own else {}
    for year in {by_hand.year(row) for row in rows} - {None}:
        some = [row for row in rows if by_hand.year(row) == year]
        if by_hand.hhi(some) is not None:
            expected[str(year)] = (by_hand.hhi(some), by_hand.cr4(some))
    assert measured == pytest.approx(expected) if not expected else measured.keys() == expected.keys()
    assert {y: told for y, told in cells(figures["concentration"], "year", "complete") if y != "全部"} == {
        y: "是" if int(y) <= COMPLETE else "否" for y in expected if y != "全部"
    }
    for year, (index, four) in expected.items():
        assert measured[year][0] == pytest.approx(index, abs=1)
        assert measured[year][1] == pytest.approx(four, abs=0.11)
    for name, of in (("newcomers", by_hand.newcomers), ("leavers", by_hand.leavers)):
        assert cells(figures[name], "applicant", "records") == by_hand.ranked(of(rows, COMPLETE)), name
    inventors = Counter(name for row in rows for name in row["inventors"])
    assert cells(figures["inventors"], "inventor", "records") == by_hand.ranked(inventors)


def check_places(figures, rows):
    provinces = Counter(f"{row['region'][:2]}0000" for row in rows if row["region"])
    assert cells(figures["regions_province"], "code", "records") == by_hand.ranked(provinces)
    counties = Counter(row["region"] for row in rows if row["region"] and not row["region"].endswith("00"))
    assert cells(figures["regions_county"], "code", "records") == by_hand.ranked(counties)
    for name, column in (("offices", "country"), ("origins", "priority_country")):
        codes = Counter(row[column] for row in rows if row[column])
        assert cells(figures[name], "code", "records") == by_hand.ranked(codes)


def check_status(figures, rows):
    words = {"invention": "发明专利", "utility_model": "实用新型专利", None: "类型不详"}
    states = {"in_force": "有效", "pending": "审中", "ended": "失效", None: "不详"}
    expected = Counter((words[row["kind"]], states[row["state"]]) for row in rows)
    assert {(k, s): n for k, s, n in cells(figures["status"], "kind", "state", "records") if n} == expected
    events = Counter((on.year, event) for row in rows for event, on in row["events"] if on <= DAY)
    found = {(row["year"], e): row[e] for row in figures["events"].as_dicts() for e in row if e != "year" and row[e]}
    assert found == events
    families = {row["family"] for row in rows}
    assert dict(figures["scale"].rows)["同族（组）"] == len(families)


def check_matrices(figures, rows):
    for name, year, number in cells(figures["class_years"], "class", "year", "records"):
        assert number == sum(name in by_hand.of_level(row, "subclass") and by_hand.year(row) == year for row in rows)
    years = {year for (year,) in cells(figures["class_years"], "year")}
    first = min(filter(None, map(by_hand.year, rows)), default=COMPLETE + 1)
    whole = by_hand.classes(rows, "subclass")
    assert years == (set(range(max(first, COMPLETE - 9), COMPLETE + 1)) if whole else set())
    for one, other, number, white in cells(figures["white_spaces"], "one", "other", "records", "white"):
        assert number == by_hand.pairs(rows, one, other)
        expected = whole[one] * whole[other] / len(rows)
        assert bool(white) == (expected >= 5 and number < 0.2 * expected)
    assert len(figures["white_spaces"].rows) == len(whole) * (len(whole) - 1) // 2


def check_citations(figures, rows):
    known = {row["record"]: row for row in rows}
    edges = {(row["record"], other) for row in rows for other in row["cites"] if other in known}
    inside = Counter(cited for _, cited in edges)
    assert cells(figures["most_cited"], "record", "inside") == by_hand.ranked(inside)

    def order(name):
        return known[name]["filed"] or date.min, name

    paths = by_hand.paths_through({(cited, citing) for citing, cited in edges if order(cited) < order(citing)})
    path = cells(figures["main_path"], "record", "paths")
    assert bool(path) == bool(paths)
    for (one, number), (other, _) in pairwise(path):
        assert number == paths[one, other]
    if paths:
        assert max(paths.values()) == max(number for _, number in path[:-1])
        assert path[-1][0] not in {one for one, _ in paths}
        assert path[0][0] not in {other for _, other in paths}


def check_county(figures, rows):
    own = sum(row["region"] == HERE for row in rows)
    others = Counter(row["region"] for row in rows if row["region"] and not row["region"].endswith("00"))
    place = dict(figures["county"].rows)
    assert place["申请（件）"] == (own if others else None)
    assert place["同级地区中的名次"] == (1 + sum(n > own for n in others.values()) if own else None)
    assert dict(cells(figures["specialisation"], "field", "rta")) == pytest.approx(by_hand.rta(rows, HERE))
    scores = dict(cells(figures["cooperation"], "applicant", "score"))
    assert scores == pytest.approx(by_hand.cooperation(rows, HERE, COMPLETE), abs=0.21)
    assert dict(cells(figures["purchase"], "record", "score")) == by_hand.purchase(rows, HERE, COMPLETE, DAY)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topics())
def test_a_sentence_is_there_or_a_reason_why_not_and_its_figures_are_those_of_the_rows(tmp_path, engine, made):
    figures = told(tmp_path, engine, made)
    for figure in figures.values():
        assert bool(figure.sentence) != bool(figure.silence), figure.id
        assert figure.method
    counts = dict(cells(figures["applicants"], "applicant", "records"))
    for name, number in re.findall(r"(\w+)（([\d,]+) 件）", figures["applicants"].sentence.partition("的是")[2]):
        assert counts[name] == int(number)
    if sentence := figures["filings"].sentence:
        whole = {y: n for y, n, c in cells(figures["filings"], "year", "records", "complete") if c == "是"}
        assert f"共申请 {sum(whole.values())} 件" in sentence
        most = max(whole.values())
        each = "各 " if list(whole.values()).count(most) > 1 else ""
        assert (f"（{each}{most} 件）" in sentence) is (len(whole) > 1)
        assert len(whole) == 1 or all(
            f"{year} 年" in sentence for year in [y for y, n in whole.items() if n == most][:3]
        )
    if sentence := figures["status"].sentence:
        alive = sum(n for s, n in cells(figures["status"], "state", "records") if s == "有效" and n is not None)
        assert f"有效的 {alive} 件" in sentence


AWKWARD = {
    "empty": [],
    "one row": [record("A", filed=date(2015, 5, 5), applicants=["甲"], classes=["H01M10/0525"])],
    "no dates": [record(f"A{n}", applicants=["甲"], classes=["H01M10/0525"]) for n in range(9)],
    "no applicants": [record(f"A{n}", filed=date(2010 + n, 5, 5)) for n in range(9)],
    "nothing": [record(f"A{n}") for n in range(9)],
    "one day": [record(f"A{n}", filed=date(2015, 5, 5), applicants=["甲"]) for n in range(30)],
    "odd days": [record("A", filed=date(1, 1, 1)), record("B", filed=date(2015, 1, 1))],
    "a circle": [record("A", cites=["B"], filed=date(2015, 1, 1)), record("B", cites=["A"], filed=date(2015, 1, 1))],
}


@pytest.mark.parametrize("rows", AWKWARD.values(), ids=AWKWARD.keys())
def test_a_topic_of_any_shape_has_every_figure(tmp_path, engine, rows):
    figures = told(tmp_path, engine, rows)
    assert len(figures) == 30
    for figure in figures.values():
        assert bool(figure.sentence) != bool(figure.silence)
        if figure.chart:
            assert all(len(one.values) == len(figure.chart.categories) for one in figure.chart.series)


def test_every_question_is_one_that_spark_understands(tmp_path, engine):
    """Compiled only: that both engines answer alike is shown where a Spark cluster runs."""
    backends = pytest.importorskip("ibis.backends.pyspark")
    told(tmp_path, engine, AWKWARD["a circle"])
    spark = backends.Backend()
    spark.register_options()
    asked = [shape for _, shape in statements._compiled if isinstance(shape, tuple) and "landscape" in str(shape[0])]
    assert len(asked) > 35
    for module, name, words in asked:
        assert "SELECT" in spark.compile(getattr(import_module(module), name)(*words))


def test_the_sentence_on_those_who_left_names_from_how_many_filings_on(tmp_path, engine):
    rows = [record(f"A{n}", filed=date(2010, 5, 5), applicants=["甲"]) for n in range(3)]
    rows += [record("B", filed=date(2010, 5, 5), applicants=["乙"])]
    sentence = told(tmp_path, engine, rows)["leavers"].sentence
    assert sentence == "至少有 3 件申请、2018 年以来没有再申请的申请人有 1 家，申请最多的是甲（3 件）。"


def filed_by(year, **numbers):
    """Records of a year, so many of each applicant."""
    return [
        record(f"{name}{year}.{nr}", filed=date(year, 5, 5), applicants=[name])
        for name, number in numbers.items()
        for nr in range(number)
    ]


@pytest.mark.parametrize(
    ("numbers", "newcomers"),
    [
        ({f"新{nr}": 1 for nr in range(47)}, "47 家，各有 1 件申请。"),
        ({"甲": 2, "乙": 2}, "2 家，各有 2 件申请。"),
        ({"甲": 2, "乙": 2, "丙": 1}, "3 家，申请最多的是乙等 2 家，各 2 件。"),
        ({f"新{nr:02}": 2 for nr in range(25)} | {"丙": 1}, "26 家，申请最多的是新00等，各 2 件。"),
        ({"甲": 3, "乙": 2}, "2 家，申请最多的是甲（3 件）。"),
    ],
)
def test_nobody_is_called_the_first_among_equals(tmp_path, engine, numbers, newcomers):
    sentence = told(tmp_path, engine, filed_by(2019, **numbers))["newcomers"].sentence
    assert sentence == f"2018 年以来首次申请的申请人有 {newcomers}"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(96.25, 1, 96.3), (96.2499999999999, 1, 96.3), (96.249, 1, 96.2), (12.5, 0, 13.0), (2.675, 2, 2.68), (-0.125, 2, -0.13), (0.0, 1, 0.0)],
)  # fmt: skip
def test_a_half_is_printed_as_the_next_number_up(value, decimals, shown):
    assert half_up(value, decimals) == shown


def test_shares_end_in_a_half_upwards(tmp_path, engine):
    figures = told(tmp_path, engine, filed_by(2015, 甲=26, 乙=25, 丙=13, 丁=13, 戊=3))
    assert cells(figures["concentration"], "year", "cr4")[-1] == ("全部", 96.3)
    assert "前四家占 96.3%" in figures["concentration"].sentence
    assert dict(cells(figures["applicants"], "applicant", "share")) == {
        "甲": 32.5,
        "乙": 31.3,
        "丙": 16.3,
        "丁": 16.3,
        "戊": 3.8,
    }


def test_applicants_who_all_file_as_much_are_not_ranked(tmp_path, engine):
    equal = told(tmp_path, engine, filed_by(2019, **{f"新{nr}": 1 for nr in range(47)}))
    assert equal["applicants"].sentence == "47 家申请人各有 1 件申请。"
    ranked = told(tmp_path, engine, filed_by(2019, 甲=5, 乙=1))
    assert ranked["applicants"].sentence == "2 家申请人中，申请量在前的是甲（5 件）、乙（1 件）。"


@pytest.mark.parametrize(
    ("years", "sentence", "silence"),
    [
        ([{"乙": 4}, {"甲": 9}, {"乙": 4}], "", "申请量最大的甲在 2010 年和 2012 年都没有申请，份额的变化看图表"),
        ([{"甲": 4}, {}, {"甲": 4}], "申请量最大的甲，占当年申请的份额在 2010 年和 2012 年都是 100.0%。", ""),
        ([{"甲": 4}, {}, {"甲": 4, "乙": 4}], "申请量最大的甲，占当年申请的份额由 2010 年的 100.0% 变为 2012 年的 50.0%。", ""),
        ([{"甲": 4, "丙": 2}, {"乙": 4}], "申请最多的是乙等 2 家，各 4 件，份额的变化看图表。", ""),
        ([{"甲": 4}, {"乙": 4}], "申请人各有 4 件申请，份额的变化看图表。", ""),
        ([{"甲": 4}, {"乙": 3}], "申请量最大的甲，占当年申请的份额由 2010 年的 100.0% 变为 2011 年的 0.0%。", ""),
        ([{"甲": 3}, {"乙": 3, "丙": 1}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {"丁": 9}], "", "申请量最大的丁在 2010 年和 2011 年都没有申请，份额的变化看图表"),
    ],
)  # fmt: skip
def test_a_share_that_did_not_change_is_not_said_to_have_changed(tmp_path, engine, years, sentence, silence):
    rows = [row for year, numbers in enumerate(years, 2010) for row in filed_by(year, **numbers)]
    figure = told(tmp_path, engine, rows)["shares"]
    assert (figure.sentence, figure.silence) == (sentence, silence)


def test_classes_have_a_column_of_names_only_where_they_have_names(tmp_path, engine):
    figures = told(tmp_path, engine, [record("A", filed=date(2015, 5, 5), classes=["H01M10/0525"])])
    assert figures["ipc_section"].as_dicts() == [{"class": "H", "name": "电学", "records": 1, "share": 100.0}]
    for level, symbol in (("class", "H01"), ("subclass", "H01M"), ("main_group", "H01M10"), ("symbol", "H01M10/0525")):
        (row,) = figures[f"ipc_{level}"].as_dicts()
        assert (set(row), row["records"]) == ({"class", "records", "share"}, 1), symbol


def test_shares_of_places_in_a_registry_are_said_to_be_those_of_what_it_holds(tmp_path, engine):
    rows = [record(f"A{nr}", filed=date(2015, 5, 5), region=HERE, classes=["H01M10/0525"]) for nr in range(9)]
    of_places = ("county", "specialisation", "regions_province", "regions_county")
    topic = write_topic(tmp_path / "files", rows)
    for snapshot in (None, "s" * 20):
        topic.manifest["snapshot"] = snapshot
        figures = {one.id: one for one in landscape(topic, region=HERE, engine=engine).figures}
        for name in of_places:
            said = any("登记数据里检索出来的" in limit for limit in figures[name].limits)
            assert said == bool(snapshot), (name, snapshot)


def test_shares_of_provinces_are_of_the_records_that_have_one_and_say_so(tmp_path, engine):
    rows = [
        record(f"A{nr}", filed=date(2015, 5, 5), region=region) for nr, region in enumerate([HERE] * 5 + ["110101"] * 3)
    ]
    figure = told(tmp_path / "whole", engine, rows)["regions_province"]
    assert figure.sentence == "申请最多的省份是福建省，5 件，占 62.5%。"
    assert figure.columns[-1].zh == "占全部申请"
    lacking = [record(f"B{nr}", filed=date(2015, 5, 5)) for nr in range(12)]
    figure = told(tmp_path / "lacking", engine, [*rows, *lacking])["regions_province"]
    assert figure.sentence == "申请最多的省份是福建省，5 件，占认得出省份的 8 件的 62.5%。"
    assert figure.columns[-1].zh == "占认得出省份的申请"
    assert [row[-1] for row in figure.rows] == [62.5, 37.5]
    assert figure.limits[0] == "12 件（共 20 件）认不出省份，没有计入"


def test_what_lacks_a_day_is_said(tmp_path, engine):
    figures = told(tmp_path, engine, [record("A"), record("B", filed=date(2015, 5, 5))])
    assert figures["filings"].limits == ("1 件（共 2 件）没有申请日，没有计入",)


def test_what_was_filed_later_is_left_out_and_said(tmp_path, engine):
    rows = [record("A", filed=date(2015, 5, 5)), record("B", filed=date(2018, 5, 5))]
    found = landscape(write_topic(tmp_path / "t", rows), as_of=date(2016, 1, 1), engine=engine)
    assert (found.counted, found.passed_over) == (1, ("1 件的申请日晚于 2016-01-01，没有计入",))


def test_how_many_are_granted_is_unknown_where_no_day_is_and_not_all_are_pending(tmp_path, engine):
    rows = [record("A", filed=date(2015, 5, 5), state="in_force"), record("B", filed=date(2015, 5, 5), state="pending")]
    scale = told(tmp_path, engine, rows)["scale"]
    assert (dict(scale.rows)["已授权（件）"], dict(scale.rows)["有效（件）"]) == (None, 1)
    assert "来源没有写明授权公告日，已授权的有多少不知道" in scale.limits
    assert dict(told(tmp_path, engine, rows[1:])["scale"].rows)["已授权（件）"] == 0


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topics())
def test_an_earlier_day_lets_nothing_of_later_in(tmp_path, engine, made):
    day = date(2018, 12, 31)
    figures = told(tmp_path, engine, made, as_of=day)
    rows = by_hand.counted(made, day)
    granted = [row["granted"] for row in rows if row["granted"] and row["granted"] <= day]
    assert dict(figures["scale"].rows)["已授权（件）"] == by_hand.granted(rows, day)
    assert {y: n for y, n in cells(figures["grants"], "year", "records") if n} == Counter(on.year for on in granted)
    events = Counter((on.year, event) for row in rows for event, on in row["events"] if on <= day)
    found = {(row["year"], e): row[e] for row in figures["events"].as_dicts() for e in row if e != "year" and row[e]}
    assert found == events
    scores = dict(cells(figures["purchase"], "record", "score"))
    assert scores == by_hand.purchase(rows, HERE, last_complete_year(day), day)


def test_who_is_named_nowhere_is_not_counted_as_nobody(tmp_path, engine):
    topic = write_topic(tmp_path / "t", [record("A", filed=date(2017, 5, 5), applicants=["甲公司"])])
    scale = {figure.id: figure for figure in landscape(topic, as_of=DAY, region=HERE, engine=engine).figures}["scale"]
    assert (dict(scale.rows)["申请人（家）"], dict(scale.rows)["发明人（名）"]) == (1, None)
    assert "来源没有写明发明人，有多少不知道" in scale.limits
    assert scale.sentence == "共 1 件申请，分属 1 组同族，有 1 家申请人。"


def test_a_status_that_is_nowhere_told_is_not_counted_as_0(tmp_path, engine):
    rows = [record(f"A{n}", filed=date(2010, 5, 5)) for n in range(3)]
    number = dict(told(tmp_path, engine, rows)["scale"].rows)
    assert [number[f"{word}（件）"] for word in ("有效", "审中", "失效")] == [None, None, None]
    number = dict(told(tmp_path, engine, [*rows, record("B", state="ended")])["scale"].rows)
    assert [number[f"{word}（件）"] for word in ("有效", "审中", "失效")] == [None, None, 1]


def test_where_no_place_is_known_nothing_is_said_to_be_here_or_elsewhere(tmp_path, engine):
    rows = [record(f"A{n}", filed=date(2010, 5, 5), state="in_force", applicants=["甲大学"]) for n in range(9)]
    figures = told(tmp_path, engine, rows)
    assert [number for _, number in figures["county"].rows] == [None] * 5
    assert figures["purchase"].rows == ()
    assert figures["purchase"].silence == "有效权利都不知道所在地，分不出本地和外地"
    assert (
        figures["purchase"].limits[0]
        == "9 件（共 9 件）有效权利的所在地不详，或只知道到省、市，分不出是不是本地，没有计入"
    )
    rows.append(record("B", filed=date(2010, 5, 5), state="in_force", applicants=["乙大学"], region="110108"))
    figures = told(tmp_path, engine, rows)
    assert cells(figures["purchase"], "record") == [("B",)]
    assert dict(figures["county"].rows)["申请（件）"] == 0


def test_an_applicant_of_whom_no_place_or_state_is_known_is_no_partner_from_elsewhere_with_nothing_in_force(
    tmp_path, engine
):
    def of(name, region, state=None):
        return [record(f"{name}{n}", filed=date(2015, 5, 5), state=state, region=region, applicants=[name], classes=["H01M10/0525"]) for n in range(3)]  # fmt: skip

    rows = [
        *of("本地公司", HERE, "in_force"),
        *of("外省公司", "110108"),
        *of("本省公司", "350000"),
        *of("不详公司", None),
        *of("本市公司", "350800"),
    ]
    figure = told(tmp_path, engine, rows)["cooperation"]
    assert cells(figure, "applicant", "in_force", "alive") == [("外省公司", None, None)]
    assert figure.limits[:2] == (
        "3 家（共 5 家）申请人的所在地都不详，或只知道到省、市，没有列入",
        "1 家的法律状态都不详，有效件数和占比不知道",
    )
    rows += [
        record(
            "又",
            filed=date(2015, 5, 5),
            state="ended",
            region="110108",
            applicants=["外省公司"],
            classes=["H01M10/0525"],
        )
    ]
    assert cells(told(tmp_path, engine, rows)["cooperation"], "applicant", "in_force", "alive") == [("外省公司", 0, 0)]


def test_countries_are_named_and_their_shares_are_of_those_that_tell_one(tmp_path, engine):
    told_of = ["US"] * 6 + ["RU", "RU"]
    rows = [record(f"A{n}", priority_country=code) for n, code in enumerate([*told_of, *[None] * 12])]
    figure = told(tmp_path, engine, rows)["origins"]
    assert cells(figure, "code", "name", "records", "share") == [("US", "美国", 6, 75.0), ("RU", "俄罗斯", 2, 25.0)]
    assert figure.sentence == "申请最多的国家或地区是美国，6 件，占有优先权国别的 8 件的 75.0%。"
    assert figure.chart.categories == ("美国", "俄罗斯")
    assert figure.limits == ("12 件（共 20 件）没有优先权国别，没有计入",)


def test_the_only_year_is_not_called_the_highest_and_the_first_year_that_is_not_whole_is_named(tmp_path, engine):
    figure = told(tmp_path, engine, [record(f"A{n}", filed=date(2018, 5, 5)) for n in range(9)])["filings"]
    assert figure.sentence == "2018 年共申请 9 件。"
    assert f"{COMPLETE + 1} 年起的申请尚未全部公开" in figure.method


def test_what_comes_after_an_earlier_day_is_no_reason_and_the_day_of_the_status_is_said(tmp_path, engine):
    late = {"region": "110108", "granted": date(2020, 5, 5), "events": [("transferred", date(2020, 5, 5))]}
    topic = write_topic(
        tmp_path / "t", [record("A", filed=date(2017, 5, 5), state="in_force", applicants=["甲公司"], **late)]
    )
    for day, counted in ((date(2019, 12, 31), 0), (DAY, 1)):
        figures = {figure.id: figure for figure in landscape(topic, as_of=day, region=HERE, engine=engine).figures}
        assert dict(figures["scale"].rows)["已授权（件）"] == counted
        assert "转让或许可过" in str(figures["purchase"].rows) or not counted
        assert len(figures["purchase"].rows) == counted
        for name in ("scale", "status", "cooperation", "purchase"):
            assert ("是专题库截止日 2022-06-30 的，不是 2019-12-31 的" in str(figures[name].limits)) is (day != DAY)


def test_how_many_were_counted_does_not_hang_on_what_a_figure_calls_it(tmp_path, engine, monkeypatch):
    scale = trends.scale
    monkeypatch.setattr(trends, "scale", lambda asked: replace(scale(asked), rows=(("件数", 9),)))
    topic = write_topic(tmp_path / "t", [record("A", filed=date(2015, 5, 5)), record("B", filed=date(2021, 5, 5))])
    assert landscape(topic, as_of=date(2016, 1, 1), engine=engine).counted == 1


def test_a_day_after_the_topics_own_is_refused(tmp_path, engine):
    topic = write_topic(tmp_path / "t", [record("A", filed=date(2015, 5, 5))])
    with pytest.raises(Refusal, match=r"2023-12-31 晚于专题库的截止日 2022-06-30.*topic refresh 小专题"):
        landscape(topic, as_of=date(2023, 12, 31), engine=engine)
    assert landscape(topic, as_of=DAY, engine=engine).as_of == "2022-06-30"


def test_numbers_and_titles_stay_where_the_terms_do_not_allow_them(tmp_path, engine):
    told = {"filed": date(2010, 5, 5), "state": "in_force", "applicants": ["甲大学"], "region": "110108"}
    rows = [record(f"A{n}", **told) for n in range(9)]
    for shows in (True, False):
        topic = write_topic(tmp_path / str(shows), rows, shows_raw=shows)
        found = landscape(topic, region=HERE, engine=engine)
        purchase = next(figure for figure in found.figures if figure.id == "purchase")
        assert len(purchase.rows) == 9
        assert ("A1" in str(purchase) and "标题A1" in str(purchase)) is shows
        assert ("来源的条款不允许公开原始数据" in str(purchase.limits)) is not shows


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2022, 6, 29), 2019), (date(2022, 6, 30), 2020), (date(2022, 12, 31), 2020), (date(2023, 6, 30), 2021)],
)
def test_a_year_is_complete_eighteen_months_after_its_last_day(day, year):
    assert last_complete_year(day) == year


def test_the_stages_of_a_life_follow_the_rule():
    filings = dict(zip(range(2000, 2016), [1, 1, 2, 2, 10, 30, 60, 80, 90, 92, 93, 90, 60, 30, 10, 5], strict=True))
    people = dict(zip(filings, [1, 1, 1, 1, 5, 10, 20, 25, 26, 26, 26, 25, 20, 10, 5, 3], strict=True))
    found, why = stages(filings, people, rules()["life_cycle"])
    assert not why
    assert [found[year] for year in (2001, 2005, 2010, 2011, 2015)] == [
        INTRODUCTION,
        GROWTH,
        MATURITY,
        MATURITY,
        DECLINE,
    ]
    assert stages({2000: 9}, {2000: 1}, rules()["life_cycle"])[0] == {}


def test_search_path_counts_of_a_known_network():
    edges = [(0, 2), (1, 2), (1, 4), (2, 3), (2, 4), (3, 5), (4, 5)]
    counts = path_counts(edges)
    assert counts == by_hand.paths_through(set(edges))
    assert counts[0, 2] == 2
    assert counts[4, 5] == 3


def test_citations_against_the_days_make_no_circle():
    days = [date(2010, 1, 1), date(2011, 1, 1), None, None]
    pairs = [(0, 1), (1, 0), (2, 0), (2, 3), (3, 2)]
    told = pa.table({
        "cited": [one for one, _ in pairs], "citing": [other for _, other in pairs],
        "cited_filed": pa.array([days[one] for one, _ in pairs], pa.date32()),
        "citing_filed": pa.array([days[other] for _, other in pairs], pa.date32()),
    })  # fmt: skip
    assert forward(told) == ([(2, 3), (2, 0), (0, 1)], 2)


def filed_in(years, *, each=4):
    return [
        record(f"R{year}{nr}", filed=date(year, 5, 5), applicants=[NAMES[nr % 3]], classes=["C25D1/04"])
        for year in years
        for nr in range(each)
    ]


def test_years_before_the_first_filing_are_not_told_as_none(tmp_path, engine):
    figure = told(tmp_path, engine, filed_in(range(2015, 2023)))["class_years"]
    assert [year for (year,) in cells(figure, "year")] == list(range(2015, 2021))
    assert figure.chart.categories == tuple(map(str, range(2015, 2021)))
    assert "专题里最早的申请在 2015 年，以前的年份不列" in figure.method
    whole = told(tmp_path, engine, filed_in(range(2001, 2023)))["class_years"]
    assert [year for (year,) in cells(whole, "year")] == list(range(2011, 2021))
    assert "不列" not in whole.method


def test_a_rise_is_not_told_against_years_before_the_first_filing(tmp_path, engine):
    figure = told(tmp_path, engine, filed_in(range(2018, 2023)))["class_years"]
    assert (figure.sentence, figure.silence) == ("", "有申请而且数据完整的年份不足 6 年，增长无从比较")
    late = told(tmp_path, engine, filed_in([2021, 2022]))["class_years"]
    assert (late.rows, late.chart, late.sentence) == ((), None, "")


def test_concentration_marks_the_years_that_are_not_wholly_published(tmp_path, engine):
    figure = told(tmp_path, engine, filed_in(range(2018, 2023)))["concentration"]
    assert cells(figure, "year", "complete") == [
        ("2018", "是"), ("2019", "是"), ("2020", "是"), ("2021", "否"), ("2022", "否"), ("全部", ""),
    ]  # fmt: skip
    assert "2021 年起的申请尚未全部公开" in figure.method


def test_without_applicants_nobody_says_that_none_filed(tmp_path, engine):
    rows = [record(f"A{nr}", filed=date(2010 + nr % 10, 5, 5), classes=["H01M10/0525"]) for nr in range(30)]
    figures = told(tmp_path, engine, rows)
    cycle = figures["life_cycle"]
    assert (cycle.sentence, cycle.silence) == ("", "没有一件写明申请人，不划分阶段")
    assert {row["applicants"] for row in cycle.as_dicts()} == {None}
    for name in ("newcomers", "leavers"):
        assert figures[name].silence == "没有一件既有申请人又有申请日"
    named = told(tmp_path, engine, [row | {"applicants": ["甲"]} for row in rows])
    assert "申请人 1 家" in named["life_cycle"].sentence
    assert named["newcomers"].silence == "按规则没有新进入者"


def test_years_and_classes_that_share_the_first_place_are_said_to_have_so_many_each(tmp_path, engine):
    rows = [
        record(f"A{nr}", filed=date(2015 + nr % 2, 5, 5), applicants=["甲"], classes=["C25D1/04", "H01M10/0525"])
        for nr in range(10)
    ]
    figures = told(tmp_path, engine, rows)
    assert figures["filings"].sentence == "2015 年至 2016 年共申请 10 件，最多的是 2015 年、2016 年（各 5 件）。"
    assert figures["ipc_class"].sentence == "最多的大类是 C25 和 H01，各 10 件，占全部申请的 100.0%。"
