"""What somebody is told who comes second: who was quicker, when by the site's clock, and what they did."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from zhixian.web.kit.versions import ChangedMeanwhile


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (datetime(2020, 3, 2, 1, 0, tzinfo=UTC), "09:00"),
        (datetime(2020, 3, 1, 17, 30, tzinfo=UTC), "01:30"),
        (datetime(2020, 3, 1, 15, 59, tzinfo=UTC), "3月1日 23:59"),
        (datetime(2019, 12, 31, 1, 0, tzinfo=UTC), "2019年12月31日 09:00"),
    ],
)
def test_the_moment_names_its_day_when_it_is_not_today(settings, monkeypatch, at, moment):
    monkeypatch.setenv("TZ", "America/New_York")
    settings.TODAY = "2020-03-02"
    refused = ChangedMeanwhile([SimpleNamespace(by_name="李经办", at=at, name="受理")])
    assert str(refused) == f"这件刚被改动过：李经办于 {moment} 受理。应为：看过最新情况再办；您填的内容没有丢"
