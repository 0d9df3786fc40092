"""Am I entitled? Found by name or code, decided as the bulk does, and business secrets only for those they belong to."""

import json

import pytest
from django.urls import reverse

from factories.county import PARTIES, make_data
from factories.people import make_organisation
from registries import write_registry
from zhixian.core.registry.numbers import credit_code
from zhixian.core.registry.tables import TABLES
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry
from zhixian.web.portal.forms import SimulatorForm


@pytest.fixture(autouse=True)
def _county(tmp_path, settings):
    settings.DATA = make_data(tmp_path)
    settings.TODAY = "2018-12-01"


def search(client, text):
    return client.get(reverse("entitled"), {"q": text})


def party(client, party_id, **query):
    return client.get(reverse("entitled_party"), {"id": party_id, **query})


@pytest.mark.parametrize(
    "text", ["杭梅食品（集团）有限公司", " 杭梅食品(集团)有限公司 ", "杭梅食品(集团)", "食品", "P1"]
)
def test_a_name_in_any_spelling_leads_to_the_party(client, text):
    answer = search(client, text)
    assert answer["Location"] == "/entitlements/party/?id=P1"


def test_where_a_party_is_stands_there_by_name(client):
    told = party(client, "P1").content.decode()
    assert "行政区划 福建省龙岩市上杭县" in told
    assert "行政区划 350823" not in told


def test_an_ambiguous_name_lists_those_it_may_mean(client):
    told = search(client, "杭梅").content.decode()
    assert "有 2 个名称相近" in told
    assert "杭梅酒业有限公司" in told


def test_an_unknown_name_says_what_to_do(client):
    told = search(client, "没有这家公司").content.decode()
    assert "登记数据里没有“没有这家公司”" in told
    assert "认领" in told


def test_a_code_with_a_wrong_check_digit_says_which_it_should_be(client):
    told = search(client, "91350823MA00000010").content.decode()
    assert credit_code("91350823MA00000010")[1] in told
    assert 'aria-invalid="true"' in told


def test_a_code_is_found_as_id_or_through_a_confirmed_organisation(client):
    code = next(c for n in "0123456789ABCDEFGHJKLMNPQRTUWXY" if (c := credit_code(f"91350823MA0000001{n}")[0]))
    assert "校验位是对的" in search(client, code).content.decode()
    make_organisation(credit_code=code, party="P2", confirmed=False)
    assert search(client, code).status_code == 200
    make_organisation(credit_code=code[:-2] + "ZZ", party="P1")
    from zhixian.web.accounts.models import Organisation

    Organisation.objects.filter(credit_code=code).update(confirmed_at="2018-01-01T00:00:00Z")
    assert search(client, code)["Location"] == "/entitlements/party/?id=P2"


def test_a_person_is_shown_to_staff_only(client, sign_in):
    assert "没有“李四”" in search(client, "李四").content.decode()
    assert party(client, "P3").status_code == 404
    sign_in("handler")
    assert party(client, "P3").status_code == 200


def test_a_party_of_which_nobody_knows_what_it_is_is_shown_as_a_person_is(client, sign_in, tmp_path, settings):
    unknown = {"party_id": "P4", "name": "王五茶行", "kind": None, "region": "350823"}
    settings.DATA = make_data(tmp_path / "with", parties=[*PARTIES, unknown])
    assert "没有“王五茶行”" in search(client, "王五茶行").content.decode()
    assert party(client, "P4").status_code == 404
    sign_in("enterprise", organisation=make_organisation(party="P4"))
    assert search(client, "王五茶行")["Location"] == "/entitlements/party/?id=P4"
    assert party(client, "P4").status_code == 200


def test_a_code_of_a_person_tells_nothing(client, tmp_path, settings):
    code = next(c for n in "0123456789ABCDEFGHJKLMNPQRTUWXY" if (c := credit_code(f"92350823MA0000001{n}")[0]))
    trader = {"party_id": code, "name": "赵六", "kind": "individual", "region": "350823"}
    settings.DATA = make_data(tmp_path / "with", parties=[*PARTIES, trader])
    assert "校验位是对的" in search(client, code).content.decode()


def test_the_public_sees_what_is_public_anyway(client):
    told = party(client, "P1").content.decode()
    assert "150,000 元" in told
    assert "符合条件，在等数额" in told
    for secret in ("13,231.25", "L1", "1,000,000"):
        assert secret not in told
    assert "N1" not in party(client, "P2").content.decode().partition("<main")[2]  # not in a token of the head


def test_members_of_the_organisation_see_everything_step_by_step(client, sign_in):
    sign_in("enterprise", organisation=make_organisation(party="P1"))
    told = party(client, "P1").content.decode()
    for words in (
        "163,231.25",
        "13,231.25",
        "1,000,000元×4.35%×365÷360×30%",
        "没有以专利权或注册商标专用权质押",
        "已用 0 元，下面各笔都算上共 13,231.25 元",
    ):
        assert words in told
    assert "N1" not in party(client, "P2").content.decode().partition("<main")[2]  # not in a token of the head
    assert not Entry.objects.filter(action="read_entitlements").exists()


def test_an_organisation_that_is_not_confirmed_sees_no_secret(client, sign_in):
    sign_in("enterprise", organisation=make_organisation(party="P1", confirmed=False))
    assert "13,231.25" not in party(client, "P1").content.decode()


def test_staff_see_everything_and_their_look_is_recorded(client, sign_in):
    sign_in("handler")
    assert "100,000" in party(client, "P2").content.decode()
    entry = Entry.objects.get(action="read_entitlements")
    assert (entry.subject, entry.detail) == (record.veiled("registry.party", "P2"), {"year": 2018})
    assert "P2" not in entry.subject


def test_a_password_alone_opens_nothing_to_staff(client, sign_in):
    sign_in("handler").person.authenticator_set.all().delete()
    assert "100,000" not in party(client, "P2").content.decode()
    assert "13,231.25" not in party(client, "P1").content.decode()
    assert party(client, "P3").status_code == 404
    assert "没有“李四”" in search(client, "李四").content.decode()


def test_years_run_from_the_plan_to_today(client):
    told = party(client, "P1", year="2017").content.decode()
    assert 'aria-current="true">2017 年' in told
    assert 'aria-current="true">2018 年' in party(client, "P1", year="1999").content.decode()


def test_an_id_of_any_spelling_is_asked_safely(client):
    assert party(client, "name:o'hara").status_code == 200
    assert party(client, "'; DROP").status_code == 404


def test_without_a_registry_the_simulator_is_offered(client, tmp_path, settings):
    settings.DATA = tmp_path / "nothing"
    assert "还没有登记数据" in search(client, "杭梅").content.decode()
    assert party(client, "P1").status_code == 404


def simulate(client, rule="pledge_interest", **facts):
    return client.get(reverse("rule", args=[rule]), facts).content.decode()


LOAN = {
    "party_kind": "enterprise", "party_region": "350823", "pledged_kinds": "invention", "principal": "1000000",
    "drawn": "2018-01-01", "due": "2019-01-01", "year": "2018",
}  # fmt: skip


def test_numbers_typed_in_are_decided_with_their_trace(client):
    told = simulate(client, **LOAN)
    assert "13,231.25 <span>元" in told
    assert "逐步看怎么算的" in told
    assert "5,000 <span>元" in simulate(client, **{**LOAN, "already": "95000"})


def test_what_is_refused_says_why(client):
    assert "没有以专利权或注册商标专用权质押" in simulate(client, **{**LOAN, "pledged_kinds": "software"})
    assert "借款企业不在本行政区域" in simulate(client, **{**LOAN, "party_region": "000000"})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"principal": "many"}, "应为数"),
        ({"due": "2017-01-01"}, "应晚于放款日"),
        ({"repaid": "2017-01-01"}, "不能早于放款日"),
        ({"drawn": "x"}, "应写成 2020-12-31"),
        ({"principal": "1e400"}, "处要改"),
    ],
)
def test_faults_stand_beside_their_field(client, changed, words):
    assert words in simulate(client, **{**LOAN, **changed})


def test_stories_are_the_examples(client):
    told = simulate(client, story="9")
    assert "44,043.75" in told
    assert "4,843.75" in told
    assert simulate(client, story="999")
    assert simulate(client, story="-1")


@pytest.mark.parametrize("rule", ["pledge_interest", "gi_mark", "navigation"])
def test_every_story_of_every_rule_can_be_shown(client, rule):
    from zhixian.core.catalogue import definitions
    from zhixian.core.catalogue.stories import holding
    from zhixian.web.kit.plan import the_plan

    for number, story in enumerate(holding(rule, definitions().incentives[rule], the_plan())):
        assert story.name in simulate(client, rule, story=str(number))


def test_a_rule_without_money_has_no_page(client):
    assert client.get(reverse("rule", args=["nothing"])).status_code == 404


def test_the_form_asks_for_each_fact_the_rule_looks_at():
    from zhixian.core.catalogue import definitions

    asked = {name: list(SimulatorForm(definition=rule).fields) for name, rule in definitions().incentives.items()}
    assert asked["gi_mark"] == ["gi", "kind", "region", "registered", "year"]
    assert asked["navigation"] == ["kind", "party_region", "party_kind", "completed", "cost", "year", "already"]


def test_an_award_leads_to_applying_for_it(sign_in):
    page = sign_in("handler").get("/entitlements/party/?id=P1&year=2018").text
    assert "/matters/pledge_interest/start/?subject=L1&amp;year=2018" in page


def damage(data):
    next(data.glob("snapshots/*/manifest.json")).write_text("{", encoding="utf-8")


@pytest.mark.parametrize("asked", [{"q": "杭梅"}, {}])
def test_a_damaged_registry_is_not_an_empty_one(client, settings, asked, caplog):
    damage(settings.DATA)
    answer = client.get(reverse("entitled"), asked)
    told = answer.content.decode()
    assert answer.status_code == 503
    assert "登记数据现在读不出" in told
    assert "还没有登记数据" not in told
    assert str(settings.DATA) not in told
    assert "manifest.json" in caplog.text
    assert party(client, "P1").status_code == 503


def test_more_names_than_are_listed_are_counted_and_enterprises_come_first(client, settings, tmp_path):
    told = [("bank", "杭梅一行"), ("enterprise", "杭梅二厂"), ("enterprise", "新杭梅")]
    told += [("enterprise", f"杭梅第{n:02d}分厂") for n in range(30)]
    rows = [{"party_id": f"P{n}", "kind": kind, "name": name} for n, (kind, name) in enumerate(told)]
    settings.DATA = tmp_path / "many"
    snapshot = write_registry(settings.DATA / "snapshots" / "many", parties=rows)
    manifest = {"labels": [], "tables": dict.fromkeys(TABLES, 0), "sources": []}
    (snapshot.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (settings.DATA / "CURRENT").write_text("many", encoding="utf-8")
    answer = search(client, "杭梅")
    found = answer.context["found"]
    assert (len(found.parties), found.more) == (30, 3)
    assert found.parties[0].name == "杭梅二厂"
    assert "还有 3 个没有列出" in answer.content.decode()


def test_a_rule_whose_data_were_never_imported_says_so_and_is_no_0(client, sign_in, tmp_path, settings):
    settings.DATA = make_data(tmp_path / "sparse", loans=[], pledges=[], projects=[], rights=[], spans=[])
    told = party(client, "P1").content.decode()
    assert "从没有导入过商标" in told
    assert "0.00 元" not in told
    organisation = make_organisation(party="P1")
    whole = party(sign_in("enterprise", organisation=organisation), "P1").content.decode()
    assert "有 3 项从没有导入过数据" in whole
    assert "上传模板“质押贷款”" in whole
    assert "0.00 元" not in whole


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/entitled/party/?id=P1&year=2018", "/entitlements/party/?id=P1&year=2018"),
        ("/entitled/", "/entitlements/"),
        ("/money/held/3/", "/budgets/held/3/"),
    ],
)
def test_addresses_that_had_another_name_lead_on(client, before, now):
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, now)
