"""Who sees what of a penalty, by role, state and door; and that no door shows the public a hidden value."""

import json

import pytest
from django.urls import reverse

from factories.penalties import (
    BUREAU,
    OTHER_UNIT,
    PRIVATE,
    SECRET,
    PenaltyCast,
    contents,
    drafted,
    firm,
    fresh,
    hidden,
    released,
    submitted,
)
from factories.people import make_person
from zhixian.core.kernel.folding import folded
from zhixian.web.kit.models import Entry
from zhixian.web.protection.actions.penalties import (
    correct_penalty,
    enter_penalty,
    release_penalty,
    set_aside_penalty,
    submit_penalty,
)
from zhixian.web.protection.actions.penalty_endings import end_penalties, withdraw_penalty
from zhixian.web.protection.models import Penalty, PublishedPenalty
from zhixian.web.protection.penalty_data import COLUMNS
from zhixian.web.protection.queries.penalties import (
    late_penalties,
    penalties_visible_to,
    penalties_waiting_for,
    penalty_statistics,
    penalty_trail_visible_to,
)

PUBLIC_DOORS = ("/penalties/", "/open-data/penalties.csv", "/open-data/penalties.json", "/open-data/", "/")
INSIDE = {"handler", "chief", "second_chief"}
WATCH = INSIDE | {"lead", "auditor"}


@pytest.fixture
def people():
    return PenaltyCast()


def withdrawn(people):
    row = released(people)
    kept = {"ground": "void", "fell_on": row.decided_on, "reason": "确认无效"}
    return withdraw_penalty(row, by=people.chief, version=row.version, **kept)


def correcting(people):
    row = released(people)
    return correct_penalty(row, by=people.handler, version=row.version, reason="有误")


def ended(people):
    row = released(people)
    PublishedPenalty.objects.update(shown_until="2020-11-15")
    end_penalties(as_of=row.first_shown_on)
    return fresh(row)


def aside(people):
    row = drafted(people)
    return set_aside_penalty(row, by=people.chief, version=row.version, reason="不公示")


STATES = {
    "draft": drafted,
    "submitted": submitted,
    "shown": released,
    "correcting": correcting,
    "withdrawn": withdrawn,
    "ended": ended,
    "set_aside": aside,
}


@pytest.mark.parametrize("state", STATES)
def test_only_the_unit_reaches_an_original(client, people, state):
    row = STATES[state](people)
    doors = [reverse("penalty", args=[row.pk]), reverse("change_penalty", args=[row.pk])]
    for name, person in {**people.everyone(), "enterprise": make_person("enterprise")}.items():
        client.force_login(person)
        inside = name in INSIDE
        assert penalties_visible_to(person).exists() is inside, name
        statuses = {client.get(door).status_code for door in doors}
        assert statuses <= ({200, 302} if inside else {403, 404}), name
        posted = client.post(reverse("penalty_act", args=[row.pk, "withdraw"]), {}).status_code
        assert posted == (422 if inside else posted), name
        assert inside or posted in {403, 404}, name
    client.logout()
    assert client.get(doors[0]).status_code == 302


@pytest.mark.parametrize("state", STATES)
def test_no_public_door_shows_a_hidden_value(client, people, state):
    row = STATES[state](people)
    pages = [client.get(door) for door in PUBLIC_DOORS]
    pages += [client.get(f"/penalties/?q={word}") for word in PRIVATE]
    own = row.publication.pk if row.publication else 999
    detail = client.get(f"/penalties/{own}/")
    assert detail.status_code == (200 if state in {"shown", "correcting", "withdrawn"} else 404)
    said = "".join(folded(page.content.decode()) for page in [*pages[: len(PUBLIC_DOORS)], detail])
    assert [value for value in PRIVATE if folded(value) in said] == []
    found = [
        word
        for word, page in zip(PRIVATE, pages[len(PUBLIC_DOORS) :], strict=True)
        if "赖某某" in page.content.decode()
    ]
    assert found == []


@pytest.mark.parametrize("state", ["draft", "submitted", "ended", "set_aside"])
def test_what_is_not_shown_is_nowhere(client, people, state):
    row = STATES[state](people)
    for door in PUBLIC_DOORS:
        assert row.number not in client.get(door).content.decode(), door


def test_a_withdrawal_leaves_only_its_trace(client, people):
    row = withdrawn(people)
    page = client.get(reverse("public_penalty", args=[row.publication.pk])).content.decode()
    assert "确认无效" in page
    assert "赖某某" not in page
    assert "销售侵犯" not in page
    data = json.loads(client.get("/open-data/penalties.json").content)["penalties"]
    assert [(one["state"], one["party"], one["penalty"], one["withdrawn_reason"]) for one in data] == [
        ("已撤回", "", "", "确认无效")
    ]


def test_open_data_says_the_same_as_csv_and_json_and_runs_nothing(client, people):
    released(people, number="=1+1")
    rows = json.loads(client.get("/open-data/penalties.json").content)["penalties"]
    lines = client.get("/open-data/penalties.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(COLUMNS.values())
    assert lines[1].startswith("'=1+1,县市场监管局,第6条,2020-11-02,赖某某,自然人,")
    assert rows[0]["number"] == "=1+1"
    assert rows[0]["fine"] == "5000.00"
    assert client.get("/open-data/penalties.xml").status_code == 404


def test_the_public_finds_by_party_number_and_code_in_any_spelling(client, people):
    row = enter_penalty(BUREAU, firm(), by=people.handler)
    row = submit_penalty(row, by=people.handler, version=row.version)
    release_penalty(row, by=people.chief, version=row.version)
    for word in (
        "临江酒业",
        "９１３５０８２３ＭＡ",
        row.number,
        row.number.replace("〔2020〕", "〔２０２０〕"),
        "临江 样市监",
    ):
        assert "样本县临江酒业有限公司" in client.get("/penalties/", {"q": word}).content.decode(), word
    assert "没有找到" in client.get("/penalties/", {"q": "别家"}).content.decode()
    assert "没有找到" in client.get("/penalties/", {"unit": OTHER_UNIT}).content.decode()
    assert "没有找到" in client.get("/penalties/", {"year": "2019"}).content.decode()
    assert "临江酒业" in client.get("/penalties/", {"unit": BUREAU, "year": "2020"}).content.decode()


def test_a_list_costs_the_same_few_queries_however_long(client, people, django_assert_max_num_queries):
    for _ in range(8):
        released(people)
        submitted(people)
    with django_assert_max_num_queries(12):
        client.get("/penalties/")
    client.force_login(people.chief)
    with django_assert_max_num_queries(24):
        client.get("/protection/penalties/?show=all")
    with django_assert_max_num_queries(24):
        client.get("/protection/penalties/")


def test_reading_an_original_is_on_the_record(client, people):
    row = drafted(people)
    client.force_login(people.handler)
    client.get(reverse("penalty", args=[row.pk]))
    entry = Entry.objects.get(action="penalty_read")
    assert (entry.actor, entry.subject) == (f"user:{people.handler.pk}", f"protection.penalty:{row.pk}")


def test_numbers_and_lateness_are_seen_by_those_who_watch(client, people, settings):
    row = drafted(people)
    released(people)
    settings.TODAY = "2020-12-01"
    for name, person in people.everyone().items():
        lines = penalty_statistics(person, as_of=row.due.replace(month=12))
        assert [(one.decided, one.in_time, one.overdue, one.share) for one in lines] == (
            [(2, 1, 1, 50)] if name in WATCH else []
        ), name
        assert [number for _, number, _ in late_penalties(person, as_of=row.due.replace(month=12))] == (
            [row.number] if name in WATCH else []
        )
        assert penalty_trail_visible_to(person).exists() is (name in WATCH), name
        client.force_login(person)
        page = client.get("/protection/penalties/statistics/").content.decode()
        assert (row.number in page) is (name in WATCH), name
        assert [value for value in PRIVATE if folded(value) in folded(page)] == []
    client.force_login(make_person("bank"))
    assert client.get("/protection/penalties/statistics/").status_code == 403


def test_what_waits_is_told_to_nobody_else(people):
    submitted(people)
    for name in ("stranger", "lead", "auditor"):
        assert penalties_waiting_for(getattr(people, name), as_of=Penalty.objects.get().decided_on) == []


def typed(**changes):
    """What a browser sends for a decision on a person."""
    given = contents(**changes)
    given |= {"unit": BUREAU, "fine": "5,000", "confiscated": "", "decided_on": "2020-11-02", "restricted_until": ""}
    return {name: value for name, value in given.items() if value not in (None, False)}


def test_the_clerks_forms_from_entry_to_release(client, people):
    client.force_login(people.handler)
    answer = client.post("/protection/penalties/new/", typed(kinds=[]))
    assert answer.status_code == 422
    assert "身份证号码350823197001010017" in answer.content.decode()
    assert client.post("/protection/penalties/new/", typed()).status_code == 302
    row = Penalty.objects.get()
    assert (row.fine_fen, row.told) == (500_000, True)
    page = reverse("penalty", args=[row.pk])
    lists = {"persons": row.persons, "private_words": "", "secrets": SECRET, "hide": ["05973841234"]}
    assert client.post(f"{page}redact/", {**lists, "version": 1}).status_code == 302
    stale = client.post(f"{page}redact/", {**lists, "version": 1})
    assert stale.status_code == 409
    assert "刚被改动过" in stale.content.decode()
    assert client.post(f"{page}change/", {**typed(number=row.number), "version": 1}).status_code == 409
    assert client.post(f"{page}acts/submit/", {"version": 2}).status_code == 302
    client.force_login(people.chief)
    assert client.post(f"{page}acts/release/", {"version": 3}).status_code == 422
    assert client.post(f"{page}acts/release/", {"version": 3, "checked": "on"}).status_code == 302
    assert fresh(row).is_shown
    assert client.post(f"{page}acts/nothing/", {}).status_code == 404


def test_the_home_and_its_clause_tell_of_it(client, people):
    released(people)
    assert "县市场监管局：销售侵犯注册商标专用权的商品" in client.get("/").content.decode()
    assert "处罚公示 1 件" in client.get("/clauses/6/").content.decode()


def test_everything_the_public_is_shown_was_redacted_before(people):
    row = hidden(drafted(people), people)
    assert row.publication is None
    related = {one.name for one in PublishedPenalty._meta.get_fields() if one.is_relation and not one.hidden}
    assert related == set()


def test_the_office_reads_by_which_laws_of_the_day_a_field_is_hidden(people, client, settings):
    row = hidden(drafted(people), people)
    door = reverse("penalty", args=[row.pk])
    client.force_login(people.handler)
    page = client.get(door).content.decode()
    assert "公示暂行规定（2014）第6条；政府信息公开条例（2019）第15条；民法总则第111条" in page
    assert [law for law in ("公示规定（2021）", "个人信息保护法", "民法典第1039条") if law in page] == []
    settings.TODAY = "2021-11-01"
    page = client.get(door).content.decode()
    assert "公示规定（2021）第6条；政府信息公开条例（2019）第15条；民法典第1039条；个人信息保护法第34条" in page
