"""Addresses of accounts: ours, then allauth's own."""

from django.urls import include, path

from zhixian.web.accounts.views import demo, second_factor

urlpatterns = [
    path("demo/", demo.doors, name="demo"),
    path("demo/<str:key>/", demo.step_in, name="demo_step_in"),
    path("accounts/second-factor/", second_factor.second_factor_needed, name="second_factor_needed"),
    path("accounts/", include("allauth.urls")),
]
