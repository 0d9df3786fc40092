"""A search may take long; it holds nothing that others wait for, and what it found is put down once."""

import pytest

from factories.people import make_person
from factories.topics import UNIT
from zhixian.web.kit.models import Notice
from zhixian.web.navigation.actions import searches
from zhixian.web.navigation.models import SearchNews


@pytest.fixture
def saved(county):
    return searches.save("尾矿", text="尾矿", only={}, topic=None, by=make_person("handler", unit=UNIT))


def test_nothing_is_locked_while_it_is_searched(watched, county, register):
    asked = watched(searches, "_ask")
    row = searches.save("尾矿", text="尾矿", only={}, topic=None, by=make_person("handler", unit=UNIT))
    searches.pause(row, by=row.user)
    register(3)
    searches.resume(row, by=row.user)
    assert Notice.objects.get().body == "新出现 1 件"
    assert asked == [0, 0]


def test_news_that_another_look_brought_meanwhile_come_once(saved, register, monkeypatch):
    register(3)
    real, looks = searches._ask, []

    def asked(row, user):
        found = real(row, user)
        looks.append(row.pk)
        if len(looks) == 1:
            assert searches.look(row.pk)
        return found

    monkeypatch.setattr(searches, "_ask", asked)
    assert not searches.look(saved.pk)
    assert (len(looks), SearchNews.objects.count(), Notice.objects.count()) == (3, 1, 1)


def test_what_was_paused_while_it_was_searched_stays_silent(saved, register, monkeypatch):
    register(3)
    real = searches._ask

    def asked(row, user):
        searches.pause(row, by=user)
        return real(row, user)

    monkeypatch.setattr(searches, "_ask", asked)
    assert not searches.look(saved.pk)
    assert not SearchNews.objects.exists()
