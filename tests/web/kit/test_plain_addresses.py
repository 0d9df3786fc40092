"""Methods out of use are refused; a NUL in an address or a draft is no error of the database."""

import pytest

from factories.matters import Cast, start, write_world
from factories.people import make_person


@pytest.mark.parametrize("address", ["/dossiers/?q=%00", "/rights/?q=a%00", "/rights/%00/", "/people/all/?q=%00"])
def test_an_address_with_nul_is_refused(sign_in, address):
    assert sign_in("lead_office").get(address).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_methods_that_no_page_is_asked_by_are_refused(client, method):
    answer = getattr(client, method)("/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_person_at_an_address_that_only_takes_forms_comes_to_the_page_above(client):
    looked = client.get("/accounts/sessions/1/end/", headers={"Sec-Fetch-Mode": "navigate"}, follow=True)
    assert looked.redirect_chain[0][0].startswith("/accounts/login/")
    hands = client
    hands.force_login(make_person())
    looked = hands.get("/accounts/sessions/1/end/", headers={"Sec-Fetch-Mode": "navigate"})
    assert (looked.status_code, looked["Location"]) == (302, "/accounts/sessions/")
    assert hands.get("/accounts/sessions/1/end/").status_code == 405


@pytest.mark.parametrize(
    ("address", "above"),
    [("/warnings/3/seen/", "/warnings/"), ("/dossiers/7/moves/pay/", "/dossiers/7/"), ("/finance/pools/1/contribute/", "/finance/pools/1/")],
)  # fmt: skip
def test_a_browser_that_does_not_say_that_a_person_is_going_there_is_led_too(sign_in, address, above):
    hands = sign_in("finance")
    looked = hands.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (looked.status_code, looked["Location"]) == (302, above)
    assert hands.get(address, headers={"Accept": "*/*"}).status_code == 405
    asked = {"Accept": "text/html", "Sec-Fetch-Mode": "cors"}
    assert hands.get(address, headers=asked).status_code == 405


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
