"""Methods out of use are refused; a NUL in an address or a draft is no error of the database."""

import pytest

from factories.matters import Cast, start, write_world


@pytest.mark.parametrize("address", ["/dossiers/?q=%00", "/rights/?q=a%00", "/rights/%00/", "/people/all/?q=%00"])
def test_an_address_with_nul_is_refused(sign_in, address):
    assert sign_in("lead_office").get(address).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_methods_that_no_page_is_asked_by_are_refused(client, method):
    answer = getattr(client, method)("/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_the_api_tells_it_as_a_problem(client):
    answer = client.get("/api/v1/payments?year=%00")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_draft_is_kept_without_it(client, settings, tmp_path):
    settings.DATA = tmp_path
    settings.TODAY = "2018-12-03"
    write_world(tmp_path)
    cast = Cast()
    draft = start(cast)
    client.force_login(cast.applicant)
    client.post(f"/dossiers/{draft.pk}/form/save/", {"version": draft.version, "bank_name": "某\x00银行"})
    draft.refresh_from_db()
    assert draft.answers["bank_name"] == "某银行"
