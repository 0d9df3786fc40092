"""Tells Django of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their seats in units and organisations, and how they prove who they are."""

    name = "zhixian.web.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """The room's menu, what of signing in goes into the record, and who hears of many refusals."""
        from zhixian.web.accounts import menu, signals
        from zhixian.web.accounts.queries import administrators
        from zhixian.web.kit.watch import heard_by

        menu.add_entries()
        signals.connect()
        heard_by(administrators)
