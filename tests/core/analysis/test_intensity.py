"""Patent intensity by industry: what counts for whom, what is no cluster and why, and what is never 0."""

from datetime import date
from fractions import Fraction

import pytest
from given import COUNTY, snapshot, span

from zhixian.core.analysis.intensity import LACKING, division, intensity

DAY = date(2020, 11, 16)
OTHER = "350800"


def company(party_id, industry="C3985", region=COUNTY, **more):
    return {"party_id": party_id, "name": f"{party_id}公司", "kind": "enterprise", "region": region, "industry": industry, **more}  # fmt: skip


def inventions(holder, number, start="2018-01-01", end=None, **more):
    return [span(f"{holder}-{start}-{n}", start, end, holder=holder, **more) for n in range(number)]


def found(folder, parties, spans, day=DAY):
    return intensity(snapshot(folder, parties=parties, spans=spans), region=COUNTY, as_of=day)


def test_inventions_and_patents_are_divided_by_all_enterprises_of_the_industry(tmp_path):
    spans = [*inventions("a", 2), *inventions("a", 1, kind="design"), *inventions("b", 1)]
    whole = found(tmp_path, [company("a"), company("b", "3912"), company("c", "C39")], spans)
    (industry,) = whole.industries
    assert (industry.code, industry.inventions, industry.patents) == ("39", 3, 4)
    assert industry.per_enterprise(industry.inventions) == Fraction(3, 3)
    assert industry.per_enterprise(industry.patents) == Fraction(4, 3)
    assert [one.party for one in industry.enterprises] == ["a", "b", "c"]
    assert [one.party for one in industry.behind] == ["a", "b"]


@pytest.mark.parametrize(
    ("start", "end", "in_force", "granted"),
    [
        ("2015-11-16", None, 1, 0),
        ("2015-11-17", None, 1, 1),
        ("2020-11-16", None, 1, 1),
        ("2020-11-17", None, 0, 0),
        ("2018-01-01", "2020-11-16", 0, 1),
    ],
)
def test_five_years_end_with_the_day_and_what_has_lapsed_was_granted_all_the_same(
    tmp_path, start, end, in_force, granted
):
    (industry,) = found(tmp_path, [company("a")], inventions("a", 1, start, end)).industries
    assert (industry.inventions, industry.granted) == (in_force, granted)


def test_a_grant_belongs_to_whom_it_was_granted(tmp_path):
    spans = [span("r", "2018-01-01", "2019-01-01", holder="a"), span("r", "2019-01-01", holder="b")]
    (industry,) = found(tmp_path, [company("a"), company("b")], spans).industries
    assert {one.party: (one.inventions, one.granted) for one in industry.enterprises} == {"a": (0, 1), "b": (1, 0)}


def test_a_cluster_has_more_inventions_than_its_share_of_enterprises(tmp_path):
    here, there = [company(name) for name in "abc"], [company(name, region=OTHER) for name in "xyz"]
    spans = [one for name in "abc" for one in inventions(name, 2)] + inventions("x", 2, region=OTHER)
    whole = found(tmp_path, here + there, spans)
    (cluster,) = whole.clusters
    assert (cluster.share_of_inventions, cluster.share_of_enterprises) == (Fraction(3, 4), Fraction(1, 2))
    assert cluster.quotient == Fraction(3, 2)
    assert cluster.elsewhere.inventions == 2


@pytest.mark.parametrize(
    ("held", "elsewhere", "away", "why"),
    [
        ((3, 3), 3, 0, "有发明专利的企业 2 家"),
        ((1, 1, 2), 3, 0, "有效发明专利 4 件"),
        ((2, 2, 2), 2, 0, "外地同行业企业 2 家"),
        ((2, 2, 2), 3, 6, "不高于"),
        ((2, 2, 2), 3, 5, ""),
    ],
)
def test_what_is_too_small_or_has_no_more_than_its_share_is_none(tmp_path, held, elsewhere, away, why):
    here = [company(f"h{n}") for n in range(len(held))]
    there = [company(f"t{n}", region=OTHER) for n in range(elsewhere)]
    spans = [one for n, number in enumerate(held) for one in inventions(f"h{n}", number)]
    (industry,) = found(tmp_path, here + there, spans + inventions("t0", away, region=OTHER)).industries
    assert why in industry.why_no_cluster
    assert bool(industry.why_no_cluster) == bool(why)


def test_enterprises_without_an_industry_stand_apart_and_are_never_compared(tmp_path):
    parties = [company("a", None), company("b", "C"), company("c"), company("x", None, OTHER)]
    whole = found(tmp_path, parties, inventions("a", 9))
    assert [one.code for one in whole.industries] == ["39", ""]
    assert (whole.enterprises, whole.without_industry) == (3, 2)
    assert whole.industries[-1].quotient is None
    assert whole.industries[-1].why_no_cluster


def test_without_inventions_or_enterprises_elsewhere_there_is_no_quotient(tmp_path):
    (none,) = found(tmp_path / "1", [company("a"), company("x", region=OTHER)], []).industries
    assert (none.share_of_inventions, none.quotient) == (None, None)
    (alone,) = found(tmp_path / "2", [company("a")], inventions("a", 1)).industries
    assert alone.quotient is None


def test_who_was_not_founded_yet_or_is_no_enterprise_does_not_count(tmp_path):
    parties = [
        company("a", founded="2020-11-16"),
        company("b", founded="2020-11-17"),
        {**company("c"), "kind": "university"},
    ]
    whole = found(tmp_path, parties, inventions("c", 3))
    assert [one.party for one in whole.industries[0].enterprises] == ["a"]
    assert found(tmp_path / "empty", [], []).industries == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [("C3985", "39"), ("c39", "39"), ("3985", "39"), ("39", "39"), ("C", ""), ("", ""), (None, ""), ("39850", "")],
)
def test_the_division_is_read_from_any_spelling_of_the_code(code, expected):
    assert division(code) == expected


def test_what_needs_employees_or_output_says_so():
    assert all("不当作 0" in why for why in LACKING.values())
