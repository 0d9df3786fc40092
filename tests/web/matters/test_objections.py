"""公示 and objections: the same person twice, answers to what has grown meanwhile, and a 公示 that has ended."""

import pytest
from django.urls import reverse

from factories.matters import later, make_dossier, step_on
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.models import Entry
from zhixian.web.matters import actions
from zhixian.web.matters.models import Objection

GIVEN = {"name": "邻厂", "contact": "0597-3841234", "body": "这笔贷款已还清"}


@pytest.fixture
def dossier(cast, money):
    return make_dossier(cast, "publicity")


def test_what_the_same_person_objects_once_more_is_added_and_nobody_outside_can_tell(client, dossier):
    address = reverse("publicity_of", args=[dossier.pk])
    told = [
        client.post(address, {**GIVEN, **other}, follow=True).content.decode().partition("<main")[2]
        for other in ({}, {"contact": "０５９７ 384 1234", "body": "还有一份凭证"}, {"name": "另一家"})
    ]
    first, other = Objection.objects.all()
    assert first.body.startswith("这笔贷款已还清\n\n")
    assert first.body.endswith("补充：\n还有一份凭证")
    assert other.name == "另一家"
    said = "异议已经收到。办理单位核实后，会按您留的联系方式答复。"
    assert [said in page for page in told] == [True] * 3
    assert list(Entry.objects.filter(action__startswith="objection").values_list("action", flat=True)) == [
        "objection_raised", "objection_added_to", "objection_raised",
    ]  # fmt: skip


def test_after_an_answer_a_new_objection_stands_for_itself(cast, dossier):
    first = actions.raise_objection(dossier, **GIVEN)
    actions.answer_objection(first, by=cast.handler, upheld=False, answer="已核实")
    assert actions.raise_objection(dossier, **GIVEN) != first


def test_an_answer_to_what_was_added_to_meanwhile_is_refused_and_kept(client, cast, dossier):
    first = actions.raise_objection(dossier, **GIVEN)
    client.force_login(cast.handler)
    page = client.get(reverse("dossier", args=[dossier.pk]))
    (_, form), = page.context["objections"]  # fmt: skip
    given = {"seen": form["seen"].value(), "upheld": "no", "answer": "查过了"}
    actions.raise_objection(dossier, **{**GIVEN, "body": "再补充一点"})
    page = client.post(reverse("answer_objection", args=[first.pk]), given)
    assert page.status_code == 422
    assert "这条异议刚有补充" in page.content.decode()
    (_, form), = page.context["objections"]  # fmt: skip
    assert form["answer"].value() == "查过了"
    assert (
        client.post(reverse("answer_objection", args=[first.pk]), {**given, "seen": form["seen"].value()}).status_code
        == 302
    )


def test_an_ended_publicity_says_when_it_ended_and_what_is_left(client, cast, dossier):
    until = dossier.publicity_until
    later(dossier.its_matter.publicity_days + 1)
    address = reverse("publicity_of", args=[dossier.pk])
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 410
    assert f"这项公示已于 {until} 结束" in text
    assert "工业" in text or "单位" in text
    assert cast.organisation.name not in text
    assert dossier.number not in text
    sent = client.post(address, GIVEN)
    assert "您写的异议没有交上" in sent.content.decode()
    assert GIVEN["body"] in sent.content.decode()
    assert not Objection.objects.exists()
    client.force_login(cast.applicant)
    assert dossier.number in client.get(address).content.decode()


def test_what_was_withdrawn_from_publicity_was_never_there(client, cast, dossier):
    step_on(dossier, "withdraw", cast)
    assert client.get(reverse("publicity_of", args=[dossier.pk])).status_code == 404


def test_nobody_answers_twice(cast, dossier):
    first = actions.raise_objection(dossier, **GIVEN)
    actions.answer_objection(first, by=cast.handler, upheld=False, answer="已核实")
    with pytest.raises(Refusal, match="已经答复"):
        actions.answer_objection(first, by=cast.chief, upheld=True, answer="不对")
