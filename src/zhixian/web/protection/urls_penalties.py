"""Addresses of penalties: the public's, and the enforcement units'."""

from django.urls import path

from zhixian.web.protection.views import penalties, penalty_desk

urlpatterns = [
    path("penalties/", penalties.public_list, name="public_penalties"),
    path("penalties/<int:pk>/", penalties.public_penalty, name="public_penalty"),
    path("open-data/penalties.<str:form>", penalties.penalty_data, name="penalty_data"),
    path("protection/penalties/", penalty_desk.penalties, name="penalties"),
    path("protection/penalties/new/", penalty_desk.new_penalty, name="new_penalty"),
    path("protection/penalties/statistics/", penalty_desk.statistics, name="penalty_statistics"),
    path("protection/penalties/<int:pk>/", penalty_desk.penalty, name="penalty"),
    path("protection/penalties/<int:pk>/change/", penalty_desk.change, name="change_penalty"),
    path("protection/penalties/<int:pk>/redact/", penalty_desk.redact, name="redact_penalty"),
    path("protection/penalties/<int:pk>/acts/<slug:act>/", penalty_desk.act, name="penalty_act"),
]
