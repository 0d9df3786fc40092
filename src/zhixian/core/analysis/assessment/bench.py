"""The bench that a project is looked at on: what is given, what is seen so far, and what was not looked into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhixian.core.analysis.assessment.found import Project, Reason, Records, TopicLine
from zhixian.core.analysis.assessment.rules import Rule, rule_for
from zhixian.core.registry.names_borne import Renamed
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.search.index import Searchable


@dataclass(frozen=True, slots=True)
class Beside:
    """A topic whose records whoever assesses may read: what is told of it, and its index."""

    line: TopicLine
    searchable: Searchable


@dataclass(slots=True)
class Bench:
    """What is looked at, on which day, and what is seen so far. `grades` are ids from the gravest on."""

    snapshot: Snapshot | None
    project: Project
    records: Records
    as_of: date
    rules: list[Rule]
    grades: list[str] = field(default_factory=list)
    common: frozenset[str] = frozenset()
    """Words that count for no shared ones."""
    borne: Mapping[str, Mapping[str, tuple[Renamed, ...]]] = field(default_factory=dict)
    """Other names of the applicant and of partners, see `names_borne`."""
    reasons: list[Reason] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    relied_on: set[str] = field(default_factory=set)
    """Ids of the project's rights in the registry."""
    told: set[str] = field(default_factory=set)
    """Numbers of rights that the project relies on, and of near ones that the registry told already."""

    def see(self, when: str, **seen: Any) -> str:
        """Note a sight; its grade, "" when no rule in force says anything of it."""
        rule = self.rule(when, seen)
        if rule is None:
            return ""
        said = rule.words.format_map(seen)
        source, since = rule.cites(seen)
        about = "" if "partner" in seen else str(seen.get("right") or seen.get("number") or "")
        reason = Reason(rule.id, rule.grade, said, source, since.isoformat(), rule.office, when, rule.brief, about)
        if reason not in self.reasons:  # the same right may have been written twice
            self.reasons.append(reason)
        return rule.grade

    def rule(self, when: str, seen: Mapping[str, Any]) -> Rule | None:
        """What a sight would fall under, with nothing noted."""
        return rule_for(self.rules, when, seen)
