"""A risk pool of the demonstration: two members have paid in, loans were taken, one was paid for and part of it has come back."""

import io
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from PIL import Image, ImageDraw

from zhixian.core.engine import connect, read
from zhixian.core.finance.pool_terms import FIGURES, WHOLE
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.rows import read_row
from zhixian.web.finance.actions import claims, pools
from zhixian.web.finance.actions.supplements import supplement, withdraw_supplement
from zhixian.web.finance.models import Pool, PoolLoan
from zhixian.web.finance.queries import home, loan_told, loans_of_bank
from zhixian.web.kit.clock import today
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.kit.world import as_if
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.models import Row

YUAN = 100
OVERDUE_DAYS = 30
MOST_LOANS = 9
LOST_SINCE = timedelta(days=180)
"""How long ago the loan fell due that is paid for."""
CLAUSES = dict(zip(FIGURES, ("三", "五", "六", "七", "七", "四", "八", "九", "二"), strict=True))
"""Of the invented agreement."""


def fill(world: Any) -> None:
    """One pool of the sample bank; nothing where the place keeps no register of loans, or nobody sits where it takes somebody."""
    kept = home()
    handler = world.people.get(f"handler:{kept.units[0]}") if kept else None
    finance = world.people.get("finance")
    if kept is None or handler is None or "bank" not in world.organisations:
        return
    if finance is None or not any(seat.unit in kept.units for seat in finance.held):
        return
    begins = _begins(today())
    with as_if(begins):
        pool = _agreed(world.organisations["bank"], handler, begins)
        _pay_in(pool, finance)
    lost = _lost(world)
    taken = _take(pool, handler, until=today() - LOST_SINCE)
    if lost is not None and lost.pk in taken:
        _compensate(world, taken[lost.pk], handler=handler, finance=finance)
    _supplement(pool, handler)


def _begins(day: date) -> date:
    """The agreement is in its third year, so that a loan may have gone bad in it."""
    return date(day.year - 2, 1, 1)


def _agreed(bank: Any, handler: Any, begins: date) -> Pool:
    number = f"样助保贷〔{begins.year}〕1号"
    values = {
        "name": "样例助保贷资金池", "bank": bank, "document": number,
        "basis": {figure: [f"第{clause}条", number] for figure, clause in CLAUSES.items()},
        "loss_share": WHOLE // 2, "most_loan_fen": 10_000_000 * YUAN, "most_for_loan_fen": 1_500_000 * YUAN,
        "most_in_all_fen": 5_000_000 * YUAN, "leverage": 1000, "stop_at": 500, "overdue_days": OVERDUE_DAYS,
        "starts": begins, "ends": date(begins.year + 5, 1, 1),
    }  # fmt: skip
    members = [
        {"kind": "government", "name": "样例县财政", "share": 5000},
        {"kind": "bank", "name": str(bank), "share": 3000},
        {"kind": "enterprises", "name": "借款企业助保金", "share": 2000},
    ]
    return pools.enter_pool(values, members, by=handler)


def _pay_in(pool: Pool, finance: Any) -> None:
    """Two members pay in; a third sum is booked wrongly and undone."""
    government, bank, _ = pool.members.all()
    for number, (member, yuan) in enumerate(((government, 3_000_000), (bank, 1_800_000)), start=1):
        pools.contribute(
            pool, member=member, amount_fen=yuan * YUAN, payer="", received_on=today(), document=f"样进账〔{today().year}〕{number}号",
            by=finance,
        )  # fmt: skip
    wrong = pools.contribute(
        pool, member=government, amount_fen=300_000 * YUAN, payer="", received_on=today(), document=f"样进账〔{today().year}〕3号", by=finance,
    )  # fmt: skip
    pools.reverse_contribution(wrong, by=finance, reason="样本：这笔进账是别的账户的。")


def _lost(world: Any) -> Row | None:
    """An invented loan on a mark that nobody has pledged, which was not repaid half a year ago; None where there is no such mark."""
    kept, bank, clerk = home(), world.organisations["bank"], world.people["bank"]
    mark = _free_mark(world)
    if kept is None or mark is None:
        return None
    due = today() - LOST_SINCE
    drawn = due - timedelta(days=365)
    typed = {
        "loan": "样DB-1", "lender": str(bank), "borrower": mark["name"], "rights": mark["number"], "principal": "1200000",
        "pledged_on": (drawn - timedelta(days=3)).isoformat(), "drawn": drawn.isoformat(), "due": due.isoformat(),
        "quality": "attention",
    }  # fmt: skip
    values, wrong = read_row(kept.register, typed, today=today())
    return None if wrong else enter_row(kept, values, by=clerk, organisation=bank)


def _free_mark(world: Any) -> dict[str, Any] | None:
    """A registered mark of an enterprise of the place that is in force for years and in no pledge, with its holder's name."""
    con = connect()
    spans, rights, pledges, parties = (
        read(con, world.snapshot.path(table)) for table in ("spans", "rights", "pledges", "parties")
    )
    held = spans.filter(spans.kind == "trademark", spans.region == world.plan.region, spans.holder_kind == "enterprise")
    held = held.filter(held.start < today() - timedelta(days=900), held.end > today() + timedelta(days=900))
    free = held.anti_join(pledges, "right_id").select("right_id", party_id="holder")
    named = free.inner_join(rights.select("right_id", "number"), "right_id").inner_join(
        parties.select("party_id", "name"), "party_id"
    )
    found: list[dict[str, Any]] = named.order_by("right_id").limit(1).to_pyarrow().to_pylist()
    return found[0] if found else None


def _compensate(world: Any, loan: PoolLoan, *, handler: Any, finance: Any) -> None:
    """Half of a loan is left, its claim is paid, and some of it comes back."""
    after = loan.due + timedelta(days=OVERDUE_DAYS + 5)
    with as_if(after):
        claim = claims.file_claim(
            loan, outstanding_fen=loan.principal_fen // 2, said="样本：催收三次未还，已申请处置质押的权利。", files=[_paper()],
            by=world.people["bank"],
        )  # fmt: skip
        claim = claims.check_claim(claim, by=handler, version=claim.version)
        number = f"样财〔{after.year}〕7号"
        claim = claims.decide_claim(claim, by=finance, version=claim.version, document=number)
        claim = claims.pay_claim(claim, by=finance, version=claim.version, document=f"样支〔{after.year}〕21号")
    with as_if(after + timedelta(days=10)):
        claims.recover(
            claim, amount_fen=loan.principal_fen // 40, document=f"样收〔{after.year}〕3号", received_on=today(), by=finance,
            version=claim.version,
        )  # fmt: skip


def _supplement(pool: Pool, handler: Any) -> None:
    """For loans that are taken in from last month on, more of a loss is paid, and sooner; entered with a wrong share at first. From next year
    on somebody joins."""
    number = f"样助保贷补〔{today().year}〕1号"
    with as_if(today() - timedelta(days=61)):
        wrong = supplement(
            pool, document=number, effective=today() + timedelta(days=31), reach="new", changes={"loss_share": 6500},
            basis={"loss_share": "第一条"}, files=[_paper("样本补充协议.png", "SAMPLE: supplement to the agreement")], by=handler,
        )  # fmt: skip
        withdraw_supplement(wrong, by=handler, reason="样本：补偿比例录错，原件写的是 60%。")
    with as_if(today() - timedelta(days=60)):
        supplement(
            pool, document=number, effective=today() + timedelta(days=30), reach="new",
            changes={"loss_share": 6000, "overdue_days": 20}, basis={"loss_share": "第一条", "overdue_days": "第二条"},
            files=[_paper("样本补充协议.png", "SAMPLE: supplement to the agreement")], by=handler,
        )  # fmt: skip
    with as_if(today() - timedelta(days=10)):
        supplement(
            pool, document=f"样助保贷补〔{today().year}〕2号", effective=date(today().year + 1, 1, 1), reach="new",
            changes={"shares": [4500, 3000, 1500, 1000]}, joins=[("government", "样例县融资担保基金")], basis={"shares": "第一条"},
            files=[_paper("样本补充协议2.png", "SAMPLE: a member joins")], by=handler,
        )  # fmt: skip


def _take(pool: Pool, handler: Any, *, until: date) -> dict[int, PoolLoan]:
    """Loans drawn up to a day, taken two days after they were drawn, the earliest first; by their rows."""
    rows = sorted((loan_told(row).drawn, row.pk, row) for row in loans_of_bank(pool))
    taken: dict[int, PoolLoan] = {}
    for drawn, _, row in rows:
        if drawn > until or len(taken) == MOST_LOANS:
            break
        with as_if(drawn + timedelta(days=2)), suppress(Refusal):
            taken[row.pk] = pools.admit_loan(pool, row, by=handler)
    return taken


def _paper(name: str = "样本未还本金证明.png", words: str = "SAMPLE: proof of the outstanding principal") -> TakenFile:
    """A picture that says what it is."""
    sheet = Image.new("RGB", (640, 300), "white")
    ImageDraw.Draw(sheet).text((30, 120), words, fill="black")
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return TakenFile(name, "png", out.getvalue())
