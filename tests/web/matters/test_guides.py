"""The guide of a matter, as everybody reads it."""

from datetime import date

import pytest

from zhixian.web.matters.definitions import site_matters


@pytest.mark.parametrize("day", ["2020-11-16", "2024-01-02"])
def test_a_guide_says_in_words_what_may_be_done_against_a_decision_of_the_day(client, settings, day):
    settings.TODAY = day
    for name, definition in site_matters().items():
        page = client.get(f"/matters/{name}/").content.decode()
        assert "Cited(" not in page
        assert definition.matter.remedies_on(date.fromisoformat(day)) in page
