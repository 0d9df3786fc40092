"""Filling in: what another window changed is not overwritten, what was typed is not lost, refusals stand beside the field."""

import json
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories.matters import ANSWERS, filled, make_dossier, move, start, step_on, upload
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.models import Entry
from zhixian.web.matters import actions
from zhixian.web.matters.models import Message

LINES = "第一行\r\n第二行"


def shown(client, dossier):
    form = client.get(reverse("dossier_form", args=[dossier.pk])).context["form"]
    was = json.loads(form.shown_now())
    return {**{name: value for name, value in was.items() if value}, "was": json.dumps(was), "version": 1}


def test_a_second_tab_keeps_what_the_first_has_changed(client, cast):
    dossier = start(cast)
    client.force_login(cast.applicant)
    save = reverse("save_draft", args=[dossier.pk])
    first, second = shown(client, dossier), shown(client, dossier)
    client.post(save, {**first, "bank_name": "甲行", "contact_name": "赵出纳"})
    told = client.post(save, {**second, "bank_account": "6222000011"}).content.decode()
    assert "已自动保存" in told
    dossier.refresh_from_db()
    assert [dossier.answers[name] for name in ("bank_name", "contact_name", "bank_account")] == [
        "甲行", "赵出纳", "6222000011",
    ]  # fmt: skip
    told = client.post(save, {**second, "bank_name": "乙行", "version": dossier.version}).content.decode()
    assert "“开户银行”现在是“甲行”" in told
    page = client.post(reverse("dossier_form", args=[dossier.pk]), {**second, "bank_name": "乙行"})
    assert page.status_code == 422
    assert page.context["form"]["bank_name"].value() == "乙行"
    assert page.context["form"]["contact_name"].value() == "赵出纳"
    dossier.refresh_from_db()
    assert dossier.answers["bank_name"] == "甲行"


def test_one_person_does_not_overwrite_their_own_newer_answer(cast):
    dossier = start(cast)
    actions.save_draft(dossier, {"bank_name": "甲行"}, by=cast.applicant, version=1)
    with pytest.raises(Refusal, match="“开户银行”现在是“甲行”"):
        actions.save_draft(dossier, {"bank_name": "乙行"}, by=cast.applicant, version=1)


def test_a_line_break_counts_once_and_a_long_message_is_kept(client, cast, money):
    dossier = make_dossier(cast, "review")
    client.force_login(cast.applicant)
    address = reverse("send_message", args=[dossier.pk])
    body = "\r\n".join(["字" * 999, "字" * 1000])
    assert client.post(address, {"body": body}).status_code == 302
    assert Message.objects.get().body == body.replace("\r\n", "\n")
    page = client.post(address, {"body": body + "多"})
    assert page.status_code == 422
    assert "有 2001 个字，不超过 2000 个字" in page.content.decode()
    assert page.context["message_form"]["body"].value().endswith("字多")


def test_the_reason_of_a_suspension_is_kept_when_refused(client, cast, money):
    dossier = make_dossier(cast, "review")
    client.force_login(cast.handler)
    address = reverse("dossier_act", args=[dossier.pk, "suspend"])
    given = {"version": dossier.version, "reason": LINES, "ground": "据" * 201}
    page = client.post(address, given)
    text = page.content.decode()
    assert (page.status_code, "该变量" in text) == (422, False)
    assert "第一行\n第二行</textarea>" in text
    assert "依据：有 201 个字，不超过 200 个字" in text


def test_an_answer_to_an_objection_is_kept_when_refused(client, cast, money):
    dossier = make_dossier(cast, "publicity")
    objection = actions.raise_objection(dossier, name="邻厂", contact="0597-3841234", body="这笔贷款已还清")
    client.force_login(cast.handler)
    page = client.post(reverse("answer_objection", args=[objection.pk]), {"answer": LINES})
    assert page.status_code == 422
    assert "第一行\n第二行</textarea>" in page.content.decode()


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"MZ\x90"), ("b.pdf", b"")])
def test_a_refused_file_is_told_to_the_script_that_sent_it(client, cast, name, content):
    dossier = start(cast)
    client.force_login(cast.applicant)
    address = reverse("attach_material", args=[dossier.pk, "interest_receipts"])
    answer = client.post(address, {"file": SimpleUploadedFile(name, content)}, headers={"X-Upload": "1"})
    assert answer.status_code == 422
    assert "应为" in answer.content.decode()
    assert not list(client.get(reverse("dossier_form", args=[dossier.pk])).context["messages"])


@pytest.mark.parametrize("typed", ["6222 0214 0001 2345", "6222-0214-0001-2345", "６２２２－０２１４　0001 2345"])
def test_an_account_is_kept_without_what_it_is_read_by(client, cast, typed):
    dossier = start(cast)
    client.force_login(cast.applicant)
    sent = {**shown(client, dossier), "bank_account": typed}
    assert "已自动保存" in client.post(reverse("save_draft", args=[dossier.pk]), sent).content.decode()
    dossier.refresh_from_db()
    assert dossier.answers["bank_account"] == "6222021400012345"
    again = {**sent, "was": json.dumps({**json.loads(sent["was"]), "bank_account": typed}), "bank_name": "甲行"}
    assert "已自动保存" in client.post(reverse("save_draft", args=[dossier.pk]), again).content.decode()


def test_what_is_no_account_stays_as_typed_and_is_refused(client, cast):
    dossier = start(cast)
    client.force_login(cast.applicant)
    page = client.post(
        reverse("dossier_form", args=[dossier.pk]),
        {**shown(client, dossier), "bank_account": "6222-A", "submit": "yes"},
    )
    assert page.context["form"]["bank_account"].value() == "6222-A"
    assert "8 至 30 位数字，中间可以有空格或横线" in page.content.decode()


def test_a_sum_says_for_which_year_and_on_which_day_it_was_worked_out(client, cast, money):
    dossier = make_dossier(cast, "publicity")
    client.force_login(cast.handler)
    page = client.get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert f"{dossier.award['worked_out_on']} 按当时的事实和标准计算，算的是 2018 年的支持" in page


def test_a_receipt_names_who_pays_where_and_that_the_data_are_synthetic(client, cast, money):
    dossier = make_dossier(cast, "done")
    client.force_login(cast.applicant)
    page = client.get(reverse("receipt", args=[dossier.pk])).content.decode().partition("<main")[2]
    for words in ("<dt>付款单位</dt><dd>县财政局</dd>", "<small>上杭县</small>", "合成数据，不作凭据"):
        assert words in page
    client.logout()
    for address in ("/publicity/", reverse("payments")):
        assert "合成数据" in client.get(address).content.decode().partition("<header")[0], address


@pytest.mark.parametrize(("headers", "status"), [({}, 302), ({"X-Upload": "1"}, 204)])
def test_of_several_files_the_good_ones_are_kept_and_the_bad_one_is_named(client, cast, headers, status):
    dossier = start(cast)
    client.force_login(cast.applicant)
    address = reverse("attach_material", args=[dossier.pk, "interest_receipts"])
    files = [upload("一.pdf"), SimpleUploadedFile("坏.pdf", b"MZ\x90"), upload("二.pdf")]
    assert client.post(address, {"file": files}, headers=headers).status_code == status
    assert [row.name for row in dossier.materials.all()] == ["一.pdf", "二.pdf"]
    page = client.get(reverse("dossier_form", args=[dossier.pk])).content.decode()
    assert "已上传：一.pdf、二.pdf" in page
    assert "没有收下：坏.pdf：内容是别的格式" in page


def test_what_was_taken_back_after_handing_in_can_still_be_read_on_the_record(client, cast, money):
    dossier = make_dossier(cast, "correction")
    row = dossier.materials.get()
    actions.remove_material(row, by=cast.applicant)
    address = reverse("material", args=[row.pk])
    client.force_login(cast.handler)
    assert f'href="{address}"' in client.get(reverse("dossier", args=[dossier.pk])).content.decode()
    answer = client.get(address)
    assert answer.getvalue().startswith(b"%PDF")
    assert quote("已撤下 凭证.pdf") in answer["Content-Disposition"]
    assert Entry.objects.filter(action="read_material").latest("number").detail["taken_back"] is True
    client.force_login(type(cast)("P2").applicant)
    assert client.get(address).status_code == 404


def test_what_was_taken_back_from_a_draft_is_nobodys_to_read(client, cast, money):
    dossier = start(cast)
    row = actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    actions.remove_material(row, by=cast.applicant)
    actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    dossier = actions.save_draft(dossier, ANSWERS, by=cast.applicant, version=dossier.version)
    actions.make_move(dossier, "submit", by=cast.applicant, version=dossier.version)
    client.force_login(cast.handler)
    assert client.get(reverse("material", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(("day", "said"), [("2099-12-31", "晚于今天"), ("2017-12-31", "早于放款日（2018-01-01）")])
def test_a_day_outside_its_bounds_is_not_handed_in_nor_after_a_correction(client, cast, money, day, said):
    dossier = filled(start(cast), cast)
    wrong = {"repaid_early": "yes", "repaid": day}
    dossier = actions.save_draft(dossier, wrong, by=cast.applicant, version=dossier.version)
    with pytest.raises(Refusal, match="1 处没有填好") as refused:
        move(dossier, "submit", cast.applicant)
    assert said in refused.value.wrong["repaid"]
    client.force_login(cast.applicant)
    assert said in client.get(reverse("dossier_form", args=[dossier.pk]), {"check": 1}).content.decode()
    dossier = actions.save_draft(dossier, {"repaid_early": "no"}, by=cast.applicant, version=dossier.version)
    for move_id in ("submit", "request_correction"):
        dossier = step_on(dossier, move_id, cast)
    dossier = actions.save_draft(dossier, wrong, by=cast.applicant, version=dossier.version)
    with pytest.raises(Refusal, match="1 处没有填好"):
        step_on(dossier, next(iter(dossier.flow.moves_from("correction"))).id, cast)
