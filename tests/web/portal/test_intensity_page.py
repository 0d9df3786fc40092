"""Patent intensity on the site: whose work it is, what it shows, and that what leaves is on the record."""

from io import BytesIO

import openpyxl
import pytest

from zhixian.web.kit.models import Entry

PAGE, SHEET = "/patent-intensity/", "/patent-intensity/intensity.xlsx"
UNIT = "industry_science_bureau"


def page(client, path=PAGE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "unit"), [("handler", UNIT), ("chief", UNIT), ("lead_office", None), ("auditor", None)]
)
def test_units_of_the_clause_the_lead_office_and_auditors_see_it(county, sign_in, role, unit):
    told = page(sign_in(role, **({"unit": unit} if unit else {})))
    assert "算不出的" in told
    assert "从业人员" in told


def test_nobody_else_sees_it_or_is_offered_it(county, sign_in):
    other = sign_in("handler", unit="court")
    assert other.get(PAGE).status_code == 404
    assert other.get(SHEET).status_code == 404
    assert PAGE not in page(other, "/")
    assert sign_in("enterprise").get(PAGE).status_code == 403
    assert PAGE in page(sign_in("handler", unit=UNIT), "/desk/")


def test_the_page_counts_as_of_the_day_asked_for(county, sign_in):
    client = sign_in("handler", unit=UNIT)
    assert "2017年12月31日" in page(client, f"{PAGE}?on=2017-12-31")
    assert "2018年12月3日" in page(client, f"{PAGE}?on=2030-01-01")


def test_the_workbook_has_what_the_page_has_and_is_on_the_record(county, sign_in):
    client = sign_in("handler", unit=UNIT)
    book = openpyxl.load_workbook(BytesIO(client.get(SHEET).content))
    assert book.sheetnames == ["行业", "企业", "说明"]
    notes = {row[0]: row[1] for row in book["说明"].iter_rows(min_row=2, values_only=True)}
    assert "不当作 0" in notes["算不出：发明专利密集度（五年授权量 ÷ 万名从业人员）"]
    assert Entry.objects.filter(action="intensity_exported").count() == 1


def test_without_a_registry_it_says_so(sign_in, db, settings, tmp_path):
    settings.DATA = tmp_path
    client = sign_in("handler", unit=UNIT)
    assert "还没有登记数据" in page(client)
    assert client.get(SHEET).status_code == 404
