"""Whose a right is, of those that a project names: by the name that the registry has, or by one that the same company bore."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhixian.core.analysis.assessment.bench import Bench
from zhixian.core.analysis.assessment.found import APPLICANT, OTHER, PARTNER, UNKNOWN, WHOSE
from zhixian.core.registry.staging import normalise_name


@dataclass(frozen=True, slots=True)
class Whose:
    """One of `found.WHOSE`, as which name of the project, and by which changes of name where the registry has another."""

    whose: str
    name: str = ""
    by: str = ""

    @property
    def same(self) -> str:
        """That the holder is the one whom the project names otherwise, and by what; "" where the names are one."""
        return f"与{WHOSE[self.whose]}“{self.name}”是同一主体：{self.by}" if self.by else ""

    @property
    def beside(self) -> str:
        """What is told of a partner beside its near right."""
        if self.whose != PARTNER:
            return ""
        return f"{self.same or '所填的合作方'}，可以商定许可或转让"


def whose(bench: Bench, holder: str | None) -> Whose:
    """Whose a holder of that name is."""
    if not holder:
        return Whose(UNKNOWN)
    named = [(APPLICANT, bench.project.applicant), *((PARTNER, partner) for partner in bench.project.partners)]
    key = normalise_name(holder)
    for found, name in named:
        if normalise_name(name) == key:
            return Whose(found, name)
    for found, name in named:
        if way := bench.borne.get(name, {}).get(key):
            return Whose(found, name, "，".join(change.said for change in way))
    return Whose(OTHER)


def names_of(bench: Bench, name: str) -> Iterator[str]:
    """The name of one whom the project names and every other that it bore, normalised."""
    yield normalise_name(name)
    yield from bench.borne.get(name, {})
