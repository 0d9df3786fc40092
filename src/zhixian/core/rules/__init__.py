"""One incentive definition, its conditions and amounts, evaluated exactly for one application."""

from zhixian.core.rules.evaluation import Outcome, Step, evaluate, evaluate_all

__all__ = ["Outcome", "Step", "evaluate", "evaluate_all"]
