"""Addresses of warnings."""

from django.urls import path

from zhixian.web.warnings.views import calendar, inbox, settings

urlpatterns = [
    path("warnings/", inbox.warnings, name="warnings"),
    path("warnings/rules/", inbox.rules, name="warning_rules"),
    path("warnings/settings/", settings.settings, name="warning_settings"),
    path("warnings/calendar/", settings.make, name="make_calendar"),
    path("warnings/calendar/revoke/", settings.revoke, name="revoke_calendar"),
    path("warnings/seen/", inbox.seen_all, name="warnings_seen"),
    path("warnings/<int:pk>/seen/", inbox.seen_one, name="warning_seen"),
    path("warnings/<int:pk>/mute/", inbox.mute_one, name="mute_warning"),
    path("warnings/<int:pk>/unmute/", inbox.unmute_one, name="unmute_warning"),
    path("calendar/<slug:secret>.ics", calendar.feed, name="calendar"),
]
