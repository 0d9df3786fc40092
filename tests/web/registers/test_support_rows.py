"""Rows of local products, of places in courses and of the costs of defending a right, on the site: who files, who answers, what is told."""

from io import BytesIO

import pytest
from docx import Document

from factories.people import make_organisation, make_person
from factories.registers import CASE, PARTY, PATENT, row_of, write_patent
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import now, today
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registry.models import IndexEdition, IndexedRight

COURSE = {
    "number": "训-1",
    "title": "实务班",
    "sort": "course",
    "host": "某局",
    "held_on": "2018-06-20",
    "place": "某校",
    "places": "5",
}
PRODUCT = {
    "product": "测试红米",
    "place": "某镇",
    "sort": "farm",
    "found_on": "2018-05-02",
    "rules": "no",
    "testing": "yes",
    "stage": "found",
}
AID = {
    "number": "1", "size": "small", "sort": "sue", "rights": "CN201510000001.0", "against": "乙公司", "against_code": "91000000MA0000001R",
    "facts": "起诉", "begun_on": "2018-02-01", "lawyers": "3000", "asked": "3000", "filed_on": "2018-05-20",
}  # fmt: skip
MARK = {
    "right_id": "M1", "kind": "trademark", "gi": False, "number": "7654321/30", "title": "测试红米", "holder": "P1", "region": "350823",
    "registered": "2016-01-01", "classes": "30",
}  # fmt: skip


@pytest.fixture
def office():
    return make_person("handler", unit="industry_science_bureau")


def filed(register, company, **typed):
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, {"party": company.name, **typed}, today=today())
    assert not wrong, wrong
    clerk = make_person("enterprise", organisation=company)
    return enter_row(kept, values, by=clerk, organisation=company), clerk


def told(row):
    row.refresh_from_db()
    return [finding["words"] for finding in row.findings]


def test_companies_ask_for_places_and_the_one_beyond_them_is_told_by_number_and_not_by_name(client, office):
    row_of("activities", by=office, **COURSE)
    first, _ = filed(
        "course_places", make_organisation(name="甲公司"), course="训-1", people="4", asked_on="2018-05-20"
    )
    second, clerk = filed(
        "course_places", make_organisation(name="乙公司"), course="训-1", people="2", asked_on="2018-05-21"
    )
    assert told(first) == []
    assert told(second) == ["名额 5 人，前面已报 4 人，这里报 2 人，多出 1 人：改少人数，或者等主办单位答复"]
    client.force_login(clerk)
    page = client.get(f"/registers/course_places/{second.pk}/").content.decode()
    assert "多出 1 人" in page
    assert "甲公司" not in page
    assert client.get(f"/registers/course_places/{first.pk}/").status_code == 404


def test_the_unit_writes_who_came_and_the_proof_says_it(client, office):
    row_of("activities", by=office, **COURSE)
    row, clerk = filed(
        "course_places", make_organisation(name="甲公司"), course="训-1", people="2", asked_on="2018-05-20"
    )
    client.force_login(clerk)
    assert 'name="came"' not in client.get(f"/registers/course_places/{row.pk}/change/").content.decode()
    client.force_login(office)
    sent = {"came": "2", "passed": "1", "certificates": "证-1", "certified_on": "2018-06-01", "version": row.version}
    assert client.post(f"/registers/course_places/{row.pk}/change/", sent).status_code == 302
    assert told(row) == [
        "发证日 2018-06-01 早于举办日 2018-06-20",
        "活动 2018-06-20 才举办，已经写了实到 2 人",
        "写了 1 人结业，活动没有写学时",
    ]
    assert client.get(f"/registers/course_places/{row.pk}/certificate.docx").status_code == 404


def test_the_proof_is_had_once_the_unit_has_answered_and_is_signed_by_the_host(client, office, settings):
    row_of("activities", by=office, **{**COURSE, "held_on": "2018-05-25", "hours": "6"})
    row, clerk = filed(
        "course_places", make_organisation(name="甲公司"), course="训-1", people="2", asked_on="2018-05-20"
    )
    proof = f"/registers/course_places/{row.pk}/certificate.docx"
    client.force_login(clerk)
    page = client.get(f"/registers/course_places/{row.pk}/").content.decode()
    assert "培训结业证明还不能开：还没有写实到人数、结业人数、证书编号、发证日" in page
    assert proof not in page
    assert client.get(proof).status_code == 404
    client.force_login(office)
    sent = {"came": "2", "passed": "1", "certificates": "证-1", "certified_on": "2018-06-01", "version": row.version}
    assert client.post(f"/registers/course_places/{row.pk}/change/", sent).status_code == 302
    client.force_login(clerk)
    assert proof in client.get(f"/registers/course_places/{row.pk}/").content.decode()
    words = [part.text for part in Document(BytesIO(client.get(proof).content)).paragraphs]
    assert words[-2:] == ["某局", "2018年6月1日"]


def test_the_form_offers_the_courses_that_everybody_may_read(client, office):
    row_of("activities", by=office, **COURSE)
    client.force_login(make_person("enterprise", organisation=make_organisation(name="甲公司")))
    page = client.get("/registers/course_places/new/").content.decode()
    assert '<option value="训-1">' in page
    assert 'list="above_course"' in page


def test_the_form_offers_no_row_that_the_person_may_not_read(client):
    bureau = make_person("handler", unit="market_regulation_bureau")
    row_of("ip_cases", by=bureau, **CASE)
    client.force_login(bureau)
    assert f'<option value="{CASE["number"]}">' in client.get("/registers/case_transfers/new/").content.decode()
    client.force_login(make_person("enterprise", organisation=make_organisation(name="甲公司")))
    assert client.get("/registers/case_transfers/new/").status_code == 404


def test_a_place_in_a_course_that_is_not_kept_is_refused(client):
    company = make_organisation(name="甲公司")
    client.force_login(make_person("enterprise", organisation=company))
    sent = {"course": "训-9", "party": "甲公司", "people": "1", "asked_on": "2018-05-20"}
    page = client.post("/registers/course_places/new/", sent)
    assert page.status_code == 422
    assert "训-9" in page.content.decode()


def test_a_product_is_told_what_it_lacks_and_which_marks_come_close(settings, office):
    write_patent(settings.DATA, also=[MARK])
    bureau = make_person("handler", unit="market_regulation_bureau")
    words = told(row_of("local_products", by=bureau, **PRODUCT))
    assert words[0].startswith("离申请还差：历史和人文记载、")
    assert words[1] == "与“测试红米”相近的商标 1 件：测试红米（7654321/30，测试企业1）；理由在“近似商标”里查这个名称"
    placed = row_of("local_products", by=bureau, **{**PRODUCT, "product": "杉岭红米", "place": "杉岭镇"})
    assert told(placed)[1].startswith("与“杉岭红米”相近的商标 1 件：测试红米（")
    other = row_of("local_products", by=bureau, **{**PRODUCT, "product": "乌梅"})
    assert told(other)[1] == "登记数据里没有与“乌梅”相近的商标（只有产地相同的不算）"
    signs = row_of("local_products", by=bureau, **{**PRODUCT, "product": "((("})
    assert told(signs)[0] == "“(((”里没有可以比对的文字，图形和符号不比对，没有和登记数据比名称"


def test_the_costs_of_defending_a_right_are_held_against_the_registry(office):
    edition = IndexEdition.objects.create(snapshot="test", as_of=today(), labels=[], built_at=now(), current=True)
    known = {
        "right_id": "R1",
        "kind": "invention",
        "gi": False,
        "number": PATENT["number"],
        "in_force": True,
        "began": True,
    }
    IndexedRight.objects.create(edition=edition, holder="P1", holder_name=PARTY["name"], **known)
    row, _ = filed("protection_aid", make_organisation(name=PARTY["name"]), **AID)
    assert told(row) == []
    other, _ = filed("protection_aid", make_organisation(name="丙公司"), **AID)
    assert told(other) == ["CN201510000001.0 的权利人是测试企业1，不是丙公司"]
    unknown, _ = filed(
        "protection_aid", make_organisation(name="丁公司"), **{**AID, "rights": "CN201510000009.7", "asked": "3000.01"}
    )
    assert told(unknown) == [
        "费用合计 3,000 元，已补偿 0 元，申请 3,000.01 元，多出 0.01 元",
        "登记数据里没有 CN201510000009.7，核不了权利人和效力",
    ]


def test_a_second_application_for_a_case_is_told_to_its_filer_of_its_own_alone(office):
    company = make_organisation(name="甲公司")
    named = {**AID, "case": "（2018）样01民初1号"}
    filed("protection_aid", make_organisation(name="丙公司"), **named)
    first, _ = filed("protection_aid", company, **named)
    assert not [words for words in told(first) if "同一案件" in words]
    second, _ = filed("protection_aid", company, **{**named, "number": "2"})
    [words] = [words for words in told(second) if "同一案件" in words]
    assert words.startswith("同一案件 （2018）样01民初1号 还有申请 1（甲公司，")
    assert "丙公司" not in words


def test_a_certificate_that_another_company_has_is_told_without_its_name_to_who_filed(client, office):
    row_of("activities", by=office, **{**COURSE, "held_on": "2018-05-25", "hours": "6"})
    rows = {
        name: filed("course_places", make_organisation(name=name), course="训-1", people="1", asked_on="2018-05-20")
        for name in ("甲公司", "乙公司")
    }
    client.force_login(office)
    for row, _ in rows.values():
        sent = {
            "came": "1",
            "passed": "1",
            "certificates": "证-1",
            "certified_on": "2018-06-01",
            "version": row.version,
        }
        assert client.post(f"/registers/course_places/{row.pk}/change/", sent).status_code == 302
    second, clerk = rows["乙公司"]
    address = f"/registers/course_places/{second.pk}/"
    assert "证书编号 证-1 已经发给别的单位：甲公司，训-1" in client.get(address).content.decode()
    client.force_login(clerk)
    page = client.get(address).content.decode()
    assert "证书编号 证-1 已经发给别的单位" in page
    assert "甲公司" not in page
    assert client.get(f"{address}certificate.docx").status_code == 404


def test_a_class_that_is_none_is_told_and_no_name_is_called_free(office):
    bureau = make_person("handler", unit="market_regulation_bureau")
    words = told(row_of("local_products", by=bureau, **{**PRODUCT, "classes": "99"}))
    assert any("99" in one and one.endswith("没有和登记数据比名称") for one in words)
    assert not any("没有与" in one for one in words)
