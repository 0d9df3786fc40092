"""Addresses of the public's pages."""

from django.urls import path

from zhixian.web.kit.moved import moved
from zhixian.web.portal.views import (
    cultivation,
    data,
    deduction,
    desk,
    entitled,
    lending,
    matching,
    plan,
    ratings,
    scorecards,
    search,
    statements,
    valuation,
)

urlpatterns = [
    path("", plan.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("loans/", lending.bank_loans, name="bank_loans"),
    path("scorecards/", scorecards.scorecards, name="scorecards"),
    path("scorecards/<slug:scorecard>/", scorecards.scorecard, name="scorecard"),
    path("scorecards/<slug:scorecard>/card/", scorecards.score_card, name="score_card"),
    path("scorecards/<slug:scorecard>/scores.xlsx", scorecards.scorecard_sheet, name="scorecard_sheet"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/<slug:scorecard>/", ratings.rating, name="rating"),
    path("ratings/<slug:scorecard>/card/", ratings.rating_card, name="rating_card"),
    path("statements/", statements.statements, name="statements"),
    path("statements/statement.docx", statements.statement_docx, name="statement_docx"),
    path("ladder/", cultivation.ladder, name="ladder"),
    path("leads/", cultivation.leads, name="leads"),
    path("leads/leads.xlsx", cultivation.leads_sheet, name="leads_sheet"),
    path("needs-and-offers/", matching.needs_offers, name="needs_offers"),
    path("needs-and-offers/<int:pk>/", matching.needs_offer, name="needs_offer"),
    path("partners/", matching.partners, name="partners"),
    path("search/", search.search, name="search"),
    path("clauses/<str:clause>/", plan.clause, name="clause"),
    path("plan/", plan.plan_text, name="plan_text"),
    path("units/", plan.units, name="units"),
    path("units/<str:unit>/", plan.unit, name="unit"),
    path("entitlements/", entitled.search, name="entitled"),
    path("entitlements/party/", entitled.party, name="entitled_party"),
    path("entitlements/rules/<str:rule>/", entitled.rule, name="rule"),
    path("deduction/", deduction.deduction, name="deduction"),
    path("valuation/", valuation.valuation, name="valuation"),
    moved("entitled", "entitlements"),
    path("open-data/", data.open_data, name="open_data"),
    path("open-data/plan.json", data.plan_json, name="plan_json"),
]
