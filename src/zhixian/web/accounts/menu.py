"""What accounts adds to the office menu."""

from zhixian.web.accounts.roles import ADMIN, AUDITOR, BANK, ENTERPRISE, LEAD, STAFF
from zhixian.web.kit.menu import MenuEntry, add


def add_entries() -> None:
    """Called when Django has loaded the room."""
    add(
        MenuEntry("管理", "本单位人员", "people", frozenset({*STAFF, ENTERPRISE, BANK}), "people"),
        MenuEntry("管理", "企业认领待确认", "claims", frozenset({LEAD}), "inbox"),
        MenuEntry("管理", "全部席位", "all_seats", frozenset({LEAD, ADMIN, AUDITOR}), "list"),
    )
