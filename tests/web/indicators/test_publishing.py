"""Figures are computed once and kept: the very numbers of the core, publishable again, honest about what is missing."""

from argparse import Namespace
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factories.county import make_data
from zhixian.cli import worker
from zhixian.core.registry.snapshot import current
from zhixian.web.indicators import actions, jobs
from zhixian.web.indicators.jobs import publish_what_is_missing
from zhixian.web.indicators.models import Edition
from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit import runner
from zhixian.web.kit.models import Entry, Job

CHOSEN = ("inventions_per_10k", "gi_marks", "pledge_financing", "inventions")


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    """Compiling every indicator takes long; these show every sort."""
    monkeypatch.setattr(actions, "INDICATORS", {name: actions.INDICATORS[name] for name in CHOSEN})


@pytest.fixture
def snapshot(tmp_path):
    return current(
        make_data(tmp_path, cube=True, population=[{"region": "350823", "year": 2017, "residents": 100_000}])
    )


def test_figures_are_those_of_the_core(snapshot):
    edition = actions.publish_figures(snapshot, date(2018, 12, 31))
    values = {figure.indicator: figure.value for figure in edition.figures.all()}
    assert values == {"inventions_per_10k": Decimal("0.2"), "gi_marks": 1, "pledge_financing": 100, "inventions": 2}
    target = edition.figures.get(indicator="gi_marks")
    assert (target.goal, target.due, target.met, target.state) == (6, date(2020, 12, 31), False, "too_short")
    assert target.series[-1] == ["2018-12-31", "1"]
    assert edition.labels == ["合成数据"]
    assert Entry.objects.get(action="publish_figures").subject == f"indicators.edition:{edition.pk}"


def test_promises_count_and_name_only_whom_anybody_may_know(snapshot):
    promises = actions.publish_figures(snapshot, date(2018, 12, 31)).promises
    awarded = {promise["rule"]: (promise["parties"], promise["fen"]) for promise in promises if "rule" in promise}
    assert awarded == {"navigation": (1, 5_000_000), "gi_mark": (1, 15_000_000), "pledge_interest": (1, 1_323_125)}
    granted = next(promise for promise in promises if promise.get("norm") == "reward_granted_invention")
    assert (granted["parties"], granted["names"]) == (2, ["杭梅食品（集团）有限公司"])


def test_figures_before_the_amounts_begin_are_published_with_the_reason(snapshot, monkeypatch):
    plan = actions.the_plan()
    later = replace(plan, amounts=tuple(replace(amount, effective=date(2019, 1, 1)) for amount in plan.amounts))
    monkeypatch.setattr(actions, "the_plan", lambda: later)
    promises = actions.publish_figures(snapshot, date(2018, 12, 31)).promises
    assert [(one["fen"], one["clause"]) for one in promises if "rule" in one] == [(0, "8"), (0, "9"), (0, "18")]
    assert "标准自 2019-01-01 起才施行" in promises[-1]["who"]


def test_a_missing_population_hides_no_other_figure(tmp_path):
    edition = actions.publish_figures(current(make_data(tmp_path, cube=True)), date(2018, 12, 31))
    missing = edition.figures.get(indicator="inventions_per_10k")
    assert missing.value is None
    assert "2017 年末常住人口" in missing.reason
    assert missing.goal == Decimal("4.5")
    assert edition.figures.get(indicator="gi_marks").value == 1


def test_publishing_again_writes_anew_and_comes_to_the_front(snapshot):
    first = actions.publish_figures(snapshot, date(2018, 12, 31))
    later = actions.publish_figures(snapshot, date(2019, 1, 31))
    assert latest_edition() == later
    again = actions.publish_figures(snapshot, date(2018, 12, 31))
    assert again == first
    assert latest_edition() == first
    assert Edition.objects.count() == 2
    assert first.figures.count() == len(CHOSEN)


def test_the_job_takes_the_last_day_that_the_data_know(tmp_path, settings):
    settings.DATA = make_data(tmp_path, cube=True)
    assert publish_what_is_missing()
    assert latest_edition().as_of == date(2018, 7, 1)


def test_the_worker_asks_for_what_is_missing_and_only_for_that(tmp_path, settings):
    settings.DATA = tmp_path / "nothing"
    assert not publish_what_is_missing()
    settings.DATA = make_data(tmp_path, cube=True)
    settings.TODAY = "2018-05-20"
    assert publish_what_is_missing()
    assert latest_edition().as_of == date(2018, 5, 1)
    done = Job.objects.get(name="indicators.publish")
    assert (done.state, done.result, done.about) == ("done", len(CHOSEN), "截至 2018-05-01")
    assert not publish_what_is_missing()
    settings.TODAY = "2018-12-31"
    assert publish_what_is_missing()
    assert latest_edition().as_of == date(2018, 7, 1)


def test_the_worker_asks_before_it_works(monkeypatch):
    done = []
    monkeypatch.setattr(jobs, "publish_what_is_missing", lambda: done.append("asked"))
    monkeypatch.setattr(runner, "work", lambda: done.append("worked"))
    worker.run(Namespace())
    assert done == ["asked", "worked"]


def test_days_after_today_are_passed_over(snapshot):
    assert actions.day_for_figures(snapshot, date(2018, 5, 20)) == date(2018, 5, 1)
    assert actions.day_for_figures(snapshot, date(2010, 1, 1)) == date(2010, 1, 1)
