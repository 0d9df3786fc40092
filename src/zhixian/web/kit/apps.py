"""Tells Django of the room."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """What every page stands on: layout, doors, the record, lists, files, notices, the site's day."""

    name = "zhixian.web.kit"
    label = "kit"
    verbose_name = "公用"

    def ready(self) -> None:
        """Add the pages of jobs and of what is past its term to the menu."""
        from zhixian.web.kit import menu
        from zhixian.web.kit.models import JOB_WATCHERS
        from zhixian.web.kit.prose import say_lengths_plainly

        say_lengths_plainly()
        menu.add(menu.MenuEntry("管理", "后台作业", "jobs", JOB_WATCHERS, "clock"))
        menu.add(menu.MenuEntry("管理", "保存期满", "clearing", JOB_WATCHERS, "file"))
