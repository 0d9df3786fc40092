"""An assessment of empty and strange projects, what it says it did not look into, and faults of its rule file."""

from datetime import date

import pytest

from registries import write_registry
from zhixian.core.analysis.assessment.bench import Beside
from zhixian.core.analysis.assessment.found import (
    PartnerLine,
    Project,
    Records,
    TopicLine,
    as_plain,
    from_plain,
    in_brief,
    read_project,
    unmarked,
)
from zhixian.core.analysis.assessment.looking import MOST_RIGHTS, assess
from zhixian.core.analysis.assessment.nearness import LEAST_EACH, MOST_LINES, MOST_NEAR
from zhixian.core.analysis.assessment.portfolios import portfolios
from zhixian.core.analysis.assessment.rules import SHIPPED, SIGHTS, load_rule_set, rule_set
from zhixian.core.catalogue import matters
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers.patents import check_digit
from zhixian.core.search.index import open_index

DAY = date(2020, 11, 16)
ODD = "'; DROP TABLE rights; -- \x00 {right} %s 🙂" + "（" * 300


def missing(found):
    return dict(found.not_searched)


def test_without_a_registry_nothing_is_judged_and_that_is_said():
    project = Project(
        "甲公司",
        features=("铜箔",),
        rights=(f"CN201510000001.{check_digit('201510000001')}",),
        partners=("乙公司",),
        markets=("德国",),
    )
    found = assess(None, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert (found.grade, found.reasons, found.near, found.snapshot) == ("", (), (), "")
    assert [line.state for line in found.rights] == ["没有核对"]
    assert missing(found)["所依据的权利的状态，合作方的权利"] == "还没有登记数据"
    assert found.near_said == ("登记数据里的相近权利没有检索：还没有登记数据。",)
    assert not found.too_early
    assert missing(found)["在目标市场的申请和注册"] == "没有海外布局台账"
    assert missing(found)["合作方乙公司的权利"] == "没有登记数据"
    assert from_plain(as_plain(found)) == found


def test_an_empty_project_on_an_empty_registry(tmp_path):
    snapshot = write_registry(tmp_path / "r")
    index = open_index(tmp_path, snapshot)
    found = assess(snapshot, index, read_project({}, applicant=""), Records(), rules=rule_set(), as_of=DAY)
    assert [one.rule for one in found.reasons] == ["nothing_relied_on"]
    assert missing(found)["他人的相近权利"] == "没有填技术特征"
    assert found.near_said == ("登记数据里的相近权利没有检索：没有填技术特征。",)
    assert {what for what, _ in rule_set().never} <= set(missing(found))


@pytest.mark.parametrize("field", ["features", "classes", "rights", "partners", "markets", "standards"])
def test_strange_text_in_any_question_is_told_and_breaks_nothing(tmp_path, field):
    snapshot = write_registry(tmp_path / "r", parties=[{"party_id": "A", "name": "甲公司"}])
    index = open_index(tmp_path, snapshot)
    project = read_project({field: ODD}, applicant=ODD)
    found = assess(snapshot, index, project, Records(filings=[{}], cases=[], credit=[{}]), rules=rule_set(), as_of=DAY)
    assert from_plain(as_plain(found)) == found
    if field == "rights":
        assert all(one.rule == "number_unreadable" for one in found.reasons)
        assert {line.state for line in found.rights} == {"号码读不懂"}
    if field == "classes":
        assert "不是分类号" in missing(found)["按分类号比对"]


def test_more_than_is_looked_at_is_said():
    lines = "\n".join(f"{n}、第{n}条特征" for n in range(1, MOST_LINES + 6))
    rights = "；".join(f"{n:08d}" for n in range(10_000_000, 10_000_000 + MOST_RIGHTS + 1))
    project = read_project({"features": lines, "rights": rights}, applicant="甲公司")
    assert project.features[0] == "1、第1条特征"
    found = assess(None, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert missing(found)[f"第 {MOST_LINES + 1} 个起的技术特征"].startswith(f"填了 {MOST_LINES + 5} 个")
    assert len(found.rights) == MOST_RIGHTS


def test_a_portfolio_counts_by_kind_and_state_who_bought_and_who_gave_away(tmp_path):
    right = {"kind": "invention", "gi": False, "registered": "2015-01-01"}
    rights = [{"right_id": n, **right, "holder": "A"} for n in ("R1", "R2", "R3")]
    spans = [
        {"right_id": "R1", "kind": "invention", "holder": "A", "start": "2015-01-01", "end": "2019-01-01"},
        {"right_id": "R1", "kind": "invention", "holder": "B", "start": "2019-01-01", "end": None},
        {"right_id": "R2", "kind": "invention", "holder": "A", "start": "2015-01-01", "end": "2018-01-01"},
        {"right_id": "R3", "kind": "invention", "holder": "A", "start": "2015-01-01", "end": None},
    ]
    parties = [{"party_id": "A", "name": "甲（杭）公司"}, {"party_id": "B", "name": "乙公司"}]
    pledges = [{"loan_id": "L", "right_id": "R3", "registered": "2020-01-01"}]
    snapshot = write_registry(tmp_path, parties=parties, rights=rights, spans=spans, pledges=pledges)
    own, taker, nobody = portfolios(snapshot, ["甲(杭)公司", "乙公司", "丙公司"], as_of=DAY)
    assert (own.kinds, own.pledged, own.bought, own.gave_away) == ((("invention", 1, 1, 0),), 1, 0, 1)
    assert (taker.kinds, taker.in_force, taker.bought) == ((("invention", 1, 0, 0),), 1, 1)
    assert (nobody.parties, nobody.kinds) == ((), ())
    [before] = portfolios(snapshot, ["甲(杭)公司"], as_of=date(2017, 1, 1))
    assert (before.kinds, before.pledged, before.gave_away) == ((("invention", 3, 0, 0),), 0, 0)


def test_every_sight_has_a_rule_and_every_rule_a_story():
    assert {rule.when for rule in rule_set().rules} == set(SIGHTS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("when: right_ended", "when: right_endet", "是不是“right_ended”"),
        ("grade: high", "grade: highest", "是不是“high”"),
        ("{day} {how}", "{day} {who}", "“who”"),
        ('{months: "12"}', '{month: "12"}', "“month”"),
        ('{months: "12"}', "12", "例如"),
        ('since: "2017-10-23"', "since: soon", "不是日期"),
        ("source: 专利法第42条、第44条", "sauce: 专利法第42条、第44条", "source"),
        ("source: 物权法第227条, ", "", "source"),
        ("for: [near], only: *marks", "for: [nearly], only: *marks", "是不是“near”"),
        ("for: [near], only: *marks", "for: [], only: *marks", "laws[16].for：一个也没有"),
        (
            "for: *each, only: [layout_design]",
            "for: [near], only: [layout_design]",
            "laws 里从 2017-10-23 起也没有写这几种的：集成电路布图设计",
        ),
        ('words: "所依据的{right}已于', 'words: "所依据的{right已于', "words"),
    ],
)
def test_a_fault_of_the_rule_names_line_key_and_what_is_expected(tmp_path, old, new, said):
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "assessment.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load_rule_set(path)
    assert said in str(refused.value)
    assert "assessment.yaml" in str(refused.value)


def test_near_rights_are_counted_in_the_reasons_and_stand_one_by_one_in_their_table(tmp_path):
    rights = [
        {"right_id": f"R{n:02d}", "kind": "invention", "gi": False, "number": f"N{n}", "title": "超薄铜箔电解制备", "classes": "C25D 1/04",
         "registered": "2015-01-01", "holder": "B"}
        for n in range(20)
    ]  # fmt: skip
    spans = [{"right_id": row["right_id"], "kind": "invention", "holder": "B", "start": "2015-01-01"} for row in rights]
    parties = [{"party_id": "B", "name": "乙公司"}]
    padding = [
        {
            "right_id": f"Z{n:03d}",
            "kind": "design",
            "gi": False,
            "number": f"Z{n}",
            "title": f"第{n}号杯子",
            "holder": "B",
        }
        for n in range(300)
    ]
    snapshot = write_registry(tmp_path / "r", parties=parties, rights=rights + padding, spans=spans)
    project = read_project({"features": "超薄铜箔的电解制备", "classes": "C25D 1/04"}, applicant="甲公司")
    found = assess(snapshot, open_index(tmp_path, snapshot), project, Records(), rules=rule_set(), as_of=DAY)
    assert len(found.near) == MOST_NEAR
    [feature] = found.features
    assert (feature.listed, feature.more, feature.said) == (12, 8, "列出 12 件，另有 8 件没有列出")
    [brief] = [one for one in in_brief(found) if one.sight == "near"]
    assert (brief.grade, brief.rule) == ("middle", "near_close")
    assert "列出 12 件，另有 8 件没有列出" in brief.words
    own = read_project({"features": "超薄铜箔的电解制备", "classes": "C25D 1/04"}, applicant="乙公司")
    assert assess(snapshot, open_index(tmp_path, snapshot), own, Records(), rules=rule_set(), as_of=DAY).near == ()


def tea_registry(folder):
    """Many rights with the words of one feature, more with common words of two others, and enough that share nothing."""
    titles = [
        *["乌龙茶做青设备"] * 15,
        *["物料输送系统的控制机构"] * 20,
        *["茶叶的包装"] * 2,
        *[f"第{n}号杯子" for n in range(400)],
    ]
    rights = [
        {"right_id": f"R{n:03d}", "kind": "invention", "gi": False, "number": f"N{n}", "title": title, "registered": "2015-01-01", "holder": "B"}
        for n, title in enumerate(titles)
    ]  # fmt: skip
    spans = [{"right_id": row["right_id"], "kind": "invention", "holder": "B", "start": "2015-01-01"} for row in rights]
    return write_registry(folder / "r", parties=[{"party_id": "B", "name": "乙公司"}], rights=rights, spans=spans)


TEA = "物料输送系统\n控制机构的系统\n乌龙茶做青\n全新的话题"


def tea(tmp_path, day, **answers):
    snapshot = tea_registry(tmp_path)
    project = read_project({"features": TEA, **answers}, applicant="甲公司")
    return assess(snapshot, open_index(tmp_path, snapshot), project, Records(), rules=rule_set(), as_of=day)


def test_each_feature_has_its_own_near_rights_and_tells_how_many_more_there_are(tmp_path):
    found = tea(tmp_path, date(2026, 11, 27))
    told = {line.feature: line for line in found.features}
    assert (told["乌龙茶做青"].listed, told["乌龙茶做青"].more) == (LEAST_EACH, 15 - LEAST_EACH)
    assert (told["物料输送系统"].listed, told["物料输送系统"].more) == (LEAST_EACH, 20 - LEAST_EACH)
    assert told["全新的话题"].said == "没有找到名称与它有相同的词的他人有效权利"
    rules = {one.rule for one in found.reasons if one.sight == "near" and "乌龙茶" in one.words}
    assert rules == {"near_whole"}
    assert dict(found.unlisted)["near_whole"] >= 15 - LEAST_EACH
    assert from_plain(as_plain(found)) == found


def test_before_the_rule_of_whole_features_a_short_one_is_told_to_have_rights_that_are_not_listed(tmp_path):
    found = tea(tmp_path, date(2026, 11, 26))
    [told] = [line for line in found.features if line.feature == "乌龙茶做青"]
    assert told.said == "按规则没有列出；名称里有它全部的词的他人有效权利有 15 件，要另行查看"
    assert not any("乌龙茶" in line.title for line in found.near)


def test_common_words_of_several_features_together_list_nothing_since_features_are_graded_alone(tmp_path):
    scattered = {"features": "物料\n系统\n机构"}
    assert tea(tmp_path / "a", date(2026, 11, 26), **scattered).near
    assert tea(tmp_path / "b", date(2026, 11, 27), **scattered).near == ()


def test_the_gravest_near_right_is_listed_however_many_are_nearer_in_words(tmp_path):
    titles = ["超薄铜箔电解制备"] * 20 + ["铜箔电解制备与热处理的设备"] + [f"第{n}号杯子" for n in range(300)]
    rights = [
        {"right_id": f"R{n:03d}", "kind": "invention", "gi": False, "number": f"N{n}", "title": title, "registered": "2015-01-01",
         "holder": "B", "classes": "C25D 1/04" if n == 20 else ""}
        for n, title in enumerate(titles)
    ]  # fmt: skip
    spans = [{"right_id": row["right_id"], "kind": "invention", "holder": "B", "start": "2015-01-01"} for row in rights]
    snapshot = write_registry(tmp_path / "r", parties=[{"party_id": "B", "name": "乙公司"}], rights=rights, spans=spans)
    project = read_project({"features": "超薄铜箔电解制备", "classes": "C25D 1/04"}, applicant="甲公司")
    found = assess(snapshot, open_index(tmp_path, snapshot), project, Records(), rules=rule_set(), as_of=DAY)
    assert found.grade == "middle"
    assert "N20" in {line.number for line in found.near}


def test_a_class_that_is_none_is_told_beside_those_that_are_read(tmp_path):
    told = missing(tea(tmp_path, DAY, classes="A23F 3/06；乱写"))
    assert told["按“乱写”比对"] == "“乱写”不是分类号，没有比对"
    assert "按分类号比对" not in told


def test_a_partner_whom_nobody_knows_is_graded_as_one_without_rights(tmp_path):
    before = tea(tmp_path / "a", date(2026, 11, 26), partners="查无此人公司")
    since = tea(tmp_path / "b", date(2026, 11, 27), partners="查无此人公司")
    assert [one for one in before.reasons if one.rule == "partner_not_found"] == []
    [reason] = [one for one in since.reasons if one.rule == "partner_not_found"]
    assert (reason.grade, "查无此人公司" in reason.words) == ("low", True)
    without = assess(None, None, Project("甲公司", partners=("乙公司",)), Records(), rules=rule_set(), as_of=DAY)
    assert [one.rule for one in without.reasons] == ["nothing_relied_on"]


def test_rights_abroad_are_said_to_be_sought_as_far_as_topics_hold_them(tmp_path):
    assert missing(tea(tmp_path, DAY))["他人在外国的权利"] == "登记数据只有中国的权利"
    index = open_index(tmp_path, write_registry(tmp_path / "other"))
    topic = Beside(TopicLine("外国茶机库", "2020-11-01", "stamp", 1, "", shows_raw=True), index)
    project = read_project({"features": TEA}, applicant="甲公司")
    found = assess(None, None, project, Records(), rules=rule_set(), as_of=DAY, topics=[topic])
    assert "外国的只比对了所查专题库里收有的" in missing(found)["他人在外国的权利"]


def test_a_class_of_designs_is_compared_among_those_found_by_words_and_that_is_said(tmp_path):
    titles = {"D1": ("智能音箱外壳底座", "14-01"), "D2": ("智能音箱外壳底座", "07-01"), "D3": ("杯子", "14-01")}
    rights = [
        {"right_id": id_, "kind": "design", "gi": False, "number": id_, "title": title, "registered": "2015-01-01", "holder": "B", "classes": code}
        for id_, (title, code) in titles.items()
    ] + [{"right_id": f"Z{n:03d}", "kind": "design", "gi": False, "number": f"Z{n}", "title": f"第{n}号杯子", "holder": "B"} for n in range(300)]  # fmt: skip
    spans = [{"right_id": id_, "kind": "design", "holder": "B", "start": "2015-01-01"} for id_ in titles]
    snapshot = write_registry(tmp_path / "r", parties=[{"party_id": "B", "name": "乙公司"}], rights=rights, spans=spans)
    index = open_index(tmp_path, snapshot)
    project = read_project({"features": "智能音箱外壳底座", "classes": "LOC(13) 14-01；第 9 类"}, applicant="甲公司")
    found = assess(snapshot, index, project, Records(), rules=rule_set(), as_of=DAY)
    assert {line.number: line.classes for line in found.near} == {"D1": ("外观设计 14-01",), "D2": ()}
    assert missing(found)["外观设计“14-01”类"].startswith("图片没有比对；只在名称有相同词的外观设计里")
    assert not [what for what, _ in found.not_searched if "第 9 类" in what or what == "按分类号比对"]
    without = read_project({"features": "智能音箱外壳底座", "classes": "9"}, applicant="甲公司")
    told = missing(assess(snapshot, index, without, Records(), rules=rule_set(), as_of=DAY))
    assert not [what for what in told if "外观设计" in what]


def test_a_city_is_covered_by_a_filing_in_its_country_and_by_no_other():
    filings = [{"number": "US1", "places": "美国", "state": "granted"}]
    project = Project("甲公司", markets=("纽约", "迪拜"))
    found = assess(None, None, project, Records(filings=filings), rules=rule_set(), as_of=DAY)
    assert [(line.name, line.filings) for line in found.markets] == [
        ("纽约（美国）", ("US1（美国）",)), ("迪拜（阿联酋）", ()),
    ]  # fmt: skip
    [uncovered] = [reason for reason in found.reasons if reason.rule == "market_uncovered"]
    assert "迪拜（阿联酋）" in uncovered.words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (PartnerLine("甲", found=True, kinds=(("注册商标", 1, 2, 3), ("作品", 1, 0, 0)), notes=("质押中 1 件",)),
         "注册商标有效 1 件，已终止 2 件，还没有授权或注册 3 件；作品有效 1 件；质押中 1 件"),
        (PartnerLine("甲", found=True, kinds=(("发明专利", 0, 1, 0),), notes=()), "发明专利有效 0 件，已终止 1 件"),
        (PartnerLine("甲", found=True, kinds=(), notes=()), "没有登记的权利"),
        (PartnerLine("甲", found=False, kinds=(), notes=("2020-01-02 行政处罚 1号",)), "登记数据里没有查到；2020-01-02 行政处罚 1号"),
    ],
)  # fmt: skip
def test_what_a_partner_has_is_told_kind_by_kind_without_what_there_is_none_of(line, said):
    assert line.said == said


def test_a_number_that_may_be_a_mark_s_or_a_patent_s_is_quoted_as_it_was_given(tmp_path):
    snapshot = write_registry(tmp_path / "r", parties=[{"party_id": "B", "name": "乙公司"}])
    project = read_project({"rights": "99999999；ZL99122288.1"}, applicant="甲公司")
    found = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert [line.name for line in found.rights] == ["99999999", "CN99122288.1"]
    said = [one.words for one in found.reasons if one.rule == "right_not_found"]
    assert said[0].startswith("登记数据里没有 99999999，")
    assert said[1].startswith("登记数据里没有 CN99122288.1，")


@pytest.mark.parametrize(
    ("given", "compared"),
    [
        ("0.8毫米厚铜箔", "0.8毫米厚铜箔"), ("3.5倍拉伸", "3.5倍拉伸"), ("-20℃以下", "-20℃以下"), ("—60℃", "—60℃"), ("1-丁烯", "1-丁烯"),
        ("12.5%浓度", "12.5%浓度"), ("三、四级过滤", "三、四级过滤"), ("4.2V电压", "4.2V电压"), ("5.%", "5.%"), ("第1条", "第1条"),
        ("1.铜箔", "铜箔"), ("1、铜箔", "铜箔"), ("(1) 0.8毫米", "0.8毫米"), ("（一）铜箔", "铜箔"), ("①3层", "3层"), ("一、一种装置", "一种装置"),
        ("• 铜箔", "铜箔"), ("- 铜箔", "铜箔"), ("2)PVC管", "PVC管"),
    ],
)  # fmt: skip
def test_a_mark_of_a_list_is_left_out_of_the_comparison_alone_and_a_measure_stays(given, compared):
    assert unmarked(given) == compared
    assert read_project({"features": f" {given} \n{given}\n——\n"}, applicant="甲公司").features == (given,)


def test_a_long_feature_is_compared_to_its_end(tmp_path):
    begins = "".join(f"第{n}号杯子的材料代号为甲{n}乙；" for n in range(30))
    assert len(begins) > 200
    found = tea(tmp_path, date(2026, 11, 27), features=f"{begins}以及乌龙茶做青设备")
    assert found.features[0].feature.endswith("乌龙茶做青设备")
    [words] = {words for line in found.near if "乌龙茶" in line.title for _, words in line.evidence}
    assert {"乌龙茶", "做青"} <= set(words)


def near_to(tmp_path, titles, day, **answers):
    """What is found of others' rights of these titles, the first of them in a class."""
    rights = [
        {"right_id": f"R{n:03d}", "kind": "invention", "gi": False, "number": f"N{n}", "title": title, "registered": "2015-01-01",
         "holder": "B", "classes": "" if n else "C25D 1/04"}
        for n, title in enumerate([*titles, *(f"第{n}号杯子" for n in range(300))])
    ]  # fmt: skip
    spans = [{"right_id": row["right_id"], "kind": "invention", "holder": "B", "start": "2015-01-01"} for row in rights]
    snapshot = write_registry(tmp_path / "r", parties=[{"party_id": "B", "name": "乙公司"}], rights=rights, spans=spans)
    project = read_project({"classes": "C25D 1/04", **answers}, applicant="甲公司")
    return assess(snapshot, open_index(tmp_path, snapshot), project, Records(), rules=rule_set(), as_of=day)


@pytest.mark.parametrize(
    ("day", "grades"), [(date(2026, 11, 27), ["middle"]), (date(2026, 11, 28), [])], ids=["before", "since"]
)
def test_common_words_of_titles_count_for_no_shared_ones(tmp_path, day, grades):
    found = near_to(tmp_path, ["压合用组合机构"], day, features="合用的组合机构设备")
    assert [line.grade for line in found.near] == grades


def test_words_that_tell_something_still_count_beside_common_ones(tmp_path):
    found = near_to(tmp_path, ["铜箔粗化电解机构"], date(2026, 11, 28), features="铜箔粗化电解的机构")
    [line] = found.near
    assert (line.grade, [set(words) for _, words in line.evidence]) == ("middle", [{"铜箔", "粗化", "电解"}])
    assert (found.rules_since, rule_set().common_on(date(2026, 11, 27))) == ("2026-11-28", ())


def test_reasons_of_near_rights_of_one_grade_say_by_what_each_came(tmp_path):
    titles = ["铜箔的包装", "铜箔粗化电解槽"]
    found = near_to(tmp_path, titles, date(2026, 11, 28), features="铜箔粗化电解的工序")
    said = [one.words for one in in_brief(found) if one.sight == "near"]
    assert {one.partition("的他人有效权利")[0] for one in said} == {
        "分类相同、相同的词不到 3 个", "与所填的一条特征至少有 3 个词相同、没有相同的分类",
    }  # fmt: skip
    assert len(set(said)) == 2


def test_the_form_says_how_many_features_are_compared():
    assert f"一次比对前 {MOST_LINES} 条" in matters()["assessment"].form_field("features").help


def test_kinds_that_a_line_is_for_are_told_in_words_and_checked(tmp_path):
    assert {"只对软件著作权", "只对港澳台地区"} <= {word for rule in rule_set().rules for word in rule.bounds}
    path = tmp_path / "assessment.yaml"
    path.write_text(
        SHIPPED.read_text(encoding="utf-8").replace("only: [software]", "only: [sofware]"), encoding="utf-8"
    )
    with pytest.raises(Refusal) as refused:
        load_rule_set(path)
    assert "是不是“software”" in str(refused.value)
