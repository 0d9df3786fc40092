"""The API as one thing: its doors, its schema in OpenAPI 3.1, its answers to what it cannot do."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from zhixian.web.kit.api.problems import MEDIA_TYPE, OF_STATUS, Problem, answer_with_problems, problem
from zhixian.web.kit.doors import Door
from zhixian.web.kit.posted import clean_texts

View = Callable[..., HttpResponse]
_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MEDIA = frozenset({"application/json", "multipart/form-data"})
GUARDED_BY_TOKEN = Door(None, second_factor=False)
"""No session opens the API and none is looked at: each operation says whether it is public or which scope its token needs."""


class CleanParser(Parser):
    """Reads bodies and forms as the pages' own are read: without signs that nobody sees."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What the JSON of a body says."""
        return clean_texts(super().parse_body(request))

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        """The fields of a form or of an address."""
        return clean_texts(super().parse_querydict(data, list_fields, request))


class HouseAPI(NinjaAPI):
    """django-ninja in the house's manners. Operations are named by their function; every one says its `auth`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(docs_url=None, openapi_url=None, parser=CleanParser(), **kwargs)
        answer_with_problems(self)

    @property
    def patterns(self) -> list[URLPattern]:
        """Addresses of every operation, for `path()`."""
        found: list[URLPattern] = []
        for pattern in self.urls[0]:
            if isinstance(pattern, URLPattern) and pattern.name != "api-root":
                pattern.callback = _mannered(pattern.callback)
                found.append(pattern)
        return found

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name, which is therefore unique in the whole API."""
        return operation.view_func.__name__

    def get_operation_url_name(self, operation: Operation, router: Any) -> str:  # noqa: ARG002 -- django-ninja's signature
        """`api_<function>`, as the table of addresses names it."""
        return f"api_{operation.view_func.__name__}"

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """What the API can be asked, with every refusal that an operation may answer."""
        whole = _Document(self, "api/v1/")
        whole["components"]["schemas"].update(_schemas_of(Problem))
        scopes = {op.view_func.__name__: _scope(op) for op in self._operations()}
        for address, methods in whole["paths"].items():
            for told in methods.values():
                _tell_refusals(told, in_address="{" in address, scope=scopes[told["operationId"]])
        return whole

    def _operations(self) -> list[Operation]:
        return [
            operation
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
        ]


class _Document(OpenAPISchema):
    """django-ninja's document, in which two models of one name would hide one another."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Refuse a name that already means something else."""
        for name, told in definitions.items():
            if self.schemas.setdefault(name, told) != told:
                raise ImproperlyConfigured(f"接口里有两个不同的 {name}")


def _mannered(view: View) -> View:
    """The view with its door, HEAD answered as GET, and another method refused as a problem."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        if request.method in _WITH_BODY and _foreign(request):
            return problem(415, f"Content-Type 是 {request.content_type or '空的'}，应为 application/json")
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            answer = problem(405, f"这里只能用 {answer['Allow']}", headers={"Allow": answer["Allow"]})
        answer.setdefault("Cache-Control", "no-store")
        answer.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        return answer

    guarded.door = GUARDED_BY_TOKEN  # type: ignore[attr-defined]
    guarded.csrf_exempt = True  # type: ignore[attr-defined] # no cookie is looked at, so none can be abused
    return guarded


def _foreign(request: HttpRequest) -> bool:
    """Whether there is a body that does not say it is JSON, or a form with files."""
    has_body = request.META.get("CONTENT_LENGTH") not in {None, "", "0"}
    return has_body and request.content_type not in _MEDIA


def _scope(operation: Operation) -> str | None:
    return next((guard.scope for guard in operation.auth_callbacks if hasattr(guard, "scope")), None)


def _schemas_of(model: type[Problem]) -> dict[str, Any]:
    told = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**told.pop("$defs", {}), model.__name__: told}


def _tell_refusals(told: dict[str, Any], *, in_address: bool, scope: str | None) -> None:
    """Add to an operation the problems that follow from its form, and say their content type."""
    statuses = {400}  # a NUL in the address, a body that cannot be read
    statuses |= {422} if told["parameters"] or "requestBody" in told else set()
    statuses |= {404} if in_address else set()
    statuses |= {413, 415} if "requestBody" in told else set()
    if "security" in told:
        statuses |= {401, 403, 429}
        told["security"] = [{name: [scope] if scope else [] for name in told["security"][0]}]
    told["responses"] = {str(status): answer for status, answer in told["responses"].items()}
    for status in sorted(statuses | {int(known) for known in told["responses"] if int(known) >= 400}):
        told["responses"][str(status)] = {
            "description": OF_STATUS[status].title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
