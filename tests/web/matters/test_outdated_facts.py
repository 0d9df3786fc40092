"""Money is not approved, decided or paid unseen on facts that the registry no longer holds."""

import shutil
from datetime import date

import pytest
from django.conf import settings

from factories.matters import make_dossier, move, step_on, write_world
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.models import Entry
from zhixian.web.matters import actions, facts
from zhixian.web.matters.models import DossierEvent


def publish_otherwise():
    """The next snapshot has another principal for every loan."""
    write_world(settings.DATA, name="later", principal=160_000_000)


@pytest.mark.parametrize(("step", "act"), [("review", "approve"), ("decision", "grant"), ("payment", "pay")])
def test_money_is_not_moved_on_facts_of_yesterday_without_a_reason(cast, money, step, act):
    dossier = make_dossier(cast, step)
    publish_otherwise()
    with pytest.raises(Refusal, match="本金 1,000,000 元，登记数据现在是 1,600,000 元"):
        step_on(dossier, act, cast)
    dossier.refresh_from_db()
    assert dossier.step == step
    given = {"reference": "凭1", "paid_on": date.fromisoformat(settings.TODAY)} if act == "pay" else {}
    who = cast.actor(dossier.now_in.actor)
    dossier = move(dossier, act, who, although="合同原件是一百万元，登记待更正", **given)
    event = dossier.events.get(kind=act)
    assert event.detail["although"] == "合同原件是一百万元，登记待更正"
    assert (event.detail["snapshot"], event.detail["changed"]) == ("later", {"principal": [100_000_000, 160_000_000]})
    entry = Entry.objects.get(action=f"dossier_{act}")
    assert entry.detail["although"] == "合同原件是一百万元，登记待更正"


def test_the_pages_tell_fact_by_fact_and_the_audit_trail_prints_the_reason(cast, money, client):
    dossier = make_dossier(cast, "review")
    publish_otherwise()
    client.force_login(cast.handler)
    home = f"/dossiers/{dossier.pk}/"
    page = client.get(home).content.decode()
    assert "与上面的事实有 1 处不同" in page
    assert "<td>1,000,000 元</td><td>1,600,000 元</td>" in page
    assert "算下来是 21,170 元" in page
    assert page.count("按登记数据更新事实</button>") == 1
    assert "按当时的事实" not in page
    sent = {"version": dossier.version}
    assert client.post(f"{home}moves/approve/", sent).status_code == 422
    client.post(f"{home}moves/approve/", {**sent, "although": "合同原件是一百万元"})
    page = client.get(home).content.decode()
    assert "仍按原来的事实办，理由：合同原件是一百万元" in page
    assert "本金：这件里 1,000,000 元，登记数据 1,600,000 元" in page
    assert "退回重新审核以后可以更新" in page


def test_refreshed_facts_are_reckoned_anew_and_printed(cast, money, client):
    dossier = make_dossier(cast, "review")
    publish_otherwise()
    dossier = actions.refresh_facts(dossier, by=cast.handler, version=dossier.version)
    assert facts.outdated(dossier) is None
    dossier = step_on(dossier, "approve", cast)
    assert dossier.award_fen == 2_117_000
    client.force_login(cast.handler)
    page = client.get(f"/dossiers/{dossier.pk}/").content.decode()
    assert "本金：1,000,000 元 → 1,600,000 元" in page
    assert Entry.objects.get(action="dossier_refresh_facts").detail["changed"] == {
        "principal": [100_000_000, 160_000_000]
    }


def test_what_stands_in_the_new_snapshot_as_before_needs_no_reason(cast, money):
    dossier = make_dossier(cast, "review")
    write_world(settings.DATA, name="later")
    assert step_on(dossier, "approve", cast).step == "publicity"
    assert "although" not in DossierEvent.objects.get(kind="approve").detail


def test_a_loan_that_the_registry_has_no_longer_is_told(cast, money, client):
    dossier = make_dossier(cast, "review", subject="L1-3")
    write_world(settings.DATA, name="later", loans=2)
    with pytest.raises(Refusal, match="登记数据里已经没有这一项"):
        step_on(dossier, "approve", cast)
    client.force_login(cast.handler)
    assert "里已经没有这一项" in client.get(f"/dossiers/{dossier.pk}/").content.decode()


def test_a_registry_that_cannot_be_read_hides_no_dossier_and_lets_no_money_go(cast, money, client):
    dossier = make_dossier(cast, "review")
    shutil.rmtree(settings.DATA / "snapshots" / "test")
    client.force_login(cast.handler)
    assert client.get(f"/dossiers/{dossier.pk}/").status_code == 200
    with pytest.raises(Refusal, match="登记数据现在读不出"):
        step_on(dossier, "approve", cast)
