"""The head of a plan says what its text says, and each difference is a fault of its own."""

import re
import shutil
from pathlib import Path

import pytest

from zhixian.core.kernel.faults import Fault
from zhixian.core.plan.check import plan_state
from zhixian.core.plan.drafting import write_draft
from zhixian.core.plan.issuers import place_of
from zhixian.core.plan.load import examine, load_plan
from zhixian.core.plan.reader import read_plan
from zhixian.core.registry.plan_region import region_faults, regions_of_issuer


def changed(plan: Path, tmp_path: Path, file: str, *changes: tuple[str, str]) -> list[Fault]:
    """The faults of a copy of a plan in which passages were changed, its region included."""
    folder = tmp_path / "shanghang"
    shutil.copytree(plan, folder, dirs_exist_ok=True)
    content = (folder / file).read_text("utf-8")
    for before, after in changes:
        assert before in content
        content = content.replace(before, after, 1)
    (folder / file).write_text(content, "utf-8")
    loaded, faults = examine(folder)
    return faults + region_faults(loaded)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("title: 上杭县加快", "title: 上杭县推进", r"第 2 行 title：“上杭县推进.*”不在 text.txt 里。应为：原文的标题“上杭县加快知识产权强县建设实施方案”；原文没有印的，写 derived：理由"),
        ("issuer: 上杭县人民政府", "issuer: 上杭县人民政府办公室", r"issuer：“上杭县人民政府办公室”不在 text.txt 里。应为：原文的印发机关“上杭县人民政府”"),
        ("number: null", "number: 杭政综〔2017〕1号", r"number：“杭政综〔2017〕1号”不在 text.txt 里。应为：原文的文号，逐字照抄"),
        ("place: 上杭县", "place: 连城县", r"place：“连城县”不在 text.txt 里"),
        ('horizon: "2020-12-31"', 'horizon: "2016-12-31"', r"horizon：2016-12-31 早于印发日期 2017-10-23"),
        ("title: 提高专利质量", "title: 提升商标质量", r"clauses\[7\].title：“提升商标质量”不在 text.txt 里"),
        ('region: "350823"', 'region: "999999"', r"第 8 行 region：“999999”不是行政区划代码。应为：上杭县（350823）"),
        ('region: "350823"', 'region: "350825"', r"region：“350825”是连城县，place 写的是“上杭县”。应为：上杭县（350823）"),
    ],
)  # fmt: skip
def test_a_head_that_is_not_the_texts_is_a_fault(
    shanghang: Path, tmp_path: Path, before: str, after: str, fault: str
) -> None:
    faults = [found.sentence() for found in changed(shanghang, tmp_path, "plan.yaml", (before, after))]
    assert [bool(re.search(fault, line)) for line in faults if "horizon；" not in line][:1] == [True], faults


def test_what_the_text_does_not_print_says_why(shanghang: Path, tmp_path: Path) -> None:
    head = (
        ("title: 上杭县加快", "derived: 文号取自公报\ntitle: 上杭县加快"),
        ("number: null", "number: 杭政综〔2017〕1号"),
    )
    assert changed(shanghang, tmp_path, "plan.yaml", *head) == []
    assert "  plan.yaml：文号取自公报" in plan_state(load_plan(tmp_path / "shanghang")).lines()


@pytest.mark.parametrize(
    ("scope", "quote", "fault"),
    [
        ("year", "每家企业最高不超过5万元", ""),
        ("ever", "每家企业每年享受贴息不超过10万元", "“ever”，引文写的是“每年”。应为：year"),
    ],
)
def test_the_scope_of_a_cap_is_the_one_its_quote_names(
    shanghang: Path, tmp_path: Path, scope: str, quote: str, fault: str
) -> None:
    was = "year" if scope == "ever" else "ever"
    rows = (shanghang / "amounts.yaml").read_text("utf-8").split("\n  - ")
    row = next(row for row in rows if quote in row)
    faults = changed(shanghang, tmp_path, "amounts.yaml", (row, row.replace(f"per: {was}", f"per: {scope}")))
    assert [fault in found.sentence() for found in faults] == ([True] if fault else [])


def test_a_draft_takes_the_scope_that_the_words_name(tmp_path: Path) -> None:
    text = "一、办法\n每件奖励1万元，每家累计不超过50万元，每家每年不超过10万元。\n"
    write_draft(read_plan(text), text, tmp_path)
    words = (tmp_path / "amounts.yaml").read_text("utf-8")
    assert re.findall(r"per: (\S+)", words) == ["null", "ever", "year"]


@pytest.mark.parametrize(
    ("issuer", "place", "codes"),
    [
        ("杭州市上城区人民政府办公室", "杭州市上城区", ["330102"]),
        ("南通市通州区人民政府", "南通市通州区", ["320612"]),
        ("浙江省杭州市上城区市场监督管理局", "浙江省杭州市上城区", ["330102"]),
        ("荆州市沙市区人民政府", "荆州市沙市区", ["421002"]),
        ("济宁市市中区人民政府", "济宁市市中区", ["370802"]),
        ("中共上杭县委办公室", "上杭县", ["350823"]),
        ("广州市人民政府", "广州市", ["440100"]),
        ("广西壮族自治区市场监督管理局", "广西壮族自治区", ["450000"]),
        ("杭州上城区人民政府", "杭州上城区", ["330102"]),
        ("国务院办公厅", "", []),
        ("市场监管总局", "", []),
        ("某县人民政府", "某县", []),
        ("中共上杭县委 上杭县人民政府", "上杭县", ["350823"]),
        ("中共上杭县委、上杭县人民政府", "上杭县", ["350823"]),
    ],
)
def test_an_issuer_speaks_for_the_smallest_place_it_names(issuer: str, place: str, codes: list[str]) -> None:
    assert (place_of(issuer), regions_of_issuer(issuer)) == (place, codes)


def test_the_region_of_a_district_is_not_its_city(shanghang: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shanghang"
    shutil.copytree(shanghang, folder)
    text = (folder / "text.txt").read_text("utf-8").replace("上杭县人民政府", "杭州市上城区人民政府", 1)
    (folder / "text.txt").write_text(text, "utf-8")
    head = ("issuer: 上杭县", "issuer: 杭州市上城区"), ("place: 上杭县", "place: 杭州市"), ("350823", "330100")
    content = (folder / "plan.yaml").read_text("utf-8")
    for before, after in head:
        content = content.replace(before, after, 1)
    (folder / "plan.yaml").write_text(content, "utf-8")
    plan, faults = examine(folder)
    assert faults == []
    assert [fault.sentence() for fault in region_faults(plan)] == [
        "plan.yaml 第 8 行 region：“330100”是杭州市，印发机关是杭州市上城区人民政府。应为：上城区（330102）；place 也写到它"
    ]


def test_a_former_place_may_bear_the_code_of_today(shanghang: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shanghang"
    shutil.copytree(shanghang, folder)
    for name in ("text.txt", "plan.yaml"):
        words = (folder / name).read_text("utf-8").replace("上杭县人民政府", "长乐市人民政府")
        words = words.replace("place: 上杭县", "place: 长乐市").replace("350823", "350112")
        (folder / name).write_text(words, "utf-8")
    assert region_faults(examine(folder)[0]) == []
    (folder / "plan.yaml").write_text((folder / "plan.yaml").read_text("utf-8").replace("350112", "350111"), "utf-8")
    assert ["place 写的是“长乐市”" in fault.found for fault in region_faults(examine(folder)[0])] == [True]


@pytest.mark.parametrize(("place", "told"), [("上杭县委上杭县", True), ("杭州湾新区", True), ("上杭", False)])
def test_a_place_is_a_name_of_its_region(shanghang: Path, tmp_path: Path, place: str, told: bool) -> None:
    faults = changed(shanghang, tmp_path, "plan.yaml", ("place: 上杭县", f"place: {place}"))
    sentence = (
        f"plan.yaml 第 7 行 place：“{place}”不是 region 的名称，350823是福建省龙岩市上杭县。应为：上杭县，或改 region"
    )
    assert (sentence in [fault.sentence() for fault in faults]) == told


def test_what_was_not_filled_in_is_told_once(shanghang: Path, tmp_path: Path) -> None:
    blanks = ('due: "2020-12-31"', "due: null"), ('goal: "4.5"', "goal: null")
    assert [fault.sentence() for fault in changed(shanghang, tmp_path, "targets.yaml", *blanks)] == [
        'targets.yaml 第 6 行 targets[0].goal：没有写。应为：加引号的数字，例如 "4.5"',
        'targets.yaml 第 8 行 targets[0].due：没有写。应为：一个日期，例如 "2017-10-23"',
    ]
