"""Cards: figures by holder, rows of registers by credit code or name, honours once, nothing unknown taken for 0."""

from datetime import date
from fractions import Fraction

from given_cards import CODE, PLACE, item, kept, registry, right, span

from zhixian.core.scorecards.model import Counted
from zhixian.core.scorecards.scoring import score

DAY = date(2020, 11, 16)
BAD = Counted(
    "credit_events", "party", "code", only=("sort", "bad"), day="decided_on", until="until", unless=("repaired_on",)
)
PCT = Counted("overseas_filings", "owner", only=("route", "pct"), day="filed_on", yearly=True)
MEMBERS = Counted("park_enterprises", "member", "member_code", day="joined_on", until="left_on", group="park")


def scores(folder, choice, rows=None, day=DAY, **tables):
    return score(registry(folder, **tables), choice, rows or {}, region=PLACE, as_of=day)


def told(found):
    return [(card.rank, card.subject.name, card.score) for card in found.cards]


def test_each_enterprise_of_the_place_has_its_own_figures(tmp_path):
    found = scores(tmp_path, kept(item(), item("patents", 6)))
    assert told(found) == [(1, "甲（上）公司", 10), (2, "乙公司", 4)]
    assert [part.figure.value for part in found.of(CODE).parts] == [2, 3]


def test_a_day_before_the_grant_has_nothing_and_that_is_known(tmp_path):
    found = scores(tmp_path, kept(item()), day=date(2018, 2, 28))
    assert told(found) == [(1, "乙公司", 0), (1, "甲（上）公司", 0)]


def test_what_no_row_can_tell_is_unknown_for_everybody_and_hinders_no_ranking(tmp_path):
    found = scores(tmp_path, kept(item(), item("software"), item("bad", counted=BAD, deduct=True)))
    assert told(found)[0] == (1, "甲（上）公司", 4)
    assert found.cards[0].out_of == 10
    assert [part.figure.why for part in found.cards[0].unknown] == [
        "登记数据里没有能计入“软件著作权登记累计”的任何一行，是没有还是没有导入，分不清",
        "这里没有设知识产权信用记录",
    ]


def test_an_empty_register_is_not_nothing_to_record(tmp_path):
    found = scores(tmp_path, kept(item("bad", counted=BAD, deduct=True)), {"credit_events": []})
    assert [card.rank for card in found.cards] == [None, None]
    assert found.cards[0].unknown[0].figure.why == "知识产权信用记录里一行也没有，是没有还是没有记，分不清"


def test_who_lacks_what_others_have_is_not_ranked(tmp_path):
    found = scores(tmp_path, kept(item(), named=("没人公司", "外地公司")))
    assert told(found) == [(1, "甲（上）公司", 4), (2, "乙公司", 2), (3, "外地公司", 0), (None, "没人公司", 0)]
    assert found.of("没人公司").unknown[0].figure.why == "登记数据里找不到没人公司"


def test_a_share_of_nothing_is_unknown(tmp_path):
    found = scores(
        tmp_path, kept(item("invention_share", full=10, steps=((Fraction(50), Fraction(10)),)), named=("外地公司",))
    )
    assert told(found) == [(1, "乙公司", 10), (1, "甲（上）公司", 10), (None, "外地公司", 0)]
    assert found.of("p3").unknown[0].figure.why == "分母是 0，没有比例可言"


def test_rows_count_by_credit_code_else_by_name_and_until_they_end(tmp_path):
    rows = [
        {"party": "改了名的甲", "code": CODE, "sort": "bad", "decided_on": "2020-01-02"},
        {"party": "甲(上)公司", "sort": "bad", "decided_on": "2020-01-02"},
        {"party": "甲（上）公司", "code": "91350823MA2XYZ9999", "sort": "bad", "decided_on": "2020-01-02"},
        {"party": "乙公司", "code": "", "sort": "good", "decided_on": "2020-01-02"},
        {"party": "乙公司", "sort": "bad", "decided_on": "2020-01-02", "repaired_on": "2020-11-16"},
        {"party": "乙公司", "sort": "bad", "decided_on": "2020-11-17"},
        {"party": "乙公司", "sort": "bad", "decided_on": "2019-01-02", "until": "2020-11-17"},
    ]
    found = scores(tmp_path, kept(item(), item("bad", counted=BAD, deduct=True)), {"credit_events": rows})
    assert [card.parts[1].figure.value for card in (found.of(CODE), found.of("p2"))] == [2, 1]
    assert told(found) == [(1, "乙公司", 0), (1, "甲（上）公司", 0)]


def test_rows_of_a_year_count_in_that_year(tmp_path):
    rows = [{"owner": "乙公司", "route": "pct", "filed_on": day} for day in ("2019-12-31", "2020-01-01", "2020-12-01")]
    rows.append({"owner": "乙公司", "route": "paris", "filed_on": "2020-02-01"})
    found = scores(tmp_path, kept(item("pct", counted=PCT)), {"overseas_filings": rows})
    assert found.of("p2").parts[0].figure.value == 1


def test_a_park_is_the_sum_of_its_members_on_the_day(tmp_path):
    rows = [
        {"park": "东园", "member": "甲（上）公司", "member_code": CODE, "joined_on": "2019-01-01"},
        {"park": "东园", "member": "乙公司", "joined_on": "2019-01-01"},
        {"park": "东园", "member": "没人公司", "joined_on": "2019-01-01"},
        {"park": "西园", "member": "乙公司", "joined_on": "2018-05-01", "left_on": "2020-11-17"},
        {"park": "西园", "member": "甲（上）公司", "joined_on": "2020-11-17"},
    ]
    found = scores(tmp_path, kept(item(), members=MEMBERS), {"park_enterprises": rows})
    assert told(found) == [(1, "东园", 6), (2, "西园", 2)]
    assert found.of("东园").subject.strange == ("没人公司",)


def test_a_place_sets_full_marks_of_its_own(tmp_path):
    found = scores(tmp_path, kept(item(), weights={"inventions": Fraction(5)}))
    assert told(found) == [(1, "甲（上）公司", 2), (2, "乙公司", 1)]
    assert found.cards[0].out_of == 5


def test_no_score_falls_below_nothing(tmp_path):
    rows = [{"party": "乙公司", "sort": "bad", "decided_on": f"2020-01-0{n}"} for n in range(1, 6)]
    found = scores(tmp_path, kept(item(), item("bad", counted=BAD, deduct=True)), {"credit_events": rows})
    assert told(found)[-1] == (2, "乙公司", 0)


def test_a_grant_counts_in_its_year_only(tmp_path):
    late = right("i9", "invention", "p2", registered="2020-05-05")
    found = scores(
        tmp_path, kept(item("invention_grants")), rights=[late], spans=[span("i9", "invention", "p2", "2020-05-05")]
    )
    assert [found.of(party).parts[0].figure.value for party in (CODE, "p2")] == [0, 1]
