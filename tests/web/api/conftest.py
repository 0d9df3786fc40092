"""A small county behind the API: dossiers, figures, money and the index of the registry, and tokens to ask with."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction

from factories.figures import make_figures
from factories.matters import Cast, make_dossier, write_world
from factories.people import make_person
from zhixian.core.registry.snapshot import current
from zhixian.web.accounts.actions.tokens import make_token
from zhixian.web.accounts.queries import places_of
from zhixian.web.accounts.scopes import scopes_for
from zhixian.web.incentives import actions as ledger
from zhixian.web.registry.indexing import rebuild_index


@pytest.fixture(autouse=True)
def _world(settings, tmp_path):
    settings.TODAY = "2018-12-03"
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    write_world(tmp_path)
    cache.clear()  # how often a token has asked


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def token_of():
    """`token_of(person)` → a token of theirs, with every scope that their seats give unless told otherwise."""

    def go(person, *scopes, days=30):
        seat = places_of(person)[0]
        given = scopes or scopes_for(*person.roles)
        return make_token(seat, name="对接", scopes=given, days=days, by=person)[1]

    return go


@pytest.fixture
def ask(client):
    """`ask(token, "/dossiers")` → the answer of the API."""

    def go(token, path, method="get", **given):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = {"content_type": "application/json"} if method in {"post", "patch"} and "data" in given else {}
        if isinstance(given.get("data"), dict) and any(hasattr(value, "read") for value in given["data"].values()):
            content = {}
        return getattr(client, method)(f"/api/v1{path}", headers=headers, **content, **given)

    return go


@pytest.fixture
def county(cast, settings):
    """A draft, a dossier in review, a paid one, one in 公示; figures; the index. The cast who made them."""
    finance = make_person("finance", unit="finance_bureau")
    with transaction.atomic():
        for purpose in ("pledge_interest", "gi_mark", "navigation"):
            ledger.appropriate(purpose=purpose, year=2018, amount_fen=10**12, document="预算一号", by=finance)
    make_figures()
    rebuild_index(current(settings.DATA), as_of=date(2018, 12, 3))
    cast.dossiers = {
        step: make_dossier(cast, step, subject=f"L1-{number}")
        for number, step in enumerate(("review", "done", "draft", "publicity"), start=1)
    }
    return cast
