"""Addresses of the money."""

from django.urls import path

from zhixian.web.incentives import views
from zhixian.web.kit.moved import moved

urlpatterns = [
    path("budgets/", views.budgets, name="budgets"),
    path("budgets/<int:pk>/", views.pot, name="pot"),
    path("budgets/held/<int:pk>/", views.held, name="held"),
    moved("money", "budgets"),
    path("payments/", views.payments, name="payments"),
]
