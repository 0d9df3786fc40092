"""What the API tells and does: the same as the pages, with problems for refusals."""

import pytest
from problems import problem

from factories.matters import ANSWERS, upload
from factories.people import make_organisation, make_person
from zhixian.site.api import api
from zhixian.web.kit.models import Entry
from zhixian.web.matters.models import Dossier
from zhixian.web.portal import api as portal_api


def test_the_document_is_openapi_3_1_at_a_fixed_address(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()["openapi"] == "3.1.0"


def test_every_operation_says_who_may_ask():
    """Nothing is open because somebody forgot to say otherwise."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                assert operation.auth_param is None or operation.auth_callbacks, operation.view_func.__name__


def test_the_page_for_people_lists_every_operation_without_script(client):
    page = client.get("/api/").content.decode()
    for address in client.get("/api/v1/openapi.json").json()["paths"]:
        assert address in page
    assert "https://" not in page
    for status in (400, 401, 403, 404, 405, 409, 422, 429, 500):
        assert f'<td class="num">{status}</td>' in page


@pytest.mark.parametrize(
    "path", ["/plan", "/clauses", "/clauses/18", "/units", "/indicators", "/indicators/gi_marks", "/matters",
             "/matters/gi_mark", "/publicity", "/payments?year=2018"],
)  # fmt: skip
def test_what_is_public_needs_no_token(county, ask, path):
    answer = ask(None, path)
    assert answer.status_code == 200
    assert answer.json()
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_figures_carry_what_must_be_said_of_them(county, ask):
    listed = {row["id"]: row for row in ask(None, "/indicators").json()["items"]}
    assert listed["inventions_per_10k"]["labels"] == ["合成数据"]
    assert listed["pledge_financing"]["reason"] == "缺少贷款表"
    whole = ask(None, "/indicators/inventions_per_10k").json()
    assert (whole["value"], whole["goal"], len(whole["series"])) == ("4.4899", "4.5", 4)


def test_publicity_shows_what_the_page_shows_and_nothing_more(county, ask):
    (shown,) = ask(None, "/publicity").json()["items"]
    assert (shown["id"], shown["party_name"]) == (county.dossiers["publicity"].pk, county.organisation.name)
    answer = ask(None, f"/publicity/{shown['id']}")
    for private in ("王会计", "13800138000", "9558"):
        assert private not in answer.content.decode()
    problem(ask(None, f"/publicity/{county.dossiers['review'].pk}"), 404)


def test_a_list_is_walked_page_by_page_without_gaps(county, ask, token_of, django_assert_max_num_queries):
    token, seen, after = token_of(county.applicant), [], ""
    while True:
        with django_assert_max_num_queries(14):
            page = ask(token, f"/dossiers?limit=1{after}").json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == sorted((row.pk for row in county.dossiers.values()), reverse=True)


def test_lists_are_filtered(county, ask, token_of):
    token = token_of(county.applicant)
    assert len(ask(token, "/dossiers?open=false").json()["items"]) == 1
    assert len(ask(token, "/dossiers?unit=industry_science_bureau").json()["items"]) == 2
    assert ask(token, "/dossiers?changed_since=2999-01-01T00:00:00Z").json()["items"] == []
    assert ask(token, "/dossiers?matter=gi_mark").json() == {"items": [], "next": None}


def test_wrong_parameters_are_told_one_by_one(county, ask, token_of):
    told = problem(ask(token_of(county.applicant), "/dossiers?limit=0&after=x&changed_since=2018-01-01"), 422)
    assert {error["field"]: error["message"] for error in told["errors"]} == {
        "query.limit": "不能小于 1",
        "query.after": "应为整数",
        "query.changed_since": "要写明时区，如 2018-12-03T09:00:00+08:00",
    }


def test_personal_answers_are_masked_for_the_office(county, ask, token_of):
    pk = county.dossiers["review"].pk
    own = ask(token_of(county.applicant), f"/dossiers/{pk}")
    assert "13800138000" in own.content.decode()
    office = ask(token_of(county.handler), f"/dossiers/{pk}")
    assert "13800138000" not in office.content.decode()
    hidden = [answer["name"] for answer in office.json()["answers"] if answer["hidden"]]
    assert len(hidden) == 3


def test_a_material_is_an_attachment_and_its_reading_on_the_record(county, ask, token_of):
    pk = ask(token_of(county.handler), f"/dossiers/{county.dossiers['review'].pk}").json()["materials"][0]["id"]
    answer = ask(token_of(county.handler), f"/materials/{pk}")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="read_material").count() == 1
    problem(ask(token_of(make_person("enterprise")), f"/materials/{pk}"), 404)


def test_an_application_from_draft_to_submission(county, ask, token_of):
    token = token_of(county.applicant)
    begun = ask(token, "/matters/pledge_interest/dossiers", "post", data={"subject": "L1-9", "year": 2018})
    assert begun.status_code == 201
    draft = begun.json()
    refused = problem(
        ask(token, f"/dossiers/{draft['id']}/submission", "post", data={"version": draft["version"]}), 409
    )
    assert refused["detail"]
    filled = ask(
        token,
        f"/dossiers/{draft['id']}/answers",
        "patch",
        data={
            "version": draft["version"],
            "answers": {
                k: v for k, v in ANSWERS.items() if k not in {"product", "project_name", "institution", "conclusion"}
            },
        },
    ).json()
    matter = ask(None, "/matters/pledge_interest").json()
    for material in matter["materials"]:
        if material["required"]:
            sent = ask(token, f"/dossiers/{draft['id']}/materials/{material['id']}", "post", data={"file": upload()})
            assert sent.status_code == 201, sent.content.decode()
    done = ask(token, f"/dossiers/{draft['id']}/submission", "post", data={"version": filled["version"]})
    assert done.status_code == 200, done.content.decode()
    assert done.json()["number"]
    stale = ask(token, f"/dossiers/{draft['id']}/submission", "post", data={"version": filled["version"]})
    assert stale.status_code in {404, 409}
    problem(ask(token, f"/materials/{done.json()['materials'][0]['id']}", "delete"), 409)


def test_a_day_after_today_is_not_handed_in(county, ask, token_of):
    token, draft = token_of(county.applicant), county.dossiers["draft"]
    answers = {"repaid_early": "yes", "repaid": "2099-12-31"}
    given = {"version": draft.version, "answers": answers}
    kept = ask(token, f"/dossiers/{draft.pk}/answers", "patch", data=given).json()
    answer = ask(token, f"/dossiers/{draft.pk}/submission", "post", data={"version": kept["version"]})
    assert "晚于今天" in problem(answer, 409)["errors"][0]["message"]


def test_what_nobody_sees_is_no_part_of_an_answer(county, ask, token_of):
    token, draft = token_of(county.applicant), county.dossiers["draft"]
    given = {"version": draft.version, "answers": {"bank_name": "农商\u202e行\x00\u200b"}}
    assert ask(token, f"/dossiers/{draft.pk}/answers", "patch", data=given).status_code == 200
    draft.refresh_from_db()
    assert draft.answers["bank_name"] == "农商行"


def test_a_material_is_taken_back_while_it_may_be(county, ask, token_of):
    token, draft = token_of(county.applicant), county.dossiers["draft"]
    pk = draft.materials.get().pk
    problem(ask(token_of(county.handler, "dossiers:read"), f"/materials/{pk}", "delete"), 403)
    assert ask(token, f"/materials/{pk}", "delete").status_code == 204
    problem(ask(token, f"/materials/{pk}"), 404)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"nothing_asked": "x"}, "body.answers.nothing_asked"),
        ({"bank_name": ["a"]}, "body.answers.bank_name"),
        ({"bank_name": 5}, "body.answers.bank_name"),
    ],
)
def test_answers_that_do_not_fit_change_nothing(county, ask, token_of, answers, wrong):
    draft = county.dossiers["draft"]
    before = Dossier.objects.values().get(pk=draft.pk)
    told = problem(
        ask(
            token_of(county.applicant),
            f"/dossiers/{draft.pk}/answers",
            "patch",
            data={"version": draft.version, "answers": answers},
        ),
        422,
    )
    assert told["errors"][0]["field"].startswith(wrong)
    assert Dossier.objects.values().get(pk=draft.pk) == before


def test_the_site_and_the_api_refuse_alike(county, ask, token_of):
    token = token_of(county.applicant)
    again = problem(
        ask(token, "/matters/pledge_interest/dossiers", "post", data={"subject": "L1-1", "year": 2018}), 409
    )
    assert "已经申报过" in again["detail"]
    bank = token_of(make_person("bank", organisation=make_organisation(kind="bank")))
    assert "不由您办" in problem(ask(bank, "/matters/gi_mark/dossiers", "post", data={}), 409)["detail"]
    office = make_person("handler")
    told = problem(ask(token_of(office, "dossiers:read"), "/matters/gi_mark/dossiers", "post", data={}), 403)
    assert "dossiers:write" in told["detail"]
    problem(ask(token, "/matters/nothing/dossiers", "post", data={}), 404)


def test_entitlements_show_to_strangers_what_is_public(county, ask, token_of):
    own = ask(token_of(county.applicant), "/entitlements/P1?year=2018").json()
    assert own["full"]
    assert any(rule["rule"] == "pledge_interest" and rule["open"] and rule["lines"] for rule in own["rules"])
    other = ask(token_of(make_person("enterprise")), "/entitlements/P1?year=2018").json()
    assert not other["full"]
    loans = next(rule for rule in other["rules"] if rule["rule"] == "pledge_interest")
    assert (loans["open"], loans["total_fen"], loans["lines"]) == (False, None, [])
    assert ask(token_of(county.handler), "/entitlements/P1?year=2018").json()["full"]
    assert Entry.objects.filter(action="read_entitlements").count() == 1
    problem(ask(token_of(county.handler), "/entitlements/nobody"), 404)


def test_nothing_is_locked_while_entitlements_are_computed(county, ask, token_of, watched):
    computed = watched(portal_api, "shown_to")
    assert ask(token_of(county.handler), "/entitlements/P1?year=2018").json()["full"]
    assert computed == [0]
    assert Entry.objects.filter(action="read_entitlements").count() == 1


def test_a_registry_that_cannot_be_read_is_not_a_party_that_is_unknown(county, ask, token_of, settings):
    (settings.DATA / "snapshots" / "test" / "manifest.json").write_text("{", encoding="utf-8")
    told = problem(ask(token_of(county.handler), "/entitlements/P1"), 503)
    assert told["detail"].startswith("登记数据现在读不出")


def test_the_registry_shows_each_what_they_may_see(county, ask, token_of):
    office = token_of(county.handler)
    assert {row["holder"] for row in ask(office, "/rights").json()["items"]} == {"P1", "P2", "P3"}
    own = token_of(county.applicant)
    assert {row["holder"] for row in ask(own, "/rights").json()["items"]} == {"P1"}
    assert [row["party_id"] for row in ask(own, "/parties").json()["items"]] == ["P1"]
    problem(ask(own, "/rights/R2"), 404)
    whole = ask(office, "/rights/R2").json()
    assert (whole["right_id"], whole["kind_name"], whole["events"]) == ("R2", "发明专利", [])
    assert ask(office, "/snapshot").json() == {"id": "test", "as_of": "2018-12-03", "labels": ["合成数据"]}


def test_a_company_is_told_that_there_are_no_budgets_for_it(county, ask, token_of):
    company = make_person("handler", unit="picc_shanghang")
    told = problem(ask(token_of(company), "/budgets"), 403)
    assert "预算只给机关单位看" in told["detail"]


def test_the_money_adds_up(county, ask, token_of):
    for pot in ask(token_of(county.handler), "/budgets?year=2018").json()["items"]:
        parts = (pot[f"{name}_fen"] for name in ("available", "reserved", "committed", "paid"))
        assert sum(parts) == pot["appropriated_fen"]
    (paid,) = ask(None, "/payments?year=2018").json()["items"]
    assert (paid["party_name"], paid["amount_fen"] > 0) == (county.organisation.name, True)
    assert ask(None, "/payments?year=2001").json()["items"] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_another_method_is_refused_with_those_allowed(client, method):
    answer = getattr(client, method)("/api/v1/plan")
    assert answer["Allow"] == "GET"
    problem(answer, 405)


def test_head_is_answered_as_get(client):
    assert client.head("/api/v1/plan").status_code == 200


def test_what_does_not_exist_is_a_problem_under_the_api_only(client):
    problem(client.get("/api/v1/nothing"), 404)
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_a_body_that_does_not_say_json_is_refused(client, media):
    answer = client.post("/api/v1/dossiers/1/submission", data="{}", content_type=media)
    assert "application/json" in problem(answer, 415)["detail"]


def test_answers_are_kept_as_files_by_a_browser(client):
    assert client.get("/api/v1/plan")["Content-Disposition"] == 'attachment; filename="api.json"'


def test_a_body_that_cannot_be_read_is_told(county, ask, token_of):
    problem(ask(token_of(county.applicant), "/dossiers/1/submission", "post", data="{"), 400)


def test_a_body_beyond_the_limit_is_told_it(county, ask, token_of, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    long = '{"version": "' + "a" * 1024 * 1024 + '"}'
    assert (
        "合计不能超过 1 MB"
        in problem(ask(token_of(county.applicant), "/dossiers/1/submission", "post", data=long), 413)["detail"]
    )
