"""A supplement to an agreement (补充协议) entered: figures that change from a day on, with the paper that was signed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from zhixian.core.finance.risk_pool import FIGURES, REACHES, check_news, check_supplements
from zhixian.core.kernel.document_numbers import one_key
from zhixian.web.finance.actions.pools import UnableToPool, happened
from zhixian.web.finance.models import CHECKED, DECIDED, FILED, PAID, Pool, PoolClaim, PoolPaper, Supplement
from zhixian.web.finance.queries import keeps
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
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
) -> Supplement:
    """Enter what a supplement changes. `changes` by figure as `Supplement` of the rules holds them, `basis` the clause of each.

    Raises UnableToPool for a person of another unit, without paper or clause, for the same document or day twice, and where a sum was
    fixed since that day by the figures before; Refusal for figures that do not hold together.
    """
    if not keeps(by):
        raise UnableToPool("补充协议不由您录入", expected="由质押贷款台账的牵头单位录入")
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    _papers(document, reach, changes, basis, files)
    if pool.paybacks.filter(state__in=[FILED, DECIDED, PAID]).exists():
        raise UnableToPool("资金池在清退，或者已经清退", where=str(pool), expected="清退以前录入")
    fixed = PoolClaim.objects.filter(pool_loan__pool=pool, state__in=[CHECKED, DECIDED, PAID])
    late = next((one for one in fixed if one.events.filter(kind="check", day__gte=effective).exists()), None)
    if late:
        raise UnableToPool(f"{effective} 以后已经按原来的数审核了补偿 {late}", where="起算日", expected="审核那天以后")
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    row = Supplement(
        pool=pool, document=document.strip(), document_key=one_key(document), effective=effective, reach=reach,
        changes=plain, basis=dict(basis), entered_by=by, entered_on=today(),
    )  # fmt: skip
    before = [one.as_changes for one in pool.supplements.all()]
    check_supplements(pool.terms, [*before, row.as_changes])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise UnableToPool(
            f"“{row.document}”已经录过，或者 {effective} 起算的已有一份",
            where="补充协议",
            expected="每份录一次，一天一份",
        ) from None
    check_news(pool.terms, before, row.as_changes)
    for taken in files:
        keep(PoolPaper(pool=pool, supplement=row), taken)
    told = "、".join(FIGURES[name] for name in FIGURES if name in changes)
    happened(pool, "supplement", f"补充协议：{told}", by=by, reason=f"{row.document}，{effective} 起算")
    record.write("pool_supplemented", pool, by=by, document=row.document, effective=effective.isoformat(), figures=sorted(changes))  # fmt: skip
    return row


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
