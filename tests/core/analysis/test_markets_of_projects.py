"""Markets of a project and rows of registers meet by the identity of countries, however either is spelled."""

from datetime import date

import pytest

from zhixian.core.analysis.assessment.found import Project, Records, as_plain, from_plain
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.markets import Named, groups, named, words
from zhixian.core.analysis.assessment.readable import is_market, unreadable
from zhixian.core.analysis.assessment.rules import rule_set

DAY = date(2026, 11, 28)


def looked(*markets, filings=(), alerts=(), day=DAY):
    filings = [{"number": "N1", "kind": "patent", "state": "granted", **row} for row in filings]
    records = Records(filings=filings, alerts=[{"title": "某预警", **row} for row in alerts])
    return assess(None, None, Project("甲公司", markets=markets), records, rules=rule_set(), as_of=day)


def seen(found):
    return [reason.rule for reason in found.reasons if reason.sight.startswith("market")]


def words_of(found):
    return "".join(reason.words for reason in found.reasons if reason.sight.startswith("market"))


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("厦门", {"中国"}), ("广州", {"中国"}), ("吉林", {"中国"}), ("上海浦东", {"中国"}), ("内蒙古", {"中国"}), ("中国厦门", {"中国"}), ("国内", {"中国"}),
        ("台湾", {"中国台湾"}), ("台湾省", {"中国台湾"}), ("香港九龙", {"中国香港"}), ("印度", {"印度"}), ("印尼", {"印度尼西亚"}), ("南苏丹", {"南苏丹"}),
        ("德国慕尼黑", {"德国"}), ("慕尼黑", {"德国"}), ("慕尼黑车展", {"德国"}), ("圣保罗", {"巴西"}), ("奥兰多（美国）", {"美国"}), ("美国乔治亚州", {"美国"}),
        ("USA", {"美国"}), ("u.s.a.", {"美国"}), ("us", {"美国"}), ("United States", {"美国"}), ("德国和日本", {"德国", "日本"}), ("德国、日本", {"德国", "日本"}),
        ("深圳南山", {"中国"}), ("广东深圳南山", {"中国"}), ("福建厦门", {"中国"}), ("北京海淀", {"中国"}), ("北海道", set()), ("呼和浩特", {"中国"}),
        ("上海和德国", {"中国", "德国"}), ("迪拜和厦门", {"中国", "阿联酋"}), ("新疆和田", {"中国"}), ("35", set()),
        ("中国（香港）", {"中国", "中国香港"}), ("一带一路（哈萨克斯坦）", {"哈萨克斯坦"}), ("美国（拉斯维加斯）", {"美国"}),
        ("美国/日本", {"美国", "日本"}), ("波斯尼亚和黑塞哥维那", {"波斯尼亚和黑塞哥维那"}), ("黑山", {"黑山"}), ("黑山县", {"中国"}), ("火星", set()), ("", set()),
    ],
)  # fmt: skip
def test_every_spelling_names_the_country_that_it_is(text, countries):
    assert set(named(text).countries) == countries


def test_a_region_names_its_members_and_one_without_a_list_only_itself():
    assert named("欧盟市场") == named("EU") == named("EM") == Named(groups=frozenset({"欧盟"}))
    assert {"德国", "法国"} <= named("欧盟").each(DAY)
    assert "英国" not in named("欧盟").each(DAY)
    assert named("一带一路沿线国家") == Named(others=frozenset({"一带一路"}))


def test_members_of_regions_are_called_by_their_own_names():
    for group in groups(DAY).values():
        assert [one for one in group.members if words().get(one) != one] == []
        assert len(group.members) == {"欧盟": 27, "欧洲专利局": 39}.get(group.name, len(group.members))


@pytest.mark.parametrize(
    "market", ["厦门", "广州", "福建省", "国内", "吉林", "中国厦门", "上海浦东", "深圳南山", "福建厦门"]
)
def test_a_place_in_this_country_is_no_market_abroad(market):
    assert is_market(market)
    found = looked(market)
    assert (seen(found), [line.filings for line in found.markets]) == ([], [("见所依据的权利",)])


@pytest.mark.parametrize(
    "market",
    ["雄安新区", "长三角", "长三角地区", "京津冀", "珠三角", "成渝地区双城经济圈", "闽西", "华东", "两江新区", "横琴"],
)
def test_a_region_within_this_country_is_at_home(market):
    assert unreadable({"markets": market}) == {}
    found = looked(market)
    assert (seen(found), found.markets[0].said) == ([], "见所依据的权利")


FIVE = {"巴西", "俄罗斯", "印度", "中国", "南非"}
TEN = FIVE | {"沙特阿拉伯", "埃及", "阿联酋", "伊朗", "埃塞俄比亚"}


@pytest.mark.parametrize(
    ("text", "day", "members"),
    [
        ("金砖国家", "2023-12-31", FIVE), ("BRICS", "2024-01-01", TEN), ("金砖国家", "2025-01-05", TEN), ("金砖国家市场", "2025-01-06", TEN | {"印度尼西亚"}),
        ("金砖五国", "2026-11-28", FIVE), ("RCEP", "2021-12-31", set()), ("粤港澳大湾区", "2026-11-28", {"中国", "中国香港", "中国澳门"}),
        ("海合会", "2026-11-28", {"沙特阿拉伯", "阿联酋", "科威特", "卡塔尔", "巴林", "阿曼"}),
        ("欧亚经济联盟", "2026-11-28", {"俄罗斯", "白俄罗斯", "哈萨克斯坦", "亚美尼亚", "吉尔吉斯斯坦"}),
    ],
)  # fmt: skip
def test_a_region_that_publishes_its_members_has_those_of_the_day(text, day, members):
    assert named(text).each(date.fromisoformat(day)) == members


@pytest.mark.parametrize(
    ("text", "day", "number", "within", "without"),
    [
        ("RCEP", "2022-01-31", 10, "越南", "韩国"), ("RCEP", "2026-11-28", 15, "菲律宾", "印度"), ("欧盟", "2020-01-31", 28, "英国", "瑞士"),
        ("欧盟", "2020-02-01", 27, "德国", "英国"), ("东盟", "2025-10-25", 10, "越南", "东帝汶"), ("东盟", "2025-10-26", 11, "东帝汶", "印度"),
        ("上海合作组织", "2024-07-03", 9, "伊朗", "白俄罗斯"), ("上合组织", "2024-07-04", 10, "白俄罗斯", "蒙古"),
    ],
)  # fmt: skip
def test_who_joined_or_left_counts_from_the_day(text, day, number, within, without):
    found = named(text).each(date.fromisoformat(day))
    assert (len(found), within in found, without in found) == (number, True, False)


def test_the_line_of_such_a_region_says_who_its_members_are_and_by_what():
    found = looked("金砖国家", "德国", "东南亚", filings=[{"places": "巴西"}])
    first, second, third = found.markets
    assert first.members.startswith(
        "金砖国家截至 2026-11-28 的成员：巴西、俄罗斯、印度、中国、南非、沙特阿拉伯、埃及、阿联酋、伊朗、埃塞俄比亚、印度尼西亚（依据：金砖国家领导人第十五次会晤"
    )
    assert first.said == f"在中国的见所依据的权利；N1（巴西）；{first.members}"
    assert (second.members, third.members) == ("", "")
    assert "在金砖国家（中国以外）中的巴西有申请或注册，在俄罗斯、印度、南非、沙特阿拉伯" in words_of(found)
    assert from_plain(as_plain(found)).markets == found.markets


@pytest.mark.parametrize(
    ("market", "rest"), [("金砖国家", "金砖国家（中国以外）"), ("上海和德国", "上海和德国（中国以外）")]
)
def test_a_market_that_is_partly_at_home_is_told_in_two_parts(market, rest):
    found = looked(market)
    assert found.markets[0].filings == ("在中国的见所依据的权利", "在中国以外没有查到申请人的申请或注册")
    assert (seen(found), f"在{rest}的申请或注册" in words_of(found)) == (["market_uncovered"], True)


def test_a_region_that_has_no_members_yet_is_graded_by_nothing():
    found = looked("RCEP", day=date(2021, 12, 31))
    assert (seen(found), found.markets[0].filings) == ([], ("没有核对",))
    assert ("目标市场“RCEP”", "截至 2021-12-31 还没有成员：写明国家和地区以后再核对") in found.not_searched


def test_of_the_bay_area_only_hong_kong_and_macao_are_told():
    found = looked("粤港澳大湾区")
    assert found.markets[0].said.startswith("在中国的见所依据的权利；在中国以外没有查到")
    assert seen(found) == ["market_apart"]
    assert "在粤港澳大湾区的中国香港、中国澳门的申请或注册" in words_of(found)
    assert seen(looked("粤港澳大湾区", filings=[{"places": "香港、澳门"}])) == []


@pytest.mark.parametrize(
    ("market", "written", "covers"),
    [
        ("印度", "印度尼西亚", False), ("印度尼西亚", "印尼", True), ("印度", "印度", True), ("几内亚", "赤道几内亚", False), ("苏丹", "南苏丹", False),
        ("USA", "美国", True), ("美国", "US、日本", True), ("慕尼黑", "德国", True), ("德国慕尼黑", "德国", True), ("德国", "奥地利", False), ("台湾", "中国台湾", True),
    ],
)  # fmt: skip
def test_a_filing_covers_the_country_that_it_is_in_and_no_other(market, written, covers):
    found = looked(market, filings=[{"places": written}])
    assert seen(found) == ([] if covers else ["market_uncovered"])
    assert bool(found.markets[0].filings) is covers


@pytest.mark.parametrize(
    ("market", "destination", "told"),
    [
        ("德国慕尼黑", "德国", True), ("慕尼黑", "德国", True), ("德国", "慕尼黑", True), ("德国", "欧盟", True), ("欧盟", "德国", True), ("德国", "全球", True),
        ("海外", "德国", True), ("印度", "印度尼西亚", False), ("德国", "奥地利", False), ("国内", "全球", False), ("欧洲", "欧洲", True),
    ],
)  # fmt: skip
def test_an_open_alert_is_told_where_its_country_is_that_of_the_market(market, destination, told):
    found = looked(market, alerts=[{"destination": destination}])
    assert ("market_alert" in seen(found)) is told
    assert "market_alert" not in seen(looked(market, alerts=[{"destination": destination, "closed_on": "2026-01-01"}]))


@pytest.mark.parametrize("kind", ["mark", "design"])
def test_a_mark_or_design_of_the_union_covers_its_members_and_says_why(kind):
    found = looked("德国", "欧盟", filings=[{"kind": kind, "places": "欧盟"}])
    assert seen(found) == []
    for line in found.markets:
        assert "欧盟商标条例" in line.filings[0]
    assert seen(looked("瑞士", "英国", filings=[{"kind": kind, "places": "欧盟"}])) == ["market_uncovered"] * 2


@pytest.mark.parametrize("written", ["欧盟", "欧洲专利局", "EPO"])
def test_a_european_patent_covers_no_country_without_validation(written):
    found = looked("德国", filings=[{"places": written}])
    assert seen(found) == ["market_to_validate"]
    assert "在各国分别发生效力" in words_of(found)
    assert found.markets[0].filings == ()
    assert seen(looked("德国", filings=[{"places": f"{written}、德国"}])) == []


@pytest.mark.parametrize("market", ["台湾", "中国台湾", "香港", "澳门", "中国香港", "中国澳门", "港澳台", "香港九龙"])
def test_hong_kong_macao_and_taiwan_are_told_as_regions_with_systems_of_their_own(market):
    found = looked(market)
    assert seen(found) == ["market_apart"]
    [reason] = [one for one in found.reasons if one.sight == "market_uncovered"]
    assert "港澳台地区各有单独的知识产权制度" in reason.words
    for abroad in ("国家", "各国", "外国", "巴黎公约"):
        assert abroad not in reason.words + reason.source
    assert seen(looked(market, filings=[{"places": "香港、澳门、台湾"}])) == []


def test_a_country_keeps_its_line_and_the_regions_have_theirs_on_earlier_days_too():
    early = date(2020, 11, 16)
    assert seen(looked("德国")) == seen(looked("德国", day=early)) == ["market_uncovered"]
    assert seen(looked("香港", day=early)) == ["market_apart"]
    assert looked("德国").rules_since == "2026-11-28"


def test_of_a_region_the_countries_with_a_filing_are_told_and_those_without():
    found = looked("东南亚", filings=[{"places": "印度尼西亚"}, {"number": "N2", "places": "越南"}])
    assert seen(found) == ["market_partly"]
    assert "东南亚中的印度尼西亚、越南有申请或注册，在文莱、柬埔寨、老挝" in words_of(found)
    assert found.markets[0].filings == ("N1（印度尼西亚）", "N2（越南）")
    assert "其余 26 个国家" in words_of(looked("欧盟", filings=[{"places": "德国"}]))
    assert seen(looked("日韩", filings=[{"places": "日本、韩国"}])) == []
    assert seen(looked("东南亚", filings=[{"places": "日本"}])) == ["market_uncovered"]


def test_a_region_of_which_nobody_knows_the_members_is_not_looked_into_country_by_country():
    found = looked("一带一路", filings=[{"places": "日本"}])
    assert seen(found) == []
    assert "没有逐国核对" in dict(found.not_searched)["目标市场“一带一路”"]
    assert seen(looked("一带一路")) == ["market_uncovered"]


def test_a_filing_that_names_only_a_region_covers_no_country_and_that_is_said():
    found = looked("越南", filings=[{"places": "东南亚"}])
    assert seen(found) == ["market_uncovered"]
    assert "没有写哪些国家和地区" in dict(found.not_searched)["N1在越南的申请或注册"]
