"""What a move may ask for, each checked and kept in one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.kernel.periods import next_day
from zhixian.core.kernel.working_days import working_days
from zhixian.core.workflow.model import Move
from zhixian.web.kit.clock import today
from zhixian.web.matters.actions.opening import UnableToAct
from zhixian.web.matters.award import work_out
from zhixian.web.matters.effects import lock_party
from zhixian.web.matters.filled import read_filled
from zhixian.web.matters.letters import Paper, issue, write_letter, write_opinion
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.studies import look_into, too_early
from zhixian.web.matters.timing import step_clock

MOST_REASON = 2000
MOST_SPEAKER = 80


class AnswersWrong(UnableToAct):
    """The form is not complete; `wrong` says what is missing by field, `missing` which materials."""

    def __init__(self, wrong: Mapping[str, str], missing: list[str]) -> None:
        self.wrong = dict(wrong)
        self.missing = missing
        parts = [f"{len(wrong)} 处没有填好"] if wrong else []
        parts += [f"还缺材料：{'、'.join(missing)}"] if missing else []
        super().__init__("；".join(parts), expected="补齐以后再提交")


def check(
    dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any], prepared: Mapping[str, Any] | None = None
) -> None:
    """Check and keep everything a move needs, in the transaction of the move; `prepared` is what `prepare` has given for the
    dossier at this version. Raises UnableToAct."""
    prepared = prepared or {}
    if {"answers", "materials"} & set(move.needs):
        _complete(dossier, move)
    for need in move.needs:
        if need in SLOW:
            SLOW[need].keep(dossier, prepared[need] if need in prepared else SLOW[need].make(dossier, move, given))
        elif need not in {"answers", "materials"}:
            NEEDS[need](dossier, move, by=by, given=given)


def prepare(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """What takes long of what a move needs, made before the dossier is locked and of use as long as its version does not change.
    Nothing is kept. What needs a lock, and all that follows from it, is left to `check`. Raises UnableToAct as `check` would.
    """
    made: dict[str, Any] = {}
    if not SLOW.keys() & set(move.needs):
        return made
    if {"answers", "materials"} & set(move.needs):
        _complete(dossier, move)
    for need in move.needs:
        if need == "award" and dossier.award_fen is None:
            break
        if need in SLOW:
            made[need] = SLOW[need].make(dossier, move, given)
        elif need not in {"answers", "materials"}:
            NEEDS[need](dossier, move, by=by, given=given)
    return made


def missing_materials(dossier: Dossier) -> list[str]:
    """Names of required materials that are neither handed in nor replaced by something the system knows."""
    handed_in = set(dossier.materials.filter(removed_at=None).values_list("material", flat=True))
    known = dossier.known
    return [
        material.name
        for material in dossier.its_matter.materials
        if material.required and material.id not in handed_in and material.known_by not in known
    ]


def _complete(dossier: Dossier, move: Move) -> None:
    wrong: dict[str, str] = {}
    if "answers" in move.needs:
        _, wrong = read_filled(dossier.its_matter, dossier.answers, dossier.known)
    missing = missing_materials(dossier) if "materials" in move.needs else []
    if wrong or missing:
        raise AnswersWrong(wrong, missing)


def _reason(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    reason = str(given.get("reason", "")).strip()
    if not reason:
        raise UnableToAct(
            "没有写理由",
            expected="写明理由" + ("" if dossier.flow.stays_inside(dossier.step, move.id) else "，对方会看到"),
        )
    if len(reason) > MOST_REASON:
        raise UnableToAct(f"理由有 {len(reason)} 个字", expected=f"不超过 {MOST_REASON} 个字")


def _award(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    """Work the sum out by the rule, once: whoever decides later decides on what was reviewed and publicised."""
    if dossier.award_fen is not None:
        return
    lock_party(dossier)
    award = work_out(dossier)
    if award["refusals"]:
        raise UnableToAct("按规则不能支持：" + "；".join(award["refusals"]), expected="拟不予支持，或要求补充材料")
    held = (dossier.award or {}).get("held", 0) + 1
    dossier.award = {**award, "by": by.pk, "held": held}
    dossier.award_fen = award["amount_fen"]


def _publicity_over(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    until = dossier.publicity_until
    if until is None or today() <= until:
        raise UnableToAct(f"公示到 {until} 为止", expected="公示期满的次日起办理")
    objections = dossier.objections.filter(at__date__gte=dossier.published_on)
    if waiting := objections.filter(upheld=None).count():
        raise UnableToAct(f"还有 {waiting} 条异议没有答复", expected="逐条核实、答复")
    if objections.filter(upheld=True).exists():
        raise UnableToAct("有异议成立", expected="退回重新审核")


def _second_person(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    last = dossier.events.filter(target=dossier.step).exclude(source=dossier.step).order_by("-id").first()
    if by.pk in {last.by_id if last else None, (dossier.award or {}).get("by")}:
        raise UnableToAct("审核和决定不能是同一个人", expected="由本单位的另一位负责人决定")


def _letter(dossier: Dossier, move: Move, given: Mapping[str, Any]) -> Paper:
    granted = dossier.flow.step(move.target).outcome != "refused"
    return write_letter(dossier, granted=granted, reason=str(given.get("reason", "")))


def _payment(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    reference = str(given.get("reference", "")).strip()
    paid_on = given.get("paid_on")
    if not 1 <= len(reference) <= 60:
        raise UnableToAct("没有写支付凭证号", expected="国库支付凭证或银行回单上的号码，不超过 60 个字")
    if not isinstance(paid_on, date) or paid_on > today():
        raise UnableToAct(f"付款日“{paid_on or ''}”不对", expected="不晚于今天的日期")
    if paid_on < dossier.entered_on:
        raise UnableToAct(f"付款日 {paid_on} 早于转来拨付的 {dossier.entered_on}", expected="决定之后的日期")
    dossier.payment = {"reference": reference, "paid_on": paid_on.isoformat()}


def _overdue(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    clock = step_clock(dossier, as_of=today())
    if clock is None or clock.due is None or today() <= clock.due:
        due = clock.due if clock else None
        raise UnableToAct(f"期限到 {due} 才满", expected=f"{due} 以后")


def _speaker(dossier: Dossier, move: Move, *, by: Any, given: Mapping[str, Any]) -> None:
    speaker = str(given.get("speaker", "")).strip()
    if not 1 <= len(speaker) <= MOST_SPEAKER:
        raise UnableToAct("没有写是谁的意见", expected=f"专家的姓名和职称，或单位名称，不超过 {MOST_SPEAKER} 个字")


def _study(dossier: Dossier) -> dict[str, Any]:
    found = look_into(dossier)
    if why := too_early(dossier, found):
        raise UnableToAct(why, expected="索引编好以后再办：已经安排编制，过几分钟再试")
    return found


def _opinion(dossier: Dossier) -> Paper:
    if why := too_early(dossier, dossier.study):
        raise UnableToAct(why, expected="退回重新核对，索引编好以后再拟定结论")
    return write_opinion(dossier)


def _keep_study(dossier: Dossier, found: dict[str, Any]) -> None:
    dossier.study = found


@dataclass(frozen=True, slots=True)
class Slow:
    """A need whose answer takes long to make and no time to keep."""

    make: Callable[[Dossier, Move, Mapping[str, Any]], Any]
    keep: Callable[[Dossier, Any], None]


SLOW = {
    "letter": Slow(_letter, issue),
    "opinion": Slow(lambda dossier, _move, _given: _opinion(dossier), issue),
    "study": Slow(lambda dossier, _move, _given: _study(dossier), _keep_study),
}
NEEDS: dict[str, Callable[..., None]] = {
    "reason": _reason,
    "award": _award,
    "publicity_over": _publicity_over,
    "second_person": _second_person,
    "payment": _payment,
    "overdue": _overdue,
    "speaker": _speaker,
}


def publicity_end(days: int) -> date:
    """The last day of 公示 that starts today: the day itself is not counted."""
    return working_days().working_day(days, since=next_day(today()))
