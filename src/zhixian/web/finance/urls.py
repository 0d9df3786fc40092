"""Addresses of risk pools."""

from django.urls import path

from zhixian.web.finance.views import claims, paybacks, pools, statements, supplements

urlpatterns = [
    path("finance/pools/", pools.pools, name="pools"),
    path("finance/pools/new/", pools.new, name="new_pool"),
    path("finance/pools/<int:pk>/", pools.one, name="pool"),
    path("finance/pools/<int:pk>/change/", pools.change, name="change_pool"),
    path("finance/pools/<int:pk>/contribute/", pools.contribute, name="contribute_to_pool"),
    path("finance/contributions/<int:pk>/reverse/", pools.reverse, name="reverse_contribution"),
    path("finance/pools/<int:pk>/loans/", pools.admit, name="admit_to_pool"),
    path("finance/pools/<int:pk>/supplement/", supplements.new, name="supplement_pool"),
    path("finance/pools/<int:pk>/payback/", paybacks.new, name="pay_back_pool"),
    path("finance/supplements/<int:pk>/withdraw/", supplements.withdraw, name="withdraw_supplement"),
    path("finance/pools/papers/<int:pk>/", supplements.paper, name="pool_paper"),
    path("finance/paybacks/<int:pk>/", paybacks.one, name="pool_payback"),
    path("finance/paybacks/<int:pk>/<slug:act>/", paybacks.act, name="pool_payback_act"),
    path("finance/pools/<int:pk>/statement.xlsx", statements.as_xlsx, name="pool_statement_xlsx"),
    path("finance/pools/<int:pk>/statement.docx", statements.as_docx, name="pool_statement_docx"),
    path("finance/loans/<int:pk>/take-out/", pools.take_out, name="take_out_of_pool"),
    path("finance/loans/<int:pk>/claim/", claims.new, name="new_pool_claim"),
    path("finance/claims/<int:pk>/", claims.one, name="pool_claim"),
    path("finance/claims/<int:pk>/<slug:act>/", claims.act, name="pool_claim_act"),
    path("finance/claims/files/<int:pk>/", claims.file, name="pool_claim_file"),
]
