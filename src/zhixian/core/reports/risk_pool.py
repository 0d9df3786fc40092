"""A risk pool's statement of a year, as plain data for a document and a workbook."""

from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.money import yuan

NOTE = "缴存和收回按到账日、冲正按原来那笔的到账日、补偿和清退按拨付的记账日统计；余额不含银行自担的损失，已占用而没有拨付的仍在余额内"


@dataclass(frozen=True, slots=True)
class Share:
    """What of the pool is a member's, in fen: at the beginning, what moved, at the end."""

    member: str
    kind: str
    share: str
    opening_fen: int
    paid_in_fen: int
    borne_fen: int
    back_fen: int
    returned_fen: int = 0
    """Paid back at the pool's end."""
    reversed_fen: int = 0
    """Of what was paid in, what was booked wrongly and undone."""

    @property
    def closing_fen(self) -> int:
        """At the end of the year."""
        return (
            self.opening_fen + self.paid_in_fen - self.reversed_fen - self.borne_fen + self.back_fen - self.returned_fen
        )


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry of the ledger; `fen` is below zero where money went out."""

    received: date | None
    """When the bank had what came in, by which it counts; None where money went out."""
    booked: date
    """When the ledger was told; by it counts what went out."""
    what: str
    about: str
    document: str
    fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan in the pool, and what was paid for it by the end of the year."""

    borrower: str
    loan: str
    principal_fen: int
    drawn: date
    due: date
    admitted: date
    paid_fen: int
    recovered_fen: int


@dataclass(frozen=True, slots=True)
class PoolStatement:
    """The year of one pool up to a day, in fen."""

    pool: str
    bank: str
    document: str
    unit: str
    year: int
    as_of: date
    shares: tuple[Share, ...]
    movements: tuple[Movement, ...]
    loans: tuple[LoanLine, ...]
    standing: str
    """How it stands today, in words; "" for a year that is over."""
    label: str = ""
    supplements: tuple[tuple[date, str, str], ...] = ()
    """(from when, document, what it changes in words) of the supplements in force by then."""

    @property
    def opening_fen(self) -> int:
        """The balance at the beginning of the year."""
        return sum(one.opening_fen for one in self.shares)

    @property
    def paid_in_fen(self) -> int:
        """What members paid in."""
        return sum(one.paid_in_fen for one in self.shares)

    @property
    def reversed_fen(self) -> int:
        """What of it was booked wrongly and undone."""
        return sum(one.reversed_fen for one in self.shares)

    @property
    def borne_fen(self) -> int:
        """What was paid for losses."""
        return sum(one.borne_fen for one in self.shares)

    @property
    def back_fen(self) -> int:
        """What came back to the pool."""
        return sum(one.back_fen for one in self.shares)

    @property
    def returned_fen(self) -> int:
        """What was paid back to the members."""
        return sum(one.returned_fen for one in self.shares)

    @property
    def closing_fen(self) -> int:
        """The balance at the end."""
        return sum(one.closing_fen for one in self.shares)

    @property
    def owing(self) -> str:
        """Why members end below zero, and by how much, in words; "" where none does."""
        owing = "、".join(f"{one.member} {yuan(-one.closing_fen)} 元" for one in self.shares if one.closing_fen < 0)
        return f"期末为负：{owing}。分担的补偿多于缴存和分回，差额先由其他各方的缴存垫付" if owing else ""

    @property
    def totals(self) -> tuple[tuple[str, int], ...]:
        """The year in its sums; undone and paid back only where something was."""
        return (
            ("年初余额", self.opening_fen),
            ("缴存", self.paid_in_fen),
            *((("冲正", self.reversed_fen),) if self.reversed_fen else ()),
            ("补偿", self.borne_fen),
            ("收回", self.back_fen),
            *((("清退", self.returned_fen),) if self.returned_fen else ()),
            ("期末余额", self.closing_fen),
        )
