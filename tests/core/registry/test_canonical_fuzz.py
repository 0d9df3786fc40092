"""Whatever bytes come as a table: they are refused as a whole or row by row, the counts add up, nothing is thrown."""

import csv
import io
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.canonical import CanonicalImporter
from zhixian.core.registry.identity import normalise_numbers
from zhixian.core.registry.numbers import application, trademark
from zhixian.core.registry.staging import staging
from zhixian.core.registry.tables import TABLES

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "40"))
NASTY = ["", " ", "\0", '"', "\r", "\n", ",", "，", "true", "2017-02-30", "2017-02-28", "-0", "007", "1e9", "9" * 30, "NaN", "null",
         "350823", "invention", "201410408762.5", "=1+1", "﻿", "\u2028", "大", "\ud7ff", "inf", "0x1F", "+5", "𠮷"]  # fmt: skip
a_cell = st.sampled_from(NASTY) | st.text(max_size=6)


def staged(content: bytes, table: str):
    with TemporaryDirectory() as name:
        path = Path(name) / f"{table}.csv"
        path.write_bytes(content)
        with staging(Path(name) / "staged", file=path.name, format="canonical") as stage:
            CanonicalImporter().stage(path, stage, progress=lambda _done, _total: None)
        found = Path(name) / "staged" / f"{table}.parquet"
        return stage.report, pq.read_metadata(found).num_rows if found.exists() else 0


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.binary(max_size=200))
def test_any_bytes(table, content):
    heading = ",".join(TABLES[table].names).encode() + b"\n"
    for whole in (content, heading + content):
        try:
            report, taken = staged(whole, table)
        except Refusal:
            continue
        assert report.rows == taken + report.refused


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_any_cells(table, data):
    names = TABLES[table].names
    rows = data.draw(st.lists(st.lists(a_cell, min_size=len(names), max_size=len(names)), max_size=5))
    out = io.StringIO()
    csv.writer(out).writerows([names, *rows])
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    encodable = out.getvalue().encode("utf-8", "replace")
    report, taken = staged(encodable, table)
    assert report.rows == taken + report.refused
    assert report.rows == filled
    assert all(problem.row >= 2 for problem in report.problems)


NUMBERS = [
    "12345678",
    "0012345",
    "G1234567",
    "12345678A",
    "12345678/31",
    "12345678/46",
    "12345678/031",
    "x",
    "",
    None,
    "1234567890",
]
CLASSES = [None, "31", "031", "第31类", "46", "5", "45", "31;35", "3 1", "abc", "0"]


@pytest.mark.parametrize("number", NUMBERS)
def test_marks_by_the_column_are_as_marks_one_by_one(number):
    kinds = pa.array(["trademark"] * len(CLASSES))
    normal, problem = normalise_numbers(kinds, pa.array([number] * len(CLASSES), pa.string()), pa.array(CLASSES))
    for nice, found, wrong in zip(CLASSES, normal.to_pylist(), problem.to_pylist(), strict=True):
        bare, _, own = (number or "").partition("/")
        one = trademark(bare, own or (None if nice and ";" in nice else nice))
        assert found == (number if number is None or one.normal is None else one.normal)
        assert wrong == (None if number is None else one.problem)


def test_each_kind_is_read_by_its_own_numbering():
    kinds = ["invention", "software", "utility_model", None, "gi_product"]
    numbers = ["201410408762.5", "2018SR123456", "201410408762.5", "7", "随便"]
    normal, problem = normalise_numbers(pa.array(kinds), pa.array(numbers), pa.nulls(5, pa.string()))
    assert normal.to_pylist() == [
        application(numbers[0]).normal,
        "2018SR123456",
        application(numbers[0]).normal,
        "7",
        "随便",
    ]
    assert problem.to_pylist() == [None, None, "号码不属于这一类专利", None, None]
