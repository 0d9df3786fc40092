"""A decision is entered and published once, however its number was typed; what was entered twice before is kept and marked."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from factories.penalties import (
    BUREAU,
    OTHER_UNIT,
    PenaltyCast,
    contents,
    drafted,
    released,
    submitted,
)
from zhixian.web.kit.clock import now
from zhixian.web.protection.actions.penalties import (
    change_penalty,
    enter_penalty,
    release_penalty,
    set_aside_penalty,
    submit_penalty,
)
from zhixian.web.protection.actions.penalty_endings import withdraw_penalty
from zhixian.web.protection.actions.penalty_steps import UnableToPublish
from zhixian.web.protection.models import Penalty, PenaltyEvent, PublishedPenalty

FIRST = "样市监处罚〔2020〕99号"
SPELLINGS = [
    "样市监处罚〔2020〕 99 号", "样市监处罚〔2020〕99号\u200b", "样市监处罚［２０２０］９９号", "样市监处罚【2020】99号", "样市监处罚(2020)第099号",
    "样市监处罚〔2020〕99", "样\u00a0市监处罚〔2020〕\u300099号", "样市监处罚\ufeff〔2020〕9\u20609号\u3164",
]  # fmt: skip


@pytest.fixture
def people():
    return PenaltyCast()


@pytest.mark.parametrize("typed", SPELLINGS)
def test_one_number_is_entered_once_however_it_is_typed(people, typed):
    released(people, number=FIRST)
    with pytest.raises(UnableToPublish, match="已经录入过"):
        drafted(people, number=typed)
    assert (Penalty.objects.count(), PublishedPenalty.objects.count()) == (1, 1)
    assert enter_penalty(OTHER_UNIT, contents(number=typed), by=people.stranger).pk


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_number_is_not_changed_into_one_that_is_there(people, typed):
    drafted(people, number=FIRST)
    other = drafted(people)
    with pytest.raises(UnableToPublish, match=r"已经录入过.*一个文号录入一次"):
        change_penalty(other, {"number": typed}, by=people.handler, version=other.version)


@pytest.mark.parametrize(
    "typed", ["样市监处罚〔2020〕9号", "样市监处罚〔2021〕99号", "样市监处罚〔2020〕99-1号", "样市监处字〔2020〕99号"]
)
def test_another_number_is_another(people, typed):
    drafted(people, number=FIRST)
    assert drafted(people, number=typed).pk


def test_the_refusal_says_how_the_first_is_written_and_the_number_keeps_no_sign_that_nobody_sees(people):
    row = drafted(people, number="样市监处罚〔2020〕\u200b 99 号\u200b ")
    assert row.number == "样市监处罚〔2020〕99 号"
    with pytest.raises(UnableToPublish, match=f"{FIRST} 已经录入过，写作 样市监处罚〔2020〕99 号"):
        drafted(people, number=FIRST)


def test_the_database_keeps_one_publication_of_a_number(people):
    shown = released(people, number=FIRST).publication
    shown.pk, shown.number = None, "样市监处罚〔2020〕 99 号"
    with pytest.raises(IntegrityError), transaction.atomic():
        shown.save(force_insert=True)


@pytest.fixture
def twice(people):
    """A draft and one submitted that bear the number of one that is shown, as they could be before."""
    first = released(people, number=FIRST)
    rows = [drafted(people), submitted(people)]
    for row, number in zip(rows, SPELLINGS[:2], strict=True):
        Penalty.objects.filter(pk=row.pk).update(number=number, key=f"{first.key} #{row.pk}")
    return [first, *(Penalty.objects.get(pk=row.pk) for row in rows)]


def test_what_was_entered_twice_before_goes_no_further(people, twice):
    _, draft, sent = twice
    with pytest.raises(UnableToPublish, match=f"已经录入过，写作 {FIRST}"):
        submit_penalty(draft, by=people.handler, version=draft.version)
    with pytest.raises(UnableToPublish, match=f"已经录入过，写作 {FIRST}"):
        release_penalty(sent, by=people.chief, version=sent.version)
    assert PublishedPenalty.objects.count() == 1
    assert set_aside_penalty(draft, by=people.chief, version=draft.version, reason="重复录入").state_name == "不公示"


def test_its_page_says_so_and_the_list_marks_it(people, twice, client):
    first, draft, _ = twice
    client.force_login(people.handler)
    page = client.get(reverse("penalty", args=[draft.pk])).content.decode()
    assert "同一个文号录入了两次" in page
    assert f'href="{reverse("penalty", args=[first.pk])}"' in page
    assert "录入了两次" not in client.get(reverse("penalty", args=[first.pk])).content.decode()
    assert client.get(reverse("penalties") + "?show=all").content.decode().count("文号重复") == 2


def old_row(old, number, by, **more):
    day = date(2020, 11, 2)
    shared = {"unit": BUREAU, "clause": "6", "number": number, "decided_on": day, "party_kind": "person"}
    shown = old.get_model("protection", "PublishedPenalty").objects.create(
        **shared, rule="market_2014", shown_on=day, party="赖某某"
    )
    return old.get_model("protection", "Penalty").objects.create(
        **shared, regime="market_regulation", party="赖小满", publication=shown, stage="settled", entered_by_id=by.pk,
        entered_on=day, changed_at=now(), first_shown_on=day, **more,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_upgrade_loses_nothing_marks_the_later_and_leaves_the_guard():
    people = PenaltyCast()
    before, after = [("protection", "0005_terms_of_keeping")], MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(before)
    try:
        old = MigrationExecutor(connection).loader.project_state(before).apps
        made = [
            old_row(old, number, people.handler).pk for number in (FIRST, *SPELLINGS[:2], "样市监处罚〔2020〕100号")
        ]
        old.get_model("protection", "PenaltyEvent").objects.create(
            penalty_id=made[0], kind="enter", name="录入", by_name="某", day=date(2020, 11, 2), at=now(), version=1
        )
    finally:
        MigrationExecutor(connection).migrate(after)
    rows = list(Penalty.objects.order_by("id").select_related("publication"))
    assert [row.pk for row in rows] == made
    assert [row.number for row in rows[:3]] == [FIRST, *SPELLINGS[:2]]
    assert [getattr(row.entered_before, "pk", None) for row in rows] == [None, made[0], made[0], None]
    assert all(row.publication.key == row.key for row in rows)
    row = rows[1]
    withdraw_penalty(
        row, by=people.chief, version=row.version, ground="mistake", fell_on=date(2020, 11, 16), reason="重复公示"
    )
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
        PenaltyEvent.objects.update(name="别的")
