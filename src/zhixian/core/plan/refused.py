"""A plan that cannot be taken, with everything that is wrong in it."""

from collections.abc import Sequence

from zhixian.core.kernel.faults import Fault
from zhixian.core.kernel.refusal import Refusal


class PlanRefused(Refusal):
    """A plan with faults; all of them, not only the first."""

    def __init__(self, folder: str, faults: list[Fault], choices: Sequence[str] = ()) -> None:
        """`choices` are lines said once below the faults, such as the ids that several of them ask for."""
        self.faults = faults
        lines = "\n".join(f"  {number}. {fault.sentence()}" for number, fault in enumerate(faults, start=1))
        super().__init__(f"方案有 {len(faults)} 处需要修改\n{chr(10).join([lines, *choices])}", where=folder)
