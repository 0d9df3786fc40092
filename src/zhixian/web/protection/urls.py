"""Addresses of reports, penalties and cases."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhixian.web.protection.urls_reports")),
    path("", include("zhixian.web.protection.urls_penalties")),
    path("", include("zhixian.web.protection.urls_cases")),
]
