"""The published rule by which needs and offers are compared: how many points each part brings, and the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from zhixian.core.kernel.yaml_file import Node, reading_whole

SHIPPED = Path(__file__).parent / "data" / "matching.yaml"
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Level:
    """How much of a part two have whose codes share so many levels or digits, in percent."""

    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The most that each part brings, together 100 points."""

    words: int
    classes: int
    place: int


@dataclass(frozen=True, slots=True)
class MatchRule:
    """The whole rule. `words`, `classes` and `place` are the most that each part brings, together 100 points; a word in more than
    `common` percent of the entries tells nothing, once there are `few`. `near_classes` goes by the levels of the IPC shared from
    the section down, `near_places` by the digits of the region code, each the nearest first; from `told_from` points both sides
    are told. Kinds in `unclassed` (id → name) have no classes to be compared: `bare` are their parts, and every word of theirs counts."""

    words: int
    few: int
    common: int
    classes: int
    near_classes: Mapping[int, Level]
    place: int
    near_places: Mapping[int, Level]
    told_from: int
    bare: Parts = Parts(WHOLE, 0, 0)
    unclassed: Mapping[str, str] = field(default_factory=dict)

    def parts_of(self, kind: str) -> Parts:
        """The most that each part brings for needs and offers of a kind."""
        return self.bare if kind in self.unclassed else Parts(self.words, self.classes, self.place)

    def published(self) -> tuple[str, ...]:
        """The rule as pages publish it."""
        return (
            f"文字最多 {self.words} 分：两边共有的词，越少见分量越重（词频倒数的对数），按两段文字的余弦相似度折算；能互相比较的种类满 {self.few} 条以后，其中超过 {self.common}% 的条目都有的词不算",
            f"分类最多 {self.classes} 分：IPC {_said(self.near_classes)}，再远的不得分；尼斯分类同类得满分；取最近的一对",
            f"地点最多 {self.place} 分：{_said(self.near_places)}",
            *self._of_unclassed(),
            "没有共同的词、分类又不同小类的，不算匹配；种类对不上（例如求资金对供技术）的不比",
            f"按总分从高到低排，同分的先登记的在前；{self.told_from} 分以上通知双方",
        )

    def _of_unclassed(self) -> tuple[str, ...]:
        if not self.unclassed:
            return ()
        return (
            f"{'、'.join(self.unclassed.values())}没有分类可比：文字最多 {self.bare.words} 分，地点最多 {self.bare.place} 分，折算办法相同，常见的词也算",
        )


def _said(levels: Mapping[int, Level]) -> str:
    return "，".join(
        f"同{one.name}得满分" if one.percent == WHOLE else f"同{one.name} {one.percent}%" for one in levels.values()
    )


@cache
def match_rule() -> MatchRule:
    """The rule that ships."""
    return load_match_rule(SHIPPED)


def load_match_rule(path: Path) -> MatchRule:
    """The rule in a YAML file. Raises Refusal with every fault: line, what was found, what was expected."""
    with reading_whole(path) as head:
        words, classes, place, bare = (_under(head, name) for name in ("words", "classes", "place", "without_classes"))
        rule = MatchRule(
            words=words.whole("most"),
            few=words.whole("few"),
            common=words.whole("common"),
            classes=classes.whole("most"),
            near_classes=_levels(classes),
            place=place.whole("most"),
            near_places=_levels(place),
            told_from=head.whole("told_from"),
            bare=Parts(bare.whole("words"), 0, bare.whole("place")),
            unclassed=_kinds(bare),
        )
        for node in (words, classes, place, bare):
            node.done()
        most, most_bare = rule.words + rule.classes + rule.place, rule.bare.words + rule.bare.place
        if not head.faults.found and most != WHOLE:
            head.fault("words", f"三项最多分合计 {most}", f"合计 {WHOLE}")
        if not head.faults.found and most_bare != WHOLE:
            bare.fault("words", f"两项最多分合计 {most_bare}", f"合计 {WHOLE}")
    return rule


def _under(head: Node, name: str) -> Node:
    found = head.content.get(name)
    head.read.add(name)
    if not isinstance(found, dict):
        head.fault(name, "没有写" if found is None else str(found), "“键: 值”")
    return Node(head.file, head.key(name), found if isinstance(found, dict) else {}, head.faults)


def _kinds(part: Node) -> dict[str, str]:
    found = dict[str, str]()
    for node in part.nodes("kinds", default=[]):
        found[node.text("id")] = node.text("name")
        node.done()
    return found


def _levels(part: Node) -> dict[int, Level]:
    found = dict[int, Level]()
    for node in part.nodes("levels"):
        found[node.whole("shared")] = Level(node.text("name"), node.whole("percent"))
        node.done()
    for (near, nearer), (far, further) in pairwise(found.items()):
        if far >= near or further.percent >= nearer.percent:
            part.fault(
                "levels",
                f"{further.name}（{further.percent}%）排在{nearer.name}（{nearer.percent}%）之后",
                "一级比一级远、百分比一级比一级低",
            )
    if any(one.percent > WHOLE for one in found.values()):
        part.fault("levels", "百分比超过 100", "0 到 100")
    return found
