"""The rule of matches is data: points and the words that publish it change together, and what does not hold together is refused."""

from dataclasses import replace

import pytest
import yaml

from zhixian.core.analysis import matching
from zhixian.core.analysis.match_rule import SHIPPED, Level, load_match_rule, match_rule
from zhixian.core.analysis.matching import NEED, OFFER, Entry, Pool
from zhixian.core.catalogue import registers
from zhixian.core.kernel.refusal import Refusal


def load(folder, **changes):
    path = folder / "matching.yaml"
    path.write_text(
        yaml.safe_dump({**yaml.safe_load(SHIPPED.read_text("utf-8")), **changes}, allow_unicode=True), "utf-8"
    )
    return load_match_rule(path)


def entry(key, side, words, classes=(), region=""):
    return Entry(key, side, "technology", "", f"单位{key}", frozenset(words), classes, region)


@pytest.fixture
def other(monkeypatch):
    """A rule with other numbers throughout."""
    rule = replace(
        match_rule(), words=40, few=5, common=30, classes=40, place=20, told_from=55,
        near_classes={5: Level("小组", 100), 4: Level("大组", 70), 3: Level("小类", 45)},
        near_places={6: Level("县", 100), 4: Level("市", 50), 2: Level("省", 15)},
    )  # fmt: skip
    monkeypatch.setattr(matching, "match_rule", lambda: rule)
    matching._nearness.cache_clear()
    yield rule
    matching._nearness.cache_clear()


def test_the_published_words_say_every_number_of_the_rule(other):
    told = other.published()
    for place, said in (
        (0, ("文字最多 40 分", "满 5 条以后，其中超过 30% 的条目")),
        (1, ("分类最多 40 分", "同小组得满分，同大组 70%，同小类 45%，再远的不得分")),
        (2, ("地点最多 20 分", "同县得满分，同市 50%，同省 15%")),
        (5, ("55 分以上通知双方",)),
    ):
        for words in said:
            assert words in told[place]


def test_points_are_those_of_the_rule(other):
    need = entry(1, NEED, ["铜箔"], ("C25D7/06",), "350823")
    [found] = Pool([need, entry(2, OFFER, ["铜箔"], ("C25D7/04",), "350802")]).matches(need)
    assert (found.by_words, found.by_classes, found.by_place) == (40, 28, 10)


@pytest.mark.parametrize(("entries", "counts"), [(4, True), (5, False)])
def test_a_word_that_too_many_have_counts_only_while_there_are_few(other, entries, counts):
    need = entry(1, NEED, ["铜箔"])
    every = [need, *(entry(key, OFFER, ["铜箔"] if key < 4 else ["竹"]) for key in range(2, entries + 1))]
    assert bool(Pool(every).matches(need)) == counts


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"told_from": None}, "told_from：没有写"),
        ({"place": None}, "place：没有写"),
        ({"words": {"most": "50", "few": "20", "common": "10"}}, "三项最多分合计 90"),
        ({"place": {"most": "10", "levels": [{"shared": "2", "name": "省", "percent": "30"}, {"shared": "6", "name": "县", "percent": "100"}]}},
         "县（100%）排在省（30%）之后"),
        ({"without_classes": {"words": "80", "place": "10", "kinds": []}}, "两项最多分合计 90"),
        ({"without_classes": None}, "without_classes：没有写"),
        ({"bonus": "5"}, "不认识的键“bonus”"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_hold_together_is_refused(tmp_path, changes, said):
    with pytest.raises(Refusal) as refused:
        load(tmp_path, **changes)
    assert said in str(refused.value)


def test_the_kinds_without_classes_are_published_by_the_names_of_the_register():
    [told] = [words for words in match_rule().published() if "没有分类可比" in words]
    assert told.startswith("资金、知识产权服务没有分类可比：文字最多 80 分，地点最多 20 分")
    names = dict(registers()["needs_offers"].field("what").choices)
    assert {names[kind] for kind in match_rule().unclassed} == set(match_rule().unclassed.values())


class Ordered(frozenset):
    """A set that gives its words in an order of its own, as sets of other processes do."""

    def __new__(cls, words):
        made = super().__new__(cls, words)
        made.order = list(words)
        return made

    def __iter__(self):
        return iter(self.order)


def test_every_process_gives_the_same_points_in_whatever_order_it_holds_words():
    words = [f"词{number}" for number in range(40)]
    others = [entry(100 + n, OFFER, [words[n], words[2 * n] if n < 20 else words[n]]) for n in range(36)]
    found = set()
    for turn in range(12):
        turned = words[turn * 3 :] + words[: turn * 3]
        need = replace(entry(1, NEED, words), words=Ordered(turned if turn % 2 else turned[::-1]))
        pool = Pool([need, *others])
        found.add((pool._length(need), tuple((one.entry.key, one.points) for one in pool.matches(need))))
    assert len(found) == 1
