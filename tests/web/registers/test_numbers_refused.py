"""Numbers of persons are refused beside the field on the form, and row by row in a sheet; papers of earlier rows print none."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.people import make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

ID = "11010519491231002X"


@pytest.fixture
def handler():
    return make_person("handler", unit=kept_registers()["ip_cases"].units[0])


def test_the_form_says_beside_the_field_what_to_take_out(client, handler):
    client.force_login(handler)
    answer = client.post("/registers/ip_cases/new/", {**CASE, "outcome": f"林某（{ID}）承认。"})
    assert answer.status_code == 422
    assert "居民身份证号码" in answer.content.decode()
    assert not Row.objects.exists()


def test_a_sheet_s_row_with_one_is_not_taken(client, handler):
    client.force_login(handler)
    head = "案号或文号,渠道,权利种类,权利人,涉嫌侵权人,立案或受理日,是否挂牌督办,结果"
    file = SimpleUploadedFile("案.csv", f"{head}\n1号,民事诉讼,商标,甲,乙,2018-02-01,否,买家 13812345678".encode())
    page = client.post("/registers/ip_cases/sheet/", {"file": file}).content.decode()
    assert "没有收下 1 行" in page
    assert "手机号码" in page


def test_an_earlier_row_is_printed_without_it(client, handler):
    row_of("ip_cases", by=handler, **CASE)
    row = row_of("case_transfers", by=handler, **TRANSFER)
    row.values = {**row.values, "facts": f"查获成品，林某身份证 {ID}。"}
    row.save()
    client.force_login(handler)
    content = client.get(f"/registers/case_transfers/{row.pk}/letter.docx").content
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    assert "查获成品" in words
    assert ID not in words
