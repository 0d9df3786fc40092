"""Numbers of persons in rows that were entered before they were asked about: whoever keeps the row reads them, nobody else does."""

import io

import openpyxl
import pytest

from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.web.kit.plan import lead_office
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.definitions import kept_registers

ID, MOBILE, AT_HOME, OFFICE = "11010519491231002X", "13812345678", "0999-3841234", "0999-3849999"
WRITTEN = f"林某（{ID}）手机{MOBILE}，家里电话{AT_HOME}；承办的法院电话 {OFFICE}。"
ADDRESS = "/registers/ip_cases/"


@pytest.fixture
def case():
    """A row of the unit in the lead whose text was written before anything was refused."""
    keeper = make_person("handler", unit=kept_registers()["ip_cases"].units[0])
    row = row_of("ip_cases", by=keeper, **{**CASE, "infringer": "某百货店"})
    row.values = {**row.values, "outcome": WRITTEN, "infringer": f"某百货店{MOBILE}"}
    row.save()
    kept = kept_registers()["ip_cases"]
    changed = {**row.values, "outcome": f"{WRITTEN}已结"}
    return change_row(row, kept, changed, by=keeper, version=row.version), keeper


def others():
    """Who reads the register and does not keep the row."""
    return [
        make_person("handler", unit=kept_registers()["ip_cases"].units[1]),
        make_person("handler", unit="commerce_bureau"),
        make_person("lead_office", unit=lead_office()),
        make_person("auditor", unit="efficiency_office"),
    ]


def read_everywhere(client, row):
    """By place, all that the person who is signed in reads of the row."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}rows.xlsx").content))
    sheet = " ".join(str(cell) for one in book.worksheets for line in one.iter_rows(values_only=True) for cell in line)
    return {
        "page": client.get(f"{ADDRESS}{row.pk}/").content.decode(),
        "list": client.get(ADDRESS).content.decode(),
        "sheet": sheet,
        "search": client.get("/search/?q=某百货店").content.decode(),
        "cases": client.get("/cases/").content.decode(),
    }


def test_others_read_dots_on_pages_lists_sheets_and_searches(client, case):
    row, _ = case
    for person in others():
        client.force_login(person)
        for place, read in read_everywhere(client, row).items():
            for number in (ID, MOBILE, AT_HOME):
                assert number not in read, (place, number, person)
        assert OFFICE in client.get(f"{ADDRESS}{row.pk}/").content.decode()


def test_whoever_keeps_the_row_reads_it_as_it_was_written(client, case):
    row, keeper = case
    client.force_login(keeper)
    read = read_everywhere(client, row)
    for number in (ID, MOBILE, AT_HOME, OFFICE):
        assert number in read["page"]
        assert number in read["sheet"]
    assert MOBILE in read["list"]


def test_nobody_finds_a_row_by_such_a_number(client, case):
    row, keeper = case
    assert MOBILE not in row.search
    assert ID.casefold() not in row.search.casefold()
    client.force_login(keeper)
    assert f"{ADDRESS}{row.pk}/" not in client.get(f"{ADDRESS}?q={MOBILE}").content.decode()
