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
    assert "2017 年末常住人口。请" in missing.reason
    assert "上传模板“常住人口”并发布" in missing.reason
    assert missing.goal == Decimal("4.5")
    assert edition.figures.get(indicator="gi_marks").value == 1


LOANS = "登记数据里从没有导入过质押贷款，有多少、是不是 0 都不知道。"
WHERE = "请知识产权强县领导小组办公室在“登记数据”里上传模板“质押贷款”并发布；确实没有的，上传不填行的模板，就按 0 计。"


def test_what_was_never_imported_is_not_published_as_0(tmp_path):
    edition = actions.publish_figures(current(make_data(tmp_path, cube=True, loans=[], pledges=[])), date(2018, 12, 31))
    figure = edition.figures.get(indicator="pledge_financing")
    assert (figure.value, figure.numerator, figure.met, figure.state, figure.series) == (None, None, None, "", [])
    assert (figure.reason, figure.goal, figure.light, figure.shown) == (LOANS + WHERE, 2000, "缺数据", "缺数据")
    assert edition.figures.get(indicator="gi_marks").value == 1
    promises = {promise["rule"]: promise["lacks"] for promise in edition.promises if "rule" in promise}
    assert promises == {"navigation": "", "gi_mark": "", "pledge_interest": LOANS + WHERE}
    waits = {promise["norm"]: promise for promise in edition.promises if "norm" in promise}
    assert waits["reward_granted_invention"]["parties"] == 2
    assert waits["reward_granted_invention"]["why"] == ""
    assert [norm for norm, told in waits.items() if "从没有导入过作品登记" in told["why"]] == ["grant_copyright_work"]


def test_a_form_without_rows_says_that_there_is_none(tmp_path):
    found = current(make_data(tmp_path, cube=True, loans=[], pledges=[]))
    told = replace(found, manifest={**found.manifest, "of_sources": [{"read_as": "template_loans"}]})
    figure = actions.publish_figures(told, date(2018, 12, 31)).figures.get(indicator="pledge_financing")
    assert (figure.value, figure.met, figure.reason) == (0, False, "")


def test_of_a_region_without_any_data_nothing_is_published_as_0(tmp_path, monkeypatch):
    plan = replace(actions.the_plan(), region="350824")
    monkeypatch.setattr(actions, "the_plan", lambda: plan)
    edition = actions.publish_figures(current(make_data(tmp_path, cube=True)), date(2018, 12, 31))
    assert {(figure.value, figure.series == []) for figure in edition.figures.all()} == {(None, True)}
    assert "登记数据里没有武平县（350824）的数据。请" in edition.figures.get(indicator="gi_marks").reason


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
