"""What a decision letter (决定书) says, as plain data."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on an application. `reasons` are sentences: how the sum came about, or why there is none.

    `remedies` says what the applicant may do against it; a refusal without it is no lawful decision.
    """

    number: str
    title: str
    granted: bool
    applicant: str
    credit_code: str
    matter: str
    subject: str
    dossier: str
    submitted: date
    accepted: date | None
    publicised: tuple[date, date] | None
    amount: str
    """The sum in yuan with thousands; empty when refused."""
    basis: tuple[str, ...]
    reasons: tuple[str, ...]
    remedies: str
    unit: str
    decided: date
    label: str = ""
    """What must be said at the head of each page, such as 合成数据."""
