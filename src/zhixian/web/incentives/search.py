"""Where a search looks for what was paid: the public's list, by who received it."""

from typing import Any

from django.urls import reverse

from zhixian.core.kernel.money import yuan
from zhixian.web.incentives.models import Commitment
from zhixian.web.kit.finds import Find, Words


def search_payments(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Payments as they are published, the latest first."""
    rows = Commitment.objects.filter(words.on("party_name"), state="paid", amount_fen__gt=0).select_related("pot")
    return [
        Find(
            title=row.party_name,
            link=f"{reverse('payments')}?year={row.pot.year}",
            note=f"{row.pot.name}，{row.pot.year} 年，{yuan(row.amount_fen)} 元",
        )
        for row in rows.order_by("-pk")[first : first + most]
    ]
