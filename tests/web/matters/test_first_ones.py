"""The quick ways to the first rows of a desk and of a list find what the plain definitions find, over dossiers made at random."""

import random
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.matters import Cast, make_dossier, step_on
from factories.people import make_organisation, make_person
from zhixian.core.workflow.matter import from_plain, to_plain
from zhixian.core.workflow.model import OFFICE
from zhixian.web.accounts.models import Seat, User
from zhixian.web.kit import duties as kit
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import Ask
from zhixian.web.kit.finds import Words
from zhixian.web.matters import numbered
from zhixian.web.matters.actions.moving import note_who_waits
from zhixian.web.matters.definitions import pin, site_matters
from zhixian.web.matters.duties import dossier_duties
from zhixian.web.matters.models import Dossier, DossierUnit
from zhixian.web.matters.numbered import mentioning, parts_of, speaking_of, with_number
from zhixian.web.matters.queries import HANDLING, desk_of, dossiers_visible_to, elsewhere
from zhixian.web.portal.desk import NAMES, sections

UNITS = ("industry_science_bureau", "finance_bureau", "culture_broadcast_bureau")
HEADS = ("杭知字〔2017〕", "杭知字〔2018〕", "合成〔2018〕", "50%_〔2018〕")


def two_versions():
    """A matter as it is, and with the steps of handlers and chiefs changed over."""
    definition = site_matters()["gi_mark"]
    other = {"handler": "chief", "chief": "handler"}
    plain = to_plain(definition)
    plain["flow"]["steps"] = [
        {**step, "actor": other.get(step["actor"], step["actor"])} for step in plain["flow"]["steps"]
    ]
    return [pin(definition), pin(from_plain(plain))]


def some_dossiers(how_many, *, seed, organisations, people):
    """Dossiers as moves leave them: with units in steps of the office, numbers once handed in, and everything else at random."""
    chance, made = random.Random(seed), []
    versions = two_versions()
    for n in range(how_many):
        pinned = chance.choice(versions)
        step = chance.choice(
            [step for step in pinned.definition.flow.steps if chance.random() < 0.8 or not step.outcome]
        )
        lies = step.actor in OFFICE and not step.outcome
        handed_in = lies or chance.random() < 0.7
        unit = chance.choice(UNITS) if lies else ""
        row = Dossier.objects.create(
            pinned=pinned, matter="gi_mark", clause="9", year=2018, step=step.id, outcome=step.outcome or "", unit=unit,
            number=f"{chance.choice(HEADS)}{n * 37 % 1000:06d}号" if handed_in else None,
            organisation=chance.choice(organisations), applicant=people[0], subject=chance.choice(["", "R1", "R12"]),
            assignee=chance.choice([None, None, *people]) if lies else None,
            due=chance.choice([None, today() + timedelta(days=chance.randint(-3, 9))]),
            entered_on=today() - timedelta(days=chance.randint(0, 4)),
            closed_on=today() if step.outcome else None,
            started_at=timezone.now(), changed_at=timezone.now() - timedelta(hours=chance.randint(0, 9)),
        )  # fmt: skip
        had = {unit, *(other for other in UNITS if handed_in and chance.random() < 0.3)} - {""}
        DossierUnit.objects.bulk_create(DossierUnit(dossier=row, unit=one) for one in sorted(had))
        note_who_waits(row)
        made.append(row)
    return made


@pytest.fixture
def organisations(db):
    return [make_organisation(name=name) for name in ("紫金某厂", "某厂二〇一八", "R12 公司", "100%_号")]


@pytest.fixture
def people(organisations):
    """By what they hold: one seat, several, one beside a seat of an applicant, one beside the lead office's."""
    seats = {
        "handler": [("handler", UNITS[0])],
        "chief": [("chief", UNITS[1])],
        "both": [("handler", UNITS[0]), ("chief", UNITS[0]), ("finance", UNITS[1])],
        "everywhere": [("handler", unit) for unit in UNITS],
        "applicant_too": [("handler", UNITS[0])],
        "leads_too": [("handler", UNITS[0]), ("lead_office", UNITS[2])],
    }
    made = {}
    for name, held in seats.items():
        made[name] = make_person()
        for role, unit in held:
            Seat.objects.create(user=made[name], role=role, unit=unit)
    Seat.objects.create(user=made["applicant_too"], role="enterprise", organisation=organisations[0])
    return {name: User.objects.get(pk=person.pk) for name, person in made.items()}


def plainly(user, ask):
    """A section by the definitions, read whole and cut."""
    units = ask.of_units(user.units_as(*HANDLING))
    if ask.when == "waiting":
        rows = elsewhere(user, units=units).order_by("entered_on", "pk")
    else:
        rows = ask.within(desk_of(user, units=units))
    rows = {"all": rows, "mine": rows.filter(assignee=user), "free": rows.filter(assignee=None)}[ask.whose]
    return [row.pk for row in list(rows)[: ask.most]]


def shown(user, ask):
    """The same as the desk has it, without what an applicant finds there."""
    found = dossier_duties(user, ask)
    return [int(duty.link.split("/")[2]) for duty in found if duty.party]


@pytest.mark.parametrize("seed", range(4))
def test_every_section_begins_with_what_is_first_by_definition(organisations, people, seed, monkeypatch):
    monkeypatch.setattr("zhixian.web.matters.firsts.AT_ONCE", 7)
    some_dossiers(90, seed=seed, organisations=organisations, people=[*people.values()])
    found = 0
    for user, whose, unit, most in product(people.values(), ("all", "free", "mine"), ("", UNITS[0]), (3, 200)):
        ask = Ask("overdue", today(), whose=whose, unit=unit, most=most)
        page = ask.together()
        for when in NAMES:
            expected = plainly(user, replace(ask, when=when))
            assert shown(user, replace(ask, when=when)) == expected, (whose, unit, most, when)
            assert shown(user, replace(page, when=when)) == expected, (whose, unit, most, when)
            found += len(expected)
    assert found > 500


def test_a_desk_asks_the_same_however_much_waits(organisations, people):
    counts = []
    for seed, more in enumerate((80, 240)):
        some_dossiers(more, seed=10 + seed, organisations=organisations, people=[*people.values()])
        user = User.objects.get(pk=people["handler"].pk)
        list(sections(user, Ask("overdue", today())))
        with CaptureQueriesContext(connection) as asked:
            found = list(sections(user, Ask("overdue", today())))
        assert {"overdue", "later", "undated", "waiting"} <= {section.when for section in found}
        counts.append(len(asked))
        Dossier.objects.update(number=None)  # numbers are given once
    assert counts[0] == counts[1]


@pytest.mark.parametrize("few", [0, 1000])
def test_rows_read_at_once_are_parted_as_the_database_parts_them(organisations, people, few, monkeypatch):
    monkeypatch.setattr(kit, "FEW", few)
    some_dossiers(60, seed=5, organisations=organisations, people=[*people.values()])
    page = Ask("overdue", today(), most=5).together()
    for when in NAMES:
        ask = replace(page, when=when)
        assert ask.first("all", Dossier.objects.all) == [*ask.within(Dossier.objects.all())[:5]] or when in {
            "waiting",
            "lately",
        }
    assert sum(len(replace(page, when=when).first("all", Dossier.objects.all)) for when in NAMES) >= 20


def test_what_one_page_has_found_out_no_other_page_is_told():
    said = iter("abcd")
    ask = Ask("overdue", today())
    page = ask.together()
    assert [page.once("what", lambda: next(said)) for _ in range(2)] == ["a", "a"]
    assert replace(page, when="week").once("what", lambda: next(said)) == "a"
    assert replace(page, whose="free").once("what", lambda: next(said)) == "b"
    assert ask.together().once("what", lambda: next(said)) == "c"
    assert ask.once("what", lambda: next(said)) == "d"


def test_each_move_tells_units_since_when_they_wait(cast: Cast, money):
    dossier = make_dossier(cast, "acceptance")
    for step in ("request_correction", "resubmit", "accept", "approve", "conclude", "grant", "pay"):
        dossier = step_on(dossier, step, cast)
        away = dict(dossier.units.values_list("unit", "away_since"))
        assert away == {
            unit: None if dossier.outcome or unit == dossier.unit else dossier.entered_on for unit in away
        }, step
    assert dossier.outcome == "done"
    assert len(away) > 1


def test_older_sites_learn_who_waits(organisations, people):
    some_dossiers(60, seed=6, organisations=organisations, people=[*people.values()])
    noted = list(DossierUnit.objects.order_by("pk").values_list("unit", "away_since"))
    DossierUnit.objects.update(away_since=None)
    import_module("zhixian.web.matters.migrations.0009_quick_desks").note_who_waits(apps, None)
    assert list(DossierUnit.objects.order_by("pk").values_list("unit", "away_since")) == noted
    assert len({since for _, since in noted}) > 3


WORDS = ["0", "00", "003", "037", "7号", "号", "2018", "〔2018〕0", "杭知字〔2018〕000037号", "紫金", "某厂", "R12", "R1", "%", "_", "0%_", "〔", "无此", "00 0", "'", "\\"]  # fmt: skip


@pytest.mark.parametrize(("most", "often"), [(2000, 10_000), (2000, 5), (3, 10_000), (0, 1)])
def test_words_find_what_has_them_in_number_applicant_or_subject(organisations, people, most, often, monkeypatch):
    monkeypatch.setattr(numbered, "MOST", most)
    monkeypatch.setattr(numbered, "OFTEN", often)
    some_dossiers(80, seed=7, organisations=organisations, people=[*people.values()])
    for user, word in product((people["handler"], people["everywhere"], people["leads_too"]), WORDS):
        rows = dossiers_visible_to(user).order_by("pk")
        plain = rows.filter(Q(number__contains=word) | Q(organisation__name__contains=word) | Q(subject=word))
        assert list(mentioning(rows, number=word, name=word)) == list(plain), word
    assert with_number("杭知字〔2018〕").count() > 5


@pytest.mark.parametrize(("most", "often"), [(2000, 10_000), (2000, 5), (3, 10_000), (0, 1)])
def test_a_search_finds_every_part_in_number_applicant_or_subject(organisations, people, most, often, monkeypatch):
    monkeypatch.setattr(numbered, "MOST", most)
    monkeypatch.setattr(numbered, "OFTEN", often)
    some_dossiers(80, seed=7, organisations=organisations, people=[*people.values()])
    fields = ("number", "organisation__name", "organisation__credit_code", "subject_name", "subject")
    found = 0
    for user, word in product(
        (people["handler"], people["everywhere"], people["leads_too"]), [*WORDS, "r1 紫金", "2018 r", "名 3", "Ｒ12"]
    ):
        rows, words = dossiers_visible_to(user).order_by("pk"), Words.typed(word, (2018,))
        plain = list(rows.filter(words.on(*fields)))
        assert list(speaking_of(rows, words, matters=[])) == plain, word
        matter = {"gi_mark"}
        of_matter = list(rows.filter(words.on(*fields) | Q(matter__in=matter)))
        assert list(speaking_of(rows, words, matters=matter)) == of_matter, word
        found += len(plain)
    assert found


def test_a_part_of_a_number_is_looked_up_by_its_longest_parts():
    assert parts_of("00012") == ["000", "001", "012"]
    assert parts_of("12") == ["12"]
    assert parts_of("") == []


def test_a_search_asks_the_same_however_many_there_are(organisations, people):
    counts = []
    for seed in (8, 9):
        some_dossiers(60, seed=seed, organisations=organisations, people=[*people.values()])
        rows = dossiers_visible_to(people["handler"])
        with CaptureQueriesContext(connection) as asked:
            found = list(mentioning(rows, number="037", name="037"))
        counts.append((len(asked), bool(found)))
        Dossier.objects.update(number=None)
    assert counts[0] == counts[1]
