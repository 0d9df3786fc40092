"""The year's money for the demonstration, so that sample dossiers can be decided and paid."""

from typing import Any

from zhixian.web.incentives import actions

FEN = 200_000_000


def fill(world: Any) -> None:
    """Two million yuan for each purpose that the plan gives money for."""
    for purpose in sorted({amount.incentive for amount in world.plan.amounts}):
        actions.appropriate(
            purpose=purpose, year=world.today.year, amount_fen=FEN, document="样本预算文件", by=world.people["finance"]
        )
