"""The demo shows days on which its plan has something to say, whenever that was issued and ends."""

from dataclasses import replace
from datetime import date

import pytest

from zhixian.cli.demo import day_of_the_report, day_of_the_site
from zhixian.core.plan.load import load_plan


@pytest.mark.parametrize(
    ("issued", "horizon", "report", "site"),
    [
        ("2017-10-23", "2020-12-31", "2019-12-31", "2020-11-16"),
        ("2021-01-05", "2024-02-29", "2023-02-28", "2024-01-15"),
        ("2023-03-01", "2023-12-31", "2023-03-01", "2023-11-16"),
        ("2023-12-01", "2023-12-31", "2023-12-01", "2023-12-01"),
    ],
)
def test_the_days_of_the_demo(shanghang, issued, horizon, report, site):
    plan = replace(load_plan(shanghang), issued=date.fromisoformat(issued), horizon=date.fromisoformat(horizon))
    assert day_of_the_report(plan) == date.fromisoformat(report)
    assert day_of_the_site(plan) == date.fromisoformat(site)
