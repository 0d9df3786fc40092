"""What an applicant may still change after handing in: what was asked for, and nothing that was reviewed."""

import pytest
from django.urls import reverse

from factories.matters import make_dossier, move, step_on, upload
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.matters import actions


def test_correcting_the_account_changes_nothing_else(cast, money):
    dossier = make_dossier(cast, "account")
    for name, value in (("other_support", "yes"), ("contact_name", "别人")):
        with pytest.raises(Refusal, match="“更正收款账户”时不能改"):
            actions.save_draft(dossier, {name: value}, by=cast.applicant, version=dossier.version)
    with pytest.raises(Refusal, match="材料不再增减"):
        actions.remove_material(dossier.materials.get(), by=cast.applicant)
    with pytest.raises(Refusal, match="材料不再增减"):
        actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    dossier = actions.save_draft(dossier, {"bank_account": "62220000111"}, by=cast.applicant, version=dossier.version)
    assert step_on(dossier, "resubmit", cast).answers["bank_account"] == "62220000111"


def test_the_page_of_the_account_asks_for_the_account_only(client, cast, money):
    dossier = make_dossier(cast, "account")
    client.force_login(cast.applicant)
    address = reverse("dossier_form", args=[dossier.pk])
    page = client.get(address)
    assert list(page.context["form"].fields) == ["bank_name", "bank_account"]
    assert "删去" not in page.content.decode()
    sent = {"version": dossier.version, "bank_name": "新行", "bank_account": "6222000011", "other_support": "yes"}
    assert client.post(address, {**sent, "submit": "yes"}).status_code == 302
    dossier.refresh_from_db()
    assert (dossier.step, dossier.answers["bank_name"], dossier.answers["other_support"]) == ("payment", "新行", "no")


def test_the_office_sees_what_was_taken_back_after_handing_in(client, cast, money):
    dossier = make_dossier(cast, "draft")
    early = actions.attach_material(dossier, "other_support_papers", upload("草稿.pdf"), by=cast.applicant)
    actions.remove_material(early, by=cast.applicant)
    for name in ("submit", "accept", "request_supplement"):
        dossier = step_on(dossier, name, cast)
    taken = dossier.materials.get(removed_at=None)
    actions.remove_material(taken, by=cast.applicant)
    actions.attach_material(dossier, "interest_receipts", upload("新凭证.pdf"), by=cast.applicant)
    move(dossier, "resubmit", cast.applicant)
    client.force_login(cast.handler)
    page = client.get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert "<s>凭证.pdf</s></a> 已撤下（王会计" in page
    assert "草稿.pdf" not in page
