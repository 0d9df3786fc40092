"""The public columns that the portal itself fills."""

from zhixian.web.kit.menu import Column, add_column


def fill() -> None:
    """Home, the plan, entitlements, open data; other rooms add theirs between them."""
    add_column(
        Column(0, "首页", "home"),
        Column(10, "方案", "plan_text"),
        Column(15, "责任单位", "units"),
        Column(30, "我能享受什么", "entitled"),
        Column(60, "开放数据", "open_data"),
    )
