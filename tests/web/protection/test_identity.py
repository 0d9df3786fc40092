"""Sealed identities: who may open what, on the record, and nothing of them in the clear anywhere."""

import pickle
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection

from factories.people import make_person
from factories.reports import IDENTITY, OFFICE, PASSPHRASE, fresh, handled, lodge, taken
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.clock import now
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.protection.actions.custody import (
    UnableToOpen,
    ask_opening,
    change_key,
    decide_opening,
    end_openings,
    look_at_identity,
    look_at_sealed_file,
    open_identity,
    renew_viewing_key,
    set_up_key,
)
from zhixian.web.protection.actions.reports import UnableToReport, move_report
from zhixian.web.protection.jobs import look_after_reports
from zhixian.web.protection.models import CustodianKey, OpenedField, Report, SealedField
from zhixian.web.protection.queries.reports import openings_told, sealed_names

WHY = {"purpose": "核实购买经过", "ground": "行政处罚法第54条"}
SEALED_TEXT = "购货单上的赖某人甲"


def asked(cast, report=None, **given):
    report = report or handled(cast, "confidential", sealed_files=[taken(SEALED_TEXT)])
    wanted = {"fields": ["name"], "hours": 24, **WHY, **given}
    return ask_opening(report, by=given.pop("by", cast.handler), **{k: v for k, v in wanted.items() if k != "by"})


def approved(cast, **given):
    opening, private = asked(cast, **given)
    decided = decide_opening(opening, by=cast.chief, approved=True, reason="确有必要", version=opening.version)
    return decided, private


def test_without_a_custodian_no_identity_is_taken(cast):
    with pytest.raises(UnableToReport, match="没有设立钥匙"):
        lodge("named")
    assert (Report.objects.count(), SealedField.objects.count()) == (0, 0)
    assert lodge("anonymous").report.sealed_fields.count() == 0


def test_an_anonymous_report_takes_no_identity(keyed):
    with pytest.raises(UnableToReport, match="匿名举报不收身份"):
        lodge("anonymous", identity={"name": "某"})


def test_what_was_asked_approved_and_opened_is_seen_by_whoever_asked(keyed):
    opening, private = approved(keyed, fields=["name", "phone"])
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    assert look_at_identity(opening, by=keyed.handler, private=private) == {
        "name": IDENTITY["name"], "phone": IDENTITY["phone"],
    }  # fmt: skip
    assert fresh(opening).looks == 1
    actions = list(Entry.objects.filter(action__startswith="identity").values_list("action", flat=True))
    assert actions == ["identity_asked", "identity_approved", "identity_opened", "identity_read"]
    assert list(openings_told(opening.report)) == [opening]


def test_a_sealed_file_is_opened_by_itself(keyed):
    report = handled(keyed, "confidential", sealed_files=[taken(SEALED_TEXT)])
    file = report.files.get(sealed=True)
    assert sealed_names(report) == sorted([file.field, *IDENTITY])
    opening, private = approved(keyed, report=report, fields=["name"])
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    with pytest.raises(UnableToOpen, match="不在批准的范围里"):
        look_at_sealed_file(opening, file, by=keyed.handler, private=private)
    opening, private = approved(keyed, report=report, fields=[file.field])
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    assert look_at_sealed_file(opening, file, by=keyed.handler, private=private) == taken(SEALED_TEXT).content
    assert look_at_identity(opening, by=keyed.handler, private=private) == {}


def test_asking_approving_and_opening_are_three_people(keyed):
    opening, _ = asked(keyed)
    for person in (keyed.handler, keyed.bureau_chief, keyed.desk, keyed.custodian, keyed.auditor):
        with pytest.raises(UnableToOpen, match="不由您批准"):
            decide_opening(opening, by=person, approved=True, reason="某", version=opening.version)
    own = lodge("named").report
    mine, _ = asked(keyed, report=own, by=keyed.chief)
    with pytest.raises(UnableToOpen, match="不能是同一个人"):
        decide_opening(mine, by=keyed.chief, approved=True, reason="某", version=mine.version)
    both = make_person("chief", unit=OFFICE)
    both.seats.create(role="custodian", unit=OFFICE)
    with pytest.raises(UnableToOpen, match="不由您批准"):
        decide_opening(opening, by=both, approved=True, reason="某", version=opening.version)
    with pytest.raises(UnableToOpen, match="不在您手上"):
        asked(keyed, report=own, by=both)
    with pytest.raises(UnableToOpen, match="待批准"):
        open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    with pytest.raises(UnableToOpen, match="不是身份保管人"):
        open_identity(opening, by=keyed.chief, passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"fields": []}, "没有选"),
        ({"fields": ["contact"]}, "没有封存"),
        ({"purpose": " "}, "没有写用途"),
        ({"ground": ""}, "没有写用途或法律依据"),
        ({"hours": 0}, "要看 0 小时"),
        ({"hours": 73}, "要看 73 小时"),
    ],
)
def test_a_request_says_what_why_and_for_how_long(keyed, given, why):
    with pytest.raises(UnableToOpen, match=why):
        asked(keyed, **given)


def test_a_wrong_passphrase_opens_nothing_and_is_on_the_record(keyed):
    opening, _ = approved(keyed)
    with pytest.raises(UnableToOpen, match="口令不对"):
        open_identity(opening, by=keyed.custodian, passphrase="five six seven eight")
    assert Entry.objects.filter(action="identity_wrong_passphrase").count() == 1
    assert (fresh(opening).state, OpenedField.objects.count()) == ("approved", 0)


def test_nobody_else_and_no_other_browser_looks(keyed):
    opening, private = approved(keyed)
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    for person in (keyed.bureau_chief, keyed.custodian, keyed.chief, keyed.desk):
        with pytest.raises(UnableToOpen, match="不是批准给您看的"):
            look_at_identity(opening, by=person, private=private)
    for key in ("", "00" * 32, private[:-1]):
        with pytest.raises(Refusal):
            look_at_identity(opening, by=keyed.handler, private=key)
    with pytest.raises(UnableToOpen, match="不能换设备"):
        renew_viewing_key(opening, by=keyed.handler)


def test_another_device_can_be_taken_before_the_opening(keyed):
    opening, old = approved(keyed)
    with pytest.raises(UnableToOpen):
        renew_viewing_key(opening, by=keyed.bureau_chief)
    new = renew_viewing_key(opening, by=keyed.handler)
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    with pytest.raises(Refusal):
        look_at_identity(opening, by=keyed.handler, private=old)
    assert look_at_identity(opening, by=keyed.handler, private=new) == {"name": IDENTITY["name"]}


def test_when_the_time_is_over_what_was_opened_is_gone(keyed, settings):
    opening, private = approved(keyed)
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    assert end_openings(at=now() + timedelta(hours=23)) == 0
    settings.TODAY = "2020-11-18"
    with pytest.raises(UnableToOpen, match="已到期"):
        look_at_identity(opening, by=keyed.handler, private=private)
    assert (fresh(opening).state, OpenedField.objects.count()) == ("over", 0)
    assert Entry.objects.filter(action="identity_over").count() == 1


def test_whoever_no_longer_handles_it_no_longer_looks(keyed):
    opening, private = approved(keyed)
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    report = fresh(opening.report)
    move_report(report, "send_back", by=keyed.handler, version=report.version, reason="不归我们管")
    with pytest.raises(UnableToOpen, match="仍在办这件"):
        look_at_identity(opening, by=keyed.handler, private=private)


def test_an_old_approval_is_worth_nothing(keyed, settings):
    opening, _ = approved(keyed)
    settings.TODAY = "2020-11-25"
    with pytest.raises(UnableToOpen, match="批准已过 7 天"):
        open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)


def test_a_refused_request_stays_shut(keyed):
    opening, _ = asked(keyed)
    with pytest.raises(UnableToOpen, match="没有写意见"):
        decide_opening(opening, by=keyed.chief, approved=False, reason=" ", version=opening.version)
    opening = decide_opening(opening, by=keyed.chief, approved=False, reason="可以用留言问", version=opening.version)
    with pytest.raises(UnableToOpen, match="不予批准"):
        open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    assert not openings_told(opening.report).exists()


def test_the_reporter_is_told_unless_a_law_forbids(keyed):
    opening, _ = approved(keyed, untold_ground="监察法第18条")
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    assert not openings_told(opening.report).exists()


def test_a_new_key_opens_what_the_old_one_did(keyed):
    opening, private = approved(keyed)
    new = change_key(keyed.custodian, PASSPHRASE, "alpha beta gamma delta")
    assert list(CustodianKey.objects.filter(retired_at=None)) == [new]
    with pytest.raises(UnableToOpen, match="口令不对"):
        open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    opening = open_identity(opening, by=keyed.custodian, passphrase="alpha beta gamma delta")
    assert look_at_identity(opening, by=keyed.handler, private=private) == {"name": IDENTITY["name"]}
    with pytest.raises(Refusal, match="口令不对"):
        change_key(keyed.custodian, PASSPHRASE, "another long passphrase")


def test_a_lost_passphrase_leaves_the_old_shut_and_the_new_open(keyed):
    old, _ = approved(keyed)
    set_up_key(keyed.custodian, "alpha beta gamma delta")
    with pytest.raises(UnableToOpen, match="不是封给您的钥匙的"):
        open_identity(old, by=keyed.custodian, passphrase="alpha beta gamma delta")
    new, private = approved(keyed)
    new = open_identity(new, by=keyed.custodian, passphrase="alpha beta gamma delta")
    assert look_at_identity(new, by=keyed.handler, private=private) == {"name": IDENTITY["name"]}


def test_what_is_sealed_is_sealed_to_every_custodian(keyed):
    second = make_person("custodian", unit=OFFICE)
    set_up_key(second, "alpha beta gamma delta")
    opening, private = approved(keyed)
    opening = open_identity(opening, by=second, passphrase="alpha beta gamma delta")
    assert look_at_identity(opening, by=keyed.handler, private=private) == {"name": IDENTITY["name"]}
    second.seats.update(closed_at=now())
    assert {field.key.custodian for field in lodge("named").report.sealed_fields.all()} == {keyed.custodian}


def everything_stored(folder) -> bytes:
    """Every row of every table, and every file."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(pickle.dumps([tuple(map(str, row)) for row in cursor.fetchall()]))
    found += [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(found)


def test_nothing_stored_says_who_reported(keyed, settings, caplog):
    """With every table, every file and the server's keys in hand."""
    report = handled(keyed, "confidential", sealed_files=[taken(SEALED_TEXT)], files=[taken("证据")])
    opening, private = approved(keyed, report=report, fields=sealed_names(report))
    opening = open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    seen = look_at_identity(opening, by=keyed.handler, private=private)
    assert seen == IDENTITY
    stored = everything_stored(settings.DATA) + caplog.text.encode()
    for secret in (*IDENTITY.values(), SEALED_TEXT, PASSPHRASE, private):
        assert secret.encode() not in stored
        assert secret.encode().hex().encode() not in stored
    assert report.what.encode() in stored
    assert taken("证据").content in stored
    assert django_settings.SECRET_KEY.encode() not in stored
    modes = {path.stat().st_mode & 0o777 for path in (settings.DATA / "files").rglob("*") if path.is_file()}
    assert modes == {0o600}
    told = " ".join(Notice.objects.values_list("body", flat=True))
    assert [secret for secret in (*IDENTITY.values(), SEALED_TEXT, "赖") if secret in told] == []


def test_the_daily_job_takes_back_what_is_over_and_reminds(keyed, settings):
    opening, _ = approved(keyed)
    open_identity(opening, by=keyed.custodian, passphrase=PASSPHRASE)
    settings.TODAY = "2020-12-04"
    assert look_after_reports() == (1, 1)
    assert look_after_reports() == (0, 0)
    assert fresh(opening).state == "over"
