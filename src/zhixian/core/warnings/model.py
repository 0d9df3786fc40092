"""A warning rule, and what was found for a rule to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

HEARS = {
    "concerned": "当事的单位或企业",
    "lead_unit": "牵头单位",
    "lead_office": "统筹督办",
}
"""Who may hear a warning, in words."""
ROLES = ("handler", "chief", "finance", "lead_office")
"""Roles in a unit that a rule may name."""
USUAL_ROLES = ("handler", "chief", "lead_office")
LONGEST_MUTED = 180
"""Days: no rule lets a warning be silent for longer."""


@dataclass(frozen=True, slots=True)
class Look:
    """Something that the system finds and a rule may look at."""

    name: str
    dated: bool
    """Whether each thing found has a day."""
    over: bool = False
    """Whether that day is when something ended; else it is the day by which something is to be done."""
    of_registers: bool = False
    """Whether it is found in registers, which a rule may choose from."""
    measured: bool = False
    """Whether each thing found has gone so many percent of its way to a limit of its own."""


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "renewals": Look("有效期将满的注册商标", dated=True),
        "renewals_in_grace": Look("宽展期内的注册商标", dated=True),
        "fees": Look("年费将到期的专利", dated=True),
        "lapsed": Look("新近终止的专利", dated=True, over=True),
        "look_alikes": Look("新近注册或申请、与地理标志或注册商标相近的商标", dated=True, over=True),
        "row_findings": Look("台账里有要处理的核对结果的记录", dated=False, of_registers=True),
        "row_days": Look("台账里有期限的记录", dated=True, of_registers=True),
        "dossiers": Look("没有办结的办件", dated=True),
        "reports": Look("没有办结的举报", dated=True),
        "penalties": Look("还没有公示的行政处罚决定", dated=True),
        "requests": Look("没有答复的督办", dated=True),
        "targets": Look("预测落后的目标", dated=False),
        "matches": Look("供需台账里对得上、还没有人跟进的供给和需求", dated=False),
        "introductions": Look("求牵线而还没有联系上的供需对接", dated=True),
        "rating_changes": Look("公开的信用评级里最近一次等级的变化", dated=True, over=True),
        "pools": Look("不良率接近熔断线的风险资金池", dated=False, measured=True),
    }
)
"""By the word that a rule says under `looks_at`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `before` and `after` are calendar days around the day of what is found; None where it has no day. `near` is how many
    percent of the way to its limit it must have gone; None where it has no limit.

    `home` is the register whose first unit is `lead_unit`, and whose clauses the warning serves; "" where what is found says
    its clause itself. `registers` are those that are looked at, none of them every one but `except_registers`.
    """

    id: str
    name: str
    looks_at: str
    hears: tuple[str, ...]
    most_muted: int
    """For how many days a person may silence one warning at a time."""
    before: int | None = None
    after: int | None = None
    near: int | None = None
    home: str = ""
    registers: tuple[str, ...] = ()
    except_registers: tuple[str, ...] = ()
    dues: tuple[str, ...] = ()
    except_dues: tuple[str, ...] = ()
    """Due days of rows by their ids in their registers, looked at or not, as with registers."""
    roles: tuple[str, ...] = USUAL_ROLES
    """Who in a unit hears it."""
    hidden_from: tuple[str, ...] = ()
    """Roles whose holders never hear it, whatever else they are."""
    seen: bool = False
    """Whether it tells of what has happened, so that to have seen it is enough: one press silences it for as long as the rule lets."""
    basis: str = ""

    def looks_into(self, register: str) -> bool:
        """Whether rows of a register are looked at."""
        return register in self.registers if self.registers else register not in self.except_registers

    def looks_at_due(self, register: str, due: str) -> bool:
        """Whether a due day of rows of a register is looked at; both are named as `register.due`."""
        named = f"{register}.{due}"
        return named in self.dues if self.dues else named not in self.except_dues


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a rule looks at. `subject` names it for ever, among everything that the same rule finds.

    `units` and `organisations` are those concerned: ids of the plan, keys of the site. `words` is the reason with its numbers.
    """

    subject: str
    name: str
    words: str
    link: str
    day: date | None = None
    clause: str = ""
    units: tuple[str, ...] = ()
    organisations: tuple[int, ...] = ()
    in_register: str = ""
    of_due: str = ""
    """The due day of its register that it is about."""
    gone: int | None = None
    """How many percent of the way to its limit; None where it has none."""
