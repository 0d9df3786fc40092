"""What somebody wrote stays before their eyes when its form is gone, and must show something to count."""

import pytest
from django.urls import reverse

from factories.matters import filled, make_dossier, start
from factories.people import make_organisation
from zhixian.web.matters import actions
from zhixian.web.matters.models import Dossier, Message

LOST = "您刚才写的（没有保存）"


def typed(page):
    return dict(page.context["unsaved"])


@pytest.fixture
def published(cast, money):
    return make_dossier(cast, "publicity")


def test_a_second_answer_to_an_objection_is_shown_to_its_writer(client, cast, published):
    objection = actions.raise_objection(published, name="邻厂", contact="0597-3841234", body="这笔贷款已还清")
    actions.answer_objection(objection, by=cast.handler, upheld=False, answer="已核实")
    client.force_login(cast.second_handler)
    sent = {"upheld": "yes", "answer": "查了三天，确有其事", "seen": len(objection.body)}
    page = client.post(reverse("answer_objection", args=[objection.pk]), sent)
    assert page.status_code == 422
    assert typed(page) == {"核实情况": "查了三天，确有其事"}
    assert LOST in page.text
    assert "readonly" in page.text


def test_an_answer_whose_form_is_still_there_stands_in_it(client, cast, published):
    objection = actions.raise_objection(published, name="邻厂", contact="0597-3841234", body="这笔贷款已还清")
    client.force_login(cast.second_handler)
    page = client.post(reverse("answer_objection", args=[objection.pk]), {"upheld": "yes", "answer": "查了", "seen": 1})
    assert (page.status_code, typed(page)) == (422, {})
    assert LOST not in page.text


@pytest.mark.parametrize("gone_before", [True, False])
def test_the_reason_of_a_move_that_is_no_more_is_shown(client, cast, monkeypatch, gone_before):
    """Another officer was quicker, before this one's form was read or while it was."""
    dossier = make_dossier(cast, "acceptance")
    version = dossier.version
    client.force_login(cast.second_handler)
    make_move = actions.make_move

    def quicker(row, move, **given):
        make_move(row, "accept", by=cast.handler, version=version)
        return make_move(row, move, **given)

    if gone_before:
        make_move(dossier, "accept", by=cast.handler, version=version)
    else:
        monkeypatch.setattr(actions, "make_move", quicker)
    address = reverse("make_move", args=[dossier.pk, "request_correction"])
    page = client.post(address, {"version": version, "reason": "凭证缺三页"})
    assert page.status_code == 409
    assert list(typed(page).values()) == ["凭证缺三页"]


@pytest.mark.parametrize("reason", ["\u200b", " \u2060\u3000", "\u3164"])
def test_a_reason_that_nobody_sees_is_none(client, cast, reason):
    dossier = make_dossier(cast, "acceptance")
    client.force_login(cast.handler)
    address = reverse("make_move", args=[dossier.pk, "request_correction"])
    assert client.post(address, {"version": dossier.version, "reason": reason}).status_code == 422
    dossier.refresh_from_db()
    assert dossier.now_in.id == "acceptance"
    with pytest.raises(actions.UnableToAct, match="没有写理由"):
        actions.make_move(dossier, "request_correction", by=cast.handler, version=dossier.version, reason=reason)
    client.post(reverse("send_message", args=[dossier.pk]), {"body": reason})
    assert not Message.objects.exists()


def test_what_is_kept_of_a_text_is_what_is_seen(client, cast):
    dossier = make_dossier(cast, "acceptance")
    client.force_login(cast.handler)
    client.post(reverse("send_message", args=[dossier.pk]), {"body": "请补\u202e第三页\x07\u2028谢谢 👨‍👩‍👧\x00"})
    assert Message.objects.get().body == "请补第三页\n谢谢 👨‍👩‍👧"


def test_an_application_that_is_sent_twice_at_once_leads_to_it(client, cast, monkeypatch):
    dossier = filled(start(cast), cast)
    client.force_login(cast.applicant)
    save_draft = actions.save_draft

    def quicker(row, answers, **given):
        twin = save_draft(row, answers, **given)
        actions.make_move(twin, "submit", by=cast.applicant, version=twin.version)
        return save_draft(row, answers, **given)

    monkeypatch.setattr(actions, "save_draft", quicker)
    sent = {**dossier.answers, "version": dossier.version, "submit": ""}
    answer = client.post(reverse("dossier_form", args=[dossier.pk]), sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("dossier", args=[dossier.pk]))
    assert Dossier.objects.get().number


def test_what_was_typed_into_an_application_after_it_was_handed_in_is_shown(client, cast):
    dossier = filled(start(cast), cast)
    sent = {**dossier.answers, "version": dossier.version, "bank_name": "农商行新的名字"}
    actions.make_move(dossier, "submit", by=cast.applicant, version=dossier.version)
    client.force_login(cast.applicant)
    page = client.post(reverse("dossier_form", args=[dossier.pk]), sent)
    assert page.status_code == 409
    assert "农商行新的名字" in typed(page).values()
    assert client.get(reverse("dossier_form", args=[dossier.pk])).status_code == 302


def test_nobody_applies_in_the_name_of_somebody_elses_organisation(client, cast):
    other = make_organisation(party="P9", name="别人的厂")
    client.force_login(cast.applicant)
    answer = client.get("/matters/pledge_interest/start/", {"organisation": other.pk})
    assert answer.status_code == 403
    assert "您不能以这个单位的名义申报" in answer.text
    assert "没有绑定单位" not in answer.text
