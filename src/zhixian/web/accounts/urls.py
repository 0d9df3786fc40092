"""Addresses of accounts: allauth's own and ours."""

from django.urls import include, path

from zhixian.web.accounts import views

urlpatterns = [
    path("second-factor/", views.second_factor_needed, name="second_factor_needed"),
    path("", include("allauth.urls")),
]
