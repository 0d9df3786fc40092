"""What is sealed at rest: nothing of it lies in the database, it opens in its own place only, and the key can be exchanged."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from factories.matters import ANSWERS, Cast, make_dossier
from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.site import keys
from zhixian.web.accounts.models import User
from zhixian.web.accounts.second_factor import secret_of
from zhixian.web.kit import record, site_key
from zhixian.web.kit.models import Entry, Lease, Notice
from zhixian.web.kit.runner import take_lease
from zhixian.web.kit.sealed import Unopened, as_stored, sealed_columns
from zhixian.web.kit.site_key import UnableToOpen, name_of_key, seal, sealed_by, unseal
from zhixian.web.matters.actions import answer_objection, raise_objection, save_draft, send_message
from zhixian.web.matters.models import Dossier, Message, Objection
from zhixian.web.protection.receipt_codes import code_digest

PHONE, ACCOUNT = "13800138000", ANSWERS["bank_account"]


def stored(table, column, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


@given(st.text(max_size=200))
def test_what_was_sealed_comes_back_and_names_key_and_algorithm(text):
    sealed = seal(text, about="a.b.c")
    assert unseal(sealed, about="a.b.c") == text
    assert sealed_by(sealed) == ("xchacha20poly1305", name_of_key("only-for-tests"))


def test_it_opens_in_its_own_place_only_and_not_when_changed():
    sealed = seal(PHONE, about="accounts.user.phone")
    with pytest.raises(UnableToOpen):
        unseal(sealed, about="matters.objection.contact")
    with pytest.raises(UnableToOpen):
        unseal(sealed[:-6] + ("AAAA" if sealed[-6:-2] != "AAAA" else "BBBB") + sealed[-2:], about="accounts.user.phone")


def test_short_texts_are_equally_long_and_never_alike():
    sealed = [seal(text, about="a") for text in (PHONE, PHONE, ACCOUNT, "王")]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == 4


def test_a_telephone_lies_sealed_and_cannot_be_searched():
    person = make_person(phone=PHONE)
    assert PHONE not in stored("accounts_user", "phone", person.pk)
    assert User.objects.get(pk=person.pk).phone == PHONE
    assert stored("accounts_user", "phone", make_person().pk) == ""
    with pytest.raises(FieldError, match="sealed"):
        User.objects.filter(phone=PHONE)


def test_of_answers_those_about_persons_and_accounts_lie_sealed(county):
    cast = Cast()
    dossier = make_dossier(cast, "acceptance")
    kept = json.loads(stored("matters_dossier", "answers", dossier.pk).replace("'", '"'))
    private = {"bank_account", "contact_name", "contact_phone"}
    assert {name for name, value in kept.items() if isinstance(value, dict)} == private
    assert kept["bank_name"] == ANSWERS["bank_name"]
    assert dossier.to_seal == private
    fresh = Dossier.objects.get(pk=dossier.pk)
    assert fresh.answers == {name: ANSWERS[name] for name in fresh.answers}
    assert private < set(fresh.answers)
    assert Dossier.objects.values_list("answers", flat=True).get(pk=dossier.pk) == fresh.answers


def test_a_draft_that_is_saved_is_sealed_too(county):
    cast = Cast()
    dossier = make_dossier(cast, "draft")
    save_draft(dossier, {"bank_account": "6222021400012345678"}, by=cast.applicant, version=dossier.version)
    assert "6222021400012345678" not in stored("matters_dossier", "answers", dossier.pk)
    assert Dossier.objects.get(pk=dossier.pk).answers["bank_account"] == "6222021400012345678"


def test_who_objects_lies_sealed(county):
    objection = raise_objection(
        make_dossier(Cast(), "publicity"), name="林某", contact=PHONE, body="它没有还过这笔贷款。"
    )
    found = Objection.objects.get(pk=objection.pk)
    assert (found.name, found.contact) == ("林某", PHONE)
    assert "林某" not in stored("matters_objection", "name", found.pk)
    assert PHONE not in stored("matters_objection", "contact", found.pk)


def test_what_people_write_to_one_another_lies_sealed_and_so_does_its_notice(county):
    cast = Cast()
    dossier = make_dossier(cast, "acceptance")
    message = send_message(dossier, f"请打 {PHONE} 找林某。", by=cast.applicant)
    assert Message.objects.get(pk=message.pk).body == f"请打 {PHONE} 找林某。"
    assert PHONE not in stored("matters_message", "body", message.pk)
    told = Notice.objects.filter(title__endswith="有新留言").first()
    assert PHONE in told.body
    assert PHONE not in stored("kit_notice", "body", told.pk)


def test_what_was_handed_in_and_objected_lies_sealed(county):
    cast = Cast()
    dossier = make_dossier(cast, "publicity")
    paper = dossier.materials.first()
    assert paper.name
    assert paper.name not in stored("matters_material", "name", paper.pk)
    objection = raise_objection(dossier, name="林某", contact=PHONE, body="它没有还过这笔贷款。")
    answered = answer_objection(objection, by=cast.handler, upheld=False, answer="林某所说的贷款已还清。")
    assert "贷款" not in stored("matters_objection", "body", answered.pk)
    assert "林某" not in stored("matters_objection", "answer", answered.pk)
    assert Objection.objects.get(pk=answered.pk).answer == "林某所说的贷款已还清。"


def exchanged(settings):
    settings.EARLIER_KEYS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"


def test_after_the_key_is_exchanged_old_rows_are_read_and_then_sealed_anew(county, settings):
    cast = Cast()
    dossier = make_dossier(cast, "acceptance")
    secret, old, receipt = secret_of(cast.handler), name_of_key(settings.SECRET_KEY), code_digest("0" * 16)
    veiled = record.veiled("registry.party", "P1")
    exchanged(settings)
    assert User.objects.get(pk=cast.applicant.pk).phone == PHONE
    assert Dossier.objects.get(pk=dossier.pk).answers["bank_account"] == ACCOUNT
    assert (secret_of(cast.handler), code_digest("0" * 16)) == (secret, receipt)
    assert record.veiled("registry.party", "P1") == veiled
    assert keys.told()[0][2] == {}
    assert keys.reseal() > 4
    new, before = keys.told()
    assert (new[0], new[1], before) == (name_of_key("a new one"), True, (old, False, {}))
    settings.EARLIER_KEYS = []
    assert User.objects.get(pk=cast.applicant.pk).phone == PHONE
    assert Dossier.objects.get(pk=dossier.pk).answers["bank_account"] == ACCOUNT
    assert secret_of(cast.handler) == secret
    assert Entry.objects.filter(action="site_key_in_use", subject=f"site.key:{name_of_key('a new one')}").count() == 1


def test_rotating_writes_the_new_key_before_the_old_one(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("ZHIXIAN_SECRET_KEY")
    settings.DATA = tmp_path
    person, old = make_person(phone=PHONE), settings.SECRET_KEY
    Lease.objects.all().delete()
    keys.rotate()
    lines = (tmp_path / "secret.key").read_text().splitlines()
    assert lines == [settings.SECRET_KEY, old]
    assert oct((tmp_path / "secret.key").stat().st_mode)[-3:] == "600"
    assert name_of_key(lines[0]) in stored("accounts_user", "phone", person.pk)
    keys.rotate()
    assert (tmp_path / "secret.key").read_text().splitlines()[1:] == lines


def test_no_key_is_exchanged_while_the_site_runs_or_from_a_variable(settings, tmp_path):
    settings.DATA = tmp_path
    with pytest.raises(Refusal, match="zhixian key reseal"):
        keys.rotate()
    take_lease()
    with pytest.raises(Refusal, match="先停下网站"):
        keys.rotate()
    assert not (tmp_path / "secret.key").exists()


def test_what_no_key_opens_is_told_and_never_lost(county, settings):
    dossier = make_dossier(Cast(), "acceptance")
    held = stored("matters_dossier", "answers", dossier.pk)
    key, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    fresh = Dossier.objects.get(pk=dossier.pk)
    assert isinstance(fresh.answers["bank_account"], Unopened)
    assert "打不开" in fresh.answers["bank_account"]
    fresh.save()
    settings.SECRET_KEY = key
    assert stored("matters_dossier", "answers", dossier.pk) == held
    assert Dossier.objects.get(pk=dossier.pk).answers["bank_account"] == ACCOUNT


def test_an_upgrade_seals_what_lay_in_the_clear_and_goes_back(county):
    cast = Cast()
    dossier = make_dossier(cast, "acceptance")
    message = send_message(dossier, f"请打 {PHONE}。", by=cast.applicant)
    for app, name in (
        ("accounts", "0003_sealed_at_rest"), ("matters", "0007_more_sealed_at_rest"), ("matters", "0005_sealed_at_rest"),
    ):  # fmt: skip
        steps = [
            step for step in import_module(f"zhixian.web.{app}.migrations.{name}").Migration.operations
            if hasattr(step, "code")
        ]  # fmt: skip
        for step in steps:
            step.reverse_code(apps, None)
        if app == "accounts":
            assert stored("accounts_user", "phone", cast.applicant.pk) == PHONE
        elif name.startswith("0007"):
            assert stored("matters_message", "body", message.pk) == f"请打 {PHONE}。"
        else:
            assert ACCOUNT in stored("matters_dossier", "answers", dossier.pk)
        for step in steps:
            step.code(apps, None)
    assert PHONE not in stored("accounts_user", "phone", cast.applicant.pk)
    assert PHONE not in stored("matters_message", "body", message.pk)
    assert ACCOUNT not in stored("matters_dossier", "answers", dossier.pk)
    assert Dossier.objects.get(pk=dossier.pk).answers["bank_account"] == ACCOUNT


def test_the_columns_that_are_sealed():
    found = {f"{model._meta.label_lower}.{field.name}" for model, field in sealed_columns()}
    assert found == {
        "accounts.user.phone", "kit.notice.body", "matters.dossier.answers", "matters.material.name", "matters.message.body",
        "matters.objection.name", "matters.objection.contact", "matters.objection.body", "matters.objection.answer",
        "protection.penalty.id_number", "protection.penalty.phone", "protection.penalty.bank_account",
        "protection.penalty.body", "protection.penalty.persons", "protection.penalty.private_words", "protection.penalty.secrets",
        "registers.row.values",
    }  # fmt: skip


def test_a_copy_of_rows_keeps_them_sealed():
    person = make_person(phone=PHONE)
    with as_stored():
        assert site_key.is_sealed(User.objects.values_list("phone", flat=True).get(pk=person.pk))
