"""Drafts a plan from any official text: clauses, responsible units, numeric targets, money, and what it could not decide."""

from zhixian.core.plan.reader.draft import Assignment, Draft, DraftAmount, DraftClause, DraftTarget, Undecided
from zhixian.core.plan.reader.reading import read_plan

__all__ = ["Assignment", "Draft", "DraftAmount", "DraftClause", "DraftTarget", "Undecided", "read_plan"]
