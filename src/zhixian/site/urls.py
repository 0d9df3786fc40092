"""Every address of the site, by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhixian.web.accounts.urls")),
    path("", include("zhixian.web.kit.urls")),
    path("", include("zhixian.web.registry.urls")),
    path("", include("zhixian.web.incentives.urls")),
    path("", include("zhixian.web.matters.urls")),
    path("", include("zhixian.web.protection.urls")),
    path("", include("zhixian.web.indicators.urls")),
    path("", include("zhixian.web.supervision.urls")),
    path("", include("zhixian.web.portal.urls")),
]
handler400 = "zhixian.web.kit.views.bad_request"
handler403 = "zhixian.web.kit.views.forbidden"
handler404 = "zhixian.web.kit.views.not_found"
handler429 = "zhixian.web.accounts.views.limits.too_many"
handler500 = "zhixian.web.kit.views.server_error"
