"""The public columns that the portal itself fills, and the desk in everybody's menu."""

from collections.abc import Callable
from typing import Any

from zhixian.web.accounts.roles import BANK, ENTERPRISE
from zhixian.web.incentives.showing import add_link as add_pot_link
from zhixian.web.kit.menu import Column, MenuEntry, add, add_column, add_to_foot
from zhixian.web.portal.cultivation import sees_leads, sees_partners, units_of
from zhixian.web.portal.entitled_all import list_address, sees_a_rule
from zhixian.web.portal.intensity import sees_intensity
from zhixian.web.portal.scorecards import OFFICE, READERS, sees_all
from zhixian.web.registers.market import MARKET, is_kept, stands
from zhixian.web.registers.showing import add_link


def fill() -> None:
    """Home, the plan, entitlements, open data; other rooms add theirs between them. Everybody who signs in has a desk."""
    add(
        MenuEntry("我的工作", "我的事项", "desk", icon="inbox", place=0),
        MenuEntry("我的工作", "本行的质押贷款", "bank_loans", frozenset({BANK}), "list"),
        MenuEntry("我的工作", "荣誉和培育阶梯", "ladder", frozenset(READERS), "target"),
        MenuEntry("我的工作", "驰名商标材料", "well_known", frozenset(READERS), "file"),
        MenuEntry("我的工作", "线索", "leads", frozenset(OFFICE), "search", shown=sees_leads),
        MenuEntry("监督", "信用评级", "ratings", icon="shield"),
        MenuEntry("监督", "评价表", "scorecards", frozenset(READERS), "chart"),
        MenuEntry("监督", "专利密集度", "patent_intensity", frozenset(OFFICE), "chart", shown=sees_intensity),
        MenuEntry("资金", "谁可以享受", "entitled_all", frozenset(OFFICE), "people", shown=sees_a_rule),
        MenuEntry("资金", "加计扣除试算", "deduction", frozenset(READERS), "money", shown=_reckons("cost_deductions")),
        MenuEntry(
            "资金", "价值估算", "valuation", frozenset((*READERS, BANK)), "chart", shown=_reckons("pledge_loans")
        ),
    )
    add_column(
        Column(0, "首页", "home"),
        Column(10, "方案", "plan_text"),
        Column(15, "责任单位", "units"),
        Column(30, "我能享受什么", "entitled"),
        Column(60, "开放数据", "open_data"),
    )
    add_pot_link("谁可以享受、谁还没有申请", list_address)
    add_to_foot(Column(20, "信用评级", "ratings"))
    if is_kept():
        add(
            MenuEntry("我的工作", "供需对接", "needs_offers", frozenset((*READERS, BANK)), "link"),
            MenuEntry("我的工作", "校企匹配", "partners", frozenset(READERS), "people", shown=sees_partners),
        )
        add_column(Column(35, "供需对接", "needs_offers"))
        add_link(MARKET, "看谁和它对得上", "needs_offer", shows=stands)


def _reckons(register: str) -> Callable[[Any], bool]:
    """Whether somebody reckons what a register is about: organisations for themselves, its units, the lead office, auditors."""
    return lambda user: bool(user.roles & {ENTERPRISE, BANK}) or sees_all(user, units_of(register))
