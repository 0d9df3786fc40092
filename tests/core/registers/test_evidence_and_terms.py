"""What the registers of online leads, exhibitions, origins, varieties and destinations work out of their rows."""

from datetime import date, timedelta

import pytest
import yaml

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.checks.destinations import AtHome, destination_facts
from zhixian.core.registers.checks.evidence import evidence_kept, exhibition_terms
from zhixian.core.registers.checks.varieties import variety_once, variety_sort, variety_term
from zhixian.core.registers.reading import read_register
from zhixian.core.registers.rows import dues_of, read_row
from zhixian.core.registers.tally import tally_of, tally_reached

DAY = date(2020, 11, 16)
GRANTED = date(1998, 1, 1)
HASH = "ab" * 32


def words(findings):
    return [("!" if one.grave else "") + one.words for one in findings]


# --- online leads


def lead(**more):
    return {"law": "commerce", "found_on": "2020-11-01", **more}


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (f"页面；{HASH}；2020-11-02 10:15；柜", []),
        (f"页面；{HASH[:-1]}；2020-11-02 10:15；柜", ["!“页面”的 SHA-256 有 63 位，应为 64 位十六进制数字"]),
        (
            f"页面；{'g' * 64}；2020-11-02 10:15；柜",
            ["!“页面”的 SHA-256 里的“g”不是十六进制数字，应为 64 位 0-9 和 a-f"],
        ),
        (
            f"页面；O{HASH[2:]}l；2020-11-02 10:15；柜",
            ["!“页面”的 SHA-256 里的“O”“l”不是十六进制数字，应为 64 位 0-9 和 a-f"],
        ),
        (
            f"页面；{HASH}；昨天；柜",
            ["!“页面”的取证时间“昨天”读不出，应为 2020-11-02 10:15 这样的日期和时间"],
        ),
        (
            f"甲；{HASH}；2020-11-02 10:15；柜\n乙；{HASH.upper()}；2020-11-02 10:16；柜",
            ["“乙”与另一件的 SHA-256 相同，是同一个文件"],
        ),
    ],
)
def test_each_piece_of_evidence_has_a_whole_hash_and_a_moment(evidence, said):
    assert words(evidence_kept(lead(evidence=evidence, noticed_on="2020-11-03"))) == said


def test_a_notice_without_evidence_is_told_with_the_article_of_its_platform():
    [commerce] = evidence_kept(lead(noticed_on="2020-11-03"))
    [content] = evidence_kept(lead(law="content", noticed_on="2020-11-03"))
    assert (commerce.basis, content.basis) == ("电子商务法第42条", "信息网络传播权保护条例第14条")
    assert evidence_kept(lead()) == []


def due(name, values):
    return [(day, one.id) for day, one in dues_of(registers()[name], values)]


def test_the_fifteen_days_run_from_the_declaration_and_only_where_the_law_has_them():
    said = {"noticed_on": "2020-11-02", "answered_on": "2020-11-03", "answer": "removed", "declared_on": "2020-11-05"}
    assert due("online_leads", lead(**said)) == [(date(2020, 11, 20), "fifteen")]
    assert due("online_leads", lead(**said, pursued_on="2020-11-10")) == []
    assert due("online_leads", lead(law="content", **said)) == []
    assert due("online_leads", lead(noticed_on="2020-11-02")) == [(date(2020, 11, 5), "reply")]
    assert due("online_leads", lead()) == [(date(2020, 11, 8), "notice")]


def test_a_line_of_evidence_that_lacks_something_is_refused_where_it_stands():
    typed = {
        "number": "1",
        "campaign": "sword",
        "law": "content",
        "platform": "网",
        "address": "x",
        "subject": "mark",
        "holder": "某",
    }
    _, wrong = read_row(
        registers()["online_leads"], {**typed, "found_on": "2020-11-01", "evidence": "页面；哈希"}, today=DAY
    )
    assert wrong == {"evidence": "第 1 行有 2 项，应为 4 项，用分号隔开：名称；SHA-256；取证时间；存放处"}


# --- exhibitions


def fair(begins="2020-09-25", ends="2020-09-28", **more):
    return {"exhibition": "展", "begins": begins, "ends": ends, **more}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (fair(point="yes"), []),
        (fair(point="no", shown="yes"), ["展期 4 天，没有设投诉机构；展会管理部门认为有必要的，应当设立"]),
        (fair(ends="2020-09-26", point="no", shown="yes"), []),
        (fair(ends="2020-09-26", point="no", shown="no"), ["!没有设投诉机构，也没有公示主管部门的联系人和联系方式"]),
        (fair(begins="2006-02-28", ends="2006-03-05", point="no", shown="no"), []),
        (fair(complaints=3, handled=1, transferred=1), ["!收到投诉 3 件，当场处理和移交合计 2 件"]),
        (fair(complaints=0), []),
    ],
)
def test_an_exhibition_is_held_to_the_rules_of_its_first_day(row, said):
    assert words(exhibition_terms(row)) == said


def test_the_guide_of_2022_stands_beside_the_rules_since_then():
    [before], [after] = (exhibition_terms(fair(f"{y}-09-01", f"{y}-09-04", point="no")) for y in (2021, 2023))
    assert "指引" not in before.basis
    assert "指引" in after.basis


# --- origins


def origin(number, found_on, cases, product="茶叶", place="甲县", amount=None):
    return {
        "number": number,
        "product": product,
        "origin": place,
        "found_on": found_on,
        "cases": cases,
        "amount": amount,
    }


REGISTER = "counterfeit_origins"


def test_rows_are_added_up_by_product_and_place_over_twelve_months():
    rows = [
        origin("1", "2019-11-16", 9),
        origin("2", "2019-11-17", 1, amount=100),
        origin("3", "2020-11-16", 2, product="茶 叶", amount=250),
        origin("4", "2020-11-17", 9),
        origin("5", "2020-10-01", 2, place="乙县"),
    ]
    found = tally_of(registers()[REGISTER], rows, as_of=DAY)
    assert [(one.said, one.rows, dict(one.sums), one.last, one.reached) for one in found] == [
        (("茶 叶", "甲县"), 2, {"cases": 3, "amount": 350}, date(2020, 11, 16), True),
        (("茶叶", "乙县"), 1, {"cases": 2, "amount": 0}, date(2020, 10, 1), False),
    ]


def test_the_newest_row_of_a_group_tells_that_it_has_reached_the_line_and_no_other():
    rows = [origin("1", "2020-03-02", 1), origin("2", "2020-09-01", 2), origin("3", "2020-05-01", 1, place="乙县")]
    assert [words(found) for found in tally_reached(registers()[REGISTER], rows, as_of=DAY)] == [
        [],
        ["!茶叶、甲县 12 个月内 2 条，涉及案件（件）累计 3，到了 3 的预警线"],
        [],
    ]
    later = DAY + timedelta(days=120)
    assert tally_reached(registers()[REGISTER], rows, as_of=later) == [[], [], []]


def test_a_register_that_is_not_added_up_has_no_sums():
    assert tally_of(registers()["exhibition_checks"], [fair()], as_of=DAY) == []


GOOD = {
    "id": "things", "name": "物品台账", "row": "一件物品", "summary": "记物品。", "keepers": ["unit"], "key": ["name"],
    "title": ["name"], "columns": ["name"], "day": "seen",
    "fields": [
        {"id": "name", "name": "名称", "kind": "text"},
        {"id": "seen", "name": "日期", "kind": "day"},
        {"id": "number", "name": "件数", "kind": "integer"},
    ],
    "tally": {"by": ["name"], "sums": ["number"], "months": "12", "of": "number", "at": "3"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": []}, "by 至少一个"),
        ({"months": "0"}, "months 1 到 120"),
        ({"of": "name"}, "sums 之一"),
        ({"by": ["nmae"]}, "“nmae”没有定义"),
        ({"sums": ["name"], "of": "name"}, "“名称”不能相加"),
        ({"every": "x"}, "不认识的键“every”"),
    ],
)
def test_a_tally_with_a_fault_is_told_to_its_editor(tmp_path, changes, said):
    path = tmp_path / "things.yaml"
    path.write_text(yaml.safe_dump({**GOOD, "tally": {**GOOD["tally"], **changes}}, allow_unicode=True), "utf-8")
    with pytest.raises(Refusal, match=said):
        read_register(path, checks=CHECKS)


def test_a_tally_without_a_day_is_told_to_its_editor(tmp_path):
    path = tmp_path / "things.yaml"
    path.write_text(yaml.safe_dump({**GOOD, "day": ""} | {"day": None}, allow_unicode=True), "utf-8")
    with pytest.raises(Refusal, match="台账没有写 day"):
        read_register(path, checks=CHECKS)


# --- varieties


@pytest.mark.parametrize(
    ("sort", "granted", "last", "article"),
    [
        ("woody", "1997-10-01", "2017-10-01", "第34条"),
        ("other", "2018-04-02", "2033-04-02", "第34条"),
        ("woody", "2025-05-31", "2045-05-31", "第34条"),
        ("woody", "2025-06-01", "2050-06-01", "2025年修订"),
        ("other", "2025-06-01", "2045-06-01", "2025年修订"),
    ],
)
def test_the_term_of_a_variety_is_that_of_its_day_of_grant(sort, granted, last, article):
    [found] = variety_term({"sort": sort, "granted_on": granted, "expires_on": last}, as_of=GRANTED)
    assert found.words.endswith(f"到 {last}")
    assert article in found.basis
    assert not found.grave
    day_before = (date.fromisoformat(last) - timedelta(days=1)).isoformat()
    assert variety_term({"sort": sort, "granted_on": granted, "expires_on": day_before}, as_of=GRANTED) == [found]
    [wrong] = variety_term({"sort": sort, "granted_on": granted, "expires_on": "2060-01-01"}, as_of=GRANTED)
    assert (wrong.grave, wrong.words.endswith("证书上的届满日是 2060-01-01")) == (True, True)


def test_before_the_law_and_before_the_grant_there_is_no_term():
    assert variety_term({"sort": "woody", "granted_on": "1997-09-30"}, as_of=DAY) == []
    assert variety_term({"sort": "woody"}, as_of=DAY) == []


@pytest.mark.parametrize(
    ("day", "more", "told"),
    [
        ("2018-04-02", {}, ""),
        ("2018-04-03", {}, "；已经期满，现在没有品种权，推广和许可不能再写成有权"),
        ("2010-01-01", {"ended_on": "2009-06-30"}, "；已于 2009-06-30 终止，现在没有品种权"),
    ],
)
def test_a_right_whose_term_is_over_is_said_to_be_over(day, more, told):
    row = {"sort": "other", "granted_on": "2003-04-02", **more}
    [found] = variety_term(row, as_of=date.fromisoformat(day))
    assert found.words == f"自授权日 2003-04-02 起 15 年，到 2018-04-02{told}"


def variety(number, **more):
    return {"name": "样例红薯1号", "genus": "甘薯", "number": number, **more}


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([variety("2", name="样例 红薯１号")], ["2"]),
        ([variety("2", genus="稻")], None),
        ([variety("2", name="样例红薯2号")], None),
        ([variety("2", ended_on="2016-01-01")], None),
        ([variety(str(number)) for number in range(2, 9)], ["2、3、4、5、6等 7 行"]),
    ],
)
def test_a_variety_that_is_there_twice_is_told(others, told):
    found = variety_once(variety("1"), others)
    assert [one.words for one in found] == [
        f"同一个品种（样例红薯1号，甘薯）还录了申请号 {numbers}：录重的注销，只留一行" for numbers in told or ()
    ]
    assert all(one.grave for one in found)
    assert variety_once(variety("1", ended_on="2016-01-01"), others) == []


# --- destinations


def check(**more):
    row = {
        "owner": "茶业公司",
        "product": "茶叶",
        "destination": "日本",
        "leaves_on": "2020-12-05",
        "purpose": "export",
    }
    return {**row, "rights": "covered", "squatted": "clear", "others": "clear", "customs": "done", **more}


def filing(**more):
    row = {"owner": "茶业公司", "number": "5633001", "kind": "mark", "route": "madrid", "first_filed": "2010-07-15"}
    return {**row, "places": "日本、泰国", "state": "granted", **more}


def facts(values, filings=(), alerts=(), at_home=()):
    return words(destination_facts(values, list(filings), list(alerts), list(at_home), as_of=DAY))


def test_nothing_filed_there_is_grave_unless_it_is_said():
    told = "海外布局台账里没有茶业公司在日本的申请或注册"
    others = [filing(owner="别人"), filing(places="日本海"), filing(state="dropped")]
    assert facts(check(), others) == [f"!{told}"]
    assert facts(check(rights="none")) == [told]


def test_a_place_without_the_register_of_filings_says_nothing_of_them():
    assert destination_facts(check(), None, [], [], as_of=DAY) == []


def test_what_is_filed_there_is_named_with_terms_that_run_out():
    assert facts(check(), [filing()]) == ["在日本有 1 件：5633001（商标，已授权或注册）"]
    [_, ran_out] = facts(check(), [filing(registered_on="2010-12-05")])
    assert ran_out == "!5633001 的国际注册到 2020-12-05 期满，没有续展的记录"
    assert len(facts(check(), [filing(registered_on="2010-12-06")])) == 1
    [_, waiting] = facts(check(), [filing(route="pct", kind="patent", first_filed="2018-06-05", state="open")])
    assert waiting == "!5633001 还没有进入国家阶段，期限 2020-12-05"
    [_, early] = facts(check(), [filing(route="pct", kind="patent", first_filed="2018-06-06", state="open")])
    assert not early.startswith("!")


def test_a_priority_that_is_still_open_is_told_once():
    home = [
        AtHome("mark", "7001", date(2020, 5, 16)),
        AtHome("mark", "7002", date(2020, 5, 15)),
        AtHome("patent", "8001", date(2019, 11, 16)),
    ]
    told = facts(check(rights="none"), [filing(number="7001", places="泰国", first_filed="2020-05-16")], at_home=home)
    assert told[1] == "优先权还在期内，来得及在日本申请：7001（商标）到 2020-11-16、8001（专利）到 2020-11-16"


def alert(**more):
    return {
        "title": "被抢注",
        "product": "茶叶",
        "destination": "日本",
        "level": "low",
        "found_on": "2020-09-15",
        **more,
    }


@pytest.mark.parametrize("typed", ["日本国", "泰国、日本", "日本/泰国"])
def test_a_destination_in_other_words_or_several_gives_no_false_all_clear(typed):
    told = facts(check(destination=typed), [filing()], [alert()])
    assert f"!{typed}有没有办结的预警：被抢注（2020-09-15，茶叶）" in told
    assert f"在{typed}有 1 件：5633001（商标，已授权或注册）" in told
    assert any(one.startswith("!写了几个目的地") for one in told) is (typed != "日本国")
    assert facts(check(destination="泰"), [filing()])[0].startswith("!海外布局台账里没有")


def test_open_alerts_of_the_destination_are_grave_for_the_product_or_when_high():
    told = "日本有没有办结的预警：被抢注（2020-09-15，{}）"
    assert facts(check(), [filing()], [alert(), alert(destination="德国"), alert(closed_on="2020-10-01")])[1:] == [
        f"!{told.format('茶叶')}"
    ]
    assert facts(check(), [filing()], [alert(product="竹椅")])[1:] == [told.format("竹椅")]
    assert facts(check(), [filing()], [alert(product="竹椅", level="high")])[1:] == [f"!{told.format('竹椅')}"]


def test_what_nobody_looked_into_is_listed_and_forbids_to_go():
    assert facts(check(customs="unchecked", rules="unchecked"), [filing()])[1:] == ["还没有核查：海关、展会规则"]
    assert facts(check(customs="unchecked", result="go"), [filing()])[1:] == ["!还没有核查：海关"]
    assert facts(check(squatted="found", result="go"), [filing()])[1:] == ["!查到商标被抢注，结论是可以成行"]
    assert due("destination_checks", check()) == [(date(2020, 12, 5), "check")]
    assert due("destination_checks", check(checked_on="2020-11-12")) == []


def test_evidence_that_is_yet_to_be_taken_is_refused():
    register = registers()["online_leads"]
    line = f"页面；{HASH}；{{}} 10:15；柜"
    for day, said in (("2099-01-02", "第 2 行的取证时间是“2099-01-02 10:15”，晚于今天"), ("2020-11-02", "")):
        typed = {"found_on": "2020-11-01", "evidence": f"{line.format('2020-11-01')}\n{line.format(day)}"}
        assert read_row(register, typed, today=DAY)[1].get("evidence", "").startswith(said)
        assert bool(said) == ("evidence" in read_row(register, typed, today=DAY)[1])


@pytest.mark.parametrize(
    ("genus", "sort", "told"), [("水稻", "woody", True), ("水稻", "other", False), ("杉木", "woody", False)]
)
def test_a_field_crop_is_no_tree(genus, sort, told):
    found = variety_sort({"genus": genus, "sort": sort})
    assert [one.grave for one in found] == [True] * told
    assert all("应为“其他植物”" in one.words for one in found)
