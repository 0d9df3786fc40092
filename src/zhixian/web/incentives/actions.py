"""Moves money through the ledger. Each action is one transaction; a refusal leaves everything as it was.

Checks are conditions of the very statement that changes a row, so they hold however many people act at once. A Refusal says
in the user's words what stands in the way. Every action takes its locks in one order, dossier's commitment, claims, pot,
allowance, head of the record, so that none waits for another in a circle.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from zhixian.core.catalogue import definitions
from zhixian.core.kernel.document_numbers import one_key
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.rules.sentences import clause_of
from zhixian.web.incentives.models import KINDS, POOL, STATES, Allowance, Claim, Commitment, Pot, Transfer
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.plan import the_plan


@transaction.atomic
def appropriate(*, purpose: str, year: int, amount_fen: int, document: str, by: Any) -> Pot:
    """Put money into the pot of a purpose and year, by a budget document, which does so once."""
    _positive(amount_fen)
    if not document.strip():
        raise Refusal("没有写明依据", where="预算文件", expected="文号或会议纪要，例如 某财〔2020〕12号")
    pot, _ = Pot.objects.get_or_create(year=year, purpose=purpose, defaults={"clause": _clause_of(purpose)})
    Pot.objects.filter(pk=pot.pk).update(
        appropriated_fen=F("appropriated_fen") + amount_fen, available_fen=F("available_fen") + amount_fen
    )
    _first_use(document, pot, "appropriate", where="预算文件")
    _log(pot, "appropriate", "outside", "available", amount_fen, by=by, document=document)
    pot.refresh_from_db()
    return pot


@transaction.atomic
def open_pool(*, purpose: str, year: int, clause: str, title: str) -> Pot:
    """An empty pot for money that several pay in. Refuses a purpose that has one."""
    try:
        with transaction.atomic():
            return Pot.objects.create(purpose=purpose, year=year, clause=clause, title=title, kind=POOL)
    except IntegrityError:
        raise Refusal("这个资金池已经有账户", where=title, expected="每个资金池一个账户") from None


@transaction.atomic
def contribute(pot: Pot, *, amount_fen: int, party: str, document: str, by: Any) -> Transfer:
    """Put what somebody pays into a pool, by a voucher, which does so once."""
    _positive(amount_fen)
    if not document.strip():
        raise Refusal("没有写明凭证", where="缴存凭证", expected="银行进账单或转账凭证号")
    changed = Pot.objects.filter(pk=pot.pk, kind=POOL).update(
        appropriated_fen=F("appropriated_fen") + amount_fen, available_fen=F("available_fen") + amount_fen
    )
    if not changed:
        raise Refusal("不是资金池", where=str(pot), expected="预算由财政局安排，不能缴存")
    _first_use(document, pot, "contribute", where="缴存凭证")
    return _log(pot, "contribute", "outside", "available", amount_fen, by=by, document=document, party=party)


@transaction.atomic
def reverse(entry: Transfer, *, reason: str, by: Any) -> Transfer:
    """Undo what was booked as paid into a pool by a counter-entry, once; its voucher may then be booked anew.

    Refuses another kind of entry, one that is undone, and a sum of which part is held or spent.
    """
    pot = Pot.objects.select_for_update().get(pk=entry.pot_id)
    undone = record.name_of(entry)
    if entry.kind != "contribute" or Transfer.objects.filter(pot=pot, kind="reverse", subject=undone).exists():
        raise Refusal("已经冲正，或者不是缴存", where=f"第 {entry.pk} 笔", expected="没有冲正过的缴存")
    enough = Pot.objects.filter(pk=pot.pk, available_fen__gte=entry.amount_fen)
    if not enough.update(
        appropriated_fen=F("appropriated_fen") - entry.amount_fen, available_fen=F("available_fen") - entry.amount_fen
    ):
        raise Refusal(
            f"可用余额只剩 {yuan(pot.available_fen)} 元，冲正要 {yuan(entry.amount_fen)} 元", where=str(pot),
            expected="没有占用、没有用掉的才冲正",
        )  # fmt: skip
    return _log(
        pot, "reverse", "available", "outside", entry.amount_fen, by=by, subject=undone, party=entry.party,
        document=entry.document, reason=reason,
    )  # fmt: skip


@transaction.atomic
def withdraw(pot: Pot, *, amount_fen: int, document: str, by: Any) -> None:
    """Take money that nobody holds out of a pot, once by a document."""
    _positive(amount_fen)
    if not document.strip():
        raise Refusal("没有写明依据", where="依据文件", expected="调减预算的文号")
    changed = Pot.objects.filter(pk=pot.pk, available_fen__gte=amount_fen).update(
        appropriated_fen=F("appropriated_fen") - amount_fen, available_fen=F("available_fen") - amount_fen
    )
    if not changed:
        raise _short(pot, amount_fen)
    _first_use(document, pot, "withdraw", where="依据文件")
    _log(pot, "withdraw", "available", "outside", amount_fen, by=by, document=document)


@transaction.atomic
def reserve(
    *,
    purpose: str,
    year: int,
    amount_fen: int,
    subject: str,
    party: str,
    party_name: str = "",
    claims: tuple[str, ...] = (),
    by: Any,
) -> Commitment:
    """Hold money for a dossier whose review was passed, and the things it asks to be paid for.

    Refuses when the year has no pot, when the pot has too little left, when the dossier holds money already, and when one
    of the claims is held by another dossier.
    """
    _positive(amount_fen)
    pot = Pot.objects.filter(year=year, purpose=purpose).first()
    if pot is None:
        raise Refusal(f"{year} 年还没有为此安排预算", where="预算", expected="请财政局先安排预算，再审核通过")
    try:
        with transaction.atomic():
            commitment = Commitment.objects.create(
                pot=pot, subject=subject, party=party, party_name=party_name, amount_fen=amount_fen
            )
    except IntegrityError:
        raise Refusal("这件事已经预留过资金", where=subject, expected="每件事只预留一次") from None
    for key in sorted(claims):
        _claim(key, commitment)
    _move(pot, "available", "reserved", amount_fen)
    _log(pot, "reserve", "available", "reserved", amount_fen, by=by, subject=subject, party=party)
    return commitment


@transaction.atomic
def commit(
    subject: str, *, amount_fen: int, cap_fen: int | None = None, scope: str = "", document: str, by: Any
) -> None:
    """Decide the sum. What was reserved beyond it goes back; what is more comes from what the pot has left.

    With a cap the party's use in the scope (a year, or `ever`) may not pass `cap_fen`.
    """
    _positive(amount_fen)
    held = _held(subject, "reserved")
    if not Commitment.objects.filter(pk=held.pk, state="reserved").update(state="committed", amount_fen=amount_fen):
        raise _changed(subject)
    if held.amount_fen > amount_fen:
        _move(held.pot, "reserved", "available", held.amount_fen - amount_fen)
        _log(held.pot, "release", "reserved", "available", held.amount_fen - amount_fen, by=by, held=held)
    elif held.amount_fen < amount_fen:
        _move(held.pot, "available", "reserved", amount_fen - held.amount_fen)
        _log(held.pot, "reserve", "available", "reserved", amount_fen - held.amount_fen, by=by, held=held)
    _move(held.pot, "reserved", "committed", amount_fen)
    if cap_fen is not None:
        allowance = _use(held, scope, amount_fen, cap_fen)
        Commitment.objects.filter(pk=held.pk).update(allowance=allowance)
    _log(held.pot, "commit", "reserved", "committed", amount_fen, by=by, held=held, document=document)


@transaction.atomic
def pay(subject: str, *, document: str, by: Any) -> Transfer:
    """Pay what was decided, once. `document` is the payment voucher, which pays for nothing else."""
    held = _held(subject, "committed")
    if not document.strip():
        raise Refusal("没有填写拨付凭证号", where="拨付凭证", expected="国库支付凭证号")
    if not Commitment.objects.filter(pk=held.pk, state="committed").update(state="paid"):
        raise _changed(subject)
    _move(held.pot, "committed", "paid", held.amount_fen)
    try:
        with transaction.atomic():
            return _log(held.pot, "pay", "committed", "paid", held.amount_fen, by=by, held=held, document=document)
    except IntegrityError:
        raise _voucher_used(document) from None


@transaction.atomic
def release(subject: str, *, reason: str, by: Any) -> None:
    """Give back what a dossier holds and has not been paid: refused, withdrawn or lapsed. Its claims become free."""
    held = _held(subject, "reserved", "committed")
    if not Commitment.objects.filter(pk=held.pk, state=held.state).update(state="released"):
        raise _changed(subject)
    _free(held)
    _move(held.pot, held.state, "available", held.amount_fen)
    if held.allowance_id:
        _give_back(held, held.amount_fen)
    _log(held.pot, "release", held.state, "available", held.amount_fen, by=by, held=held, reason=reason)


@transaction.atomic
def recover(subject: str, *, amount_fen: int, reason: str, document: str, by: Any) -> Transfer:
    """Take back part or all of what was paid, because it was not due. The claims stay held: the thing was paid for once.

    A document recovers once from a dossier, so that a form sent twice takes nothing twice.
    """
    _positive(amount_fen)
    if not document.strip():
        raise Refusal("没有写明依据", where="追回依据", expected="追回决定的文号")
    held = _held(subject, "paid")
    left = Commitment.objects.filter(pk=held.pk, state="paid", amount_fen__gte=amount_fen)
    if not left.update(amount_fen=F("amount_fen") - amount_fen):
        raise Refusal(f"追回 {yuan(amount_fen)} 元超过了已拨付的 {yuan(held.amount_fen)} 元", where=subject)
    _first_use(document, held.pot, "recover", where="追回依据", subject=subject)
    _move(held.pot, "paid", "available", amount_fen)
    if held.allowance_id:
        _give_back(held, amount_fen)
    return _log(
        held.pot, "recover", "paid", "available", amount_fen, by=by, held=held, reason=reason, document=document
    )


def _positive(amount_fen: int) -> None:
    if amount_fen <= 0:
        raise Refusal(f"{yuan(amount_fen)} 元", where="金额", expected="大于零的金额")


def _first_use(document: str, pot: Pot, kind: str, *, where: str, **of: str) -> None:
    """Refuses a document that has done the same before and was not undone. The row that it changes is locked by now, so nobody is in
    between."""
    before = Transfer.objects.filter(pot=pot, kind=kind, document_key=one_key(document), **of)
    undone = set(
        Transfer.objects.filter(pot=pot, kind="reverse", document_key=one_key(document)).values_list(
            "subject", flat=True
        )
    )
    if used := next((one for one in before if record.name_of(one) not in undone), None):
        raise Refusal(
            f"已经凭“{used.document}”{KINDS[kind]}过：{_told(used)}", where=where, expected="每份文件只用一次"
        )


def _voucher_used(document: str) -> Refusal:
    used = Transfer.objects.filter(kind="pay", document_key=one_key(document)).first()
    paid = f"：{_told(used)}，凭证号“{used.document}”" if used else ""
    return Refusal(f"凭证号“{document.strip()}”已经用在另一件上{paid}", where="拨付凭证", expected="每件一个凭证号")


def _told(used: Transfer) -> str:
    """第 4 笔，2020-11-16，某协会，150,000 元."""
    party = Commitment.objects.filter(subject=used.subject).values_list("party_name", flat=True).first()
    day = f"{timezone.localtime(used.at):%Y-%m-%d}"
    return "，".join(filter(None, (f"第 {used.pk} 笔", day, party, f"{yuan(used.amount_fen)} 元")))


def _clause_of(purpose: str) -> str:
    """The clause that promises the money; empty for another purpose than a rule's."""
    amounts = [amount for amount in the_plan().amounts if amount.incentive == purpose]
    rule = definitions().incentives.get(purpose)
    return clause_of(rule, amounts) if rule and amounts else ""


def _move(pot: Pot, source: str, target: str, amount_fen: int) -> None:
    """Between two balances, if the first has enough: check and change are one statement."""
    source, target = f"{source}_fen", f"{target}_fen"
    enough = Pot.objects.filter(pk=pot.pk, **{f"{source}__gte": amount_fen})
    if not enough.update(**{source: F(source) - amount_fen, target: F(target) + amount_fen}):
        raise _short(pot, amount_fen)


def _short(pot: Pot, amount_fen: int) -> Refusal:
    pot.refresh_from_db()
    return Refusal(
        f"可用预算只剩 {yuan(pot.available_fen)} 元，需要 {yuan(amount_fen)} 元",
        where=str(pot),
        expected="请财政局追加预算，或者退回不再需要的预留",
    )


def _held(subject: str, *states: str) -> Commitment:
    held = Commitment.objects.select_related("pot").filter(subject=subject).first()
    if held is None:
        raise Refusal("还没有预留资金", where=subject, expected="先审核通过")
    if held.state not in states:
        wanted = "、".join(STATES[state] for state in states)
        raise Refusal(f"资金状态是“{STATES[held.state]}”", where=subject, expected=wanted)
    return held


def _changed(subject: str) -> Refusal:
    return Refusal("刚被别人办过", where=subject, expected="刷新以后再看")


def _claim(key: str, commitment: Commitment) -> None:
    try:
        with transaction.atomic():
            Claim.objects.create(key=key, commitment=commitment)
    except IntegrityError:
        other = Claim.objects.filter(key=key, released=False).select_related("commitment").first()
        state = STATES[other.commitment.state] if other else "已占用"
        raise Refusal(
            f"已经申请过同一笔资助（{state}）", where=key, expected="同一权利、项目、发票和贷款不重复资助"
        ) from None


def _free(held: Commitment) -> None:
    held.claims.filter(released=False).update(released=True)


def _use(held: Commitment, scope: str, amount_fen: int, cap_fen: int) -> Allowance:
    allowance, _ = Allowance.objects.get_or_create(purpose=held.pot.purpose, scope=scope, party=held.party)
    room = Allowance.objects.filter(pk=allowance.pk, used_fen__lte=cap_fen - amount_fen)
    if not room.update(used_fen=F("used_fen") + amount_fen):
        allowance.refresh_from_db()
        raise Refusal(
            f"上限 {yuan(cap_fen)} 元，此前已用 {yuan(allowance.used_fen)} 元，不够 {yuan(amount_fen)} 元",
            where=held.subject,
            expected=f"不超过 {yuan(max(0, cap_fen - allowance.used_fen))} 元；请重新计算",
        )
    return allowance


def _give_back(held: Commitment, amount_fen: int) -> None:
    Allowance.objects.filter(commitment=held).update(used_fen=F("used_fen") - amount_fen)


def _log(
    pot: Pot,
    kind: str,
    source: str,
    target: str,
    amount_fen: int,
    *,
    by: Any,
    held: Commitment | None = None,
    subject: str = "",
    party: str = "",
    document: str = "",
    reason: str = "",
) -> Transfer:
    transfer = Transfer.objects.create(
        pot=pot,
        kind=kind,
        source=source,
        target=target,
        amount_fen=amount_fen,
        subject=held.subject if held else subject,
        party=held.party if held else party,
        document=document.strip(),
        document_key=one_key(document),
        reason=reason,
        at=now(),
        by=by,
    )
    record.write(
        f"ledger.{kind}", transfer, by=by, what=KINDS[kind], fen=amount_fen, pot=pot.pk, held_by=transfer.subject
    )
    return transfer
