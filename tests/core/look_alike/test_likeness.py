"""What comes close to what, and why: stories an officer can read, goods, places, days, holders, and the key lists against every pair."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml
from alike_marks import mark_row, marks_called, marks_in
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.look_alike import watching
from zhixian.core.look_alike.characters import comparable, fact_of, said, spelled
from zhixian.core.look_alike.rule import REASONS, SHIPPED, likeness_rule, load_likeness
from zhixian.core.look_alike.signs import likenesses, without_common
from zhixian.core.look_alike.watching import classes_asked, goods_between, sign_of, sign_of_right, watch
from zhixian.core.plan.place_words import PlaceWord
from zhixian.core.reports.look_alikes import hits_table

STORIES = yaml.safe_load((Path(__file__).parent / "stories.yaml").read_text(encoding="utf-8"))["stories"]
PLACES = (PlaceWord("蓝溪", "own"), PlaceWord("青石川", "old"), PlaceWord("南阳", "part", shared=True))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story['sign']}-{story['mark']}")
def test_stories(story):
    found = watch(sign_of(story["sign"], classes=("29",)), marks_called(story["mark"], "无关的商标"))
    assert [[reason.id for reason in one.reasons] for one in found] == ([story["reasons"]] if story["reasons"] else [])
    assert [one.level for one in found] == ([story["level"]] if story["reasons"] else [])


def test_every_reason_is_told_in_a_story_or_below():
    told = {reason for story in STORIES for reason in story["reasons"]}
    assert set(REASONS) - told == {"mixed", "place_named"}


def test_a_mark_may_look_and_sound_alike_in_turns():
    (one,) = watch(sign_of("紫铜未", classes=("29",)), marks_called("紫童末"))
    assert [(reason.id, reason.words) for reason in one.reasons] == [
        ("mixed", "童／铜、末／未字形或读音相近，其余相同")
    ]


def test_the_place_of_an_indication_in_the_mark_of_another():
    marks = marks_called("青石川腊肉", "南阳腊肉", "南阳萝卜干", "蓝溪腊肉")
    sign = sign_of("蓝溪萝卜干", PLACES, classes=("29",))
    found = {one.mark.title: [(reason.id, reason.words) for reason in one.reasons] for one in watch(sign, marks)}
    assert found == {
        "青石川腊肉": [("place_named", "“青石川腊肉”里有产地的名称“青石川”")],
        "南阳萝卜干": [("place_named", "“南阳萝卜干”里有产地的名称“南阳”，并有产品名“萝卜干”")],
        "蓝溪腊肉": [("place_named", "“蓝溪腊肉”里有产地的名称“蓝溪”")],
    }
    other_goods = marks_called("青石川腊肉", "青石川萝卜干", classes="9")
    assert [(one.mark.title, one.level) for one in watch(sign, other_goods)] == [("青石川萝卜干", "low")]
    assert watch(sign_of("紫铜", PLACES, classes=("29",)), marks) == []


def test_marks_of_other_days_and_of_the_holder_are_not_compared_at_all(monkeypatch):
    compared = []

    def count(sign, told, **more):
        compared.append(told)
        return likenesses(sign, told, **more)

    monkeypatch.setattr(watching, "likenesses", count)
    marks = marks_in(
        [
            mark_row("紫铜", "1"), mark_row("紫铜王", "2", registered=None), mark_row("新紫铜", "3", registered=None, filed=None),
            mark_row("紫铜家", "4", holder="own"), mark_row("紫铜坊", "5", registered=date(2021, 1, 1)),
        ]
    )  # fmt: skip
    sign = replace(sign_of("紫铜", classes=("29",)), holder="own")
    found = watch(sign, marks, since=date(2020, 1, 1))
    assert {one.mark.number for one in found} == {"1", "5"}
    assert set(compared) == {"紫铜", "紫铜坊"}
    assert {one.mark.number for one in watch(sign, marks)} == {"1", "2", "3", "5"}
    assert {one.mark.number for one in watch(sign, marks, own_too=True)} == {"1", "2", "3", "4", "5"}


def test_another_indication_of_the_place_is_none_of_it():
    marks = marks_called("青石川腊肉", gi=True, kind="certification_mark")
    assert watch(sign_of("蓝溪萝卜干", PLACES, classes=("29",)), marks) == []


def test_other_goods_lower_what_is_told_and_hide_what_is_weak():
    sign = sign_of("蓝溪萝卜干", classes=("29",))
    same, near, other, none = (
        watch(sign, marks_called("蓝溪萝卜干", "蓝溪萝卜条", classes=classes)) for classes in ("29", "30", "9", None)
    )
    assert [(one.level, one.goods) for one in same] == [("high", "same"), ("low", "same")]
    assert [(one.level, one.goods) for one in near] == [("high", "near"), ("low", "near")]
    assert [(one.level, one.goods) for one in other] == [("middle", "other")]
    assert [(one.level, one.goods) for one in none] == [("high", "unknown"), ("low", "unknown")]


def test_classes_however_they_are_written():
    rule = likeness_rule()
    assert goods_between(rule, ("第29类",), ("029",)) == "same"
    assert goods_between(rule, ("29",), ("9",)) == "other"
    assert goods_between(rule, ("32",), ("33", "9")) == "near"
    assert classes_asked("29;30、第 5 类 ３１，二十九和四十五") == ("29", "30", "5", "31", "45")
    assert classes_asked(" ") == ()
    with pytest.raises(Refusal, match=r"“abc”、“99”、“0”、“29-31”.*应为：1 至 45"):
        classes_asked("29;abc;99 0、29-31")


def test_own_marks_new_ones_and_itself():
    own = mark_row("蓝溪萝卜干", "1", holder="us")
    rows = [
        own,
        mark_row("蓝溪罗卜干", "2", holder="us"),
        mark_row("蓝溪罗卜干", "3", registered=date(2021, 5, 1)),
        mark_row("蓝溪罗卜甘", "4", registered=None, filed=date(2021, 6, 1), state="pending"),
        mark_row("蓝溪锣卜干", "5"),
    ]
    marks = marks_in(rows)
    sign = sign_of_right(marks.mark(0))
    assert [one.mark.number for one in watch(sign, marks)] == ["4", "3", "5"]
    assert [one.mark.number for one in watch(sign, marks, own_too=True)] == ["4", "3", "2", "5"]
    assert [one.mark.number for one in watch(sign, marks, since=date(2021, 5, 1))] == ["4", "3"]
    assert [one.mark.number for one in watch(sign, marks, since=date(2021, 5, 2))] == ["4"]
    assert [one.invalid_until for one in watch(sign, marks, limit=2)] == [None, date(2026, 5, 1)]


def test_the_strongest_come_first_by_the_order_of_the_rule():
    marks = marks_called("蓝溪萝卜条", "老王蓝溪萝卜干", "蓝溪罗卜干", "萝卜干蓝溪", "蓝溪萝卜干")
    found = watch(sign_of("蓝溪萝卜干", classes=("29",)), marks)
    assert [one.reasons[0].id for one in found] == ["same", "sound_tone", "turned", "contains", "one_changed"]


CHARS = "紫铜桐童杭航上尚未末干千金锦萝罗卜"


def test_the_lists_of_characters_leave_out_nothing_that_every_pair_would_find():
    rng = Random(3)
    titles = ["".join(rng.choices(CHARS, k=rng.randint(1, 6))) for _ in range(1500)] + ["ZITONG", "SHANG HANG"]
    marks = marks_called(*titles)
    for _ in range(60):
        sign = sign_of("".join(rng.choices(CHARS, k=rng.randint(1, 5))), PLACES, classes=("29",))
        every = {place for place in range(len(titles)) if likenesses(sign, comparable(titles[place]), same_goods=True)}
        assert every <= set(marks.worth_a_look(sign))
        assert {int(one.mark.number) - 1 for one in watch(sign, marks)} == every


@given(st.lists(st.text(alphabet=CHARS + "AbC 7·㈱𠮷\n", max_size=8), max_size=12))
def test_words_come_back_as_they_are_compared(titles):
    marks = marks_called(*titles)
    assert [marks.told(row) for row in range(len(titles))] == [comparable(title.replace("\n", " ")) for title in titles]


def test_no_marks_and_signs_of_nothing():
    assert watch(sign_of("蓝溪"), marks_in([])) == []
    wordless = sign_of_right(marks_called("·—").mark(0))
    assert (wordless.whole, watch(wordless, marks_called("蓝溪", ""))) == ("", [])
    assert [one.mark.title for one in watch(sign_of("铜"), marks_called("铜", "桐", "铜铜"))] == ["铜", "桐"]


@pytest.mark.parametrize("words", ["(((", "🐼", "·—", " ", ""])
def test_a_name_of_which_nothing_can_be_compared_is_refused(words):
    with pytest.raises(Refusal, match="没有可以比对的文字"):
        sign_of(words)
    assert sign_of(f"{words}茶").whole == "茶"


def test_a_right_without_words_is_not_said_to_have_nothing_near_it():
    wordless, other = (sign_of_right(marks_called(title).mark(0)) for title in ("🐼", "蓝溪"))
    told = [str(hits_table(sign, [], limit=20, labels=())) for sign in (wordless, other)]
    assert told == ["“🐼”（1）没有可以比对的文字，图形没有比对", "与“蓝溪”（1）相近的商标 0 件"]


def test_readings_are_told_as_people_write_them():
    assert said("上杭绿酒") == "shàng háng lǜ jiǔ"
    assert said("重", like="虫") == "chóng"
    assert spelled("绿酒") == ("LUJIU", "LVJIU")
    assert spelled("绿A") == ()
    assert fact_of("杭").corners == ("4091",)


def test_common_words_go_from_both_ends_while_two_characters_stay():
    common = likeness_rule().common_words
    assert without_common("正宗蓝溪牌", common) == "蓝溪"
    assert without_common("正宗牌", common) == "正宗"
    assert without_common("中国", common) == "中国"


def test_a_rule_with_faults_says_every_one(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "likeness.yaml"
    path.write_text(
        text.replace("level: high", "level: huge", 1).replace("id: letters", "id: spelled"), encoding="utf-8"
    )
    with pytest.raises(Refusal) as refused:
        load_likeness(path)
    assert "huge" in str(refused.value)
    assert "没有 letters" in str(refused.value)
