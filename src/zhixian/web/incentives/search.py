"""Where a search looks for what was paid: the public's list, by who received it."""

from typing import Any

from django.urls import reverse

from zhixian.core.kernel.money import yuan
from zhixian.web.incentives.queries import payments
from zhixian.web.kit.finds import Find, Words


def search_payments(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Payments as they are published, the latest first."""
    return [
        Find(
            title=row.party_name,
            link=f"{reverse('payments')}?year={row.pot.year}",
            note=f"{row.pot.name}，{row.pot.year} 年，{yuan(row.amount_fen)} 元",
        )
        for row in payments().filter(words.on("party_name"))[first : first + most]
    ]
