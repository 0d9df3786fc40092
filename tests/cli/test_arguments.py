"""Arguments that several commands share: which plan is meant when none is named."""

import argparse
import json
from datetime import date

import pytest
from docx import Document

from zhixian.cli import main
from zhixian.cli.arguments import day, only_plan, year
from zhixian.cli.indicators import EVERY_ZH, _one_of
from zhixian.core.analysis.asking import indicator_asked
from zhixian.core.analysis.groups import BY_ZH
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.sheets.templates import kind_asked


@pytest.fixture
def plans(tmp_path, monkeypatch):
    """Make folders of plans in an empty current directory."""
    monkeypatch.chdir(tmp_path)

    def make(*names):
        for name in names:
            folder = tmp_path / "plans" / name
            folder.mkdir(parents=True)
            (folder / "plan.yaml").touch()

    return make


def test_intervals_groups_and_forms_are_called_as_people_call_them():
    every, by = _one_of(EVERY_ZH, "间隔"), _one_of(BY_ZH, "分组")
    assert [every(word) for word in ("年", "年度", "季度", "月", "每季")] == [
        "year",
        "year",
        "quarter",
        "month",
        "quarter",
    ]
    assert by("行业") == "industry"
    with pytest.raises(argparse.ArgumentTypeError):
        by("国际专利分类甲")
    assert kind_asked("商标") == "marks"
    assert kind_asked("没有的") == "没有的"


def test_a_target_is_asked_for_by_the_name_that_its_plan_gives_it(shanghang):
    assert indicator_asked("企业发明专利拥有量占全县总量的比重", load_plan(shanghang)) == "enterprise_invention_share"
    assert indicator_asked("没有的", load_plan(shanghang)) == "没有的"


def test_the_only_plan_is_meant_when_none_is_named(plans, tmp_path):
    plans("a")
    (tmp_path / "plans" / "notes").mkdir()
    assert only_plan(give="--plan").name == "a"


def test_several_plans_are_listed_and_none_is_chosen(plans):
    plans("a", "b")
    with pytest.raises(Refusal, match=r"有 2 个方案：plans/a、plans/b。应为：用 --plan"):
        only_plan(give="--plan")


def test_without_a_plan_it_says_to_name_one(plans, capsys):
    for command in (["plan", "check"], ["targets", "--data", "d", "--as-of", "2019-12-31"]):
        assert main(command) == 2
        assert "没有方案。应为：用" in capsys.readouterr().err


def test_the_same_command_takes_a_plan_by_name(plans, capsys):
    assert main(["plan", "check", "plans/x"]) == 2
    assert "没有这个方案目录" in capsys.readouterr().err


def test_digits_of_another_alphabet_are_wrong_usage(capsys):
    asked = ["targets", "--data", "d", "--as-of", "2019-12-31", "--region", "３５０８２３"]
    with pytest.raises(SystemExit, match="2"):
        main(asked)
    assert "“３５０８２３”不是六位行政区划代码" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["incentives", "--data", "d", "--year", "２０１８"])
    assert "“２０１８”里的数字不是半角，应写成 2018" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["2019-12-31", "2019.12.31", "2019/12/31", "20191231", "2019年12月31日", " 2019 年 12 月 31 日"]
)
def test_a_day_may_be_written_as_officers_write_it(text):
    assert day(text) == date(2019, 12, 31)


@pytest.mark.parametrize("text", ["2019年", "43830", "2019-02-29", "2020-W01-1", "12-31"])
def test_what_is_no_day_is_refused_with_the_ways_to_write_one(text):
    with pytest.raises(
        argparse.ArgumentTypeError, match=f"“{text}”不是日期，应写成 2020-12-31、2020.12.31、20201231 或"
    ):
        day(text)


def test_choices_are_told_without_the_marks_of_a_programming_language(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["indicators", "--data", "d", "--as-of", "2019-12-31", "--by", "颜色"])
    said = capsys.readouterr().err
    assert "没有“颜色”这种分组，可选 county 县（市、区）、prefecture 设区市" in said
    assert "'" not in said


def test_a_year_may_carry_its_word():
    assert (year("2018年"), year("2018")) == (2018, 2018)
    with pytest.raises(argparse.ArgumentTypeError, match="“18年”不是"):
        year("18年")


@pytest.fixture
def registry(tmp_path):
    """Arguments for a county's registry of one party, with a row that waits for correction."""
    written = tmp_path / "in" / "parties.csv"
    written.parent.mkdir()
    written.write_text("party_id,name,region\nP1,甲公司,350823\nP2,,350823\n", encoding="utf-8")
    import_paths([written], data=tmp_path / "data", importers=importers())
    return ["--data", str(tmp_path / "data")]


def test_a_name_that_does_not_exist_is_wrong_usage_whatever_it_names(registry, shanghang, capsys):
    plan, day_ = ["--plan", str(shanghang)], ["--as-of", "2019-12-31"]
    for words, found in (
        (["indicators", "没有的", *day_, *plan], "没有的"),
        (["targets", "--explain", "没有的", *day_, *plan], "没有的"),
        (["targets", "--region", "999999", *day_, *plan], "没有行政区划代码 999999"),
        (["incentives", "没有的", "--year", "2019", *plan], "没有奖补“没有的”"),
    ):
        assert main([*words, *registry]) == 2, words
        assert found in capsys.readouterr().err


def test_days_to_come_and_rows_that_wait_are_told_beside_the_figures(registry, shanghang, tmp_path, capsys):
    plan = ["--plan", str(shanghang), *registry]
    ahead = f"晚于今天（{date.today()}）：以后的登记、续展、失效和还款还不知道"
    for words, tells in (
        (["targets", "--as-of", "2099-12-31", *plan], True),
        (["targets", "--as-of", "2019-12-31", "--json", *plan], False),
        (["incentives", "--year", "2099", *plan], True),
        (["incentives", "--year", "2019", "--json", *plan], False),
        (["indicators", "--as-of", "2099-12-31", *plan], True),
    ):
        assert main(words) == 0
        said = capsys.readouterr().err
        assert (f"注意：2099-12-31 {ahead}" in said) == tells, words
        assert "注意：另有 1 行待更正" in said
    reform = tmp_path / "reform.yaml"
    reform.write_text("changes:\n  - {incentive: pledge_interest, parameter: share, value: '50'}\n", encoding="utf-8")
    for words in (
        ["targets", "--as-of", "{}-12-31"],
        ["targets", "--explain", "inventions_per_10k", "--as-of", "{}-12-31"],
        ["incentives", "--year", "{}"],
        ["incentives", "--reform", str(reform), "--year", "{}"],
        ["indicators", "--as-of", "{}-12-31"],
        ["indicators", "registered_marks", "--as-of", "{}-12-31"],
    ):
        for year_asked, remarks in (("2099", [f"2099-12-31 {ahead}"]), ("2019", None)):
            assert main([*(word.format(year_asked) for word in words), "--json", *plan]) == 0
            assert json.loads(capsys.readouterr().out).get("remarks") == remarks, words
    out = tmp_path / "report.docx"
    assert main(["report", "--as-of", "2099-12-31", "--out", str(out), *plan]) == 0
    assert ahead in "".join(paragraph.text for paragraph in Document(str(out)).paragraphs)
