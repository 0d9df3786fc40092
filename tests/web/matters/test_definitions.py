"""A changed definition: what it would mean for open dossiers is shown, to those who see them, and nothing is changed."""

from copy import deepcopy

import pytest

from factories.matters import make_dossier
from factories.people import make_person
from zhixian.web.kit.clock import now
from zhixian.web.matters.models import Dossier, PinnedDefinition


@pytest.fixture
def older(cast, money):
    """A dossier in review and a draft under an older version, in which review had one way more and another name."""
    rows = [make_dossier(cast, "review", subject="L1-1"), make_dossier(cast, "draft", subject="L1-2")]
    content = deepcopy(rows[0].pinned.content)
    flow = content["flow"]
    next(step for step in flow["steps"] if step["id"] == "review")["name"] = "初审"
    way = next(move for move in flow["moves"] if (move["source"], move["id"]) == ("review", "approve"))
    flow["moves"].append({**way, "id": "fast", "name": "简易通过"})
    pinned = PinnedDefinition.objects.create(
        version="0123456789ab", matter="pledge_interest", content=content, pinned_at=now()
    )
    Dossier.objects.update(pinned=pinned)
    return Dossier.objects.order_by("pk")


def test_the_lead_office_sees_what_changed_and_who_would_be_left(client, older):
    reviewed, draft = older
    client.force_login(make_person("lead_office", unit="leading_group_office"))
    before = list(Dossier.objects.order_by("pk").values())
    page = client.get("/definitions/").content.decode()
    assert "初审" in page
    assert "简易通过" in page
    left = page[page.index("换成现行定义会走不下去") : page.index("<details>", page.index("换成现行定义"))]
    assert f"/dossiers/{reviewed.pk}/" in left
    assert f"/dossiers/{draft.pk}/" not in page
    assert "在办 1 件" in page
    assert list(Dossier.objects.order_by("pk").values()) == before


def test_without_an_older_version_in_use_it_says_so(client, cast, money):
    make_dossier(cast, "review")
    client.force_login(make_person("auditor", unit="efficiency_office"))
    page = client.get("/definitions/").content.decode()
    assert "没有变动" in page
    assert "知识产权质押贷款贴息" in page


@pytest.mark.parametrize("role", ["handler", "chief", "finance", "custodian", "admin", "enterprise", "bank"])
def test_nobody_else_comes_in(client, older, role):
    client.force_login(make_person(role))
    assert client.get("/definitions/").status_code == 403
