"""The one way a dossier moves along its flow, whatever the matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhixian.core.kernel.written import written
from zhixian.core.workflow.model import OFFICE, Move
from zhixian.web.accounts.roles import HANDLER
from zhixian.web.kit.clock import today
from zhixian.web.kit.numbering import next_in
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.actions.needs import MOST_REASON, check, prepare, publicity_end
from zhixian.web.matters.actions.opening import (
    UnableToAct,
    as_it_stands,
    closed,
    opened,
    tell_applicant,
    tell_consulted,
    tell_unit,
)
from zhixian.web.matters.effects import MONEY, run_money
from zhixian.web.matters.facts import changes_shown, outdated
from zhixian.web.matters.models import Dossier, DossierUnit, LastNumber
from zhixian.web.matters.permissions import may_make, move_rests_on_facts
from zhixian.web.matters.queries import ROLE_OF


def make_move(dossier: Dossier, move_id: str, *, by: Any, version: int, **given: Any) -> Dossier:
    """Move a dossier on: `given` is what the move needs (reason; reference and paid_on of a payment; `although`, why money is
    moved on facts that the registry no longer holds).

    Effects: the dossier in its next step, an event, a line of the record, the money effects of the move, notices. Raises
    ChangedMeanwhile when somebody was quicker, UnableToAct with what is missing, Refusal when the step has no such move.

    What takes long, looking into the registry and writing papers, is done first and holds no lock; the version says whether it
    is still of use.
    """
    given = {name: written(value) if isinstance(value, str) else value for name, value in given.items()}
    seen = as_it_stands(dossier)
    looked = _look(seen, move_id, by, given) if seen.version == version else None
    return _move(seen, move_id, looked, by=by, version=version, given=given)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found and made for a move before its dossier was locked: what the event keeps of facts that the registry tells
    otherwise, and what of the move's needs takes long."""

    on_kept_facts: dict[str, Any]
    prepared: dict[str, Any]


def _look(dossier: Dossier, move_id: str, by: Any, given: Mapping[str, Any]) -> _Looked:
    move = dossier.flow.move(dossier.step, move_id)
    _may_make(dossier, move, by)
    on_kept_facts = _although(dossier, move, str(given.get("although", "")).strip())
    return _Looked(on_kept_facts, prepare(dossier, move, by=by, given=given))


@transaction.atomic
def _move(
    dossier: Dossier, move_id: str, looked: _Looked | None, *, by: Any, version: int, given: Mapping[str, Any]
) -> Dossier:
    dossier = opened(dossier, version)
    looked = looked or _look(dossier, move_id, by, given)
    move = dossier.flow.move(dossier.step, move_id)
    _may_make(dossier, move, by)
    check(dossier, move, by=by, given=given, prepared=looked.prepared)
    source = dossier.step
    for effect in move.effects:
        if effect in MONEY:
            run_money(effect, dossier, reason=str(given.get("reason", "")) or move.name, by=by)
    _enter(dossier, move, by)
    event = closed(
        dossier,
        move.id,
        move.name,
        by=by,
        source=source,
        reason=str(given.get("reason", "")).strip() if "reason" in move.needs else "",
        clock=move.clock,
        detail={**_detail(dossier, move, given), **looked.on_kept_facts},
    )
    if "notify" in move.effects:
        _tell(dossier, move, event.reason)
    return dossier


def _may_make(dossier: Dossier, move: Move, by: Any) -> None:
    actor = dossier.flow.actor_of(move)
    if not may_make(by, dossier, move):
        raise UnableToAct(f"这一步不由您办：{move.name}", expected="由办理单位里担任这一角色的人办")
    if actor not in OFFICE:
        return
    if dossier.assignee_id not in {None, by.pk} and actor == dossier.now_in.actor and "speaker" not in move.needs:
        raise UnableToAct(f"这件由{dossier.assignee}办理", expected="请他转交，或由负责人改派")
    if _paused(dossier) and move.clock not in {"resume", "stop"}:
        raise UnableToAct("办理已中止", expected="先恢复办理")


def _although(dossier: Dossier, move: Move, reason: str) -> dict[str, Any]:
    """Money is not moved on facts that the registry no longer holds, unless somebody says why: what the event keeps of that."""
    known = outdated(dossier) if move_rests_on_facts(move) else None
    if known is None:
        return {}
    if not 1 <= len(reason) <= MOST_REASON:
        different = "；".join(
            f"{one.name} {one.was}，登记数据现在是 {one.now}" for one in changes_shown(dossier, known.changed)
        )
        raise UnableToAct(
            f"登记数据与这件的事实不同：{different or '登记数据里已经没有这一项'}",
            expected="先按登记数据更新事实（已经算过金额的，先退回重新审核），或写明仍按原来的事实办的理由",
        )
    return {
        "although": reason,
        "snapshot": known.snapshot,
        "changed": {name: [*pair] for name, pair in known.changed.items()},
    }


def _paused(dossier: Dossier) -> bool:
    """Whether an officer suspended the handling in this very step (a step that the flow itself suspends is no pause)."""
    return dossier.clock_state == "suspended" and dossier.now_in.actor in OFFICE


def _enter(dossier: Dossier, move: Move, by: Any) -> None:
    """The dossier in its next step, with what comes with being there."""
    step = dossier.flow.step(move.target)
    if dossier.number is None and not step.outcome:
        dossier.number = next_number()
        dossier.submitted_on = today()
    dossier.step, dossier.outcome = step.id, step.outcome or ""
    if move.target != move.source:  # what is noted down in a step gives it no new time
        dossier.entered_on = today()
    dossier.closed_on = today() if step.outcome else None
    units = dossier.its_matter.unit_of(step.id)
    if step.actor != dossier.flow.step(move.source).actor or dossier.unit not in units[:1] or step.outcome:
        dossier.assignee = None  # somebody else's turn; what goes on with the same people stays in the same hands
    dossier.unit = units[0] if step.actor in OFFICE and units else ""
    for unit in units if step.actor in OFFICE else ():
        DossierUnit.objects.get_or_create(dossier=dossier, unit=unit)
    note_who_waits(dossier)
    if step.public:
        dossier.published_on, dossier.publicity_until = today(), publicity_end(dossier.its_matter.publicity_days)
    elif dossier.flow.step(move.source).public and ("release" in move.effects or step.outcome):
        dossier.published_on = dossier.publicity_until = None
    if "release" in move.effects:
        dossier.award_fen = None


def note_who_waits(dossier: Dossier) -> None:
    """Write down for the units that had the dossier in hand since when it has been with somebody else, as long as it is open."""
    away = None if dossier.outcome or dossier.number is None else dossier.entered_on
    dossier.units.exclude(unit=dossier.unit).update(away_since=away)
    dossier.units.filter(unit=dossier.unit).update(away_since=None)


def next_number() -> str:
    """The next number of this year: the plan's prefix, the year, six digits."""
    year = today().year
    return the_plan().number_of("dossier", year, f"{next_in(year, LastNumber):06d}")


def _detail(dossier: Dossier, move: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """What an event keeps for those who look later."""
    detail: dict[str, Any] = {}
    if {"award", "payment"} & set(move.needs):
        detail["award_fen"] = dossier.award_fen
    if "speaker" in move.needs:
        detail["speaker"] = str(given["speaker"]).strip()
    if "payment" in move.needs:
        detail["payment"] = dossier.payment
    if "publish" in move.effects and dossier.publicity_until:
        detail["publicity_until"] = dossier.publicity_until.isoformat()
    return detail


def _tell(dossier: Dossier, move: Move, reason: str) -> None:
    name = f"{dossier.its_matter.name} {dossier.number or ''}".strip()
    if dossier.flow.actor_of(move) == "applicant":
        role = ROLE_OF.get(dossier.now_in.actor, HANDLER)
        if dossier.unit:
            tell_unit(dossier, role, f"{name}：{move.name}", f"{dossier.organisation}")
        return
    tell_applicant(dossier, f"{name}：{move.name}", reason)
    if dossier.now_in.actor not in OFFICE:
        return
    for unit in dossier.its_matter.unit_of(dossier.step)[1:]:
        tell_consulted(dossier, unit, f"{name}：请对“{dossier.now_in.name}”提出意见", f"{dossier.organisation}")
    if dossier.now_in.actor != dossier.flow.step(move.source).actor:
        tell_unit(
            dossier, ROLE_OF[dossier.now_in.actor], f"{name}：请办理“{dossier.now_in.name}”", f"{dossier.organisation}"
        )
