"""The API, put together from the rooms; what each part shows and does is the room's own affair."""

from django.http import HttpRequest, HttpResponse

from zhixian.web.accounts.api import needs
from zhixian.web.accounts.api import router as tokens
from zhixian.web.accounts.scopes import SCOPES
from zhixian.web.incentives.api import router as money
from zhixian.web.indicators.api import router as indicators
from zhixian.web.kit.api.house import HouseAPI
from zhixian.web.kit.api.jobs import router as jobs
from zhixian.web.kit.api.reference import answer_document, answer_page
from zhixian.web.kit.doors import public
from zhixian.web.matters.api import dossiers, matters
from zhixian.web.navigation.api import router as topics
from zhixian.web.portal.api import entitlements
from zhixian.web.portal.api import router as plan
from zhixian.web.registry.api import router as registry

api = HouseAPI(
    title="知县接口",
    version="1",
    description="公开的内容不用令牌；其余按令牌持有人在一个单位里看得到的给出。问题一律以 application/problem+json 说明。",
)
api.add_router("", plan)
api.add_router("/indicators", indicators)
api.add_router("", matters)
api.add_router("", money)
api.add_router("/token", tokens)
api.add_router("", dossiers)
api.add_router("", registry)
api.add_router("", topics)
api.add_router("/entitlements", entitlements)
api.add_router("/jobs", jobs, auth=needs("jobs:read"))


@public
def openapi(_: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return answer_document(api)


@public
def reference(request: HttpRequest) -> HttpResponse:
    """The API for people to read."""
    return answer_page(request, api, {name: scope.words for name, scope in SCOPES.items()})
