"""The published rule by which needs and offers are compared: how many points each part brings, and the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass
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
class MatchRule:
    """The whole rule. `words`, `classes` and `place` are the most that each part brings, together 100 points; a word in more than
    `common` percent of the entries tells nothing, once there are `few`. `near_classes` goes by the levels of the IPC shared from
    the section down, `near_places` by the digits of the region code, each the nearest first; from `told_from` points both sides
    are told."""

    words: int
    few: int
    common: int
    classes: int
    near_classes: Mapping[int, Level]
    place: int
    near_places: Mapping[int, Level]
    told_from: int

    def published(self) -> tuple[str, ...]:
        """The rule as pages publish it."""
        return (
            f"文字最多 {self.words} 分：两边共有的词，越少见分量越重（词频倒数的对数），按两段文字的余弦相似度折算；满 {self.few} 条以后，超过 {self.common}% 的条目都有的词不算",
            f"分类最多 {self.classes} 分：IPC {_said(self.near_classes)}，再远的不得分；尼斯分类同类得满分；取最近的一对",
            f"地点最多 {self.place} 分：{_said(self.near_places)}",
            "没有共同的词、分类又不同小类的，不算匹配；种类对不上（例如求资金对供技术）的不比",
            f"按总分从高到低排，同分的先登记的在前；{self.told_from} 分以上通知双方",
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
        words, classes, place = (_under(head, name) for name in ("words", "classes", "place"))
        rule = MatchRule(
            words=words.whole("most"),
            few=words.whole("few"),
            common=words.whole("common"),
            classes=classes.whole("most"),
            near_classes=_levels(classes),
            place=place.whole("most"),
            near_places=_levels(place),
            told_from=head.whole("told_from"),
        )
        for node in (words, classes, place):
            node.done()
        most = rule.words + rule.classes + rule.place
        if not head.faults.found and most != WHOLE:
            head.fault("words", f"三项最多分合计 {most}", f"合计 {WHOLE}")
    return rule


def _under(head: Node, name: str) -> Node:
    found = head.content.get(name)
    head.read.add(name)
    if not isinstance(found, dict):
        head.fault(name, "没有写" if found is None else str(found), "“键: 值”")
    return Node(head.file, head.key(name), found if isinstance(found, dict) else {}, head.faults)


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
