"""Everybody's awards in the shape scripts rely on, the open norms with who waits, and reforms before they are decided."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from registries import write_registry
from zhixian.core.analysis.everything import all_indicators
from zhixian.core.analysis.incentives import compute
from zhixian.core.analysis.quarter import compute_quarter
from zhixian.core.analysis.reform import Change, compare, read_reform
from zhixian.core.catalogue import definitions
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.reports.gather import award_list

HOME = {"region": "350823"}
AWAY = {"region": "350800"}


@pytest.fixture
def plan(shanghang):
    return load_plan(shanghang)


def party(party_id, kind="enterprise", region="350823", **more):
    return {"party_id": party_id, "name": f"{party_id}的名称", "kind": kind, "region": region, **more}


def span(right_id, holder, region, start, end=None, **more):
    row = {"kind": "invention", "holder_kind": "enterprise", "region": region, "start": start, "end": end}
    return {"right_id": right_id, "holder": holder, **row, **more}


@pytest.fixture
def snapshot(tmp_path):
    """One of everything that 2018 pays for or promises."""
    return write_registry(
        tmp_path / "registry",
        parties=[
            party("E1"), party("E2"), party("E9", region="350100"), party("U1", kind="university"),
            party("A1", industry="7520", founded="2018-04-01"), party("A2", industry="7520", founded="2017-04-01"),
        ],
        rights=[
            {"right_id": "R1", "kind": "invention", "holder": "E1", "registered": "2018-02-02", **HOME},
            {"right_id": "R2", "kind": "utility_model", "holder": "U1", "registered": "2018-02-02", **HOME},
            {"right_id": "R3", "kind": "copyright_work", "holder": "U1", "registered": "2018-12-31", **HOME},
            {"right_id": "R4", "kind": "invention", "holder": "E9", "registered": "2010-02-02", **AWAY},
            {"right_id": "G1", "kind": "certification_mark", "gi": True, "holder": "E2", **HOME},
        ],
        events=[
            {"right_id": "G1", "event": "granted", "gazetted": "2018-03-03"},
            {"right_id": "R4", "event": "licensed", "effective": "2018-07-07", "party": "E2"},
        ],
        loans=[
            {"loan_id": "L1", "borrower": "E1", "principal": 500_000_000, "drawn": "2018-01-01", "due": "2019-01-01"},
            {"loan_id": "L2", "borrower": "E1", "principal": 500_000_000, "drawn": "2018-01-02", "due": "2019-01-01"},
            {"loan_id": "L3", "borrower": "E2", "principal": 100_000_000, "drawn": "2018-01-01", "due": "2019-01-01"},
            {"loan_id": "L4", "borrower": "U1", "principal": 100_000_000, "drawn": "2018-01-01", "due": "2019-01-01"},
        ],
        pledges=[{"loan_id": f"L{n}", "right_id": right} for n in range(1, 5) for right in ("R1", "G1")],
        projects=[
            {"project_id": "P1", "kind": "navigation", "party": "E1", "cost": 20_000_000, "completed": "2018-06-30"},
            {"project_id": "P2", "kind": "industrialisation", "party": "E2", "completed": "2018-06-30"},
        ],
        honours=[
            {"party": "E2", "honour": "provincial_advantage_enterprise", "awarded": "2018-01-01"},
            {"party": "E1", "honour": "gbt29490", "awarded": "2018-12-31"},
            {"party": "E2", "honour": "gbt29490", "awarded": "2019-01-01"},
            {"right": "R1", "honour": "provincial_patent_award", "awarded": "2018-05-05"},
            {"right": "R2", "honour": "national_patent_award", "awarded": "2018-05-05"},
        ],
        spans=[
            span("R4", "E9", "350100", "2010-02-02", "2018-05-01"), span("R4", "E1", "350823", "2018-05-01"),
            span("R1", "E2", "350823", "2018-02-02", "2018-06-01"), span("R1", "E1", "350823", "2018-06-01"),
        ],
    )  # fmt: skip


def test_the_shape_that_scripts_rely_on(plan, snapshot):
    found = json.loads(json.dumps(compute(plan, definitions(), snapshot, year=2018).to_json()))
    assert [(a["incentive"], a["clause"], a["party"], a["subject"], a["base_fen"], a["amount_fen"], a["capped"]) for a in found["awards"]] == [
        ("navigation", "8", "E1", "P1", 20_000_000, 5_000_000, True),
        ("gi_mark", "9", "E2", "G1", 15_000_000, 15_000_000, False),
        ("pledge_interest", "18", "E1", "L1", 22_052_083, 6_615_625, False),
        ("pledge_interest", "18", "E1", "L2", 21_991_667, 3_384_375, True),
        ("pledge_interest", "18", "E2", "L3", 4_410_417, 1_323_125, False),
    ]  # fmt: skip
    assert found["totals"] == {"navigation": 5_000_000, "gi_mark": 15_000_000, "pledge_interest": 11_323_125}
    assert {key: found[key] for key in ("plan", "region", "year", "snapshot")} == {
        "plan": "shanghang",
        "region": "350823",
        "year": 2018,
        "snapshot": "test",
    }
    assert found["refused"] == [
        {
            "incentive": "pledge_interest",
            "party": "U1",
            "party_name": "U1的名称",
            "subject": "L4",
            "reason": "借款人不是企业（企业、国有企业、合作社、家庭农场）",
        }
    ]


def test_the_reasons_tell_how_the_sum_comes_about(plan, snapshot):
    awards = {award.subject: award for award in compute(plan, definitions(), snapshot, year=2018).awards()}
    assert awards["L2"].reasons == (
        "第18条：知识产权质押贷款按贷款基准利率所计利息的30%贴息",
        "2018-01-02 放款，2019-01-01 到期（六个月至一年（含）），适用中国人民银行贷款基准利率 4.35%（2015-10-24 起施行）",
        "2018 年计息 364 天（2018-01-02 至 2019-01-01，止日不计）：5,000,000元×4.35%×364÷360×30%＝65,975元",
        "每家企业每年贴息不超过100,000元，2018 年此前已贴66,156.25元，核减32,131.25元，贴息33,843.75元",
    )
    assert awards["P1"].reasons[-1] == "每家企业最高不超过50,000元，此前已资助0元，核减50,000元，资助50,000元"


def test_open_norms_are_listed_and_never_a_sum(plan, snapshot):
    found = compute(plan, definitions(), snapshot, year=2018).to_json()["undetermined"]
    assert len(found) == 16
    waiting = {(norm["clause"], *norm["parties"]) for norm in found if norm["parties"]}
    assert waiting == {
        ("4", "E2"), ("8", "E1"), ("10", "U1"), ("11", "E2"), ("11", "E1"), ("13", "E1"), ("16", "A1"),
        ("S2", "E2"), ("S2", "E1", "U1"),
    }  # fmt: skip
    assert all(norm["quote"] in plan.text for norm in found)
    assert all("why" in norm or "who" in norm for norm in found)
    assert not any("fen" in key for norm in found for key in norm)


def test_a_cap_that_ended_leaves_its_parties_waiting_and_nobody_paid(plan, snapshot):
    ended = [replace(a, until=date(2018, 1, 1)) if a.id == "pledge_interest.cap" else a for a in plan.amounts]
    found = compute(replace(plan, amounts=tuple(ended)), definitions(), snapshot, year=2018)
    assert found.totals == {"navigation": 5_000_000, "gi_mark": 15_000_000, "pledge_interest": 0}
    (norm,) = [norm for norm in found.undetermined if norm.incentive == "pledge_interest"]
    assert (norm.clause, norm.quote, norm.parties) == ("18", "每家企业每年享受贴息不超过10万元", ("E1", "E2"))
    assert len(found.undetermined) == 17


def test_granted_is_the_day_the_right_began_as_indicators_count_it(plan, tmp_path):
    def right(right_id, holder, registered, kind="invention"):
        return {"right_id": right_id, "kind": kind, "holder": holder, "registered": registered, "gi": True, **HOME}

    rights = [
        right("R1", "E1", "2018-12-28"), right("R2", "E2", None), right("R3", "E3", "2018-05-05"),
        right("G1", "E4", "2018-12-28", "collective_mark"),
    ]  # fmt: skip
    granted = {"R1": "2019-01-04", "R2": "2018-03-03", "G1": "2019-01-04"}
    events = [{"right_id": right_id, "event": "granted", "effective": day} for right_id, day in granted.items()]
    starts = {"R3": "2018-05-05", **granted}
    spans = [span(r["right_id"], r["holder"], "350823", starts[r["right_id"]], kind=r["kind"]) for r in rights]
    snapshot = write_registry(tmp_path / "registry", rights=rights, events=events, spans=spans)
    for year, waiting, marks in ((2018, ("E2", "E3"), 15_000_000), (2019, ("E1",), 0)):
        found = compute(plan, definitions(), snapshot, year=year)
        assert [norm.parties for norm in found.undetermined if norm.incentive == "reward_granted_invention"] == [
            waiting
        ]
        assert found.totals["gi_mark"] == marks
        everything = all_indicators(snapshot, as_of=date(year, 12, 31), region="350823")["indicators"]
        assert next(i["numerator"] for i in everything if i["id"] == "invention_grants") == len(waiting)


def test_a_promise_waits_from_the_first_day_of_the_plan(plan, tmp_path):
    honours = [
        {"party": "E1", "honour": "gbt29490", "awarded": "2017-10-22"},
        {"party": "E2", "honour": "gbt29490", "awarded": "2017-10-23"},
    ]
    snapshot = write_registry(tmp_path / "registry", parties=[party("E1"), party("E2")], honours=honours)
    found = compute(plan, definitions(), snapshot, year=2017)
    assert [norm.parties for norm in found.undetermined if norm.clause == "13"] == [("E2",)]
    assert found.totals == {"navigation": 0, "gi_mark": 0, "pledge_interest": 0}


def test_a_year_before_the_plan_is_refused(plan, snapshot):
    with pytest.raises(Refusal, match="2016 年方案还没有施行（2017-10-23 印发）"):
        compute(plan, definitions(), snapshot, year=2016)


def test_before_its_amounts_begin_a_plan_awards_nothing_and_says_since_when(plan, snapshot):
    later = replace(plan, amounts=tuple(replace(amount, effective=date(2019, 1, 1)) for amount in plan.amounts))
    found = compute(later, definitions(), snapshot, year=2018)
    assert found.totals == {"navigation": 0, "gi_mark": 0, "pledge_interest": 0}
    not_begun = "2018 年没有施行中的标准（自 2019-01-01 起施行）"
    assert {row.subject: row.reasons for row in found.refused if row.subject in ("L1", "G1")} == {
        "L1": (not_begun,),
        "G1": (not_begun,),
    }
    assert [(norm.incentive, norm.clause, norm.parties, norm.who) for norm in found.undetermined][-3:] == [
        ("navigation", "8", ("E1",), "专利导航费用资助：标准自 2019-01-01 起才施行"),
        ("gi_mark", "9", ("E2",), "地理标志商标注册奖励：标准自 2019-01-01 起才施行"),
        ("pledge_interest", "18", ("E1", "E2"), "知识产权质押贷款贴息：标准自 2019-01-01 起才施行"),
    ]


def test_a_quarter_before_the_amounts_begin_still_has_its_targets(plan, snapshot):
    later = replace(plan, amounts=tuple(replace(amount, effective=date(2019, 1, 1)) for amount in plan.amounts))
    quarter = compute_quarter(later, definitions(), snapshot, as_of=date(2018, 12, 31))
    assert len(quarter.outlooks.outlooks) == len(plan.targets)
    with pytest.raises(Refusal, match="2017-10-22 方案还没有施行（2017-10-23 印发）"):
        compute_quarter(later, definitions(), snapshot, as_of=date(2017, 10, 22))


def test_the_promise_is_the_clause_of_the_sum_whatever_stands_first(plan, snapshot):
    moved = [replace(amount, clause="S2") if amount.parameter == "cap" else amount for amount in plan.amounts]
    cap_first = replace(plan, amounts=tuple(sorted(moved, key=lambda amount: amount.parameter != "cap")))
    found = compute(cap_first, definitions(), snapshot, year=2018)
    lines = award_list(found, definitions()).incentives
    assert {line.id: line.clause for line in lines} == {"navigation": "8", "gi_mark": "9", "pledge_interest": "18"}
    assert "30%" in next(line.quote for line in lines if line.id == "pledge_interest")


def test_an_amount_that_reaches_back_before_the_issue_counts_from_its_own_day(plan, snapshot):
    late = replace(plan, issued=date(2019, 3, 1))
    assert compute(late, definitions(), snapshot, year=2018).totals["gi_mark"]


def test_an_amount_without_a_rule_is_refused(plan, snapshot):
    odd = replace(plan, amounts=(*plan.amounts, replace(plan.amounts[0], id="odd.share", incentive="odd")))
    with pytest.raises(
        Refusal,
        match=r"amounts.yaml (?:的|第 [0-9]+ 行) odd.share.incentive：“odd”没有定义。应为：奖补规则的编号",
    ):
        compute(odd, definitions(), snapshot, year=2018)


def test_a_cap_in_a_scope_the_rule_does_not_know_is_refused(plan, snapshot):
    odd = [replace(amount, per="ever") if amount.id == "pledge_interest.cap" else amount for amount in plan.amounts]
    with pytest.raises(Refusal, match=r"amounts.yaml (?:的|第 [0-9]+ 行) pledge_interest.cap.per：“ever”。应为：year"):
        compute(replace(plan, amounts=tuple(odd)), definitions(), snapshot, year=2018)


def test_a_reform_shows_who_gains_and_what_it_costs(plan, snapshot):
    result = compare(plan, [Change("pledge_interest", "share", Decimal(50))], definitions(), snapshot, year=2018)
    assert [(c.party, c.before_fen, c.after_fen) for c in result.parties] == [("E2", 1_323_125, 2_205_208)]
    assert result.cost_difference_fen == 882_083
    assert result.lines()[1] == "  E2的名称（知识产权质押贷款贴息）：13,231.25 → 22,052.08 元，+8,820.83 元"
    assert result.lines()[0] == "2018 年：增加 1 户，减少 0 户，多支出 8,820.83 元（113,231.25 → 122,052.08 元）"


def test_a_reform_shows_who_loses(plan, snapshot):
    changes = [Change("pledge_interest", "cap", Decimal(1_000_000)), Change("gi_mark", "fixed", Decimal(0))]
    found = compare(plan, changes, definitions(), snapshot, year=2018).to_json()
    assert found["lose"] == {"parties": 2, "fen": -9_000_000 - 15_000_000 - 323_125}
    assert found["cost_difference_fen"] == -24_323_125
    assert [(row["party"], row["difference_fen"]) for row in found["parties"]] == [
        ("E2", -15_000_000), ("E1", -9_000_000), ("E2", -323_125),
    ]  # fmt: skip


def test_a_party_that_two_rules_touch_counts_once(plan, snapshot):
    changes = [Change("pledge_interest", "cap", Decimal(1_000_000)), Change("gi_mark", "fixed", Decimal(0))]
    lines = compare(plan, changes, definitions(), snapshot, year=2018).lines()
    assert lines[0].startswith("2018 年：增加 0 户，减少 2 户，")
    assert sorted(lines[1:3]) == [
        "  地理标志商标注册奖励：增加 0 户，减少 1 户",
        "  知识产权质押贷款贴息：增加 0 户，减少 2 户",
    ]


def test_only_a_plan_that_says_so_lets_support_be_had_together(plan, snapshot):
    def told(of):
        return [a.reasons for a in compute(of, definitions(), snapshot, year=2018).awards() if a.incentive == "gi_mark"]

    other = replace(plan, amounts=tuple(replace(amount, on_top_of=None) for amount in plan.amounts))
    assert all("第9条写明“在享受上级补助基础上”给予，两者可以同时享受" in reasons for reasons in told(plan))
    assert told(plan)
    assert "同时享受" not in str(told(other))


def test_a_reform_leaves_earlier_years_alone(plan, tmp_path):
    projects = [
        {"project_id": "P1", "kind": "navigation", "party": "E1", "cost": 40_000_000, "completed": "2018-06-30"},
        {"project_id": "P2", "kind": "navigation", "party": "E1", "cost": 40_000_000, "completed": "2019-06-30"},
    ]
    snapshot = write_registry(tmp_path / "registry", parties=[party("E1")], projects=projects)
    raised = Change("navigation", "cap", Decimal(8_000_000))
    assert compare(plan, [raised], definitions(), snapshot, year=2019).after == {"navigation": 3_000_000}
    earlier = replace(raised, effective=date(2018, 1, 1))
    assert compare(plan, [earlier], definitions(), snapshot, year=2019).after == {"navigation": 0}
    late = replace(raised, effective=date(2019, 7, 1))
    assert compare(plan, [late], definitions(), snapshot, year=2019).cost_difference_fen == 0


def test_a_reform_may_cap_what_the_text_promises_without_a_cap(plan, tmp_path):
    projects = [
        {"project_id": "P1", "kind": "navigation", "party": "E1", "cost": 40_000_000, "completed": "2018-06-30"}
    ]
    snapshot = write_registry(tmp_path / "registry", parties=[party("E1")], projects=projects)
    kept = (amount for amount in plan.amounts if amount.id != "navigation.cap")
    amounts = tuple(replace(amount, uncapped=amount.id == "navigation.share") for amount in kept)
    promised = replace(plan, amounts=amounts)
    (award,) = compute(promised, definitions(), snapshot, year=2018).awards()
    assert (award.amount_fen, award.reasons[-1]) == (20_000_000, "第8条：原文没有写上限，按标准全额计算")
    path = tmp_path / "reform.yaml"
    path.write_text("changes:\n  - {incentive: 专利导航, parameter: 上限, value: 8万元, per: ever}\n", encoding="utf-8")
    changes = read_reform(path, promised, definitions())
    for changed in (changes, [replace(changes[0], effective=date(2017, 10, 23))]):
        result = compare(promised, changed, definitions(), snapshot, year=2018)
        assert (result.before, result.after) == ({"navigation": 20_000_000}, {"navigation": 8_000_000})


@pytest.mark.parametrize("per", ["", ", per: right"])
def test_a_first_cap_says_over_what_it_counts(plan, tmp_path, per):
    kept = (amount for amount in plan.amounts if amount.id != "navigation.cap")
    promised = replace(plan, amounts=tuple(replace(a, uncapped=a.id == "navigation.share") for a in kept))
    path = tmp_path / "reform.yaml"
    path.write_text(f"changes:\n  - {{incentive: navigation, parameter: cap, value: 8万元{per}}}\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"per：“.+”。应为：方案原来没有上限，写明 ever、year"):
        read_reform(path, promised, definitions())
    path.write_text(
        "changes:\n  - {incentive: navigation, parameter: cap, value: 8万元, per: year}\n", encoding="utf-8"
    )
    with pytest.raises(Refusal, match=r"per：“year”。应为：不写：范围不能中途改变"):
        read_reform(path, plan, definitions())


@pytest.mark.parametrize(
    ("effective", "year", "counts"),
    [(date(2018, 1, 2), 2018, 2019), (date(2018, 12, 31), 2018, 2019), (date(2020, 1, 1), 2018, 2020)],
)
def test_a_reform_that_counts_only_later_says_from_when(plan, snapshot, effective, year, counts):
    late = Change("pledge_interest", "share", Decimal(50), effective)
    with pytest.raises(Refusal, match=rf"pledge_interest.share 的 effective：.*从 {counts} 年算起.*比较 {counts} 年"):
        compare(plan, [late], definitions(), snapshot, year=year)
    assert compare(plan, [replace(late, effective=date(year, 1, 1))], definitions(), snapshot, year=year).parties


def test_a_reform_from_the_first_day_of_the_plan_counts(plan, tmp_path):
    loan = {"loan_id": "L1", "borrower": "E1", "principal": 100_000_000, "drawn": "2017-11-01", "due": "2018-11-01"}
    snapshot = write_registry(
        tmp_path / "registry",
        parties=[party("E1")],
        rights=[{"right_id": "R1", "kind": "invention", "holder": "E1", "registered": "2017-02-02", **HOME}],
        loans=[loan],
        pledges=[{"loan_id": "L1", "right_id": "R1"}],
    )
    first = Change("pledge_interest", "share", Decimal(60), date(2017, 10, 23))
    (change,) = compare(plan, [first], definitions(), snapshot, year=2017).parties
    assert change.after_fen == 2 * change.before_fen > 0


def test_a_reform_file_is_written_like_amounts(plan, tmp_path):
    path = tmp_path / "reform.yaml"
    path.write_text(
        'changes:\n  - {incentive: pledge_interest, parameter: cap, value: "200000.50", effective: "2019-01-01"}\n'
        '  - {incentive: pledge_interest, parameter: share, value: "33.3"}\n'
    )
    assert read_reform(path, plan, definitions()) == (
        Change("pledge_interest", "cap", Decimal(20_000_050), date(2019, 1, 1)),
        Change("pledge_interest", "share", Decimal("33.3")),
    )


def test_a_reform_from_before_the_first_amounts_of_its_rule_names_its_own_line(plan, tmp_path):
    path = tmp_path / "reform.yaml"
    row = '- {{incentive: navigation, parameter: cap, value: "80000", effective: "{}"}}\n'
    first = min(amount.effective for amount in plan.amounts if amount.incentive == "navigation")
    path.write_text("changes:\n" + row.format("2017-01-01"), encoding="utf-8")
    with pytest.raises(Refusal, match=rf"第 2 行 changes\[0\].effective：2017-01-01 早于.*应为：不早于 {first}"):
        read_reform(path, plan, definitions())
    path.write_text("changes:\n" + row.format(first), encoding="utf-8")
    assert read_reform(path, plan, definitions()) == (Change("navigation", "cap", Decimal(8_000_000), first),)


@pytest.mark.parametrize(
    ("incentive", "parameter", "value", "change"),
    [
        ("知识产权质押贷款贴息", "比例", "50%", Change("pledge_interest", "share", Decimal(50))),
        ("贷款贴息", "比例", "33.3％", Change("pledge_interest", "share", Decimal("33.3"))),
        ("贴息", "上限", "20万元", Change("pledge_interest", "cap", Decimal(20_000_000))),
        ("专利导航", "cap", "'80,000.5元'", Change("navigation", "cap", Decimal(8_000_050))),
        ("gi_mark", "定额", "0.15万元", Change("gi_mark", "fixed", Decimal(150_000))),
        ("gi_mark", "标准", "0.15万元", Change("gi_mark", "fixed", Decimal(150_000))),
        ("贴息", "上限", "1234567890123.45", Change("pledge_interest", "cap", Decimal(123_456_789_012_345))),
    ],
)
def test_a_reform_may_be_written_as_officers_say_it(plan, tmp_path, incentive, parameter, value, change):
    path = tmp_path / "reform.yaml"
    path.write_bytes(
        f"changes:\n- {{incentive: {incentive}, parameter: {parameter}, value: {value}}}\n".encode("gb18030")
    )
    assert read_reform(path, plan, definitions()) == (change,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("changes: []\n", "没有一项改动"),
        (
            "changes:\n- {incentive: 奖励, parameter: 上限, value: 5}\n- 多\n",
            "reform.yaml 第 2 行 changes[0].parameter",
        ),
        ("changes:\n\n- {incentive: 贴息, parameter: 上限, value: 50%}\n", "第 3 行 changes[0].value：“50%”不是金额"),
        (
            "changes:\n- {incentive: 贴息, parameter: 比例, value: 5万元}\n",
            "第 2 行 changes[0].value：“5万元”不是百分数",
        ),
        (
            "changes:\n- {incentive: 贴息, parameter: 比例, value: 5}\n- {incentive: 贴息, parameter: share, value: 6}\n",
            "改了两次",
        ),
        ("changes：\n- {incentive: 贴息}\n", "YAML 写法有误"),
        ("[]\n", "内容不是“键: 值”"),
        ("", "内容不是“键: 值”。应为：changes: [{incentive: "),
        ("changes:\n", "没有一项改动。应为：changes: [{incentive: "),
        ("{}\n", "没有一项改动。应为：changes: [{incentive: "),
        (
            'changes: [{incentive: pledge_intrest, parameter: cap, value: "1"}]\n',
            "没有奖补“pledge_intrest”。应为：名称或编号，以下之一：专利导航费用资助（navigation）",
        ),
        (
            'changes: [{incentive: gi_mark, parameter: cap, value: "1"}]\n',
            "地理标志商标注册奖励没有标准“cap”。应为：以下之一：定额（fixed）",
        ),
        ('changes: [{incentive: pledge_interest, parameter: share, value: "130"}]\n', "不超过 100"),
        ('changes: [{incentive: pledge_interest, parameter: cap, value: "0.001"}]\n', "到分为止"),
        (
            'changes: [{incentive: pledge_interest, parameter: cap, value: "100000000000000000"}]\n',
            "不超过 10,000,000,000,000 元",
        ),
        (
            "changes: [{incentive: pledge_interest, parameter: cap, value: 很多}]\n",
            "第 1 行 changes[0].value：“很多”不是金额",
        ),
        ('changes: [{incentive: gi_mark, parameter: fixed, value: "1", amount: "2"}]\n', "不认识的键“amount”"),
        ('changes: [{incentive: gi_mark, parameter: fixed, value: "1", effective: 明年}]\n', "“明年”不是日期"),
        ("changes: {\n", "YAML 写法有误"),
    ],
)
def test_a_bad_reform_file_says_where_and_what_is_expected(plan, tmp_path, text, said):
    path = tmp_path / "reform.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_reform(path, plan, definitions())
    assert str(refused.value).startswith(str(path))
    assert all(line.count("reform.yaml") == 1 for line in str(refused.value).splitlines())
    assert said in str(refused.value)
