"""Needs against offers: what fits, in which order, and what is said of it."""

from datetime import date

import pytest
from given import snapshot, span

from zhixian.core.analysis.finding import Party
from zhixian.core.analysis.match_rule import match_rule
from zhixian.core.analysis.matching import (
    NEED,
    OFFER,
    Entry,
    Pool,
    entry_of,
    is_open,
    read_classes,
    telling_words,
    unread_classes,
)
from zhixian.core.analysis.partners import partners_for

FOIL = "电解铜箔表面粗化处理"


def entry(key, side, title=FOIL, *, classes=(), what="technology", **more):
    return Entry(key, side, what, title, f"单位{key}", telling_words(title), tuple(classes), **more)


def matches(asker, *others, **asked):
    return Pool([asker, *others]).matches(asker, **asked)


def test_the_same_words_classes_and_county_bring_every_point():
    need = entry(1, NEED, classes=["C25D7/06"], region="350823")
    [found] = matches(need, entry(2, OFFER, classes=["C25D7/06"], region="350823"))
    assert (found.by_words, found.by_classes, found.by_place) == (60, 30, 10)
    assert found.differs == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "points"),
    [
        ("C25D7/06", "C25D7/06", 30), ("C25D7/06", "C25D7/04", 24), ("C25D7/06", "C25D5/00", 18), ("C25D7/06", "C25D", 18),
        ("H01M", "H01M10/05", 18), ("C25D7/06", "C25C1/00", 6), ("C25D7/06", "B27K5/04", 0), ("9", "9", 30), ("9", "10", 0), ("9", "C25D7/06", 0),
    ],
)  # fmt: skip
def test_classes_bring_points_by_the_level_that_they_share(mine, theirs, points):
    [found] = matches(entry(1, NEED, classes=[mine]), entry(2, OFFER, classes=[theirs]))
    assert found.by_classes == points


@pytest.mark.parametrize(("region", "points"), [("350823", 10), ("350802", 6), ("350100", 3), ("440100", 0), ("", 0)])
def test_places_bring_points_by_how_near_they_are(region, points):
    [found] = matches(entry(1, NEED, region="350823"), entry(2, OFFER, region=region))
    assert found.by_place == points
    assert ("不在同一省" in found.differs) == (region == "440100")


def test_what_is_not_asked_for_is_not_compared():
    need = entry(1, NEED, what="funding")
    others = entry(2, OFFER), entry(3, OFFER, what="service"), entry(4, NEED, what="funding")
    assert matches(need, *others) == []
    assert [one.entry.key for one in matches(need, *others, entry(5, OFFER, what="funding"))] == [5]


MONEY = {"what": "funding", "region": "350823"}


def test_money_and_services_are_compared_by_words_and_place_alone():
    need = entry(1, NEED, "专利质押贷款三百万元，用于扩产", **MONEY)
    offer = entry(2, OFFER, "专利质押贷款，单户不超过五百万元", classes=["C25D7/06"], **MONEY)
    [found] = matches(need, offer)
    assert (found.by_classes, found.by_place, found.near) == (0, 20, ())
    assert found.points >= match_rule().told_from
    assert not [words for words in found.differs if "分类" in words]
    [same] = matches(need, entry(3, OFFER, "专利质押贷款三百万元，用于扩产", **MONEY))
    assert (same.by_words, same.by_place) == (80, 20)


def test_a_class_alone_makes_no_match_of_money():
    need = entry(1, NEED, "质押贷款", classes=["C25D7/06"], **MONEY)
    assert matches(need, entry(2, OFFER, "信用担保", classes=["C25D7/06"], **MONEY)) == []


def test_words_that_every_offer_of_money_has_still_count_and_technology_changes_nothing_of_it():
    need = entry(1, NEED, "专利质押贷款", **MONEY)
    loans = [entry(key, OFFER, "专利质押贷款" if key % 2 else "贷款担保", **MONEY) for key in range(2, 40)]
    crowd = [entry(key, OFFER, f"专利质押贷款{key}") for key in range(100, 200)]
    alone, among = matches(need, *loans, most=40), matches(need, *loans, *crowd, most=40)
    assert [(one.entry.key, one.points) for one in among] == [(one.entry.key, one.points) for one in alone]
    assert {one.points for one in alone if one.entry.key % 2} == {100}
    assert all(20 < one.points < 100 for one in alone if one.entry.key % 2 == 0)


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("专利导航", {"专利", "导航", "专利导航"}, {"利导"}), ("竹材处理工艺", {"处理", "工艺", "处理工艺"}, {"理工"}),
        ("废旧锂离子电池", {"锂离子电池", "电池", "锂离子"}, {"离子"}), ("电解铜箔", {"铜箔", "电解", "电解铜箔"}, set()),
        ("贷款五百万元", {"贷款"}, {"五百万元", "百万", "万元", "五百"}), ("三元锂电池", {"三元"}, set()),
    ],
)  # fmt: skip
def test_words_are_those_that_a_compound_is_made_of_and_no_others(text, there, gone):
    words = telling_words(text)
    assert there <= words
    assert not gone & words


def test_a_patent_answers_a_wish_for_technology_and_says_so():
    [found] = matches(entry(1, NEED), entry(2, OFFER, what="patent"))
    assert "一方说的是技术，一方说的是专利" in found.differs


def test_nobody_matches_own_entries_and_one_unit_enters_for_several():
    need = Entry(1, NEED, "technology", FOIL, "甲", telling_words(FOIL), keeper="unit")
    own = Entry(2, OFFER, "technology", FOIL, "甲", telling_words(FOIL), keeper="unit")
    other = Entry(3, OFFER, "technology", FOIL, "乙", telling_words(FOIL), keeper="unit")
    assert [one.entry.key for one in matches(need, own, other)] == [3]


def test_rare_words_weigh_more_and_common_ones_nothing():
    need = entry(0, NEED, "铜箔处理设备")
    foil, plain = entry(1, OFFER, "铜箔收卷"), entry(2, OFFER, "处理设备")
    crowd = [entry(key, OFFER, f"处理设备{key}") for key in range(3, 40)]
    found = matches(need, foil, plain, *crowd)
    assert [one.entry.key for one in found] == [1]
    assert found[0].shared == ("铜箔",)


def test_without_a_shared_word_or_subclass_nothing_fits():
    need = entry(1, NEED, "铜箔", classes=["C25D7/06"], region="350823")
    assert matches(need, entry(2, OFFER, "竹材防霉", classes=["C25C1/00"], region="350823")) == []


def test_a_match_is_the_same_from_both_sides():
    need, offer = entry(1, NEED, "铜箔粗化，结合力"), entry(2, OFFER, "铜箔粗化方法，剥离强度")
    pool = Pool([need, offer, entry(3, OFFER, "竹材")])
    [one], [other] = pool.matches(need), pool.matches(offer)
    assert (one.points, one.shared) == (other.points, other.shared)
    assert one.differs != other.differs


def test_only_what_may_be_told_is_told():
    need, seen, hidden = entry(1, NEED), entry(2, OFFER), entry(3, OFFER)
    assert [one.entry.key for one in matches(need, seen, hidden, among=frozenset({2}))] == [2]


def test_the_first_entered_stands_first_among_equals():
    need = entry(1, NEED)
    assert [one.entry.key for one in matches(need, entry(9, OFFER), entry(4, OFFER))] == [4, 9]


def test_what_differs_is_said():
    need = entry(1, NEED, "铜箔粗化设备", classes=["C25D7/06"], terms=("sale",), dual_use=True)
    [found] = matches(need, entry(2, OFFER, "铜箔", terms=("licence",)), entry(3, OFFER, "竹材"))
    assert "有一方没有写分类" in found.differs
    assert "交易方式不同" in found.differs
    assert "只有一方标了军民双向转化" in found.differs
    assert any(words.startswith("对方没有提到：") and "粗化" in words for words in found.differs)


def test_classes_are_read_in_one_spelling_and_strange_ones_told():
    assert read_classes("c25d 7/06；第9类、糟糕") == (("C25D7/06", "9"), ("糟糕",))
    [found] = unread_classes({"title": "铜箔", "classes": "糟糕；46"})
    assert found.words == "“糟糕”、“46”不是 IPC 或尼斯分类，匹配时不算"
    assert not found.grave
    assert unread_classes({"title": "铜箔"}) == []


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ({}, True), ({"posted_on": "2020-06-02"}, False), ({"until": "2020-06-01"}, True), ({"until": "2020-05-31"}, False),
        ({"closed_on": "2020-06-01"}, False), ({"closed_on": "2020-06-02"}, True),
    ],
)  # fmt: skip
def test_an_entry_stands_from_its_day_to_its_last(given, stands):
    assert is_open({"posted_on": "2020-06-01", **given}, as_of=date(2020, 6, 1)) == stands


def test_classes_of_rights_stand_beside_those_written():
    row = {"side": OFFER, "what": "patent", "title": FOIL, "party": "甲", "classes": "H05K", "dual_use": "yes"}
    found = entry_of(1, row, keeper="u", classes=["C25D7/06", "H05K"])
    assert found.classes == ("H05K", "C25D7/06")
    assert found.dual_use


# --- universities for an enterprise ---------------------------------------------------------------------------------

DAY = date(2020, 11, 16)
FIRM = Party("p1", "p1公司", "enterprise", "350823", "p1公司")


def party(party_id, kind="university", region="350200"):
    return {"party_id": party_id, "name": party_id, "kind": kind, "region": region}


def right(right_id, title, classes):
    return {"right_id": right_id, "kind": "invention", "number": f"号{right_id}", "title": title, "classes": classes, "filed": "2015-05-05"}  # fmt: skip


@pytest.fixture
def registry(tmp_path):
    return snapshot(
        tmp_path,
        parties=[party("p1", "enterprise"), party("某大学"), party("某研究院", "institute"), party("p9", "enterprise")],
        rights=[
            right("a", FOIL, "C25D7/06;C25D 5/00"),
            right("b", "一种铜箔粗化方法", "C25D7/06"),
            right("c", "电解铜箔收卷装置", "C25D17/00;B65H18/00"),
            right("d", "竹材防霉", "B27K5/04"),
            right("e", "铜箔粗化", "C25D7/06"),
            right("f", "铜箔粗化", "C25D7/06"),
        ],
        spans=[
            span("a", "2018-01-01"),
            span("b", "2018-01-01", holder="某大学", holder_kind="university", region="350200"),
            span("c", "2018-01-01", holder="某研究院", holder_kind="institute", region="350200"),
            span("d", "2018-01-01", holder="某大学", holder_kind="university", region="350200"),
            span("e", "2018-01-01", "2019-01-01", holder="某大学", holder_kind="university", region="350200"),
            span("f", "2018-01-01", holder="p9"),
        ],
    )


def test_patents_of_universities_in_force_in_the_fields_of_an_enterprise(registry):
    found = partners_for(registry, FIRM, as_of=DAY)
    assert (found.own, found.fields, found.compared) == (1, ("C25D",), 2)
    assert [(one.right, one.holder, one.match.by_classes) for one in found.near] == [
        ("b", "某大学", 30),
        ("c", "某研究院", 18),
    ]
    assert "铜箔" in found.near[0].match.shared


def test_an_earlier_day_knows_what_was_in_force_then(registry):
    found = partners_for(registry, FIRM, as_of=date(2018, 6, 1))
    assert {one.right for one in found.near} == {"b", "c", "e"}


def test_who_holds_no_patent_has_no_fields(registry):
    found = partners_for(registry, Party("p8", "p8", "enterprise", None, "p8"), as_of=DAY)
    assert (found.own, found.near) == (0, ())
