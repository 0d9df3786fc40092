"""Addresses of risk pools."""

from django.urls import path

from zhixian.web.finance.views import claims, pools, statements

urlpatterns = [
    path("finance/pools/", pools.pools, name="pools"),
    path("finance/pools/new/", pools.new, name="new_pool"),
    path("finance/pools/<int:pk>/", pools.one, name="pool"),
    path("finance/pools/<int:pk>/change/", pools.change, name="change_pool"),
    path("finance/pools/<int:pk>/contribute/", pools.contribute, name="contribute_to_pool"),
    path("finance/pools/<int:pk>/loans/", pools.admit, name="admit_to_pool"),
    path("finance/pools/<int:pk>/statement.xlsx", statements.as_xlsx, name="pool_statement_xlsx"),
    path("finance/pools/<int:pk>/statement.docx", statements.as_docx, name="pool_statement_docx"),
    path("finance/loans/<int:pk>/claim/", claims.new, name="new_pool_claim"),
    path("finance/claims/<int:pk>/", claims.one, name="pool_claim"),
    path("finance/claims/<int:pk>/<slug:act>/", claims.act, name="pool_claim_act"),
    path("finance/claims/files/<int:pk>/", claims.file, name="pool_claim_file"),
]
