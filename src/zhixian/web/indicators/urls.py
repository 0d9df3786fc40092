"""Addresses of published figures."""

from django.urls import path

from zhixian.web.indicators import views

urlpatterns = [
    path("indicators/", views.catalogue, name="indicators"),
    path("indicators/<slug:indicator>/", views.indicator, name="indicator"),
    path("indicators/<slug:indicator>/rows/", views.rows, name="indicator_rows"),
    path("indicators/<slug:indicator>.<str:form>", views.download, name="indicator_download"),
]
