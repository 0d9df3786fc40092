"""Beginning: which years are open, what is known to come to nothing, and where one comes who goes back."""

import pytest
from django.urls import reverse

from factories.matters import make_dossier, start, step_on
from factories.people import make_organisation
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.matters.models import Dossier

START = "/matters/pledge_interest/start/"


def chosen(page):
    """The year that the page has chosen."""
    return page.content.decode().partition(" selected")[0].rpartition('value="')[2].strip('"')


@pytest.mark.parametrize("asked", ["", "?year=2031", "?year=x"])
def test_the_latest_open_year_is_chosen_and_the_open_ones_are_told(client, cast, asked):
    client.force_login(cast.applicant)
    page = client.get(START + asked)
    assert chosen(page) == "2018"
    assert "现在可以申报 2017 至 2018 年的" in page.content.decode()


def test_the_year_stands_in_the_list_and_on_the_pages_of_a_dossier(client, cast):
    dossier = start(cast)
    client.force_login(cast.applicant)
    for address in ("/dossiers/", reverse("dossier", args=[dossier.pk]), reverse("dossier_form", args=[dossier.pk])):
        assert "（2018 年）" in client.get(address).content.decode(), address


def test_nothing_is_applied_for_before_there_is_any(client, cast, settings):
    """The registry may know days to come; a loan that is not drawn yet is no loan."""
    client.force_login(cast.applicant)
    assert "L1-1" in client.get(START).content.decode()
    settings.TODAY = "2017-12-29"
    assert "L1-1" not in client.get(START).content.decode()
    assert client.post(START, {"subject": "L1-1", "year": "2017", "although": "yes"}).status_code == 422
    assert not Dossier.objects.exists()


def test_what_comes_to_nothing_is_told_before_the_form(client, cast):
    """The loan was drawn in 2018: nothing is paid for 2017, unless the registry has the day wrong."""
    client.force_login(cast.applicant)
    given = {"subject": "L1-1", "year": "2017"}
    asked = client.get(START, given)
    sent = client.post(START, given)
    assert (asked.status_code, sent.status_code) == (200, 422)
    for page in (asked, sent):
        assert "2017 年的这一件，按登记数据算下来是 0 元" in page.content.decode()
        assert "登记数据有误，仍要填报" in page.content.decode()
    assert not Dossier.objects.exists()
    assert client.post(START, {**given, "although": "yes"}).status_code == 302
    assert Dossier.objects.get().year == 2017


def test_a_mark_leads_to_the_only_year_it_is_rewarded_in(client, cast):
    client.force_login(cast.applicant)
    page = client.get("/matters/gi_mark/start/", {"subject": "G1", "year": "2017"}).content.decode()
    assert "核准注册日 2018-05-07 不在 2017 年" in page
    assert f'<a href="?subject=G1&amp;year=2018&amp;organisation={cast.organisation.pk}">改为申报 2018 年</a>' in page


def test_a_norm_that_is_not_in_force_is_no_matter_of_facts(client, cast, settings, monkeypatch):
    from dataclasses import replace
    from datetime import date

    from zhixian.web.kit.plan import the_plan
    from zhixian.web.matters import award

    plan = the_plan()
    ended = replace(plan, amounts=tuple(replace(one, until=date(2018, 1, 1)) for one in plan.amounts))
    monkeypatch.setattr(award, "the_plan", lambda: ended)
    client.force_login(cast.applicant)
    page = client.post(START, {"subject": "L1-1", "year": "2018", "although": "yes"})
    assert page.status_code == 422
    assert "这不是数据的问题，所以这一年不能申报" in page.content.decode()
    assert "仍要填报" not in page.content.decode()
    with pytest.raises(Refusal, match="2018 年算下来是 0 元"):
        start(cast, although_nothing=True)


def test_going_back_after_handing_in_leads_to_the_dossier(client, cast, money):
    dossier = make_dossier(cast, "acceptance")
    client.force_login(cast.applicant)
    form = reverse("dossier_form", args=[dossier.pk])
    for answer in (client.get(form, follow=True), client.post(form, dossier.answers, follow=True)):
        assert answer.redirect_chain == [(reverse("dossier", args=[dossier.pk]), 302)]
        assert "这件现在是“受理”，填报的内容不能再改" in answer.content.decode()
    changed = client.post(form, {"bank_name": "别的行"})
    assert changed.status_code == 409  # the dossier's page too: what was typed would be lost on the way
    assert "这件现在是“受理”，填报的内容不能再改" in changed.text
    assert changed.context["dossier"] == dossier
    step_on(dossier, "request_correction", cast)
    assert client.get(form).status_code == 200
    client.force_login(cast.handler)
    assert client.get(form).status_code == 404


def test_a_bank_is_told_who_applies_and_not_that_a_loan_is_missing(client, sign_in):
    sign_in("bank", organisation=make_organisation(kind="bank", party="B1", name="某银行"))
    page = client.get("/matters/pledge_interest/start/").content.decode()
    assert "知识产权质押贷款贴息由企业申报" in page
    assert "补登记" not in page
    for address in ("/", "/dossiers/"):
        assert "里选一项" not in client.get(address).content.decode()


def test_where_everything_is_applied_for_there_is_nothing_to_begin(client, cast):
    client.force_login(cast.applicant)
    address = "/matters/gi_mark/start/"
    assert "开始填报" in client.get(address).content.decode()
    start(cast, "gi_mark")
    page = client.get(address).content.decode()
    assert "都已经申报过" in page
    assert "开始填报" not in page
