"""Lets the journeys run against a slow site: `--slow-site SECONDS` holds back every answer of the live site but static files."""

import random
import time
from collections.abc import Callable, Iterable

from django.conf import settings


def pytest_addoption(parser) -> None:
    parser.addoption(
        "--slow-site",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="hold back each answer of the live site by SECONDS, give or take a third (default 0)",
    )


def held_back(site: Callable, seconds: float) -> Callable:
    """The WSGI application `site`, each of whose answers takes about `seconds` longer: half before the work, half after it,
    so that neither the page nor the database shows at once what somebody did."""

    def slow(environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(settings.STATIC_URL):
            return site(environ, start_response)
        half = seconds / 2 * random.uniform(2 / 3, 4 / 3)
        time.sleep(half)
        answer = site(environ, start_response)
        time.sleep(half)
        return answer

    return slow
