"""Tells Django of the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Snapshots as the site knows them: uploads, imports, corrections, and rights and parties to link to."""

    name = "zhixian.web.registry"
    label = "registry"
    verbose_name = "登记数据"
