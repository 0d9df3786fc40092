"""Questions about published figures."""

from django.db.models import QuerySet

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.web.indicators.models import Edition, Figure

CARD = (
    "edition", "indicator", "name", "unit", "value", "reason", "clause", "goal", "due", "met", "state", "grade", "sentence",
    "history", "ahead", "version",
)  # fmt: skip
"""What a gauge shows; the long series stay in the database."""


def editions() -> QuerySet[Edition]:
    """What was published, the latest first."""
    return Edition.objects.order_by("-published_at", "-pk")


def latest_edition() -> Edition | None:
    """What is published now; None before anything was."""
    return editions().first()


def published(indicator: str) -> QuerySet[Figure]:
    """The figure of an indicator as it is published now, with its edition; empty when there is none."""
    edition = latest_edition()
    if edition is None or indicator not in INDICATORS:
        return Figure.objects.none()
    return edition.figures.filter(indicator=indicator).select_related("edition")


def targets_of(edition: Edition) -> QuerySet[Figure]:
    """The plan's numeric goals, in its order."""
    return edition.figures.exclude(clause="").only(*CARD)


def figures_of(edition: Edition) -> QuerySet[Figure]:
    """Every figure without its long columns."""
    return edition.figures.only(*CARD, "definition", "yearly", "position")
