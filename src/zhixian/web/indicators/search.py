"""Where a search looks for indicators: by name and definition, with the value that is published."""

from typing import Any

from django.urls import reverse

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.web.indicators.queries import figures_of, latest_edition
from zhixian.web.kit.finds import Find, Words, around


def search_indicators(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Published figures, in their order; nothing before the first are published."""
    edition = latest_edition()
    if edition is None:
        return []
    rows = figures_of(edition).filter(words.on("name", "definition"), indicator__in=INDICATORS)
    return [
        Find(
            title=row.name,
            link=reverse("indicator", args=[row.indicator]),
            note="没有数值" if row.value is None else f"{row.brief} {row.unit}（{edition.as_of}）",
            text=around(row.definition, words),
        )
        for row in rows[first : first + most]
    ]
