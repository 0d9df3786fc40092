"""The published rule by which marks come close: reasons in their order, what goods change, words that do not count."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhixian.core.kernel.yaml_file import Node, reading_whole

LEVELS = {"high": "强", "middle": "中", "low": "弱"}
"""How strongly a reason speaks, the strongest first."""
GOODS = {"same": "同类商品或服务", "near": "相邻类别", "unknown": "类别未知", "other": "不同类别"}
REASONS = (
    "same", "common_words", "sound_tone", "sound", "shape", "letters", "turned", "contains", "mixed", "place_named",
    "one_changed", "one_added", "one_dropped", "near_sound", "sound_within", "shape_within",
)  # fmt: skip
"""What is looked for; the rule puts them in order and says how strongly each speaks."""
SHIPPED = Path(__file__).parent / "data" / "likeness.yaml"


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """One reason: its name, whether it is of shape, sound or meaning (形、音、义), its level and what it stands on."""

    id: str
    name: str
    way: str
    level: str
    basis: str


@dataclass(frozen=True, slots=True)
class LikenessRule:
    """The whole rule. `reasons` are in the order in which hits are listed; `goods` tells by how many levels other goods lower a hit;
    `initials` and `finals` read a sound as another; `strokes` is how far characters of one four-corner code may differ."""

    source: str
    reasons: Mapping[str, ReasonRule]
    goods: Mapping[str, int]
    near_classes: tuple[frozenset[str], ...]
    common_words: tuple[str, ...]
    initials: Mapping[str, str]
    finals: Mapping[str, str]
    strokes: int
    taken_for: tuple[str, ...]
    """Groups of characters that are taken for each other whatever the facts of their shape say."""

    def order(self, reason: str) -> int:
        """The place of a reason among all, from 0."""
        return list(self.reasons).index(reason)

    def level(self, reason: str, goods: str) -> str | None:
        """How strongly a reason speaks of such goods; None when it does not."""
        place = list(LEVELS).index(self.reasons[reason].level) + self.goods[goods]
        return list(LEVELS)[place] if place < len(LEVELS) else None


@cache
def likeness_rule() -> LikenessRule:
    """The rule that ships."""
    return load_likeness(SHIPPED)


def load_likeness(path: Path) -> LikenessRule:
    """The rule in a YAML file. Raises Refusal with every fault: line, what was found, what was expected."""
    with reading_whole(path) as head:
        reasons = _reasons(head)
        goods, sounds, shape = (head.part(name, needed=True) for name in ("goods", "near_sounds", "shape"))
        rule = LikenessRule(
            source=head.text("source"),
            reasons=reasons,
            goods={name: goods.whole(name) for name in GOODS} if goods else {},
            near_classes=tuple(
                frozenset(map(str, group)) for group in head.items("near_classes") if isinstance(group, list)
            ),
            common_words=tuple(sorted(head.texts("common_words"), key=len, reverse=True)),
            initials=_words(sounds, "initials"),
            finals=_words(sounds, "finals"),
            strokes=shape.whole("strokes") if shape else 0,
            taken_for=shape.texts("taken_for") if shape else (),
        )
        for node in (goods, sounds, shape):
            if node:
                node.done()
    return rule


def _words(node: Node | None, name: str) -> dict[str, str]:
    inner = node.part(name, needed=True) if node else None
    if inner is None:
        return {}
    found = {key: inner.text(key) for key in inner.content}
    inner.done()
    return found


def _reasons(head: Node) -> dict[str, ReasonRule]:
    found: dict[str, ReasonRule] = {}
    for node in head.nodes("reasons"):
        reason = ReasonRule(
            id=node.choice("id", REASONS),
            name=node.text("name"),
            way=node.text("way"),
            level=node.choice("level", LEVELS),
            basis=node.text("basis"),
        )
        node.done()
        if reason.id in found:
            node.fault("id", f"“{reason.id}”写了两次", "每种理由一次")
        found[reason.id] = reason
    for missing in [reason for reason in REASONS if reason not in found]:
        head.fault("reasons", f"没有 {missing}", "每种理由一次")
    return found
