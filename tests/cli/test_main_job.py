"""The main job from the command line, on the sample county: what is shown, written and refused."""

import fcntl
import json
import os
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from zhixian.cli import main
from zhixian.core.registry import snapshot as snapshot_module
from zhixian.core.registry.snapshot import current


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """What `zhixian demo --once` leaves."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    plan = Path(__file__).parents[2] / "plans" / "shanghang"
    assert main(["demo", "--once", "--plan", str(plan), "--dir", str(folder)]) == 0
    return folder


@pytest.fixture
def ask(demo, shanghang, capsys):
    """Run a command on the demo's data and return what it printed."""

    def run(command, *arguments, status=0, plan=True):
        where = ["--data", str(demo / "data"), *(["--plan", str(shanghang)] if plan else [])]
        try:
            ended = main([*command.split(), *arguments, *where])
        except SystemExit as stopped:  # an argument that cannot be read
            ended = stopped.code
        assert ended == status
        return capsys.readouterr()

    return run


def test_the_demo_leaves_report_and_lists(demo):
    assert {path.name for path in demo.iterdir()} >= {"county", "data", "report.docx", "awards.xlsx", "targets.xlsx"}
    assert "合成数据" in ZipFile(demo / "report.docx").read("word/document.xml").decode()


def test_a_second_demo_clears_only_what_a_demo_left(demo, shanghang, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    assert main(["demo", "--once", "--plan", str(shanghang), "--dir", str(tmp_path)]) == 1
    assert "不敢清空" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "precious"


def test_two_demos_do_not_clear_each_others_folder(demo, shanghang, capsys):
    with (demo / ".zhixian-demo").open("a") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        assert main(["demo", "--once", "--plan", str(shanghang), "--dir", str(demo)]) == 1
    assert "另一个演示正在用这个目录" in capsys.readouterr().err
    assert (demo / "report.docx").exists()


def test_a_bad_plan_costs_nothing_of_the_last_demo(demo, tmp_path, capsys):
    assert main(["demo", "--once", "--plan", str(tmp_path), "--dir", str(demo)]) == 1
    assert (demo / "report.docx").exists()


def test_a_snapshot_that_was_moved_away_is_told(demo, shanghang, tmp_path, capsys):
    data = tmp_path / "data"
    shutil.copytree(demo / "data", data)
    for spans in data.glob("snapshots/*/spans.parquet"):
        spans.unlink()
    assert main(["targets", "--plan", str(shanghang), "--data", str(data), "--as-of", "2019-12-31"]) == 1
    assert "快照缺少文件或文件损坏" in (said := capsys.readouterr().err)
    assert "spans.parquet" in said


def test_targets_are_those_of_the_county_that_was_imagined(ask, demo):
    truth = json.loads((demo / "county" / "manifest.json").read_text(encoding="utf-8"))["truth"]
    for day in ("2019-12-31", "2020-12-31"):
        found = {t["id"]: t for t in json.loads(ask("targets", "--as-of", day, "--json").out)["targets"]}
        told = {
            key: (value["numerator"], value["denominator"]) for key, value in truth[day].items() if value["denominator"]
        }
        assert {key: (found[key]["numerator"], found[key]["denominator"]) for key in told} == told


def test_the_rows_behind_a_number_add_up_to_it(ask):
    found = json.loads(ask("targets", "--as-of", "2019-12-31", "--json").out)["targets"][0]
    behind = json.loads(ask("targets", "--as-of", "2019-12-31", "--explain", "inventions_per_10k", "--json").out)[
        "rows"
    ]
    assert sum(row["amount"] for row in behind if row["part"] == "numerator") == found["numerator"]


def test_four_quarters_are_the_year_in_every_output(ask, tmp_path):
    whole = json.loads(ask("incentives", "--year", "2019", "--json").out)
    assert "quarter" not in whole
    quarters = [json.loads(ask("incentives", "--year", "2019", "--quarter", n, "--json").out) for n in "1234"]
    for rule, fen in whole["totals"].items():
        assert sum(found["quarter_totals"][rule] for found in quarters) == quarters[3]["totals"][rule] == fen
    for found in quarters:
        sums = dict.fromkeys(found["totals"], 0)
        for award in found["awards"]:
            sums[award["incentive"]] += award["quarter_fen"]
        assert sums == found["quarter_totals"]
    assert [found["until"] for found in quarters] == ["2019-04-01", "2019-07-01", "2019-10-01", "2020-01-01"]
    assert whole["totals"]["pledge_interest"] > quarters[0]["totals"]["pledge_interest"] > 0
    shown = ask("incentives", "--year", "2019", "--quarter", "2").out
    assert "2019 年第 2 季度应兑现奖补" in shown
    assert f"{sum(quarters[1]['quarter_totals'].values()) / 100:,.2f}" in shown
    path = tmp_path / "quarter.xlsx"
    ask("incentives", "--year", "2019", "--quarter", "2", "--xlsx", str(path))
    heading, *_, total = CalamineWorkbook.from_path(path).get_sheet_by_name("汇总").to_python()
    sums = dict(zip(heading, total, strict=True))
    assert round(sums["本季度（元）"] * 100) == sum(quarters[1]["quarter_totals"].values())
    assert round(sums["年初至季末（元）"] * 100) == sum(quarters[1]["totals"].values())


def test_awards_add_up_to_their_totals_and_say_they_are_synthetic(ask):
    found = json.loads(ask("incentives", "--year", "2019", "--json").out)
    sums = dict.fromkeys(found["totals"], 0)
    for award in found["awards"]:
        sums[award["incentive"]] += award["amount_fen"]
    assert sums == found["totals"]
    assert len(found["undetermined"]) == 16
    assert found["labels"] == ["合成数据"]


def test_indicators_over_time_and_by_holder(ask):
    series = json.loads(ask("indicators", "inventions", "--as-of", "2019-12-31", "--every", "year", "--json").out)[
        "points"
    ]
    assert series[-1]["day"] == "2019-12-31"
    parts = json.loads(
        ask("indicators", "inventions", "--as-of", "2019-12-31", "--every", "year", "--by", "holder_kind", "--json").out
    )
    last = [point["numerator"] for point in parts["points"] if point["day"] == "2019-12-31"]
    assert sum(last) == series[-1]["numerator"]


def test_a_rebuilt_snapshot_has_the_same_id(ask, demo):
    before = current(demo / "data").id
    ask("registry rebuild", plan=False)
    assert current(demo / "data").id == before


def test_a_template_can_be_written_and_a_wrong_kind_lists_them_all(tmp_path, capsys):
    assert main(["registry", "template", "loans", "--out", str(tmp_path / "a.xlsx")]) == 0
    written = (tmp_path / "a.xlsx").read_bytes()
    assert main(["registry", "template", "works", "--out", str(tmp_path / "a.xlsx")]) == 1
    assert "已有这个文件" in capsys.readouterr().err
    assert (tmp_path / "a.xlsx").read_bytes() == written
    assert main(["registry", "template", "loan"]) == 2
    assert "population" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("incentives", ["--year", "2016"], "方案还没有施行"),
        ("targets", ["--as-of", "2019-12-31", "--explain", "pct_filings"], "算不出“PCT"),
        ("report", ["--as-of", "2016-12-31", "--out", "a.docx"], "方案还没有施行"),
        ("incentives", ["--year", "2019", "--xlsx", "/dev/null"], "不是普通文件"),
        ("incentives", ["--year", "2019", "--xlsx", "/proc/a.xlsx"], "写不进去（没有"),
        ("report", ["--as-of", "2019-12-31", "--out", "/nowhere/a.docx"], "/nowhere"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(ask, command, arguments, words):
    assert words in ask(command, *arguments, status=1).err


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("report", ["--as-of", "2019-12-31", "--out", "a.pdf"], "不是 .docx 文件"),
        ("incentives", ["--year", "2019", "--xlsx", "a.csv"], "“a.csv”不是 .xlsx 文件"),
        ("indicators", ["inventions", "--as-of", "2019-12-31", "--since", "2020-01-01"], "2020-01-01 晚于 2019-12-31"),
        ("indicators", ["inventionz", "--as-of", "2019-12-31"], "没有指标“inventionz”"),
        ("targets", ["--as-of", "2019-12-31", "--region", "999999"], "没有行政区划代码 999999"),
        ("incentives", ["--year", "2019", "--region", "359999"], "没有行政区划代码 359999"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(ask, command, arguments, words):
    assert words in ask(command, *arguments, status=2).err


def test_an_indicator_answers_to_its_chinese_name(ask):
    for command, ids in (("targets", ["--explain"]), ("indicators", [])):
        by_id, by_name = (
            ask(command, *ids, name, "--as-of", "2019-12-31", "--json").out
            for name in ("inventions_per_10k", "每万人发明专利拥有量")
        )
        assert by_id == by_name


def test_another_region_without_data_is_no_mistake_and_no_0(ask):
    said = ask("targets", "--as-of", "2019-12-31", "--region", "东城区", "--json")
    found = json.loads(said.out)["targets"]
    assert {(target["value"], target["reason"]) for target in found} == {(None, "登记数据里没有东城区（110101）的数据")}
    assert "方案是上杭县（350823）的，这里按东城区（110101）的数据计算" in said.err


@pytest.mark.parametrize("option", ["--by=holder", "--every=year", "--since=2018-01-01"])
def test_what_only_one_indicator_can_be_asked_for_is_refused_of_all(ask, option):
    said = ask("indicators", "--as-of", "2019-12-31", option, status=2).err
    assert f"{option.partition('=')[0]}：没有写明是哪一个指标" in said


def test_a_classification_of_something_else_is_wrong_usage(ask):
    said = ask("indicators", "inventions", "--as-of", "2019-12-31", "--by", "nice", status=2).err
    assert "“有效发明专利”没有商标国际分类（尼斯）。应为：" in said
    said = ask("indicators", "registered_marks", "--as-of", "2019-12-31", "--by", "ipc_class", status=2).err
    assert "“商标有效注册量”没有国际专利分类（大类）" in said


def test_groups_and_days_may_be_said_in_chinese(ask):
    spoken = ask(
        "indicators", "有效发明专利", "--as-of", "2019年12月31日", "--by", "权利人类型", "--every", "每年", "--json"
    )
    typed = ask("indicators", "inventions", "--as-of", "20191231", "--by", "holder_kind", "--every", "year", "--json")
    assert spoken.out == typed.out


def test_one_incentive_answers_to_what_officers_call_it(ask):
    whole = json.loads(ask("incentives", "--year", "2018", "--json").out)
    for name in ("贷款贴息", "知识产权质押贷款贴息", "pledge_interest"):
        found = json.loads(ask("incentives", name, "--year", "2018年", "--json").out)
        assert found["awards"] == [award for award in whole["awards"] if award["incentive"] == "pledge_interest"]
        assert found["totals"] == {"pledge_interest": whole["totals"]["pledge_interest"]}
    refused = ask("incentives", "购房补贴", "--year", "2018", status=2).err
    assert "没有奖补“购房补贴”" in refused
    assert "知识产权质押贷款贴息（pledge_interest）" in refused


def test_a_missing_population_leaves_the_others_and_says_why(ask):
    found = {t["id"]: t for t in json.loads(ask("targets", "--as-of", "2009-12-31", "--json").out)["targets"]}
    assert {key for key, target in found.items() if "reason" in target} >= {"inventions_per_10k"}
    assert found["inventions_per_10k"]["value"] is None
    assert found["registered_marks"]["value"] is not None
    said = ask("targets", "--as-of", "2009-12-31").out
    assert "缺数据：缺少行政区划 350823 的 2008 年末常住人口" in said
    assert said.count("registry template population") == 1
    assert "缺少行政区划 350823 的 2008 年末常住人口" in ask("indicators", "--as-of", "2009-12-31").out


def test_the_lists_show_names_and_forecasts(demo):
    book = load_workbook(demo / "awards.xlsx")
    targets = list(book["目标"].iter_rows(min_row=2, values_only=True))
    assert targets[0][0] == "每万人发明专利拥有量"
    assert all(row[-1] for row in targets)
    waiting = {row[2]: row[3] for row in book["待定标准"].iter_rows(min_row=2, values_only=True) if row[2]}
    assert waiting
    assert all(len(names.split("、")) == count for count, names in waiting.items())


def test_a_template_never_takes_the_place_of_a_device_or_pipe(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    assert main(["registry", "template", "loans", "--out", str(tmp_path / "pipe")]) == 1
    assert "不是普通文件" in capsys.readouterr().err
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("command", ["targets --as-of 2019-12-31", "registry status", "registry rebuild"])
def test_a_file_in_place_of_the_data_folder_is_refused(command, shanghang, tmp_path, capsys):
    (tmp_path / "data").write_text("")
    plan = [] if command.startswith("registry") else ["--plan", str(shanghang)]
    for data in (tmp_path / "data", tmp_path / "data" / "below"):
        assert main([*command.split(), *plan, "--data", str(data)]) == 1
        assert f"{tmp_path / 'data'}：这是一个文件，不是目录" in capsys.readouterr().err


def test_without_data_it_says_how_to_begin(shanghang, tmp_path, capsys):
    for command in (["targets", "--as-of", "2019-12-31"], ["incentives", "--year", "2019"], ["registry", "rebuild"]):
        plan = [] if command[0] == "registry" else ["--plan", str(shanghang)]
        assert main([*command, *plan, "--data", str(tmp_path / "data")]) == 2
        assert "先运行 zhixian registry import" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_what_does_not_exist_is_wrong_usage(tmp_path, capsys):
    for words, found in (
        (
            ["registry", "status", "--data", str(tmp_path / "nowhere")],
            f"{tmp_path / 'nowhere'}：没有这个目录。应为：--data",
        ),
        (["registry", "template", "foo"], "没有“foo”这种模板"),
        (["registry", "import", str(tmp_path), "--kind", "foo", "--data", str(tmp_path / "data")], "没有“foo”这种来源"),
    ):
        assert main(words) == 2
        assert found in capsys.readouterr().err
    assert main(["registry", "status", "--data", str(tmp_path)]) == 0
    assert "还没有登记数据" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_long_file_that_is_spoiled_inside_is_told_in_words(demo, shanghang, tmp_path, capsys, monkeypatch):
    """Short files are read through when the snapshot is opened; of a long one only the engine notices."""
    monkeypatch.setattr(snapshot_module, "READ_THROUGH", 0)
    data = tmp_path / "data"
    shutil.copytree(demo / "data", data)
    spans = current(data).path("spans")
    whole = spans.read_bytes()
    spans.write_bytes(whole[:4] + bytes(len(whole) - 8) + whole[-4:])
    assert main(["targets", "--plan", str(shanghang), "--data", str(data), "--as-of", "2020-12-31"]) == 1
    said = capsys.readouterr().err
    assert "zhixian registry rebuild" in said
    assert "Traceback" not in said
