"""Looking into the registry, studies and papers take long: they are done before a dossier is locked, and only for its version."""

from pathlib import Path

import pytest
from django.conf import settings

from factories.matters import LEAD_UNIT, make_dossier, move, start, step_on, upload, write_world
from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.matters import actions, facts, letters
from zhixian.web.matters.actions import applying, moving, needs

ASSESSED = {
    "object": "purchase", "name": "某装置采购", "features": "1.一种装置", "partners": "测试企业2", "products": "装置", "markets": "德国",
    "contact_name": "王会计", "contact_phone": "13800138000",
}  # fmt: skip
PAYING_UNIT = "finance_bureau"


def publish_otherwise():
    write_world(settings.DATA, name="later", principal=160_000_000)


def test_facts_are_compared_with_the_registry_before_a_dossier_is_locked(cast, money, watched):
    dossier = make_dossier(cast, "review")
    publish_otherwise()
    compared, looked_up = watched(moving, "outdated"), watched(facts, "_rows")
    with pytest.raises(Refusal, match="登记数据现在是 1,600,000 元"):
        step_on(dossier, "approve", cast)
    dossier = move(dossier, "approve", cast.handler, although="合同原件是一百万元")
    assert dossier.events.get(kind="approve").detail["snapshot"] == "later"
    assert (compared, looked_up) == ([0, 0], [0, 0])


def test_facts_are_refreshed_from_what_was_looked_up_before(cast, money, watched):
    dossier = make_dossier(cast, "review")
    publish_otherwise()
    looked_up = watched(facts, "_rows")
    dossier = actions.refresh_facts(dossier, by=cast.handler, version=dossier.version)
    assert dossier.facts["principal"]["value"] == 160_000_000
    assert looked_up == [0]
    with pytest.raises(ChangedMeanwhile):
        actions.refresh_facts(dossier, by=cast.handler, version=dossier.version - 1)
    assert looked_up == [0], "nothing is looked up for a page that is out of date"


@pytest.mark.parametrize(("step", "act"), [("decision", "grant"), ("refusal_decision", "refuse")])
def test_the_letter_is_written_before_a_dossier_is_locked(cast, money, watched, step, act):
    dossier = make_dossier(cast, step)
    written = watched(letters, "write_decision")
    dossier = step_on(dossier, act, cast)
    assert written == [0]
    assert dossier.letter.size > 0
    assert dossier.letter_number


def test_a_letter_for_what_has_changed_by_now_is_thrown_away(cast, money, monkeypatch):
    dossier = make_dossier(cast, "decision")
    real = letters.write_decision

    def write(decision, path):
        actions.hand_over_dossier(dossier, None, by=cast.chief, version=dossier.version)
        real(decision, path)

    monkeypatch.setattr(letters, "write_decision", write)
    before = list(Path(settings.MEDIA_ROOT).rglob("*"))
    with pytest.raises(ChangedMeanwhile):
        actions.make_move(dossier, "grant", by=cast.chief, version=dossier.version)
    dossier.refresh_from_db()
    assert (dossier.step, dossier.letter_number) == ("decision", "")
    assert list(Path(settings.MEDIA_ROOT).rglob("*")) == before


def test_what_may_not_be_decided_has_no_letter_written(cast, money, watched):
    dossier = make_dossier(cast, "refusal_decision")
    written = watched(letters, "write_decision")
    for by, reason in ((cast.chief, ""), (cast.handler, "不符合")):
        with pytest.raises(Refusal):
            actions.make_move(dossier, "refuse", by=by, version=dossier.version, reason=reason)
    assert written == []


def test_a_project_is_assessed_and_its_opinion_written_before_anything_is_locked(cast, watched):
    looked, written = watched(needs, "look_into"), watched(needs, "write_opinion")
    dossier = actions.start_dossier("assessment", by=cast.applicant, organisation=cast.organisation)
    actions.save_draft(dossier, ASSESSED, by=cast.applicant, version=dossier.version)
    actions.attach_material(dossier, "description", upload(), by=cast.applicant)
    for by, act in ((cast.applicant, "submit"), (cast.handler, "accept"), (cast.handler, "consult")):
        dossier = move(dossier, act, by)
    assert looked == [0]
    assert dossier.study
    dossier = move(dossier, "propose", cast.handler, reason="可以采购。")
    dossier = move(dossier, "issue", cast.chief)
    assert (looked, written) == ([0, 0], [0])
    assert dossier.letter.size > 0


def test_a_dossier_begins_with_what_was_looked_up_before(cast, watched):
    looked_up, reckoned = watched(facts, "_rows"), watched(applying, "comes_to_nothing")
    assert start(cast).facts["principal"]["value"] == 100_000_000
    assert (looked_up, reckoned) == ([0], [0])


def test_a_unit_has_a_row_once_it_applies_and_none_for_what_is_refused():
    clerk = make_person("handler", unit=PAYING_UNIT)
    unit = Organisation(unit=PAYING_UNIT, kind="unit", name="县财政局")
    with pytest.raises(Refusal, match="年现在不能申报"):
        actions.start_dossier("assessment", by=clerk, organisation=unit, year=2001)
    with pytest.raises(Refusal, match="不由您办"):
        actions.start_dossier("assessment", by=make_person("handler", unit=LEAD_UNIT), organisation=unit)
    assert not Organisation.objects.filter(unit=PAYING_UNIT).exists()
    first = actions.start_dossier("assessment", by=clerk, organisation=unit)
    assert first.organisation == Organisation.objects.get(unit=PAYING_UNIT)
    assert first.organisation_id in clerk.applies_for
