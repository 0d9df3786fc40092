"""Tells Django of the room."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Each unit's duties: evidence, progress, reminders, inspection."""

    name = "zhixian.web.supervision"
    label = "supervision"
    verbose_name = "督查"
