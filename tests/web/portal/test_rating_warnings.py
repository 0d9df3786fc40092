"""An agency and the unit of agencies hear that a public rating changed, with the reason, until they have seen it."""

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.portal.scorecards import _rating, _rows, _turns, public_ratings, rating_on, turns_of
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.warnings.actions import Told, UnableToWarn, evaluate, note_seen
from zhixian.web.warnings.looking import Looker
from zhixian.web.warnings.queries import muted_for, open_for

BUREAU = "market_regulation_bureau"
CODE = "91000000MA00000043"


def forget():
    """Rows that change within one second of a rehearsed day look unchanged."""
    for made in (_rating, _rows, _turns):
        made.cache_clear()


@pytest.fixture(autouse=True)
def _fresh():
    forget()
    yield
    forget()


@pytest.fixture
def people(county):
    agency = make_organisation(name="某代理公司", credit_code=CODE)
    other = make_organisation(name="另一代理公司", credit_code="91000000MA00000056")
    found = {
        "agency": make_person("enterprise", organisation=agency),
        "other": make_person("enterprise", organisation=other),
        "bureau": make_person("handler", unit=BUREAU),
        "elsewhere": make_person("handler", unit="commerce_bureau"),
    }
    for name, code in (("某代理公司", CODE), ("另一代理公司", "91000000MA00000056")):
        row_of(
            "agencies", by=found["bureau"], agency=name, code=code, sort="patent", form="seat", practitioners="3",
            set_up_on="2018-02-01", checked_on="2018-02-01",
        )  # fmt: skip
    row_of("services", by=found["bureau"], number="站-1", party="某企业", sort="filing", provider="第三家", asked_on="2018-01-01", done_on="2018-01-05", judged="good")  # fmt: skip
    return found


@pytest.fixture
def event(people):
    return row_of(
        "credit_events", by=people["bureau"], party="某代理公司", code=CODE, sort="bad", gravity="serious", event="被警告",
        document="罚〔2018〕1号", decided_on="2018-09-01",
    )  # fmt: skip


def record(people, agency, code, gravity="normal"):
    row_of(
        "credit_events", by=people["bureau"], party=agency, code=code, sort="bad", gravity=gravity, event="被警告",
        document="罚〔2018〕2号", decided_on="2018-10-01",
    )  # fmt: skip
    forget()


def look():
    forget()
    return evaluate(warning_rules()["rating_changed"], Looker(today()))


def heard(person, asked=open_for):
    rows = asked(User.objects.get(pk=person.pk), as_of=today())
    return [row for row in rows if row.raised.rule == "rating_changed"]


def test_a_rating_that_never_changed_tells_nothing(people):
    assert look() == Told()


def test_the_agency_and_its_unit_hear_why_and_nobody_else(people, event):
    assert look() == Told(opened=1)
    words = "某代理公司的知识产权服务机构信用评级从 2018-09-01 起由 A 级 100 分变为 C 级 75 分：“失信记录”由 0 变为 -10 分、“其中严重的”由 0 变为 -15 分。"
    assert [row.raised.words for row in heard(people["agency"])] == [words]
    assert [row.raised.link for row in heard(people["bureau"])] == [f"/ratings/agencies/card/?id={CODE}"]
    assert heard(people["other"]) == heard(people["elsewhere"]) == []
    assert look() == Told()


def test_who_has_seen_it_is_left_in_peace_and_the_other_is_not(client, people, event):
    look()
    [row] = heard(people["agency"])
    client.force_login(people["agency"])
    html = client.get("/warnings/").content.decode()
    assert f'action="/warnings/{row.pk}/seen/"' in html
    assert "本单位看过了" not in html
    assert client.post(f"/warnings/{row.pk}/seen/").status_code == 302
    assert heard(people["agency"]) == []
    assert [one.muted_why for one in heard(people["agency"], muted_for)] == ["看过了"]
    assert len(heard(people["bureau"])) == 1


def test_another_change_speaks_again(people, event):
    look()
    note_seen(heard(people["agency"]), by=people["agency"])
    change_row(
        event, kept_registers()["credit_events"], {**event.values, "repaired_on": "2018-11-01"}, by=people["bureau"], version=event.version
    )  # fmt: skip
    assert look() == Told(opened=1, closed=1)
    assert "由 C 级 75 分变为 A 级 100 分" in heard(people["agency"])[0].raised.words


def test_points_that_go_within_one_grade_tell_nothing(people):
    record(people, "另一代理公司", "91000000MA00000056")
    [kept] = public_ratings().values()
    [other] = [card.subject for card in rating_on(kept, today()).cards if card.subject.name == "另一代理公司"]
    assert [(turn.grade, turn.score) for turn in turns_of(kept, other, today())] == [("A", 100), ("A", 90)]
    assert look() == Told()
    assert heard(people["other"]) == []


def test_the_last_change_of_grade_stands_while_points_go_on(people, event):
    assert look() == Told(opened=1)
    record(people, "某代理公司", CODE)
    assert look() == Told()
    assert "由 A 级 100 分变为 C 级 75 分" in heard(people["agency"])[0].raised.words


def test_after_half_a_year_it_is_no_news(people, event, settings):
    look()
    settings.TODAY = "2019-03-01"
    assert look() == Told(closed=1)


def test_all_of_a_rule_are_seen_at_one_press_where_to_see_is_enough(client, people, event):
    record(people, "另一代理公司", "91000000MA00000056", "serious")
    look()
    client.force_login(people["bureau"])
    assert "“信用评级变了”都看过了" in client.get("/warnings/?rule=rating_changed").content.decode()
    html = client.get("/warnings/").content.decode()
    assert "本单位看过了" in html
    assert "的其他人也不再看到它" in html
    told = client.post("/warnings/seen/", {"rule": "rating_changed"}, follow=True).content.decode()
    assert "看过了 2 条" in told
    assert heard(people["bureau"]) == []
    assert len(heard(people["agency"])) == 1


def test_what_has_to_be_done_is_not_done_by_looking(people, event):
    look()
    [row] = heard(people["bureau"])
    row.raised.rule = "penalty_late"
    with pytest.raises(UnableToWarn, match="看过不等于办过"):
        note_seen([row], by=people["bureau"])
