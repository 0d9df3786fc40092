"""Who may do what to a dossier, and read what of it: by role, unit, organisation and class of field."""

from typing import Any

from zhixian.core.workflow.model import OFFICE, Actor, FieldClass, Move
from zhixian.web.accounts.roles import AUDITOR, CHIEF, FINANCE, HANDLER
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import ROLE_OF, may_act_for_applicant


def acts_as(user: Any, dossier: Dossier, actor: Actor) -> bool:
    """Whether the person is that actor for the dossier in its present step."""
    if actor == "applicant":
        return may_act_for_applicant(user, dossier)
    role = ROLE_OF.get(actor)
    if role is None or may_act_for_applicant(user, dossier):
        return False
    return bool(user.units_as(role) & set(dossier.its_matter.unit_of(dossier.step)))


def may_make(user: Any, dossier: Dossier, move: Move) -> bool:
    """Whether the person may make a move. In a step in which several units say their word, only that of the one in the lead
    makes the other moves."""
    actor = dossier.flow.actor_of(move)
    if not acts_as(user, dossier, actor):
        return False
    if actor not in OFFICE or "speaker" in move.needs or not dossier.flow.asks_for(dossier.step, "speaker"):
        return True
    return dossier.unit in user.units_as(ROLE_OF[actor])


def moves_open_to(user: Any, dossier: Dossier) -> list[Move]:
    """The moves that the person could make now."""
    return [move for move in dossier.flow.moves_from(dossier.step) if may_make(user, dossier, move)]


def move_rests_on_facts(move: Move) -> bool:
    """Whether money is held, decided or paid by it, so that the facts must be those that the registry holds."""
    return bool({"reserve", "commit", "pay"} & set(move.effects))


def handles(user: Any, dossier: Dossier) -> bool:
    """Whether the person handles or decides the dossier for its unit: may claim, hand over, suspend, extend."""
    if dossier.outcome or not dossier.unit or may_act_for_applicant(user, dossier):
        return False
    return dossier.unit in user.units_as(HANDLER, CHIEF, FINANCE)


def speaks_for_unit(user: Any, dossier: Dossier) -> bool:
    """Whether the person may write to the applicant and answer objections: handlers and chiefs of units that had it."""
    if may_act_for_applicant(user, dossier):
        return False
    return dossier.units.filter(unit__in=user.units_as(HANDLER, CHIEF)).exists()


def may_read(user: Any, dossier: Dossier, field_class: FieldClass) -> bool:
    """Whether the person may read a field or material of that class (among those who see the dossier at all)."""
    if may_act_for_applicant(user, dossier) or field_class in {"open", "business"}:
        return True
    handling = dossier.units.filter(unit__in=user.units_as(HANDLER, CHIEF, FINANCE)).exists()
    if field_class == "personal":
        return handling or AUDITOR in user.roles
    return dossier.units.filter(unit__in=user.units_as(HANDLER, FINANCE)).exists()
