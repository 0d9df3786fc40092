"""What the system looks into for a matter and keeps with the dossier; the site's wiring says who does it.

A matter names its study (`study: assessment`). While a step may still keep it, the office sees it as of today; a move that needs
`study` keeps it on the dossier; one that needs `opinion` writes the paper from what was kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhixian.core.workflow.model import Matter
from zhixian.web.matters.models import Dossier

Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Study:
    """`look` finds as of today what can be kept as JSON; `show` makes of it what the template `page` shows, to the office or to the
    applicant; `too_early` says why nothing may be concluded from what was found, "" where it may; `rules` is what the guide publishes
    in the template `guide`; `write` writes the paper of that number to a path; `wrong` says by field what of the answers it cannot
    read; fields of `reads` it reads by its own rule alone."""

    look: Callable[[Dossier], dict[str, Any]]
    show: Callable[[Dossier, Kept, bool], Any]
    rules: Callable[[], Any]
    write: Callable[[Dossier, str, Path], None]
    wrong: Callable[[Mapping[str, Any]], dict[str, str]]
    too_early: Callable[[Kept], str]
    page: str
    guide: str
    reads: frozenset[str] = frozenset()


_studies: dict[str, Study] = {}


def wire_studies(**studies: Study) -> None:
    """Say who makes which study."""
    _studies.update(studies)


def study_of(matter: Matter) -> Study | None:
    """The study of a matter; None where it has none. Raises KeyError when the site has not been wired."""
    return _studies[matter.study] if matter.study else None


def look_into(dossier: Dossier) -> dict[str, Any]:
    """What is found of the dossier today, to be kept on it. It takes long."""
    found = study_of(dossier.its_matter)
    assert found, "only matters with a study have moves that keep one"
    return found.look(dossier)


def too_early(dossier: Dossier, kept: Kept | None) -> str:
    """Why nothing may be concluded from what was found of a dossier; "" where it may."""
    found = study_of(dossier.its_matter)
    return found.too_early(kept) if found and kept else ""


def shown_study(dossier: Dossier, *, own: bool) -> dict[str, Any] | None:
    """What the page shows: to the office as of today while it may still be kept, afterwards as it was kept; to the applicant once
    the opinion is issued. None when there is nothing to show."""
    found = study_of(dossier.its_matter)
    if found is None or (own and dossier.outcome != "done"):
        return None
    live = not own and not dossier.outcome and dossier.flow.asks_for(dossier.step, "study")
    kept = found.look(dossier) if live else dossier.study
    return {"found": found.show(dossier, kept, not own), "page": found.page, "live": live} if kept else None
