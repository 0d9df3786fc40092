"""Addresses of the public's pages."""

from django.urls import path

from zhixian.web.kit.moved import moved
from zhixian.web.portal.views import data, desk, entitled, lending, plan, search

urlpatterns = [
    path("", plan.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("loans/", lending.bank_loans, name="bank_loans"),
    path("search/", search.search, name="search"),
    path("clauses/<str:clause>/", plan.clause, name="clause"),
    path("plan/", plan.plan_text, name="plan_text"),
    path("units/", plan.units, name="units"),
    path("units/<str:unit>/", plan.unit, name="unit"),
    path("entitlements/", entitled.search, name="entitled"),
    path("entitlements/party/", entitled.party, name="entitled_party"),
    path("entitlements/rules/<str:rule>/", entitled.rule, name="rule"),
    moved("entitled", "entitlements"),
    path("open-data/", data.open_data, name="open_data"),
    path("open-data/plan.json", data.plan_json, name="plan_json"),
]
