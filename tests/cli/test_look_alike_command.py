"""`zhixian look-alike`: on bare words, on a right, on the indications of the plan's region; what is asked wrongly."""

import json
from datetime import date

import pytest

from zhixian.cli import main
from zhixian.core.registry.importing import import_paths

MARKS = [
    ("G1", "101", "上杭萝卜干", "certification_mark", True, "30", "A", "2015-05-01"),
    ("T1", "102", "尚杭萝卜甘", "trademark", False, "30", "B", "2020-05-01"),
    ("T2", "103", "杭川腊肉", "trademark", False, "30", "B", "2019-05-01"),
    ("T3", "104", "无关", "trademark", False, "30", "B", "2019-05-01"),
    ("T4", "105", "上杭萝卜干精品", "trademark", False, "30", "A", "2019-05-01"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marks")
    tables = folder / "tables"
    tables.mkdir()
    lines = ["right_id,number,title,kind,gi,classes,holder,registered,expires,region"]
    lines += [
        f"{right},{number},{title},{kind},{str(gi).lower()},{classes},{holder},{day},2035-01-01,350823"
        for right, number, title, kind, gi, classes, holder, day in MARKS
    ]
    (tables / "rights.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tables / "parties.csv").write_text(
        "party_id,name,kind,region\nA,样例协会,association,350823\nB,别的公司,enterprise,350822\n", encoding="utf-8"
    )
    from zhixian.core.registry.formats import importers

    import_paths([tables], data=folder / "data", importers=importers())
    return folder / "data"


@pytest.fixture
def ask(data, capsys):
    def run(*words, status=0):
        try:
            ended = main(["look-alike", *words, "--data", str(data), "--as-of", "2020-12-31"])
        except SystemExit as stopped:
            ended = stopped.code
        assert ended == status
        return capsys.readouterr()

    return run


def hits(ask, *words):
    told = json.loads(ask(*words, "--json").out)
    return {
        sign["sign"]: [(hit["mark"]["number"], hit["reasons"][0]["id"]) for hit in sign["hits"]]
        for sign in told["signs"]
    }


def test_without_a_sign_the_indications_of_the_region(ask, shanghang):
    assert hits(ask, "--plan", str(shanghang)) == {"上杭萝卜干": [("102/30", "sound_tone"), ("103/30", "place_named")]}
    assert hits(ask, "--plan", str(shanghang), "--since", "2020-01-01") == {"上杭萝卜干": [("102/30", "sound_tone")]}


def test_a_right_is_known_by_its_number_and_its_holders_marks_come_only_when_wanted(ask, shanghang):
    plan = ("--plan", str(shanghang))
    assert hits(ask, "101", *plan) == {"上杭萝卜干": [("102/30", "sound_tone"), ("103/30", "place_named")]}
    assert hits(ask, "101", *plan, "--own-too")["上杭萝卜干"][0] == ("105/30", "common_words")


def test_bare_words_need_no_plan(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert hits(ask, "无关", "--classes", "30") == {"无关": [("104/30", "same")]}
    assert hits(ask, "腊肉", "--classes", "5") == {"腊肉": [("103/30", "contains")]}
    assert hits(ask, "杭川腊鱼", "--classes", "5") == {"杭川腊鱼": []}
    assert "没有写标志" in ask(status=2).err


def test_the_screen_tells_reasons_with_their_basis(ask, shanghang):
    said = ask("--plan", str(shanghang)).out
    assert "“尚杭萝卜甘”读 shàng háng luó bo gān" in said
    assert "〔商标法第十六条、第十条第二款（2027-01-01起第二十三条、第十六条）〕" in said
    assert "与“上杭萝卜干”（101/30）相近的商标 2 件" in said
    assert date(2020, 5, 1).isoformat() in said


def test_classes_that_are_none_are_wrong_usage(ask):
    assert "没有商品和服务类别“99”" in ask("无关", "--classes", "29,99", status=2).err


@pytest.mark.parametrize("sign", ["(((", "🐼", "——·"])
def test_a_name_of_which_nothing_can_be_compared_is_wrong_usage(sign, ask):
    assert f"“{sign}”里没有可以比对的文字，图形和符号不比对" in ask("无关", sign, status=2).err


@pytest.mark.parametrize("limit", ["0", "x", "10001"])
def test_a_limit_out_of_reach_is_wrong_usage(ask, limit):
    assert "应为 1 至 10,000 的整数" in ask("无关", "--limit", limit, status=2).err
