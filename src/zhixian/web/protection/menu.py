"""The room's entries in the menu."""

from typing import Any

from zhixian.core.analysis.cases.disputes import STEPS
from zhixian.core.analysis.cases.held import CASES
from zhixian.web.accounts.roles import AUDITOR, CHIEF, CUSTODIAN, FINANCE, HANDLER, LEAD
from zhixian.web.kit import menu
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.visibility import registers_visible_to
from zhixian.web.registers.showing import add_link

CASE_READERS = (LEAD, AUDITOR, HANDLER, CHIEF, FINANCE)
"""Roles to which the pages of cases open; which rows they see is told by the registers."""


def reads_cases(user: Any) -> bool:
    """Whether the person reads cases; whoever may learns by the page where the place keeps none."""
    return CASES not in kept_registers() or CASES in registers_visible_to(user)


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add_column(menu.Column(45, "我要举报", "report_start"), menu.Column(47, "处罚公示", "public_penalties"))
    for register in STEPS:
        add_link(register, "看整个纠纷", "dispute")
    menu.add(
        menu.MenuEntry("保护", "案件和纠纷", "disputes", frozenset(CASE_READERS), "list", shown=reads_cases),
        menu.MenuEntry("保护", "举报", "reports", frozenset({LEAD, HANDLER, CHIEF}), "shield"),
        menu.MenuEntry("保护", "举报人身份", "openings", frozenset({LEAD, HANDLER, CHIEF, CUSTODIAN}), "lock"),
        menu.MenuEntry("保护", "身份保管", "custody", frozenset({CUSTODIAN}), "lock"),
        menu.MenuEntry("保护", "行政处罚公示", "penalties", frozenset({HANDLER, CHIEF}), "file"),
        menu.MenuEntry(
            "监督", "处罚公示统计", "penalty_statistics", frozenset({LEAD, AUDITOR, HANDLER, CHIEF}), "chart"
        ),
        menu.MenuEntry("监督", "举报办理轨迹", "report_trail", frozenset({AUDITOR}), "list"),
    )
