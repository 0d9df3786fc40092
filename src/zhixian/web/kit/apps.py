"""Tells Django of the room."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """What every page stands on: layout, doors, the record, lists, files, notices, the site's day."""

    name = "zhixian.web.kit"
    label = "kit"
    verbose_name = "公用"
