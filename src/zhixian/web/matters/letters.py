"""Decision letters: gathered from a dossier, written by the core, kept privately."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile

from zhixian.core.kernel.money import yuan
from zhixian.core.reports.decision import Decision
from zhixian.core.reports.docx.decision import write_decision
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import official_name, the_plan
from zhixian.web.kit.sending import content_made
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.studies import study_of
from zhixian.web.registry.queries import current_snapshot


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or an opinion as it was written, not yet on its dossier."""

    number: str
    name: str
    content: bytes


def write_letter(dossier: Dossier, *, granted: bool, reason: str = "") -> Paper:
    """Write the letter."""
    decision = decision_of(dossier, granted=granted, reason=reason)
    return _written(decision.number, lambda path: write_decision(decision, path), "decision.docx")


def write_opinion(dossier: Dossier) -> Paper:
    """Write the opinion of a study from what was kept."""
    study = study_of(dossier.its_matter)
    assert study, "only matters with a study have moves that write an opinion"
    number = (dossier.number or "").replace("办〔", "评〔")
    return _written(number, lambda path: study.write(dossier, number, path), "opinion.docx")


def _written(number: str, write: Callable[[Path], None], name: str) -> Paper:
    return Paper(number, name, content_made(write, name))


def issue(dossier: Dossier, paper: Paper) -> None:
    """Put a paper on its dossier, which the caller saves."""
    dossier.letter.save(paper.name, ContentFile(paper.content), save=False)
    dossier.letter_number, dossier.letter_hash = paper.number, hashlib.sha256(paper.content).hexdigest()


def _number(dossier: str) -> str:
    """A decision has year and serial of its dossier, whose prefix may be one that the plan had before."""
    told = re.fullmatch(r".*〔(\d{4})〕(\d+)号", dossier)
    assert told is not None, dossier
    return the_plan().number_of("decision", int(told[1]), told[2])


def decision_of(dossier: Dossier, *, granted: bool, reason: str = "") -> Decision:
    """What the letter says."""
    matter, award = dossier.its_matter, dossier.award or {}
    accepted = dossier.events.filter(clock="start").order_by("-id").values_list("day", flat=True).first()
    shown = (
        (dossier.published_on, dossier.publicity_until) if dossier.published_on and dossier.publicity_until else None
    )
    snapshot = current_snapshot()
    plan = the_plan()
    name = f"{dossier.year}年度{matter.name}" if matter.once_a_year or matter.incentive else matter.name
    return Decision(
        number=_number(dossier.number) if dossier.number else "",
        title=f"关于{'给予' if granted else '不予'}{name}的决定",
        granted=granted,
        applicant=dossier.organisation.name,
        credit_code=dossier.organisation.credit_code or "",
        matter=name,
        subject=dossier.subject_name,
        dossier=dossier.number or "",
        submitted=dossier.submitted_on or today(),
        accepted=accepted,
        publicised=shown if granted else None,
        amount=yuan(dossier.award_fen or 0) if granted else "",
        basis=(f"《{plan.title}》{plan.place_name(matter.clause)}", *matter.legal_basis[1:]),
        reasons=tuple(award.get("reasons", ())) if granted else (reason, *award.get("refusals", ())),
        remedies=matter.remedies_on(today()),
        unit=official_name(matter.unit_of(dossier.step)[0]),
        decided=today(),
        label="、".join(snapshot.labels) if snapshot else "",
    )
