"""What a report is made of: plain data, so that a document, a workbook and a page can show the same figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhixian.core.finance.year_end import YearEnd


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: the last day of a period and the value on it (None: cannot be computed)."""

    day: date
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class FuturePoint:
    """One figure of a forecast with its interval."""

    day: date
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target and where it stands. `value` and `goal` are in `unit`; value None means it cannot be computed (`why_missing`)."""

    id: str
    name: str
    clause: str
    goal: Decimal
    unit: str
    value: Decimal | None = None
    due: date | None = None
    met: bool | None = None
    on_due: Decimal | None = None
    """The value on the due day, once that is past; None where it cannot be computed."""
    met_on_due: bool | None = None
    numerator: int | None = None
    denominator: int | None = None
    series: tuple[Point, ...] = ()
    """A month apart, the last on the day asked about."""
    yearly: bool = False
    """The value starts from nothing each year."""
    forecast: str = ""
    """The forecast in one sentence, as the analysis words it; empty when there is none."""
    low: Decimal | None = None
    high: Decimal | None = None
    """Interval of the forecast for the due date."""
    future: tuple[FuturePoint, ...] = ()
    definition: str = ""
    why_missing: str = ""
    remedy: str = ""
    """What would help, for the one at the screen; a document does not say it."""


@dataclass(frozen=True, slots=True)
class TargetList:
    """The targets of a plan on a day. `labels` must be said wherever the figures show (合成数据)."""

    as_of: date
    region: str
    snapshot: str
    lines: tuple[TargetLine, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award. `party` and `subject` are the names or ids to print."""

    party: str
    subject: str
    amount_fen: int
    base_fen: int | None = None
    capped: bool = False
    reasons: str = ""
    party_id: str = ""
    title: str = ""
    clause: str = ""
    quarter_fen: int = 0
    """What of it the quarter added, in a list of a quarter."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that a rule looked at and awarded nothing, and why."""

    title: str
    party: str
    party_id: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class IncentiveLine:
    """The awards of one incentive in the year; `top` holds its largest awards, largest first."""

    id: str
    title: str
    clause: str
    quote: str = ""
    count: int = 0
    total_fen: int = 0
    capped: int = 0
    top: tuple[AwardRow, ...] = ()
    quarter_fen: int = 0


@dataclass(frozen=True, slots=True)
class OpenNormLine:
    """A promise of money without a figure. `waiting` None means the data cannot tell who waits (`why`)."""

    clause: str
    quote: str
    waiting: int | None = None
    why: str = ""
    id: str = ""
    names: tuple[str, ...] = ()
    """Who waits, by name."""


@dataclass(frozen=True, slots=True)
class AwardList:
    """The awards of a year with their sums by incentive, what waits for a figure, and what was refused.

    `missing` says why nothing can be counted at all; then no sum is a zero.
    """

    year: int
    region: str
    snapshot: str
    rows: tuple[AwardRow, ...] = ()
    incentives: tuple[IncentiveLine, ...] = ()
    open_norms: tuple[OpenNormLine, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    labels: tuple[str, ...] = ()
    missing: str = ""
    quarter: int | None = None
    """Of a quarter: the sums are those of the year to its end, and `quarter_fen` beside them."""


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause, who answers for it and what carries it in the system; `why` stands where nothing needs to."""

    id: str
    title: str
    units: tuple[str, ...] = ()
    carried_by: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The budget of a clause in a year, in fen, and its use now and at the end of the year."""

    clause: str
    budget_fen: int
    told: YearEnd


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of a year as the ledger has them on a day, which need not be the day of the figures."""

    year: int
    as_of: date
    lines: tuple[BudgetLine, ...]


@dataclass(frozen=True, slots=True)
class QuarterlyReport:
    """Everything the quarterly report says. Nothing in it is looked up, and no clock is asked.

    `synthetic` marks every page as 合成数据. `dated` is the day the document is signed (成文日期); None leaves it to be
    filled in by hand. `red_header` is the lead office's name for the 红头; None prints none.
    """

    plan_title: str
    as_of: date
    place: str = ""
    issuer: str = ""
    plan_issuer: str = ""
    plan_date: date | None = None
    addressee: str = ""
    number: str = ""
    red_header: str | None = None
    dated: date | None = None
    copies_to: str = ""
    snapshot: str = ""
    synthetic: bool = False
    year: int | None = None
    """Calendar year of the awards; None: no awards were computed."""
    targets: tuple[TargetLine, ...] = ()
    charted: tuple[str, ...] = ()
    """Ids of the targets whose series is drawn; empty: the first that has one."""
    incentives: tuple[IncentiveLine, ...] = ()
    awards_missing: str = ""
    """Why no award can be counted; then no sum is a zero."""
    budgets: Budgets | None = None
    """None: the report is not made where a ledger is kept."""
    open_norms: tuple[OpenNormLine, ...] = ()
    clauses: tuple[ClauseLine, ...] = ()
    remarks: tuple[str, ...] = ()
    """What must be said before all figures, such as whose plan another region's are held against."""
    quality: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
