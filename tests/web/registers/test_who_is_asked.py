"""What is filed reaches whoever answers it: the unit of the place, or the one that the row names, and nobody where that is somebody else."""

import pytest

from factories.people import make_organisation, make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.registers.rows import read_row
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import DATED, Ask
from zhixian.web.kit.models import Notice
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.duties import register_duties
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import may_answer
from zhixian.web.warnings.looking import Looker

AID = {
    "party": "甲公司", "number": "2018-1", "size": "small", "sort": "sue", "rights": "CN201510000001.0", "against": "乙公司",
    "against_code": "91000000MA0000001R", "facts": "起诉", "begun_on": "2018-02-01", "lawyers": "9000", "asked": "8000",
    "filed_on": "2018-04-01",
}  # fmt: skip
GRANT = {"result": "granted", "granted": "5000", "paper": "样知〔2018〕1号", "decided_on": "2018-04-20"}
COURSE = {
    "number": "训-1", "title": "实务班", "sort": "course", "held_on": "2018-06-20", "place": "某校",
}  # fmt: skip
PLACE = {"course": "训-1", "party": "甲公司", "people": "2", "asked_on": "2018-05-31"}
SENT = {**TRANSFER, "approved_on": "2018-05-30", "sent_on": "2018-05-31", "article": "第二百一十三条"}


def filed(register, typed):
    company = make_organisation(name="甲公司")
    clerk = make_person("enterprise", organisation=company)
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=clerk, organisation=company), clerk


def desk(person, *sections):
    return [
        (when, duty.step, duty.waits_for)
        for when in sections or (*DATED, "waiting")
        for duty in register_duties(person, Ask(when, today()))
    ]


def warned(row):
    return {
        found.units
        for rule in warning_rules().values()
        if rule.looks_at == "row_days"
        for found in Looker(today()).looks_at(rule)
        if found.link == f"/registers/{row.register}/{row.pk}/"
    }


def companies_warned(row):
    return {
        found.organisations
        for found in Looker(today()).looks_at(warning_rules()["row_due"])
        if found.link == f"/registers/{row.register}/{row.pk}/"
    } - {()}


def titles(person):
    return [notice.title for notice in Notice.objects.filter(user=person).order_by("pk")]


NEED = {
    "party": "甲公司", "number": "需-1", "sort": "enterprise", "side": "need", "what": "technology", "title": "防霉技术", "dual_use": "no",
    "open": "members", "posted_on": "2018-05-01",
}  # fmt: skip
WISH = {
    "told_by": "甲公司", "need_party": "甲公司", "need": "需-1", "offer_party": "某研究院", "offer": "研-7", "state": "asked",
    "asked_on": "2018-05-25",
}  # fmt: skip


def wished(**more):
    company = make_organisation(name="甲公司")
    clerk = make_person("enterprise", organisation=company)
    for register, typed in (("needs_offers", NEED), ("matches_followed", {**WISH, **more})):
        kept = kept_registers()[register]
        values, wrong = read_row(kept.register, typed, today=today())
        assert not wrong, wrong
        row = enter_row(kept, values, by=clerk, organisation=company)
    return row, clerk


def test_a_wish_to_be_introduced_lands_on_the_desk_of_the_unit_that_answers(client, industry):
    other = make_person("handler", unit="education_bureau")
    row, clerk = wished()
    assert desk(industry) == [("later", "牵线", "")]
    assert desk(clerk) == [("waiting", "牵线", "县经信科技局")]
    assert ["等答复：牵线" in title for title in titles(industry)] == [True]
    assert (desk(other), titles(other)) == ([], [])
    assert not may_answer(other, row, kept_registers()["matches_followed"])
    client.force_login(industry)
    answer = {"introduced_on": "2018-06-01", "introduction": "约在六月五日见面", "version": row.version}
    assert client.post(f"/registers/matches_followed/{row.pk}/change/", answer).status_code == 302
    assert desk(industry) == desk(clerk) == []


def test_a_match_that_came_about_without_anybody_asks_nothing(industry):
    wished(state="contacted")
    assert desk(industry) == titles(industry) == []


@pytest.fixture
def industry():
    return make_person("handler", unit="industry_science_bureau")


def test_an_application_for_support_reaches_the_unit_that_decides(industry):
    row, clerk = filed("protection_aid", AID)
    assert desk(industry) == [("overdue", "决定", "")]
    assert desk(clerk) == [("waiting", "决定", "县经信科技局")]
    assert ["等答复：决定" in title for title in titles(industry)] == [True]
    assert warned(row) == {("industry_science_bureau",)}
    assert companies_warned(row) == set()


def test_what_the_unit_has_to_pay_stands_on_its_desk_and_is_no_lateness_of_who_waits(client, industry):
    row, clerk = filed("protection_aid", AID)
    client.force_login(industry)
    sent = client.post(f"/registers/protection_aid/{row.pk}/change/", {**GRANT, "version": row.version})
    assert sent.status_code == 302
    assert desk(industry) == [("overdue", "付款", "")]
    assert desk(clerk) == [("waiting", "付款", "县经信科技局")]
    assert desk(make_person("handler", unit="finance_bureau")) == []
    row = Row.objects.get(pk=row.pk)
    client.post(
        f"/registers/protection_aid/{row.pk}/change/", {**GRANT, "paid_on": "2018-05-30", "version": row.version}
    )
    assert desk(industry) == desk(clerk) == []


@pytest.mark.parametrize(
    ("host", "asked"),
    [("县商务局", "commerce_bureau"), ("县 商务局　", "commerce_bureau"), ("某协会", "industry_science_bureau")],
)
def test_an_enrolment_reaches_the_host_and_else_who_keeps_the_course(client, industry, host, asked):
    people = {unit: make_person("handler", unit=unit) for unit in ("commerce_bureau", "human_resources_bureau")}
    people["industry_science_bureau"] = industry
    row_of("activities", by=industry, host=host, **COURSE)
    row, _ = filed("course_places", PLACE)
    for unit, person in people.items():
        assert bool(desk(person)) == bool(titles(person)) == may_answer(person, row, kept_registers()["course_places"])
        assert bool(desk(person)) == (unit == asked)
    assert warned(row) == {(asked,)}
    client.force_login(people[asked])
    sent = client.post(
        f"/registers/course_places/{row.pk}/change/", {"confirmed_on": "2018-06-01", "version": row.version}
    )
    assert sent.status_code == 302
    assert desk(people[asked]) == []


@pytest.mark.parametrize(
    ("named", "ours"),
    [
        ("上杭县公安局", True),
        ("县公安局", True),
        ("县 公安局", True),
        ("上杭县　公安局", True),
        ("长汀县公安局", False),
    ],
)
def test_a_hand_over_reaches_the_police_that_it_names(client, named, ours):
    bureau, police = (make_person("handler", unit=unit) for unit in ("market_regulation_bureau", "police_bureau"))
    row_of("ip_cases", by=bureau, **CASE)
    row = row_of("case_transfers", by=bureau, **{**SENT, "police": named})
    assert bool(desk(police)) == bool(titles(police)) == ours
    assert may_answer(police, row, kept_registers()["case_transfers"]) == ours
    assert [one[2] for one in desk(bureau) if one[1] == "公安机关书面答复"] == ["县公安局" if ours else named]
    client.force_login(bureau)
    page = client.get(f"/registers/case_transfers/{row.pk}/").content.decode()
    assert (f"“{named}”不是方案里的单位" in page) != ours
    client.force_login(police)
    sent = client.post(f"/registers/case_transfers/{row.pk}/change/", {"received_on": "2018-05-31", "version": 1})
    assert sent.status_code == (302 if ours else 404)


def test_a_wish_to_be_introduced_is_warned_of_once():
    bureau = make_person("handler", unit="education_bureau")
    typed = {
        "told_by": "县教育局", "need_party": "甲公司", "need": "1", "offer_party": "某大学", "offer": "2", "state": "asked", "asked_on": "2018-05-28",
    }  # fmt: skip
    row_of("matches_followed", by=bureau, **typed)
    looker = Looker(today())
    told = [
        rule.id
        for rule in warning_rules().values()
        for found in looker.looks_at(rule) or ()
        if rule.looks_at != "row_findings" and found.link.startswith("/registers/matches_followed/")
    ]
    assert told == ["introduction_asked"]
