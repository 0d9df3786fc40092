"""The super-deduction: its stories, and what holds for any costs."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.finance.deduction import Costs, Project, deduct
from zhixian.core.finance.deduction_law import deduction_law, load_law
from zhixian.core.finance.deduction_stories import deduction_stories
from zhixian.core.kernel.refusal import Refusal

FEN = st.integers(0, 10**12)
PROJECTS = st.builds(
    Project, staff=FEN, inputs=FEN, depreciation=FEN, amortisation=FEN, design=FEN, ip_fees=FEN, other=FEN
)


@st.composite
def years_costs(draw):
    year = draw(st.integers(2016, 2030))
    kind = draw(st.sampled_from(list(deduction_law().kinds)))
    changes = deduction_law().rate(kind, year).last_quarter is not None
    return Costs(
        year, kind, tuple(draw(st.lists(PROJECTS, max_size=4))), home=draw(FEN), months=draw(st.integers(1, 12)),
        abroad=draw(FEN) if year >= 2018 else 0, formed=0 if changes else draw(FEN),
    )  # fmt: skip


@pytest.mark.parametrize("story", deduction_stories(), ids=lambda story: story.name)
def test_story(story):
    if story.refused:
        with pytest.raises(Refusal, match=story.refused):
            deduct(story.costs, deduction_law())
        return
    found = deduct(story.costs, deduction_law())
    assert (found.base_fen, found.extra_fen) == (story.base_fen, story.extra_fen)
    assert story.ip_fen in ((), (found.ip_low_fen, found.ip_high_fen))


@given(years_costs())
def test_sums_hold_whatever_the_costs(costs):
    found = deduct(costs, deduction_law())
    spent = sum(project.main + project.limited for project in costs.projects)
    assert 0 <= found.ip_low_fen <= found.ip_high_fen <= found.extra_fen + 4
    assert found.base_fen <= spent + costs.home + costs.abroad + costs.formed
    shown = {line.label: line.fen for line in found.lines}
    assert shown["费用加计"] + shown.get("无形资产加计摊销", 0) == found.extra_fen
    counted = sum(fen for label, fen in shown.items() if "加计" not in label)
    assert counted + costs.formed == found.base_fen


@given(years_costs(), PROJECTS)
def test_another_project_never_takes_away(costs, project):
    more = replace(costs, projects=(*costs.projects, project))
    assert deduct(more, deduction_law()).extra_fen >= deduct(costs, deduction_law()).extra_fen


@given(st.lists(PROJECTS, min_size=1, max_size=4), FEN)
def test_other_costs_stay_within_a_tenth_of_the_own_ones(projects, home):
    found = deduct(Costs(2024, "any", tuple(projects), home=home), deduction_law())
    shown = {line.label: line.fen for line in found.lines}
    own = shown["五项费用"] + shown["其他相关费用"]
    assert shown["其他相关费用"] * 10 <= own + 10


def test_negative_sums_are_refused():
    with pytest.raises(Refusal, match="小于零"):
        deduct(Costs(2024, "any", (Project(staff=-1),)), deduction_law())


def test_year_after_the_review_says_so():
    last = deduction_law().reviewed
    told = [deduct(Costs(year, "any", ()), deduction_law()).unknown for year in (last, last + 1)]
    assert [any("有没有新规定" in line for line in lines) for lines in told] == [False, True]


def test_gap_between_the_years_is_a_fault(tmp_path):
    shipped = Path(load_law.__code__.co_filename).parent / "data" / "super_deduction.yaml"
    torn = tmp_path / "law.yaml"
    text = shipped.read_text("utf-8")
    torn.write_text(
        text.replace('from: "2018", until: "2020", percent', 'from: "2019", until: "2020", percent'), "utf-8"
    )
    with pytest.raises(Refusal, match="2019 年起。应为：2018 年起"):
        load_law(torn)
