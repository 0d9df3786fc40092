"""The API's own pages: its OpenAPI document, and the same for people to read, made by the server."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.web.kit.api.house import HouseAPI
from zhixian.web.kit.api.problems import KINDS


def document(api: HouseAPI) -> str:
    """The OpenAPI document."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, default=str)


def answer_document(api: HouseAPI) -> HttpResponse:
    """The OpenAPI document as it is fetched."""
    return HttpResponse(document(api), content_type="application/json; charset=utf-8")


def answer_page(request: HttpRequest, api: HouseAPI, scopes: dict[str, str]) -> HttpResponse:
    """Every operation by room, the problems, and how to begin."""
    whole = json.loads(document(api))
    rooms: dict[str, list[dict[str, Any]]] = {}
    for address, methods in whole["paths"].items():
        for method, told in methods.items():
            rooms.setdefault(told["tags"][0], []).append(_shown(address, method, told))
    facts = {"rooms": rooms.items(), "kinds": KINDS, "scopes": scopes.items(), "title": whole["info"]["title"]}
    return render(request, "kit/api.html", facts)


def _shown(address: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    scopes = [scope for found in told.get("security", []) for names in found.values() for scope in names]
    return {
        "address": address,
        "method": method.upper(),
        "summary": told["summary"],
        "description": told.get("description", ""),
        "open": "security" not in told,
        "scope": scopes[0] if scopes else "",
        "parameters": [
            {
                "name": given["name"],
                "place": {"path": "地址", "query": "查询"}.get(given["in"], given["in"]),
                "required": given["required"],
                "what": given.get("description", ""),
            }
            for given in told["parameters"]
        ],
        "body": next(iter(told.get("requestBody", {}).get("content", {})), ""),
        "statuses": "、".join(sorted(told["responses"])),
    }
