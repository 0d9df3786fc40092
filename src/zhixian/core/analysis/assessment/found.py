"""A project as it was put, the rows it is looked at by, and what was found, as plain data that can be kept and read again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from zhixian.core.analysis.assessment.readable import class_written, partners_in
from zhixian.core.analysis.assessment.relied import rights_in
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.rights import parts_of

_HAN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"^\s*(?:[（(](?:[0-9]{{1,3}}|[{_HAN}]{{1,3}})[)）]|[①-⑳]|(?:[0-9]{{1,3}}[)）.、．]|[{_HAN}]{{1,3}}[)）.、．](?![二三四五六七八九十])|[-–—•·*])(?=\s*[^\W0-9]))\s*"
)
"""A mark of a list. A number with a point or a stroke may be a measure (0.8毫米, -20℃), so that a letter has to follow it; the sign of a
unit (℃, %, °) is none."""
_CHECKED = re.compile(r"(.*[0-9])\.([0-9X])")
"""The name of a patent: its number and its check digit."""
_SPACED = r"[\s.·-]*"
NEAR = "near"
"""The sight of rights of others that share something with the project."""
NEAR_RIGHTS = "他人的相近权利"
"""What is not searched where near rights were not sought in the registry."""
NO_INDEX = "检索索引正在编制"
"""Why they were not, where the registry is there and its index is not: by tomorrow it will be."""
APPLICANT, PARTNER, OTHER, UNKNOWN = "applicant", "partner", "other", "unknown"
WHOSE = {APPLICANT: "申请人", PARTNER: "合作方", OTHER: "他人", UNKNOWN: "没有核对"}


@dataclass(frozen=True, slots=True)
class Project:
    """What somebody plans, read from what they filled in; features as they stand there, with the marks of a list."""

    applicant: str
    features: tuple[str, ...] = ()
    classes: str = ""
    rights: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of what units and the site keep, by the ids of their fields; None where nothing of the sort is kept or may be read.

    `penalties` are public ones: party, number, decided_on. `filings`, `cases`, `credit` and `alerts` are rows of the registers of
    those names. What is told of `cases`, `credit` and `alerts` is for the office only.
    """

    penalties: Sequence[Mapping[str, Any]] | None = None
    filings: Sequence[Mapping[str, Any]] | None = None
    cases: Sequence[Mapping[str, Any]] | None = None
    credit: Sequence[Mapping[str, Any]] | None = None
    alerts: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a grade: the rule, its source and date, what was seen. `office`: from records that only units read."""

    rule: str
    grade: str
    words: str
    source: str
    since: str
    office: bool = False
    sight: str = ""
    brief: str = ""
    """What near rights of this rule are called together."""
    about: str = ""
    """The right that it is of, as its line is called; empty where it is of none."""


@dataclass(frozen=True, slots=True)
class RightLine:
    """A right that the project relies on, as it was given and as the registry knows it."""

    given: str
    name: str
    title: str
    holder: str
    whose: str
    state: str
    term: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearLine:
    """A right of others in force near the project. `evidence` has (line of the project, shared words); `source` names the topic that it
    was found in, and is empty for the registry. Title and holder are empty where the terms of the topic's source keep them in the house."""

    number: str
    kind: str
    title: str
    holder: str
    filed: str
    grade: str
    evidence: tuple[tuple[str, tuple[str, ...]], ...]
    classes: tuple[str, ...]
    source: str = ""
    partner: str = ""

    @property
    def grouped(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """The evidence with features that share the same words together: (features, words), in the order of the first of each."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for feature, words in self.evidence:
            groups.setdefault(tuple(sorted(words)), []).append(feature)
        first = {tuple(sorted(words)): words for _, words in reversed(self.evidence)}
        return tuple((tuple(features), first[key]) for key, features in groups.items())


@dataclass(frozen=True, slots=True)
class FeatureLine:
    """What was found of one feature: near rights `listed`, `more` that the rule would list, `whole` that have all its words in their
    title; whether any shares a word; `cut` says that more share one than were looked at, so that the counts are the least."""

    feature: str
    listed: int
    more: int
    whole: int
    shares: bool
    cut: bool = False

    @property
    def said(self) -> str:
        """In words."""
        least = "至少 " if self.cut else " "
        if self.listed:
            return f"列出 {self.listed:,} 件" + (f"，另有{least}{self.more:,} 件没有列出" if self.more else "")
        if self.whole:
            return f"按规则没有列出；名称里有它全部的词的他人有效权利有{least}{self.whole:,} 件，要另行查看"
        if self.shares:
            return "按规则没有列出：名称与它有相同的词的，都没有到规则要列的程度"
        return "没有找到名称与它有相同的词的他人有效权利"


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic that was looked into: as of its own day, in which edition, how many records, on what terms; `labels` must be said of it."""

    name: str
    as_of: str
    edition: str
    records: int
    terms: str
    shows_raw: bool
    labels: str = ""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner. `kinds` has (kind, in force, ended, not granted yet)."""

    name: str
    found: bool
    kinds: tuple[tuple[str, int, int, int], ...]
    notes: tuple[str, ...]

    @property
    def said(self) -> str:
        """In words: what there is none of, but for rights in force, goes without saying."""
        if not self.found:
            return "；".join(("登记数据里没有查到", *self.notes))
        kinds = [
            f"{kind}有效 {live:,} 件"
            + (f"，已终止 {over:,} 件" if over else "")
            + (f"，还没有授权或注册 {waits:,} 件" if waits else "")
            for kind, live, over, waits in self.kinds
        ]
        return "；".join((*(kinds or ["没有登记的权利"]), *self.notes))


@dataclass(frozen=True, slots=True)
class MarketLine:
    """A market, with the filings there that are known, and of a region that publishes its members who they are on the day."""

    name: str
    filings: tuple[str, ...]
    members: str = ""

    @property
    def said(self) -> str:
        """What is known of it, in words."""
        return "；".join(filter(None, ["；".join(self.filings) or "没有查到申请人的申请或注册", self.members]))


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that was found on a day. `grade` is the gravest of the reasons that everybody may read, `office_grade` of all."""

    as_of: str
    snapshot: str
    rules: str
    rules_since: str
    whole: str
    grade: str
    office_grade: str
    reasons: tuple[Reason, ...] = ()
    rights: tuple[RightLine, ...] = ()
    near: tuple[NearLine, ...] = ()
    partners: tuple[PartnerLine, ...] = ()
    markets: tuple[MarketLine, ...] = ()
    not_searched: tuple[tuple[str, str], ...] = ()
    """(what, why)."""
    topics: tuple[TopicLine, ...] = ()
    features: tuple[FeatureLine, ...] = ()
    """One for each feature that near rights were sought for."""
    unlisted: tuple[tuple[str, int], ...] = ()
    """(rule, near rights that it would list beside those in `near`)."""
    label: str = ""
    """What must be said of the registry's data wherever they are told, such as 合成数据."""

    @property
    def unsought(self) -> str:
        """Why near rights were not sought in the registry; "" where they were."""
        return next((why for what, why in self.not_searched if what == NEAR_RIGHTS), "")

    @property
    def too_early(self) -> bool:
        """Whether nothing may be concluded yet: the registry is there, and its index, which near rights are sought in, is not."""
        return self.unsought == NO_INDEX

    @property
    def near_said(self) -> tuple[str, ...]:
        """Sentences beside the table of near rights: that the registry was not searched, and why; that nothing was listed where
        something was searched."""
        said = (f"登记数据里的相近权利没有检索：{self.unsought}。",) if self.unsought else ()
        listed_none = not self.near and (self.features or not self.unsought)
        return (*said, "按规则没有列出相近的权利；这不表示没有。") if listed_none else said


def read_project(answers: Mapping[str, Any], *, applicant: str) -> Project:
    """The project in a form's answers; anything may be missing."""
    features = [line.strip() for line in str(answers.get("features") or "").splitlines()]
    once: dict[str, str] = {}
    for line in features:
        if any(letter.isalnum() for letter in line):
            once.setdefault(unmarked(line), line)
    return Project(
        applicant=applicant,
        features=tuple(once.values()),
        classes=";".join(class_written(part) or part for part in parts_of(str(answers.get("classes") or ""))),
        rights=tuple(rights_in(str(answers.get("rights") or ""))),
        partners=tuple(partners_in(str(answers.get("partners") or ""))),
        markets=_parts(answers.get("markets")),
        standards=_parts(answers.get("standards")),
    )


def unmarked(line: str) -> str:
    """A feature as it is compared: without the mark of a list before it."""
    return _MARK.sub("", line).strip()


def _parts(given: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts_of(str(given or ""))))


def as_plain(found: Assessment) -> dict[str, Any]:
    """For keeping beside the dossier: lists, texts and numbers only."""
    plain: dict[str, Any] = _listed(asdict(found))
    return plain


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def from_plain(kept: Mapping[str, Any]) -> Assessment:
    """What `as_plain` wrote down."""
    near = [
        {
            **line,
            "evidence": tuple((one, tuple(words)) for one, words in line["evidence"]),
            "classes": tuple(line["classes"]),
        }
        for line in kept["near"]
    ]
    partners = [
        {**line, "kinds": tuple(map(tuple, line["kinds"])), "notes": tuple(line["notes"])} for line in kept["partners"]
    ]
    return Assessment(
        **{
            **kept,
            "reasons": tuple(Reason(**line) for line in kept["reasons"]),
            "rights": tuple(RightLine(**{**line, "notes": tuple(line["notes"])}) for line in kept["rights"]),
            "near": tuple(NearLine(**line) for line in near),
            "partners": tuple(PartnerLine(**line) for line in partners),
            "markets": tuple(MarketLine(**{**line, "filings": tuple(line["filings"])}) for line in kept["markets"]),
            "not_searched": tuple((what, why) for what, why in kept["not_searched"]),
            "topics": tuple(TopicLine(**line) for line in kept.get("topics", ())),
            "features": tuple(FeatureLine(**line) for line in kept.get("features", ())),
            "unlisted": tuple((rule, count) for rule, count in kept.get("unlisted", ())),
        }
    )


def in_brief(found: Assessment) -> list[Reason]:
    """The reasons in their order, those of near rights of one rule as one that counts them, with the laws of the kinds among them: they
    stand one by one in their table."""
    near, unlisted = Counter(reason.rule for reason in found.reasons if reason.sight == NEAR), dict(found.unlisted)
    least = "至少 " if any(line.cut for line in found.features) else " "
    told, brief = set(), []
    for reason in found.reasons:
        if reason.sight != NEAR:
            brief.append(reason)
        elif reason.rule not in told:
            told.add(reason.rule)
            more = f"，另有{least}{unlisted[reason.rule]:,} 件没有列出" if unlisted.get(reason.rule) else ""
            words = f"{reason.brief or '与所填特征相近'}的他人有效权利列出 {near[reason.rule]} 件{more}，逐件见“他人有效的相近权利”"
            brief.append(_with_every_law(replace(reason, words=words), found.reasons))
    return brief


def _with_every_law(brief: Reason, reasons: Sequence[Reason]) -> Reason:
    own = [reason for reason in reasons if reason.sight == NEAR and reason.rule == brief.rule]
    source = "，".join(dict.fromkeys(reason.source for reason in own))
    return replace(brief, source=source, since=max(reason.since for reason in own))


def for_everybody(found: Assessment) -> Assessment:
    """The same without what only units read."""
    kept = asdict(found) | {"office_grade": found.grade}
    kept["reasons"] = [reason for reason in kept["reasons"] if not reason["office"]]
    return from_plain(_listed(kept))


def gravest_rights(found: Assessment) -> list[str]:
    """The rights that gave the grade that everybody may read: those relied on by name, near ones by number."""
    if not found.grade:
        return []
    reasons = [reason for reason in found.reasons if reason.grade == found.grade and not reason.office]
    gravest = {reason.about for reason in reasons if reason.sight != NEAR}
    told = [name for line in found.rights if (name := line.name or line.given) in gravest]
    return list(dict.fromkeys([*told, *(line.number for line in found.near if line.grade == found.grade)]))


def unanswered(found: Assessment, conclusion: str) -> list[str]:
    """The rights that gave the grade, where a conclusion names none of them by its number; empty where it names one."""
    rights = gravest_rights(found)
    return [] if any(_names(conclusion, right) for right in rights) else rights


def _names(text: str, right: str) -> bool:
    """Whether a text has the longest run of digits of a right as a number of its own, however spaced, a patent's also without the check
    digit; what has no digits letter for letter."""
    bare, check = found.groups() if (found := _CHECKED.fullmatch(right)) else (right, "")
    digits = max(re.findall(r"[0-9]+", bare), key=len, default="")
    if not digits:
        return folded(right) in folded(text)
    behind = f"(?:{_SPACED}{check})?" if check else ""
    number = f"(?<![0-9]){_SPACED.join(digits)}{behind}(?![0-9])"
    return bool(re.search(number, unicodedata.normalize("NFKC", text), re.IGNORECASE))
