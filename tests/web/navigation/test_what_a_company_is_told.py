"""What a unit of the plan that is a company is told on the pages of topics: nothing of who else has an account."""

import io

import pytest
from docx import Document

from factories.exports import write_export
from factories.people import make_organisation, make_person
from factories.registry import as_upload
from factories.topics import DAY, TERMS, UNIT, make_topic, many, seat_of
from zhixian.web.navigation.models import Landscape, LastLandscape, Share, Topic

COMPANY = "picc_shanghang"


@pytest.mark.parametrize(("unit", "told"), [(COMPANY, False), (UNIT, True)])
def test_only_an_authority_is_offered_organisations_to_share_with(sign_in, tmp_path, unit, told):
    enterprise, bank = make_organisation(), make_organisation(kind="bank")
    handler = sign_in("handler", unit=unit)
    topic = make_topic(tmp_path, by=handler.person)
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    for one in (enterprise, bank):
        assert (one.name in shown) is told
        assert (f"organisation:{one.pk}" in shown) is told
    assert "商务局" in shown, "units that it can share with are those of the plan"
    sent = {"version": topic.version, "with_whom": f"organisation:{bank.pk}"}
    handler.post(f"/topics/{topic.pk}/shares/", sent)
    assert Share.objects.filter(organisation=bank).exists() is told


def test_a_topic_of_somebody_else_neither_shows_by_its_name_nor_stands_in_the_way(sign_in, tmp_path):
    theirs = make_topic(tmp_path, by=make_person("enterprise", organisation=make_organisation()), name="绿色航空")
    ours = make_organisation()
    clerk = sign_in("enterprise", organisation=ours)
    sent = {"name": "绿色航空", "terms": TERMS, "as_of": DAY.isoformat(), "seat": seat_of(clerk.person).pk}
    for status in (302, 422):  # the second time the name is their own
        answer = clerk.post("/topics/upload/", sent | {"exports": as_upload(write_export(tmp_path / "甲.csv", {}))})
        assert answer.status_code == status
    assert f"已有专题库“绿色航空（{ours.name}）”" in answer.content.decode()
    own = Topic.objects.exclude(pk=theirs.pk).get()
    assert own.name == f"绿色航空（{ours.name}）"
    assert own.latest.counts["records"] == 1


@pytest.mark.parametrize(("role", "place"), [("chief", {"unit": COMPANY}), ("enterprise", {"organisation": True})])
def test_a_report_of_a_company_takes_no_number_of_the_government(sign_in, client, tmp_path, role, place):
    if "organisation" in place:
        place = {"organisation": make_organisation()}
    company = sign_in(role, **place)
    topic = make_topic(tmp_path, *many(12), by=company.person, name="本企业的铜箔")
    company.post(f"/topics/{topic.pk}/landscapes/", {"region": ""})
    row = Landscape.objects.get()
    assert "编上文号" not in company.get(f"/landscapes/{row.pk}/").content.decode()
    company.post(f"/landscapes/{row.pk}/issue/", {"version": row.version})
    row.refresh_from_db()
    assert (row.state, row.number, row.issuer) == ("issued", "", topic.official_place)
    shown = company.get(f"/landscapes/{row.pk}/").content.decode()
    assert 'class="issued-number"' not in shown
    paper = Document(io.BytesIO(b"".join(company.get(f"/landscapes/{row.pk}.docx").streaming_content)))
    assert not any("〔" in paragraph.text for paragraph in paper.paragraphs)
    assert not LastLandscape.objects.exists(), "the next report of an authority is the first of its series"
