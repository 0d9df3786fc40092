"""Very long texts in every field of a form: the fields say what is too long and keep it; beyond what one form may hold, a page
names the limit."""

import pytest
from django.conf import settings
from django.forms import ChoiceField

LONG = "知" * 200_000


@pytest.fixture
def lead(sign_in, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return sign_in("handler", unit="market_regulation_bureau")


def fields_of(client, register="gi_users"):
    page = client.get(f"/registers/{register}/new/")
    return [
        field.html_name for field in page.context["form"].visible_fields() if not isinstance(field.field, ChoiceField)
    ]


@pytest.mark.parametrize("register", ["gi_users", "activities", "agencies"])
@pytest.mark.parametrize("long", [LONG, "9" * 200_000])
def test_very_long_texts_in_every_field_are_each_told_and_kept(lead, long, register):
    sent = dict.fromkeys(fields_of(lead, register), long)
    assert len(sent) > 5
    answer = lead.post(f"/registers/{register}/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不超过" in page
    kept = f'value="{long}"'
    assert kept in page
    told = page.replace(kept, "").replace(f">\n{long}</textarea>", "")
    assert long not in told  # no refusal says it all again


def test_beyond_the_limit_of_one_form_a_page_names_it(lead, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    sent = dict.fromkeys(fields_of(lead), LONG)
    answer = lead.post("/registers/gi_users/new/", sent, headers={"Sec-Fetch-Site": "same-origin"})
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "一次提交的文字太多，合计不能超过 1 MB" in page
    assert "后退" in page
    assert "请求有误" not in page


@pytest.mark.django_db
def test_a_guest_is_told_the_same(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    answer = client.post("/accounts/login/", {"login": LONG})
    assert answer.status_code == 413


def test_too_many_fields_are_told_by_a_limit_of_their_own(lead, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    many = lead.post("/registers/gi_users/new/", {f"field{number}": "字" for number in range(6)})
    assert (many.status_code, "项目太多，不能超过 5 项" in many.content.decode()) == (413, True)
    few = lead.post("/registers/gi_users/new/", {f"field{number}": "字" for number in range(5)})
    assert few.status_code == 422


@pytest.mark.django_db
def test_the_page_knows_the_limit_before_it_sends(client, settings):
    assert f'data-most-text="{settings.DATA_UPLOAD_MAX_MEMORY_SIZE}"' in client.get("/").content.decode()
