"""Addresses of reports and penalties."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhixian.web.protection.urls_reports")),
    path("", include("zhixian.web.protection.urls_penalties")),
]
