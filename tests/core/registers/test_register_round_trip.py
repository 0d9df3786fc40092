"""What leaves a register as a workbook and is taken in again unchanged says the same, to the last line break."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

import zhixian.web.registers
from zhixian.core.catalogue import registers
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.registers.rows import read_row
from zhixian.core.registers.sheet import read_sheet
from zhixian.core.reports.xlsx.register import write_register_xlsx

TODAY = date(2021, 6, 1)
SAMPLES = read_yaml(Path(zhixian.web.registers.__file__).with_name("sample_rows.yaml"))


def rows_of(register):
    lots = SAMPLES[register]
    typed = [row for lot in (lots if isinstance(lots, list) else [lots]) for row in lot["rows"]]
    return [{**row, **({"region": "999900"} if "region" in row else {})} for row in typed]


def there_and_back(folder, register, rows):
    path = folder / "out.xlsx"
    write_register_xlsx(register, rows, path, note="")
    return [read_row(register, row.typed, today=TODAY) for row in read_sheet(path, register, name="out.xlsx").rows]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_sample_row_comes_back_the_same(tmp_path, name):
    register = registers()[name]
    read = [read_row(register, row, today=TODAY) for row in rows_of(name)]
    good = [values for values, wrong in read if not wrong]
    assert len(good) == len(read)
    assert there_and_back(tmp_path, register, good) == [(values, {}) for values in good]


def test_long_texts_and_lists_keep_their_lines_and_show_them_wrapped(tmp_path):
    register = registers()["ip_cases"]
    typed = {
        "number": "1号", "channel": "civil", "subject": "mark", "holder": "甲", "infringer": "乙", "opened_on": "2020-01-01",
        "outcome": "=第一行\n\n  第三行，前面有两个空格\t和一个制表符", "supervised": "no",
    }  # fmt: skip
    values, wrong = read_row(register, typed, today=TODAY)
    assert not wrong
    assert there_and_back(tmp_path, register, [values]) == [(values, {})]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    place = [cell.value for cell in sheet[1]].index("结果") + 1
    assert sheet.cell(2, place).alignment.wrap_text


def test_a_rate_below_one_percent_and_a_number_that_no_cell_holds_come_back(tmp_path):
    register = registers()["pledge_loans"]
    typed = {
        "loan": "1", "lender": "甲", "borrower": "乙", "rights": "CN201510000001.0", "principal": "1", "yearly_rate": "0.35",
        "drawn": "2020-01-01", "due": "2021-01-01", "quality": "normal",
    }  # fmt: skip
    values, wrong = read_row(register, typed, today=TODAY)
    assert not wrong
    assert there_and_back(tmp_path, register, [values]) == [(values, {})]
