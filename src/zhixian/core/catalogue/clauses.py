"""Which clause of a place's plan a matter serves: that of the promise it pays, else the one that matters.yaml says."""

from collections.abc import Mapping

from zhixian.core.kernel.faults import Faults
from zhixian.core.plan.model import Amount, Plan
from zhixian.core.rules.definition import Incentive
from zhixian.core.rules.sentences import promise_of
from zhixian.core.workflow.model import Matter


def clause_of_matter(plan: Plan, matter: Matter, rules: Mapping[str, Incentive], faults: Faults) -> str:
    """The id of the clause; empty with a fault when the plan has none for it, or says two.

    An id that the plan lacks is no second fault here: whoever read the file that says it has told so.
    """
    written = plan.matter_clauses.get(matter.id, "")
    clauses = [clause.id for clause in plan.clauses]
    promise = _promise(plan, rules[matter.incentive]) if matter.incentive else None
    key = f"{matter.id}.clause"
    if promise and promise.clause in clauses:
        if written == "" or written not in clauses or written == promise.clause:
            return promise.clause
        expected = f"不写，或“{promise.clause}”（amounts.yaml 的 {promise.id} 在这一条）"
        faults.add("matters.yaml", key, f"“{written}”", expected)
    elif not written and (promise is None or promise.clause in dict(plan.sections)):
        faults.add("matters.yaml", key, _lacking(matter, promise), 'plan.yaml 里的一条，例如 clause: "12"')
    return written


def _promise(plan: Plan, rule: Incentive) -> Amount | None:
    own = [amount for amount in plan.amounts if amount.incentive == rule.id]
    return promise_of(rule, own) if {rule.share, rule.fixed} & {amount.parameter for amount in own} else None


def _lacking(matter: Matter, promise: Amount | None) -> str:
    if promise:
        return f"没有写，{matter.name}的金额 {promise.id} 又不在哪一条里"
    return f"没有写，amounts.yaml 也没有{matter.name}的金额" if matter.incentive else "没有写"
