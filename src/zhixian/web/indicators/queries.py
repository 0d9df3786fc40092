"""Questions about published figures."""

from django.db.models import QuerySet

from zhixian.web.indicators.models import Edition, Figure

CARD = (
    "edition", "indicator", "name", "unit", "value", "reason", "clause", "goal", "due", "met", "state", "chance", "sentence",
    "history", "ahead", "version",
)  # fmt: skip
"""What a gauge shows; the long series stay in the database."""


def latest_edition() -> Edition | None:
    """What is published now; None before anything was."""
    return Edition.objects.order_by("-published_at", "-pk").first()


def targets_of(edition: Edition) -> QuerySet[Figure]:
    """The plan's numeric goals, in its order."""
    return edition.figures.exclude(clause="").only(*CARD)


def figures_of(edition: Edition) -> QuerySet[Figure]:
    """Every figure without its long columns."""
    return edition.figures.only(*CARD, "definition", "yearly", "position")
