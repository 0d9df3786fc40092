"""The files of the sample go through the importers, and what comes out is the truth they were written from."""

import filecmp
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from zhixian.core.analysis.targets import compute
from zhixian.core.plan.load import load_plan
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.core.sample import SEED, make
from zhixian.core.sample.county import imagine
from zhixian.core.sample.profile import load_profile
from zhixian.core.sample.truth import holder, in_force

PLAN = Path(__file__).parents[3] / "plans" / "shanghang"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    out = tmp_path_factory.mktemp("sample")
    return out, make(out, plan=PLAN)


@pytest.fixture(scope="module")
def imported(sample, tmp_path_factory):
    out, manifest = sample
    data = tmp_path_factory.mktemp("data")
    result = import_paths([out / manifest["label"]], data=data, importers=importers())
    return result, current(data)


@pytest.fixture(scope="module")
def full():
    return imagine(load_profile(PLAN), seed=SEED)


def test_every_row_is_accounted_for_and_the_wrong_ones_are_refused(sample, imported):
    told = {file["file"].split("/")[-1]: file for file in sample[1]["files"]}
    reports = {report.file: report for report in imported[0].files}
    assert set(reports) == set(told)
    for name, report in reports.items():
        assert report.rows == report.taken + report.merged + report.refused, name
        assert report.rows == told[name]["rows"], name
        refused = {(problem.row, problem.value) for problem in report.problems if problem.refused}
        assert {row for row, _ in refused} == {wrong["row"] for wrong in told[name]["refused"]}, (name, report.problems)
        assert report.unknown_headings == [], name


def test_the_marks_of_the_sheet_say_what_is_wrong_where(imported):
    report = next(report for report in imported[0].files if report.file.endswith("商标.xlsx"))
    assert any(
        "商标 第" in problem.sentence() and "注册日期 “2017.13.2” 不是日期" in problem.sentence()
        for problem in report.problems
    )


def test_the_label_reaches_the_snapshot(sample, imported):
    assert imported[1].labels == [sample[1]["label"]] == ["合成数据"]


@pytest.mark.parametrize(
    "day", [date(2012, 12, 31), date(2016, 2, 29), date(2018, 6, 21), date(2020, 12, 31), date(2021, 6, 30)], ids=str
)
def test_each_right_is_in_force_where_and_with_whom_it_truly_is(imported, full, day):
    true = {}
    for right in full.rights:
        if in_force(right, day):
            kind, region = holder(right, day, full)
            true[right.id] = (right.kind, right.gi, kind, region)
    rows = duckdb.execute(
        'SELECT right_id, kind, gi, holder_kind, region FROM read_parquet(?) WHERE start <= ? AND ("end" IS NULL OR ? < "end")',
        [str(imported[1].path("spans")), day, day],
    ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    assert len(rows) == len(found)
    assert found == true


def test_the_five_targets_are_what_they_truly_are(sample, imported):
    plan = load_plan(PLAN)
    for day, truth in sample[1]["truth"].items():
        result = compute(plan, imported[1], as_of=date.fromisoformat(day))
        for target in result.targets:
            told = truth[target.target.id]
            assert (target.numerator, target.denominator) == (told["numerator"], told["denominator"]), (
                day,
                target.target.id,
            )
            assert target.exact == (None if told["value"] is None else Fraction(told["value"])), (day, target.target.id)


def test_the_sample_is_worth_looking_at(sample):
    truth = sample[1]["truth"]["2020-12-31"]
    assert Fraction(43, 10) < Fraction(truth["inventions_per_10k"]["value"]) < Fraction(46, 10)
    assert 3000 < truth["registered_marks"]["numerator"] < 3700
    assert 4 <= truth["gi_marks"]["numerator"] <= 6
    assert 75 < Fraction(truth["enterprise_invention_share"]["value"]) < 85


def test_the_same_seed_writes_the_same_bytes(sample, tmp_path):
    out, manifest = sample
    make(tmp_path, plan=PLAN)
    files = [file["file"] for file in manifest["files"]]
    same, different, missing = filecmp.cmpfiles(
        out / manifest["label"], tmp_path / manifest["label"], files, shallow=False
    )
    assert (different, missing) == ([], [])
    assert len(same) == len(files)


def test_every_file_says_that_it_is_invented(sample):
    out, manifest = sample
    for file in manifest["files"]:
        assert manifest["label"] in file["file"]
    for folder in (out / manifest["label"], out / manifest["label"] / f"标准表-{manifest['label']}"):
        assert (folder / "label.txt").read_text(encoding="utf-8").strip() == manifest["label"]


def test_scaled_the_folder_holds_tables(tmp_path):
    manifest = make(tmp_path, plan=PLAN, scale=2)
    assert manifest["tables"]["rights"] > 10_000
    assert (tmp_path / manifest["label"] / "rights.parquet").exists()
