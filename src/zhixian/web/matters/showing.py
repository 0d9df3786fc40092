"""A dossier as pages show it: what the system knows, what was answered and handed in, each as far as the looker may read."""

from dataclasses import dataclass
from typing import Any

from zhixian.core.workflow.answers import asked
from zhixian.core.workflow.model import FormField
from zhixian.core.workflow.model import Material as Asked
from zhixian.web.matters.facts import KINDS
from zhixian.web.matters.models import Dossier, DossierEvent, Material
from zhixian.web.matters.permissions import may_read
from zhixian.web.matters.queries import may_act_for_applicant
from zhixian.web.matters.words import answer_said, masked, said


@dataclass(frozen=True, slots=True)
class Said:
    """A name, its value in words, where it comes from; `hidden` when it is masked for the one who looks."""

    name: str
    value: str
    source: str = ""
    hidden: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A material that the matter asks for, with what was handed in."""

    asked: Asked
    rows: tuple[Material, ...]
    known: bool
    """The system knows what the paper would prove."""
    removed: tuple[Material, ...] = ()
    """Taken back after the dossier was first handed in."""

    @property
    def missing(self) -> bool:
        """Whether it still has to be handed in."""
        return self.asked.required and not self.rows and not self.known


def facts_shown(dossier: Dossier) -> list[Said]:
    """The facts that the matter lays before people, those that are known."""
    account = (("party_name", "申请人"), ("credit_code", "统一社会信用代码"))
    shown = []
    for name, label in (*account, *dossier.its_matter.shown_facts):
        fact = dossier.facts.get(name) or {}
        if fact.get("value") not in (None, "", []):
            kind = KINDS.get(name, "text")
            shown.append(Said(label, said(kind, fact["value"]), fact.get("source", ""), money=kind == "money"))
    return shown


def events_shown(dossier: Dossier, *, own: bool) -> list[DossierEvent]:
    """What happened, oldest first. The applicant reads no word that stays inside the office, such as drafts and why one was sent back;
    once an opinion is issued, those words that stand in it."""
    events = list(dossier.events.all())
    if not own:
        return events
    flow = dossier.flow
    inside = [event for event in events if flow.stays_inside(event.source, event.kind)]
    issued = next((e for e in events if e.target == dossier.step and _writes_opinion(dossier, e)), None)
    told = {event.pk for event in inside if issued and event.detail.get("speaker")}
    if issued:
        drawn = [event.pk for event in inside if event.target == issued.source and not event.detail.get("speaker")]
        told.update(drawn[-1:])
    return [event for event in events if event not in inside or event.pk in told]


def _writes_opinion(dossier: Dossier, event: DossierEvent) -> bool:
    ways = dossier.flow.moves_from(event.source)
    return dossier.outcome == "done" and any(way.id == event.kind and "opinion" in way.needs for way in ways)


def answers_shown(dossier: Dossier, user: Any, *, unmasked: bool = False) -> list[Said]:
    """The answers to the questions that were put; personal ones masked for the office until it asks, on the record."""
    own = may_act_for_applicant(user, dossier)
    return [
        _answer(field, dossier.answers.get(field.id), dossier, user, clear=own or unmasked)
        for field in asked(dossier.its_matter, dossier.answers, dossier.known)
    ]


def _answer(field: FormField, value: Any, dossier: Dossier, user: Any, *, clear: bool) -> Said:
    words = answer_said(field, value) if field.kind != "money" else str(value or "—")
    private = field.field_class in {"personal", "sensitive"} and words != "—"
    hidden = private and not (clear and may_read(user, dossier, field.field_class))
    return Said(field.name, masked(words) if hidden else words, "申请人填报", hidden=hidden)


def may_unmask(dossier: Dossier, user: Any) -> list[str]:
    """Ids of answered personal fields that the person may read, though they are masked at first."""
    if may_act_for_applicant(user, dossier):
        return []
    return [
        field.id
        for field in asked(dossier.its_matter, dossier.answers, dossier.known)
        if field.field_class in {"personal", "sensitive"}
        and dossier.answers.get(field.id)
        and may_read(user, dossier, field.field_class)
    ]


def materials_shown(dossier: Dossier) -> list[Paper]:
    """Every material with its files, in the order of the definition."""
    rows = list(dossier.materials.select_related("removed_by"))
    handed_in = [row for row in rows if row.removed_at is None]
    removed = [row for row in rows if row.removed_by_id]
    known = dossier.known
    return [
        Paper(
            material,
            tuple(row for row in handed_in if row.material == material.id),
            bool(material.known_by) and material.known_by in known,
            tuple(row for row in removed if row.material == material.id),
        )
        for material in dossier.its_matter.materials
    ]


def public_answers(dossier: Dossier) -> list[Said]:
    """What the public reads of a dossier in 公示: the fields the matter publishes, and nothing else."""
    fields = [dossier.its_matter.form_field(name) for name in dossier.its_matter.public_fields]
    put = {field.id for field in asked(dossier.its_matter, dossier.answers, dossier.known)}
    return [Said(field.name, answer_said(field, dossier.answers.get(field.id))) for field in fields if field.id in put]
