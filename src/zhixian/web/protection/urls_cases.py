"""Addresses of cases looked at together."""

from django.urls import path

from zhixian.web.protection.views import cases

urlpatterns = [
    path("protection/disputes/", cases.disputes, name="disputes"),
    path("protection/disputes/<int:pk>/", cases.dispute, name="dispute"),
    path("protection/repeat-infringers/", cases.again, name="infringers_again"),
    path("protection/supervised/", cases.under_supervision, name="supervised_cases"),
    path("protection/case-figures/", cases.figures, name="case_figures"),
    path("protection/case-figures.xlsx", cases.figures_xlsx, name="case_figures_xlsx"),
]
