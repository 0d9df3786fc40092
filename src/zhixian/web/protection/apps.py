"""Tells Django of the room."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Reports of infringement, penalties and their publication."""

    name = "zhixian.web.protection"
    label = "protection"
    verbose_name = "保护"
