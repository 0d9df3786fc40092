"""What a loaded plan still lacks: clauses that nothing carries, promises without a figure."""

import re
from dataclasses import dataclass

from zhixian.core.kernel.clauses import is_safeguard
from zhixian.core.plan.heads import scope_said
from zhixian.core.plan.model import Amount, Clause, Plan, Target

_SAFEGUARDS = re.compile(r"保障(?:措施|机制)|组织(?:保障|实施|领导)|(?:政策|工作|实施|强化|支撑)保障$")

_SCOPES = {"year": "每年", "ever": "历年合计", "right": "每件"}


@dataclass(frozen=True, slots=True)
class PlanState:
    """Counts and gaps of a plan, for the command line and the board."""

    plan: Plan
    uncarried: tuple[Clause, ...]

    def lines(self) -> list[str]:
        """Sentences for the editor."""
        plan = self.plan
        tasks = sum(1 for clause in plan.clauses if not _safeguards(clause))
        sets = sum(1 for unit in plan.units.values() if unit.kind == "set")
        lines = [
            f"{plan.title}（{plan.issuer}，{plan.issued}）",
            f"任务 {tasks} 项、保障措施 {len(plan.clauses) - tasks} 项，责任单位 {len(plan.units) - sets} 个、单位集合 {sets} 个",
            f"目标 {len(plan.targets)} 个，资金标准 {len(plan.amounts)} 个，有承诺而无数额 {len(plan.open_norms)} 处",
            "引文、单位、条款、数字和期限全部核对一致",
            *self._derived(),
            *self._scopes(),
        ]
        if self.uncarried:
            names = "、".join(plan.place_name(clause.id) for clause in self.uncarried)
            lines.append(f"还没有系统功能承接的条款 {len(self.uncarried)} 项：{names}")
        else:
            lines.append("每一条都有系统功能承接")
        return lines

    def _derived(self) -> list[str]:
        """What the quotes do not say themselves, each with the reason that its editor gives."""
        plan = self.plan
        items: list[Target | Amount | Clause] = [*plan.targets, *plan.amounts, *plan.clauses]
        reasons = [f"  plan.yaml：{plan.derived}"] if plan.derived else []
        reasons += [f"  {item.id}：{item.derived}" for item in items if item.derived]
        return [f"推算得来、引文里没有的 {len(reasons)} 处，请人工核对：", *reasons] if reasons else []

    def _scopes(self) -> list[str]:
        """Caps whose quote says neither 每年 nor 累计: over what they count, somebody has decided."""
        unsaid = [one for one in self.plan.amounts if one.kind == "cap" and one.quote and scope_said(one.quote) is None]
        lines = [f"  {one.id}：按 {one.per}（{_SCOPES.get(one.per or '', one.per)}）算，引文没有写" for one in unsaid]
        return [f"引文没有写每年还是历年合计的上限 {len(lines)} 处，请人工核对：", *lines] if lines else []


def plan_state(plan: Plan) -> PlanState:
    """The state of a plan that loaded without fault."""
    return PlanState(
        plan,
        tuple(c for c in plan.clauses if c.no_system_action is None and not plan.carriers(c.id)),
    )


def _safeguards(clause: Clause) -> bool:
    """Whether a clause says how the tasks are secured, by its id or the heading it stands under, rather than being one."""
    return is_safeguard(clause.id) or bool(_SAFEGUARDS.search(clause.section))
