"""Addresses of the public's pages."""

from django.urls import path

from zhixian.web.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("clauses/<str:clause>/", views.clause, name="clause"),
]
