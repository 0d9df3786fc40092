"""Schemathesis asks every operation with what fits its schema and what does not, and holds each answer to the document."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from zhixian.site.api import api
from zhixian.site.wsgi import application
from zhixian.web.accounts import api as guard


def closing(environ, start_response):
    """The site, with every answer read and closed: what is asked twice leaves no file open."""
    answer = application(environ, start_response)
    content = b"".join(answer)
    answer.close()
    return [content]


document = schemathesis.openapi.from_dict(api.get_openapi_schema())
document.app = closing
# Every question carries a token, so one without is none of the wrong ones; parameters that nobody declared are ignored.
document.config.generation.update(with_security_parameters=False, allow_extra_parameters=False)
EXAMPLES = settings(
    max_examples=15, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def one_connection():
    """A finished request closes no connection, which would end the world's transaction; Django's test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def no_limits(monkeypatch):
    """It asks more often than anybody may."""
    monkeypatch.setattr(guard, "take", lambda *_: None)


@document.parametrize()
@EXAMPLES
def test_nothing_is_found(case, world, db, one_connection, no_limits):
    """As the applicant where something is sent, as the lead office where it is read.

    Whether a file is one that can be taken, no schema can say, and what is refused the API's own tests say.
    """
    guarded = case.operation.definition.raw.get("security")
    scopes = [scope for found in guarded or [] for scope in found["Token"]]
    token = world.tokens["applicant" if "dossiers:write" in scopes else "lead"]
    headers = {"Authorization": f"Bearer {token}"} if guarded else {}
    case.call_and_validate(headers=headers, excluded_checks=[negative_data_rejection, positive_data_acceptance])
