"""Addresses of the money."""

from django.urls import path

from zhixian.web.incentives import views

urlpatterns = [
    path("money/", views.budgets, name="budgets"),
    path("money/<int:pk>/", views.pot, name="pot"),
    path("money/held/<int:pk>/", views.held, name="held"),
    path("payments/", views.payments, name="payments"),
]
