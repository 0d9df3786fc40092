"""A risk pool and somebody from each side of it, as tests need them."""

from datetime import date
from typing import Any

from factories.matters import upload
from factories.people import make_person
from factories.registers import LoanCast
from zhixian.core.finance.pool_terms import FIGURES
from zhixian.web.finance.actions import claims, pools
from zhixian.web.finance.actions.supplements import supplement
from zhixian.web.finance.models import Pool, PoolClaim, PoolLoan, Supplement
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.registers.models import Row

NUMBER = "样助保贷〔2018〕1号"
ENTERPRISES = 2
"""The place of the member whose money is paid in by enterprises."""
LEAD_UNIT, FINANCE_UNIT = "industry_science_bureau", "finance_bureau"


def agreement(bank: Any, /, **changes: Any) -> dict[str, Any]:
    """The fields of a pool."""
    return {
        "name": "某银行助保贷资金池", "bank": bank, "document": NUMBER,
        "basis": {figure: [f"第{place}条", NUMBER] for place, figure in enumerate(FIGURES, start=1)},
        "loss_share": 5000, "most_loan_fen": 500_000_000, "most_for_loan_fen": 60_000_000, "most_in_all_fen": 300_000_000,
        "leverage": 1000, "stop_at": 5000, "overdue_days": 60, "starts": date(2018, 1, 1), "ends": date(2021, 1, 1),
        **changes,
    }  # fmt: skip


def members(*shares: int) -> list[dict[str, Any]]:
    """Who pays in, by these shares."""
    kinds = ("government", "bank", "enterprises")
    return [{"kind": kind, "name": f"{kind} 方", "share": share} for kind, share in zip(kinds, shares, strict=False)]


def evidence() -> TakenFile:
    """A file as it is kept."""
    return TakenFile("证明.pdf", "pdf", upload().read())


def add_supplement(cast: "PoolCast", pool: Pool, *, by: Any = None, **given: Any) -> Supplement:
    """A supplement that the unit enters."""
    changes = given.pop("changes", {"loss_share": 8000, "shares": [6000, 4000, 0]})
    basis = {name: f"第{number}条" for number, name in enumerate(changes, start=1)}
    typed = {
        "document": "补字〔2018〕1号", "effective": date(2018, 9, 1), "reach": "all", "files": [evidence()], "basis": basis, **given,
    }  # fmt: skip
    return supplement(pool, changes=changes, by=by or cast.handler, **typed)


class PoolCast(LoanCast):
    """Two banks, the unit of the loans, the finance bureau, and others around a pool."""

    def __init__(self) -> None:
        super().__init__()
        self.finance = make_person("finance", unit=FINANCE_UNIT)
        self.second_finance = make_person("finance", unit=FINANCE_UNIT)
        self.auditor = make_person("auditor", unit="efficiency_office")

    @staticmethod
    def paper() -> TakenFile:
        """A file as it is kept."""
        return evidence()

    def pool(self, *, paid_in: int = 200_000_000, shares: tuple[int, ...] = (5000, 3000, 2000), **changes: Any) -> Pool:
        """An agreement of the first bank, with money of the first member."""
        bank = changes.pop("bank", self.bank)
        pool = pools.enter_pool(agreement(bank, **changes), members(*shares), by=self.handler)
        if paid_in:
            self.contribute(pool, paid_in)
        return pool

    def contribute(
        self, pool: Pool, fen: int, *, document: str = "进账1号", place: int = 0, received_on: date | None = None
    ) -> Any:
        """Money of a member, booked today; received when the pool began, unless told otherwise."""
        return pools.contribute(
            pool, member=pool.members.get(place=place), amount_fen=fen, payer="某企业" if place == ENTERPRISES else "",
            received_on=received_on or pool.starts, document=document, by=self.finance, sure=True,
        )  # fmt: skip

    def admit(self, pool: Pool, row: Row | None = None, **changes: Any) -> PoolLoan:
        """A loan of the first bank, taken into the pool."""
        return pools.admit_loan(pool, row or self.enter(**changes), by=self.handler)

    def file(self, loan: PoolLoan, fen: int = 100_000_000) -> PoolClaim:
        """The bank claims."""
        return claims.file_claim(loan, outstanding_fen=fen, said="催收三次", files=[evidence()], by=self.clerk)

    def check(self, claim: PoolClaim) -> PoolClaim:
        """The unit passes it."""
        return claims.check_claim(claim, by=self.handler, version=claim.version)

    def decide(self, claim: PoolClaim) -> PoolClaim:
        """The finance bureau approves it."""
        return claims.decide_claim(claim, by=self.finance, version=claim.version, document="样财〔2019〕7号")

    def pay(self, claim: PoolClaim, document: str = "支付1号") -> PoolClaim:
        """And pays it."""
        return claims.pay_claim(claim, by=self.finance, version=claim.version, document=document)

    def paid(self, loan: PoolLoan, fen: int = 100_000_000) -> PoolClaim:
        """All of that."""
        return self.pay(self.decide(self.check(self.file(loan, fen))))

    def recover(self, claim: PoolClaim, fen: int, document: str = "收回1号", *, received_on: date | None = None) -> Any:
        """Something comes back."""
        claim.refresh_from_db()
        return claims.recover(
            claim,
            amount_fen=fen,
            document=document,
            received_on=received_on or claim.stepped_on,
            by=self.finance,
            version=claim.version,
        )
