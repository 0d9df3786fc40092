"""The published rule by which an assessment grades what it sees: dated lines of a file, each with its source and its words."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS

ABROAD, APART = "abroad", "apart"
"""Kinds of markets: a foreign country or region, and 港澳台."""
FOREIGN = "foreign"
"""A kind of near rights: what holds in another country or region, which the law of no kind here is for."""
SHIPPED = Path(__file__).parents[1] / "data" / "assessment.yaml"
SIGHTS = {
    "number_unreadable": ("number", "why"),
    "right_not_found": ("number",),
    "right_ended": ("right", "day", "how", "kind"),
    "application_ended": ("right", "day", "how", "kind"),
    "right_pending": ("right", "kind"),
    "right_of_partner": ("right", "holder", "kind"),
    "right_of_other": ("right", "holder", "kind"),
    "right_holder_unknown": ("right",),
    "right_pledged": ("right", "day"),
    "right_preserved": ("right", "day"),
    "right_challenged": ("right", "day", "kind"),
    "right_in_case": ("right", "case"),
    "right_expires": ("right", "day", "months", "kind"),
    "nothing_relied_on": (),
    "near": ("right", "title", "holder", "words", "in_one", "whole", "lines", "classes", "kind", "scope"),
    "partner_penalty": ("partner", "number", "day"),
    "partner_discredited": ("partner", "document"),
    "partner_case": ("partner", "case"),
    "partner_pledged": ("partner", "pledged"),
    "partner_gave_away": ("partner", "rights"),
    "partner_without_rights": ("partner",),
    "partner_not_found": ("partner",),
    "market_uncovered": ("market", "kind"),
    "market_partly": ("market", "there", "others"),
    "market_to_validate": ("market", "filings"),
    "market_alert": ("market", "alert"),
}
"""What an assessment can see, with what each sight tells."""
OF_OFFICE = frozenset(("right_in_case", "partner_discredited", "partner_case", "market_alert"))
"""Sights that rest on registers which only units read."""
LAWFUL = {
    "right_ended": "权利已经终止", "application_ended": "申请被驳回或撤回", "right_pending": "权利还没有授权或注册", "right_expires": "权利将要届满", "right_challenged": "权利被宣告部分无效",
    "right_of_partner": "权利人是合作方", "right_of_other": "权利人是他人", "near": "他人有效的相近权利",
}  # fmt: skip
"""Sights whose law is that of the kind of the right, in words."""
KINDS: dict[str, Mapping[str, str]] = {
    **dict.fromkeys(LAWFUL, RIGHT_KIND_WORDS),
    "near": {**RIGHT_KIND_WORDS, FOREIGN: "境外的权利"},
    "market_uncovered": {ABROAD: "外国", APART: "港澳台地区"},
}
"""Of the sights that tell a kind, the kinds in words: a line may be for some of them `only`."""
TOLD_WORDS = {
    "number": "号码", "why": "原因", "right": "权利", "day": "日期", "how": "方式", "holder": "权利人", "case": "案号", "months": "还剩的月数",
    "title": "名称", "words": "相同的词数", "in_one": "同一条特征里相同的词数", "whole": "整条特征都在名称里的字数", "lines": "有相同词的特征数", "classes": "相同的分类数", "partner": "名称",
    "document": "文书", "pledged": "件数", "rights": "件数", "kind": "种类", "market": "国家或地区", "alert": "预警",
    "there": "有申请或注册的国家", "others": "没有的国家", "scope": "保护范围所在的文件", "filings": "申请号或专利号",
}  # fmt: skip
"""What a sight tells, in words, for whoever reads the rule."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How grave: its name, and how a page marks it."""

    id: str
    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class Law:
    """Of some sights, on which law they rest where the right is of one of the kinds of `only`; of every other kind where there are none."""

    id: str
    effective: date
    sights: tuple[str, ...]
    only: tuple[str, ...]
    source: str

    def holds(self, when: str, kind: str) -> bool:
        """Whether it is of a sight of a right of that kind."""
        return when in self.sights and (not self.only or kind in self.only)

    @property
    def for_sights(self) -> str:
        """What is seen, in words."""
        return "、".join(LAWFUL[one] for one in self.sights)

    @property
    def for_kinds(self) -> str:
        """The kinds, in words."""
        return "、".join(KINDS["near"][kind] for kind in self.only) or "种类不明的"


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated line. `least` and `most` bound the numbers that a sight tells; `only` are the kinds that it is for, none for all.
    `source` is empty where it rests on the law of the kind of the right, one of `laws`, which are those in force on the day asked for."""

    id: str
    effective: date
    source: str
    when: str
    grade: str
    words: str
    least: Mapping[str, Decimal]
    most: Mapping[str, Decimal]
    brief: str = ""
    """What near rights of this line are called together."""
    only: tuple[str, ...] = ()
    """Kinds of what is seen that it is for; all where there are none."""
    laws: tuple[Law, ...] = ()

    def cites(self, seen: Mapping[str, Any]) -> tuple[str, date]:
        """On what it rests for a sight that it holds for, and since when it says so."""
        law = next((law for law in self.laws if law.holds(self.when, seen["kind"])), None) if not self.source else None
        return (law.source, max(self.effective, law.effective)) if law else (self.source, self.effective)

    @property
    def office(self) -> bool:
        """Whether it rests on what only units read: such reasons are in no opinion, nor in its grade."""
        return self.when in OF_OFFICE

    @property
    def in_general(self) -> str:
        """Its words without a case: what is told stands as 〔权利〕."""
        return self.words.format_map({name: f"〔{TOLD_WORDS[name]}〕" for name in SIGHTS[self.when]})

    @property
    def bounds(self) -> list[str]:
        """Its bounds in words."""
        least = [f"{TOLD_WORDS[name]}不少于 {bound}" for name, bound in self.least.items()]
        kinds = [f"只对{'、'.join(KINDS[self.when][kind] for kind in self.only)}"] if self.only else []
        return kinds + least + [f"{TOLD_WORDS[name]}不多于 {bound}" for name, bound in self.most.items()]

    def holds(self, seen: Mapping[str, Any]) -> bool:
        """Whether a sight is of a kind that the line is for, and its numbers lie within the bounds."""
        return (
            (not self.only or seen["kind"] in self.only)
            and all(seen[name] >= bound for name, bound in self.least.items())
            and all(seen[name] <= bound for name, bound in self.most.items())
        )


_Line = TypeVar("_Line", Rule, Law)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything in the file. `grades` from the gravest on, `never` is what no assessment looks at, with the reason."""

    title: str
    issued_by: str
    whole: str
    none: str
    grades: tuple[Grade, ...]
    rules: tuple[Rule, ...]
    never: tuple[tuple[str, str], ...]
    never_beside: tuple[tuple[str, str], ...] = ()
    """Of what is never looked at, the reason where topics were looked into that may tell some of it."""
    common: tuple[tuple[date, tuple[str, ...]], ...] = ()
    """(since, common words of titles that count for no shared ones), the oldest first."""
    laws: tuple[Law, ...] = ()
    """What lines rest on that have no source of their own."""

    def on(self, day: date) -> list[Rule]:
        """The line of each id that is in force on a day, in the order of the file; none that has not begun."""
        laws = tuple(self.laws_on(day))
        return [rule if rule.source else replace(rule, laws=laws) for rule in _begun(self.rules, day)]

    def laws_on(self, day: date) -> list[Law]:
        """The same of the laws."""
        return _begun(self.laws, day)

    def dated(self, day: date) -> date | None:
        """Since when the lines and laws in force on a day are what they are."""
        since = [*(rule.effective for rule in self.on(day)), *(law.effective for law in self.laws_on(day))]
        return max([*since, *(begun for begun, _ in self.common if begun <= day)], default=None)

    def common_on(self, day: date) -> tuple[str, ...]:
        """The common words of titles that count for nothing on a day."""
        return next((words for since, words in reversed(self.common) if since <= day), ())

    def never_on(self, topics: bool) -> tuple[tuple[str, str], ...]:
        """What is not looked at and why, with topics or without."""
        beside = dict(self.never_beside) if topics else {}
        return tuple((what, beside.get(what, why)) for what, why in self.never)

    def grade(self, grade: str) -> Grade:
        """The grade of that id; what is seen nowhere has none and is called so."""
        return next((found for found in self.grades if found.id == grade), Grade("", self.none, "good"))

    def worst(self, grades: Sequence[str]) -> str:
        """The gravest of some; "" of none."""
        return next((grade.id for grade in self.grades if grade.id in grades), "")


def _begun(lines: Sequence[_Line], day: date) -> list[_Line]:
    ids = dict.fromkeys(line.id for line in lines)
    versions = (sorted((one for one in lines if one.id == id_), key=lambda one: one.effective) for id_ in ids)
    return [line for found in versions if (line := in_force(found, day)).effective <= day]


def rule_for(rules: Sequence[Rule], when: str, seen: Mapping[str, Any]) -> Rule | None:
    """The first line that a sight falls under."""
    return next((rule for rule in rules if rule.when == when and rule.holds(seen)), None)


@cache
def rule_set() -> RuleSet:
    """The rule that ships."""
    return load_rule_set(SHIPPED)


def load_rule_set(path: Path) -> RuleSet:
    """The rule in a YAML file. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        grades, never = tuple(map(_grade, head.nodes("grades"))), tuple(map(_never, head.nodes("never")))
        laws = tuple(map(_law, head.nodes("laws", default=())))
        found = RuleSet(
            title=head.text("title"),
            issued_by=head.text("issued_by"),
            whole=head.text("whole"),
            none=head.text("none"),
            grades=grades,
            rules=tuple(_rule(node, [grade.id for grade in grades], laws) for node in head.nodes("rules")),
            laws=laws,
            never=tuple((what, why) for what, why, _ in never),
            common=tuple(sorted(map(_common, head.nodes("common", default=())))),
            never_beside=tuple((what, beside) for what, _, beside in never if beside),
        )
        if not found.rules:
            head.fault("rules", "一条也没有", "至少一条")
    return found


def _grade(node: Node) -> Grade:
    grade = Grade(node.text("id"), node.text("name"), node.choice("tag", ("bad", "warn", "plain")))
    node.done()
    return grade


def _never(node: Node) -> tuple[str, str, str]:
    said = (node.text("what"), node.text("why"), node.text("beside_topics", default=""))
    node.done()
    return said


def _common(node: Node) -> tuple[date, tuple[str, ...]]:
    said = (node.day("since"), node.texts("words"))
    node.done()
    return said


def _law(node: Node) -> Law:
    sights = node.choices("for", LAWFUL)
    law = Law(node.text("id"), node.day("since"), sights, node.choices("only", KINDS["near"]), node.text("source"))
    if not sights:
        node.fault("for", "一个也没有", f"看到什么，例如 {next(iter(LAWFUL))}")
    node.done()
    return law


def _rule(node: Node, grades: Sequence[str], laws: Sequence[Law]) -> Rule:
    when, words = node.choice("when", SIGHTS), node.text("words")
    told = SIGHTS.get(when, ())
    for name in _named(words):
        if name not in told:
            node.unknown("words", name, list(told), what="这一条看得到的内容")
    rule = Rule(
        id=node.text("id"),
        effective=node.day("since"),
        source=node.text("source", default="") if when in LAWFUL else node.text("source"),
        when=when,
        grade=node.choice("grade", grades),
        words=words,
        least=_bounds(node, "least", told),
        most=_bounds(node, "most", told),
        brief=node.text("brief", default=""),
        only=node.choices("only", KINDS.get(when, {})),
    )
    if without := [] if rule.source else _without_law(rule, laws):
        node.fault("source", "没有写", f"依据；laws 里从 {rule.effective} 起也没有写这几种的：{'、'.join(without)}")
    node.done()
    return rule


def _without_law(rule: Rule, laws: Sequence[Law]) -> list[str]:
    """The kinds that a line without a source is for and no law from its first day on."""
    kinds = KINDS.get(rule.when, {})
    begun = [law for law in laws if law.effective <= rule.effective]
    return [kinds[kind] for kind in rule.only or kinds if not any(law.holds(rule.when, kind) for law in begun)]


def _named(words: str) -> list[str]:
    try:
        return [name for _, name, _, _ in string.Formatter().parse(words) if name is not None]
    except ValueError:
        return [words]


def _bounds(node: Node, key: str, told: Sequence[str]) -> dict[str, Decimal]:
    node.read.add(key)
    written = node.content.get(key) or {}
    if not isinstance(written, dict):
        node.fault(key, f"{written!r}", '例如 {words: "2"}')
        return {}
    inner = Node(node.file, node.key(key), written, node.faults)
    for name in written:
        if name not in told:
            node.unknown(key, name, list(told), what="这一条看得到的数")
    return {str(name): inner.number(str(name)) for name in written}
