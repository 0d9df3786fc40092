"""A place that the host has confirmed is given up by asking the host: who asked is told how, and the place is free once it is done."""

import json
import re

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Notice
from zhixian.web.registers.actions import UnableToKeep, change_row, enter_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

COURSE = {
    "number": "训-1", "title": "实务班", "sort": "course", "host": "县商务局", "held_on": "2018-06-20", "place": "某校", "places": "2",
}  # fmt: skip


class Enrolled:
    """A company whose two people have the only places of a course, confirmed by its host."""

    def __init__(self, client):
        self.client, self.host = client, make_person("handler", unit="commerce_bureau")
        row_of("activities", by=make_person("handler", unit="industry_science_bureau"), **COURSE)
        self.row, self.clerk = self.ask("甲公司")
        self.address = f"/registers/course_places/{self.row.pk}/"
        self.send(self.host, confirmed_on="2018-06-01")

    def ask(self, name):
        company, kept = make_organisation(name=name), kept_registers()["course_places"]
        typed = {"course": "训-1", "party": name, "people": "2", "asked_on": "2018-05-31"}
        values, wrong = read_row(kept.register, typed, today=today())
        assert not wrong, wrong
        clerk = make_person("enterprise", organisation=company)
        return enter_row(kept, values, by=clerk, organisation=company), clerk

    def send(self, person, **said):
        self.client.force_login(person)
        sent = self.client.post(f"{self.address}change/", {**said, "version": self.now().version})
        assert sent.status_code == 302, sent.content.decode()

    def now(self):
        return Row.objects.get(pk=self.row.pk)


@pytest.fixture
def enrolled(client):
    return Enrolled(client)


def test_who_has_a_confirmed_place_is_told_whom_to_ask_and_how(client, enrolled):
    client.force_login(enrolled.clerk)
    page = client.get(enrolled.address).content.decode()
    assert "要改的，先请县商务局收回答复。还可以填“要求退出日”，填了他们会收到" in page
    assert f'<a href="{enrolled.address}change/">去填</a>' in page
    form = client.get(f"{enrolled.address}change/").content.decode()
    assert set(re.findall(r'name="(\w+)"', form)) & set(enrolled.now().values) == set()
    assert 'name="leaving_on"' in form
    assert 'name="leaving_why"' in form
    assert 'name="left_on"' not in form


def test_the_host_hears_of_it_and_the_place_is_free_once_it_is_done(client, enrolled):
    enrolled.send(enrolled.clerk, leaving_on="2018-06-01", leaving_why="都出差")
    assert enrolled.now().due_name == "办理退出"
    assert [one.title for one in Notice.objects.filter(user=enrolled.host) if "办理退出" in one.title] == [
        "培训报名和结业台账“甲公司，实务班，训-1”等答复：办理退出，2018-06-06（含当日）前"
    ]
    other, _ = enrolled.ask("乙公司")
    assert "前面已报 2 人" in str(other.findings)
    enrolled.send(enrolled.host, confirmed_on="2018-06-01", left_on="2018-06-01")
    assert enrolled.now().due_name == ""
    assert "有答复" in Notice.objects.filter(user=enrolled.clerk).order_by("pk").last().title
    third, _ = enrolled.ask("丙公司")
    assert "前面已报 2 人" in str(third.findings)
    assert "前面已报 4 人" not in str(third.findings)
    assert enrolled.now().findings == []


def test_leaving_needs_a_reason(client, enrolled):
    enrolled.send(enrolled.clerk, leaving_on="2018-06-01")
    assert "退出的原因" in str(enrolled.now().findings)


def test_a_number_that_nobody_touched_is_none_that_was_typed(client, enrolled):
    enrolled.send(enrolled.host, confirmed_on="")
    client.force_login(enrolled.clerk)
    opened = client.get(f"{enrolled.address}change/").context["form"].shown_now()
    typed = {**{name: str(said) for name, said in json.loads(opened).items()}, "posts": "法务和研发", "was": opened}
    version = enrolled.now().version
    enrolled.send(enrolled.host, confirmed_on="2018-06-01")
    client.force_login(enrolled.clerk)
    refused = client.post(f"{enrolled.address}change/", {**typed, "version": version})
    assert refused.status_code == 409
    assert [(one.label, one.text) for one in refused.context["unsaved"]] == [("参加人员的岗位", "法务和研发")]


@pytest.fixture
def left(enrolled):
    enrolled.send(enrolled.clerk, leaving_on="2018-06-01", leaving_why="都出差")
    enrolled.send(enrolled.host, confirmed_on="2018-06-01", left_on="2018-06-01")
    return enrolled


def test_who_has_left_fills_in_nothing_more(client, left):
    client.force_login(left.clerk)
    page = client.get(left.address).content.decode()
    assert "这一行已经办完，不再改动，也不用再填。要重新录入的，先注销这一行。" in page
    assert "还可以填" not in page
    assert "结业证明" not in page
    assert f'href="{left.address}change/"' not in page
    emptied = {**left.now().values, "leaving_on": None, "leaving_why": ""}
    with pytest.raises(UnableToKeep, match="先请县商务局收回答复"):
        change_row(left.now(), kept_registers()["course_places"], emptied, by=left.clerk, version=left.now().version)


def test_who_has_left_strikes_the_row_and_enrols_again(client, left):
    company, kept = left.row.organisation, kept_registers()["course_places"]
    typed = {"course": "训-1", "party": "甲公司", "people": "1", "asked_on": "2018-06-01"}
    values, _ = read_row(kept.register, typed, today=today())
    with pytest.raises(UnableToKeep, match="应为：先注销那一行“甲公司，实务班，训-1”，再录入"):
        enter_row(kept, values, by=left.clerk, organisation=company)
    client.force_login(left.clerk)
    sent = client.post(f"{left.address}strike/", {"reason": "又能来了", "version": left.now().version})
    assert sent.status_code == 302
    assert left.now().struck_why == "又能来了"
    again = enter_row(kept, values, by=left.clerk, organisation=company)
    assert (again.due_name, again.findings) == ("确认报名", [])


def test_a_place_that_is_confirmed_is_not_struck(client, enrolled):
    client.force_login(enrolled.clerk)
    page = client.get(enrolled.address).content.decode()
    assert "注销这一行" not in page
    client.post(f"{enrolled.address}strike/", {"reason": "不来了", "version": enrolled.now().version})
    assert enrolled.now().is_open


def crowded(row):
    return [one["words"] for one in Row.objects.get(pk=row.pk).findings if "名额" in one["words"]]


def test_the_others_of_a_course_are_checked_again_once_a_place_is_free(enrolled):
    other, clerk = enrolled.ask("乙公司")
    third, _ = enrolled.ask("丙公司")
    assert "前面已报 2 人" in crowded(other)[0]
    enrolled.send(enrolled.clerk, leaving_on="2018-06-01", leaving_why="都出差")
    assert crowded(other)
    enrolled.send(enrolled.host, confirmed_on="2018-06-01", left_on="2018-06-01")
    assert crowded(other) == []
    assert "前面已报 2 人" in crowded(third)[0]
    kept, other = kept_registers()["course_places"], Row.objects.get(pk=other.pk)
    strike_row(other, kept, by=clerk, version=other.version, reason="录错了")
    assert crowded(third) == []


def test_the_others_of_a_course_are_checked_again_once_it_has_more_places(enrolled):
    other, _ = enrolled.ask("乙公司")
    course, kept = Row.objects.get(register="activities"), kept_registers()["activities"]
    keeper = make_person("handler", unit="industry_science_bureau")
    change_row(course, kept, {**course.values, "places": 4}, by=keeper, version=course.version)
    assert crowded(other) == []


def test_the_course_s_page_says_who_has_left_and_calls_each_enrolment_by_the_course(enrolled, client):
    course = Row.objects.get(register="activities")
    client.force_login(enrolled.host)
    before = client.get(f"/registers/activities/{course.pk}/").content.decode()
    assert "甲公司，实务班，训-1" in before
    assert "退出办妥日 2018" not in before
    enrolled.send(enrolled.clerk, leaving_on="2018-06-01", leaving_why="出差")
    enrolled.send(enrolled.host, left_on="2018-06-01")
    client.force_login(enrolled.host)
    after = client.get(f"/registers/activities/{course.pk}/").content.decode()
    assert '<span class="tag plain">退出办妥日 2018-06-01</span>' in after


def test_an_enrolment_without_its_course_is_called_by_the_number(enrolled):
    assert str(enrolled.now()) == "甲公司，实务班，训-1"
    assert str(Row(register="course_places", values={"party": "乙公司", "course": "训-2"})) == "乙公司，训-2"
