"""Every address of the site, by room."""

from django.urls import include, path

from zhixian.site import api

urlpatterns = [
    path("", include("zhixian.web.accounts.urls")),
    path("", include("zhixian.web.kit.urls")),
    path("", include("zhixian.web.registry.urls")),
    path("", include("zhixian.web.registers.urls")),
    path("", include("zhixian.web.incentives.urls")),
    path("", include("zhixian.web.matters.urls")),
    path("", include("zhixian.web.finance.urls")),
    path("", include("zhixian.web.protection.urls")),
    path("", include("zhixian.web.indicators.urls")),
    path("", include("zhixian.web.navigation.urls")),
    path("", include("zhixian.web.supervision.urls")),
    path("", include("zhixian.web.warnings.urls")),
    path("", include("zhixian.web.portal.urls")),
    path("api/", api.reference, name="api_reference"),
    path("api/v1/openapi.json", api.openapi, name="api_document"),
    path("api/v1/", include(api.api.patterns)),
]
handler400 = "zhixian.site.errors.bad_request"
handler403 = "zhixian.site.errors.forbidden"
handler404 = "zhixian.site.errors.not_found"
handler429 = "zhixian.web.accounts.views.limits.too_many"
handler500 = "zhixian.site.errors.server_error"
