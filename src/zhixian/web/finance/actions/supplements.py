"""A supplement to an agreement (补充协议) entered: figures that change from a day on and members that join, with the paper that was signed;
and taken back, while nothing was computed under it.

Every step locks the pool first: so does whatever computes a sum by its figures.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from zhixian.core.finance.pool_terms import FIGURES, MEMBER_KINDS, REACHES, check_news, check_supplements
from zhixian.core.kernel.document_numbers import one_key
from zhixian.web.finance.actions.pools import SYSTEM, UnableToPool, happened
from zhixian.web.finance.hindrances import against_withdrawal, entered_after, few_of
from zhixian.web.finance.models import MOST_MEMBERS, Member, Pool, PoolPaper, Supplement, Withdrawal
from zhixian.web.finance.queries import claims_fixed_since, ending_of, keeps
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.spoken import named_with_units, text_given
from zhixian.web.kit.uploads import TakenFile, keep


@transaction.atomic
def supplement(
    pool: Pool,
    *,
    document: str,
    effective: date,
    reach: str,
    changes: Mapping[str, Any],
    basis: Mapping[str, str],
    files: Sequence[TakenFile],
    by: Any,
    joins: Sequence[tuple[str, str]] = (),
) -> Supplement:
    """Enter what a supplement changes. `changes` by figure as `Supplement` of the rules holds them, `basis` the clause of each; `joins` are
    kind and name of the members that it adds, whose shares come last among the new ones.

    Raises UnableToPool for a person of another unit, without paper or clause, for the same document or day twice, for a member that joins
    without a share, and where a sum was fixed since that day by the figures before; Refusal for figures that do not hold together.
    """
    if not keeps(by):
        raise UnableToPool("补充协议不由您录入", expected="由质押贷款台账的牵头单位录入")
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    _papers(document, reach, changes, basis, files)
    if ending_of(pool):
        raise UnableToPool("资金池在清退，或者已经清退", where=str(pool), expected="清退以前录入")
    if late := claims_fixed_since(pool, effective).first():
        raise UnableToPool(f"{effective} 以后已经按原来的数审核了补偿 {late}", where="起算日", expected="审核那天以后")
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    row = Supplement(
        pool=pool, document=document.strip(), document_key=one_key(document), effective=effective, reach=reach,
        changes=plain, basis=dict(basis), joins=[[kind, name.strip()] for kind, name in joins], entered_by=by, entered_on=today(),
    )  # fmt: skip
    _settled(row, changes)
    row.save()
    _join(row)
    for taken in files:
        keep(PoolPaper(pool=pool, supplement=row), taken)
    told = [FIGURES[name] for name in FIGURES if name in changes] + [f"{name}加入" for _, name in joins]
    happened(pool, "supplement", f"补充协议：{'、'.join(told)}", by=by, reason=f"{row.document}，{effective} 起算")
    record.write(
        "pool_supplemented", pool, by=by, document=row.document, effective=effective.isoformat(), figures=sorted(changes),
        joins=len(joins),
    )  # fmt: skip
    return row


def _settled(row: Supplement, changes: Mapping[str, Any]) -> None:
    """Raises a refusal where a new supplement does not hold together, with the agreement or with those that there are."""
    pool, before = row.pool, row.pool.kept_supplements
    if any(one.document_key == row.document_key or one.effective == row.effective for one in before):
        raise UnableToPool(
            f"“{row.document}”已经录过，或者 {row.effective} 起算的已有一份",
            where="补充协议",
            expected="每份录一次，一天一份",
        )
    _joining(row, changes)
    terms = pool.terms_among((*(member.share for member in pool.members.all()), *(0 for _ in row.joins)))
    rules = [one.as_changes for one in before]
    check_news(terms, rules, row.as_changes)
    check_supplements(terms, [*rules, row.as_changes])


def _joining(row: Supplement, changes: Mapping[str, Any]) -> None:
    """Raises UnableToPool for members that join without kind, name or share, under a name that is there, that have a share before they
    join, or that have none by a supplement that begins later and was signed without them."""
    members, shares = list(row.pool.members.all()), list(changes.get("shares", ()))
    names = [member.name for member in members]
    for place, (kind, name) in enumerate(row.joins, start=len(members)):
        if kind not in MEMBER_KINDS or not name:
            raise UnableToPool(f"“{name}”", where="新增出资方", expected="类型和名称都写")
        if name in names:
            raise UnableToPool(f"已经有出资方“{name}”", where="新增出资方", expected="另一个名称")
        if place >= len(shares) or shares[place] <= 0:
            raise UnableToPool(f"{name}没有出资比例", where="新增出资方", expected="写明各方的比例，合计正好 100%")
        names.append(name)
    later = [one for one in row.pool.kept_supplements if one.effective > row.effective and "shares" in one.changes]
    if row.joins and later:
        joining = "、".join(name for _, name in row.joins)
        raise UnableToPool(
            "；".join(f"{one}（{one.effective} 起算）的各方出资比例里没有{joining}" for one in later), where="新增出资方",
            expected=f"先撤回以后起算的，再录这一份，然后录各方重新签的、写明{joining}比例的那一份",
        )  # fmt: skip
    if row.joins and len(names) > MOST_MEMBERS:
        raise UnableToPool(f"{len(names)} 个出资方", where="新增出资方", expected=f"一个资金池最多 {MOST_MEMBERS} 个")
    for member, share in zip(members, shares, strict=False):
        if share and member.joined > row.effective:
            raise UnableToPool(
                f"{member} {member.joined} 才加入", where="各方出资比例", expected=f"{row.effective} 起的比例里它是 0"
            )


def _join(row: Supplement) -> None:
    """The members that a supplement adds, after those that there are; their shares are the supplement's."""
    first = row.pool.members.count()
    Member.objects.bulk_create(
        Member(pool=row.pool, place=place, kind=kind, name=name, share=0, supplement=row)
        for place, (kind, name) in enumerate(row.joins, start=first)
    )


@transaction.atomic
def withdraw_supplement(row: Supplement, *, by: Any, reason: str) -> Withdrawal:
    """Take a supplement back, with the reason, as long as nothing was computed under it: the figures before hold again, and its number and
    day may be entered anew. The row, its papers and why it went stay.

    Raises UnableToPool for a person of another unit, without a reason, for one that is withdrawn, and with everything that rests on it.
    """
    if not keeps(by):
        raise UnableToPool("补充协议不由您撤回", expected="由质押贷款台账的牵头单位撤回")
    reason = text_given(reason, "撤回的原因", most=400, refuse=UnableToPool)
    pool = Pool.objects.select_for_update().get(pk=row.pool_id)
    row = Supplement.objects.select_related("withdrawal").get(pk=row.pk)
    if row.is_withdrawn:
        raise UnableToPool(f"{row.withdrawal.day} 已经撤回", where=str(row), expected="看最新情况")
    row.pool = pool
    if why := against_withdrawal(row):
        raise UnableToPool("；".join(why), where=str(row), expected="要改的，签新的补充协议再录一份")
    if later := [str(one) for one in entered_after(row)]:
        raise UnableToPool(f"以后又录入了 {few_of(later)}", where=str(row), expected="先撤回后录的，再撤回这一份")
    row.members.all().delete()
    gone = Withdrawal.objects.create(
        supplement=row, reason=reason, by=by, by_name=named_with_units(by, nobody=SYSTEM), day=today()
    )
    happened(pool, "supplement_withdraw", "撤回补充协议", by=by, reason=f"{row.document}：{reason}")
    record.write("pool_supplement_withdrawn", pool, by=by, document=row.document, effective=row.effective.isoformat())
    return gone


def _papers(
    document: str, reach: str, changes: Mapping[str, Any], basis: Mapping[str, str], files: Sequence[TakenFile]
) -> None:
    """What has to come with it."""
    if not document.strip():
        raise UnableToPool("没有写文号", where="补充协议文号", expected="补充协议的文号或名称")
    if not files:
        raise UnableToPool("没有附件", where="补充协议", expected="各方签章的补充协议，PDF、JPG 或 PNG")
    if reach not in REACHES:
        raise UnableToPool(f"“{reach}”", where="适用于", expected="、".join(REACHES.values()))
    if without := [FIGURES[name] for name in changes if not (basis.get(name) or "").strip()]:
        raise UnableToPool(f"{'、'.join(without)}没有写出处", where="出处", expected="补充协议的条款，例如 第一条")
