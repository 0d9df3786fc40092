"""Tables of risk pools: agreements with their figures, money, loans and end; claims for losses and what was recovered.

The money itself lies in the ledger, in a pot of each pool's own.
"""

from zhixian.web.finance.models.claims import ClaimEvent, ClaimFile, LastClaim, PoolClaim, Recovery
from zhixian.web.finance.models.pools import (
    MOST_MEMBERS,
    Contribution,
    Member,
    Payback,
    Pool,
    PoolEvent,
    PoolLoan,
    PoolPaper,
    Reversal,
    Supplement,
    Withdrawal,
    evidence_path,
)
from zhixian.web.finance.models.states import (
    CHECKED,
    DECIDED,
    FILED,
    HOLDING,
    PAID,
    PAYBACK_STATES,
    REFUSED,
    STATES,
    STILL_OPEN,
    WITHDRAWN,
)

__all__ = [
    "CHECKED",
    "DECIDED",
    "FILED",
    "HOLDING",
    "MOST_MEMBERS",
    "PAID",
    "PAYBACK_STATES",
    "REFUSED",
    "STATES",
    "STILL_OPEN",
    "WITHDRAWN",
    "ClaimEvent",
    "ClaimFile",
    "Contribution",
    "LastClaim",
    "Member",
    "Payback",
    "Pool",
    "PoolClaim",
    "PoolEvent",
    "PoolLoan",
    "PoolPaper",
    "Recovery",
    "Reversal",
    "Supplement",
    "Withdrawal",
    "evidence_path",
]
