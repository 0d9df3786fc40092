"""Who sees what: every role in every step, the same by list, page, file and public page."""

import pytest
from django.urls import reverse

from factories.matters import LEAD_UNIT, PATHS, Cast, make_dossier
from factories.people import make_organisation, make_person
from zhixian.web.accounts.models import Seat
from zhixian.web.kit.models import Entry
from zhixian.web.kit.notices import notices_of
from zhixian.web.matters import actions
from zhixian.web.matters.queries import dossiers_visible_to, published_dossiers

LOOKERS = {
    "colleague": lambda cast: make_person("enterprise", organisation=cast.organisation),
    "competitor": lambda cast: make_person("enterprise", organisation=make_organisation(party="P2")),
    "unconfirmed": lambda cast: make_person("enterprise", organisation=make_organisation(party="P1", confirmed=False)),
    "bank": lambda cast: make_person("bank"),
    "handler": lambda cast: make_person("handler", unit=LEAD_UNIT),
    "chief": lambda cast: make_person("chief", unit=LEAD_UNIT),
    "finance": lambda cast: make_person("finance", unit="finance_bureau"),
    "other_unit": lambda cast: make_person("handler", unit="commerce_bureau"),
    "custodian": lambda cast: make_person("custodian", unit=LEAD_UNIT),
    "lead": lambda cast: make_person("lead_office", unit=LEAD_UNIT),
    "auditor": lambda cast: make_person("auditor", unit="finance_bureau"),
}
ALWAYS, SUBMITTED = {"colleague"}, {"lead", "auditor"}


def expected(step: str) -> set[str]:
    """Who must see a dossier in a step, and nobody else."""
    moves = PATHS[step]
    seen = set(ALWAYS)
    if moves:
        seen |= SUBMITTED | {"handler", "chief"}
    if "grant" in moves:
        seen.add("finance")
    return seen


@pytest.mark.parametrize("step", PATHS)
def test_every_door_shows_the_same(client, cast, money, step):
    dossier = make_dossier(cast, step)
    material = dossier.materials.first()
    for name, make in LOOKERS.items():
        person = make(cast)
        client.force_login(person)
        sees = name in expected(step)
        assert dossiers_visible_to(person).filter(pk=dossier.pk).exists() == sees, name
        assert client.get(reverse("dossier", args=[dossier.pk])).status_code == (200 if sees else 404), name
        listed = client.get(reverse("dossiers"))
        assert (reverse("dossier", args=[dossier.pk]) in listed.content.decode()) == sees, name
        file = client.get(reverse("material", args=[material.pk]))
        assert file.status_code == (200 if sees else 404), name
        if sees:
            assert b"".join(file.streaming_content).startswith(b"%PDF")
        letter = client.get(reverse("letter", args=[dossier.pk]))
        assert letter.status_code == (200 if sees and dossier.letter else 404), name
        if letter.streaming:
            assert b"".join(letter.streaming_content).startswith(b"PK")
        post = client.post(reverse("make_move", args=[dossier.pk, "approve"]), {"version": dossier.version})
        assert (post.status_code == 404) == (not sees), name


@pytest.mark.parametrize("step", PATHS)
def test_the_public_sees_only_what_is_in_publicity(client, cast, money, step):
    dossier = make_dossier(cast, step, "navigation")
    shown = client.get(reverse("publicity_of", args=[dossier.pk]))
    assert (shown.status_code == 200) == (step == "publicity")
    listed = client.get(reverse("publicity")).content.decode()
    assert (cast.organisation.name in listed) == (step == "publicity")
    if step == "publicity":
        page = shown.content.decode()
        assert "某装置专利导航" in page
        for private in ("王会计", "13800138000", "9558", "某导航中心", "避开两件"):
            assert private not in page
    assert published_dossiers(as_of=dossier.entered_on).count() == (step == "publicity")


def test_a_file_leaves_as_an_attachment(client, cast):
    dossier = make_dossier(cast, "draft")
    client.force_login(cast.applicant)
    answer = client.get(reverse("material", args=[dossier.materials.get().pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_personal_answers_are_masked_until_asked_for_on_the_record(client, cast, money):
    dossier = make_dossier(cast, "review")
    page = reverse("dossier", args=[dossier.pk])
    client.force_login(cast.handler)
    first = client.get(page).content.decode()
    assert "13800138000" not in first
    assert "95588014" not in first
    clear = client.post(reverse("read_personal", args=[dossier.pk])).content.decode()
    assert "13800138000" in clear
    assert "95588014" in clear
    entry = Entry.objects.get(action="read_personal")
    assert (entry.actor, entry.detail["fields"]) == (
        f"user:{cast.handler.pk}",
        ["bank_account", "contact_name", "contact_phone"],
    )
    client.force_login(cast.chief)
    assert "95588014" not in client.post(reverse("read_personal", args=[dossier.pk])).content.decode()
    client.force_login(make_person("lead_office"))
    assert "13800138000" not in client.post(reverse("read_personal", args=[dossier.pk])).content.decode()
    client.force_login(cast.applicant)
    assert "13800138000" in client.get(page).content.decode()


def test_the_applicant_never_learns_who_objected(client, cast, money):
    dossier = make_dossier(cast, "publicity")
    address = reverse("publicity_of", args=[dossier.pk])
    answer = client.post(address, {"name": "邻厂", "contact": "0597-3841234", "body": "这笔贷款早已还清"})
    assert answer.status_code == 302
    for person, sees in ((cast.applicant, False), (cast.handler, True), (cast.payer, False)):
        client.force_login(person)
        assert ("邻厂" in client.get(reverse("dossier", args=[dossier.pk])).content.decode()) == sees


def test_whoever_only_asked_to_act_for_the_applicant_is_told_nothing(cast, money):
    asking = make_person()
    Seat.objects.create(user=asking, role="enterprise", organisation=cast.organisation, waits=True)
    make_dossier(cast, "supplement")
    assert notices_of(cast.applicant).filter(title__contains="补充材料").exists()
    assert not notices_of(asking).exists()


def test_objections_from_one_address_are_limited(client, cast, money):
    dossier = make_dossier(cast, "publicity")
    given = {"name": "某人", "contact": "1", "body": "这笔贷款早已还清"}
    codes = [client.post(reverse("publicity_of", args=[dossier.pk]), given).status_code for _ in range(11)]
    assert codes == [302] * 10 + [429]


def test_those_behind_one_proxy_are_limited_each_for_itself(client, cast, money, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    address = reverse("publicity_of", args=[make_dossier(cast, "publicity").pk])
    given = {"name": "某人", "contact": "1", "body": "这笔贷款早已还清"}
    codes = [client.post(address, given, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(12)]
    assert codes == [302] * 12


def test_a_list_asks_the_database_the_same_however_long(client, cast, money, django_assert_max_num_queries):
    client.force_login(cast.handler)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 2, 3):
        make_dossier(cast, "acceptance", subject=f"L1-{number}")
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("dossiers"))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_a_desk_knows_what_presses(cast, money):
    from zhixian.web.matters import queries

    first = make_dossier(cast, "acceptance")
    corrected = make_dossier(cast, "correction", subject="L1-2")
    paid = make_dossier(cast, "payment", subject="L1-3")
    decided = make_dossier(cast, "refusal_decision", subject="L1-4")
    other = Cast("P2")
    assert list(queries.desk_of(other.handler)) == [first]
    assert list(queries.desk_of(other.chief)) == [decided]
    assert list(queries.desk_of(other.payer)) == [paid]
    assert set(queries.elsewhere(other.handler)) == {corrected, paid, decided}
    assert set(queries.elsewhere(other.chief)) == {first, corrected, paid}
    assert set(queries.elsewhere(other.payer)) == set()
    assert list(queries.desk_of(other.handler, units=["commerce_bureau"])) == []
    assert list(queries.elsewhere(other.handler, units=["commerce_bureau"])) == []
    assert list(queries.own_dossiers(cast.applicant).order_by("pk")) == [first, corrected, paid, decided]
    assert list(queries.own_dossiers(other.applicant)) == []


def test_an_officer_of_the_applicant_does_not_handle_it(cast, money):
    from zhixian.core.kernel.refusal import Refusal

    dossier = make_dossier(cast, "acceptance")
    Seat.objects.create(user=cast.handler, role="enterprise", organisation=cast.organisation)
    both = type(cast.handler).objects.get(pk=cast.handler.pk)
    with pytest.raises(Refusal, match="不由您办"):
        actions.make_move(dossier, "accept", by=both, version=dossier.version)
