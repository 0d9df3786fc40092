"""Tells Django of the room."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Dossiers (办件): one applicant's run of one matter."""

    name = "zhixian.web.matters"
    label = "matters"
    verbose_name = "事项办理"
