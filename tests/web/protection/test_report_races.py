"""Several hands at once on one report or request: one wins, the others are told, nothing is lost."""

from hands import hands

from factories.people import make_person
from factories.reports import OFFICE, PASSPHRASE, ReportCast, handled, lodge, set_up_custodian
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry
from zhixian.web.protection.actions.custody import ask_opening, decide_opening, open_identity
from zhixian.web.protection.actions.reports import Enclosed, lodge_report, move_report
from zhixian.web.protection.models import OpenedField, Opening, Report

ROUNDS = 12


def tried(act):
    try:
        act()
    except Refusal as refused:
        return type(refused).__name__
    return "done"


def test_two_approvers_at_once_decide_once(racing):
    cast = ReportCast()
    set_up_custodian(cast.custodian)
    chiefs = [cast.chief, make_person("chief", unit=OFFICE)]
    report = handled(cast, "named")
    with hands(2) as at_once:
        for _ in range(ROUNDS):
            opening, _private = ask_opening(
                report, by=cast.handler, purpose="某", ground="某", fields=["name"], hours=1
            )
            decide = [
                lambda n=n, o=opening: decide_opening(o, by=chiefs[n], approved=n == 0, reason="某", version=1)
                for n in (0, 1)
            ]
            assert sorted(at_once(tried, decide)) == ["UnableToOpen", "done"]
            row = Opening.objects.get(pk=opening.pk)
            assert (row.state, row.decided_by) in {("approved", chiefs[0]), ("refused", chiefs[1])}
    decided = Entry.objects.filter(action__in=["identity_approved", "identity_refused"]).count()
    assert decided == ROUNDS
    assert list(record.verify()) == []


def test_two_custodians_at_once_open_once(racing):
    cast = ReportCast()
    second = make_person("custodian", unit=OFFICE)
    for custodian in (cast.custodian, second):
        set_up_custodian(custodian)
    report = handled(cast, "named")
    with hands(2) as at_once:
        for _ in range(4):
            opening, _private = ask_opening(
                report, by=cast.handler, purpose="某", ground="某", fields=["name", "phone"], hours=1
            )
            opening = decide_opening(opening, by=cast.chief, approved=True, reason="某", version=1)
            both = [
                lambda o=opening, c=custodian: open_identity(o, by=c, passphrase=PASSPHRASE)
                for custodian in (cast.custodian, second)
            ]
            assert sorted(at_once(tried, both)) == ["UnableToOpen", "done"]
            assert OpenedField.objects.filter(opening=opening).count() == 2


def test_one_form_sent_twice_at_once_is_one_report(racing):
    ReportCast()
    contents = {"subject": "patent", "suspect": "某", "what": "某"}
    with hands(3) as at_once:
        for number in range(ROUNDS):
            send = [lambda n=number: lodge_report(contents, Enclosed(), way="anonymous", token=f"t{n}")] * 3
            assert sorted(at_once(tried, send)) == ["UnableToReport", "UnableToReport", "done"]
    numbers = Report.objects.order_by("number").values_list("number", flat=True)
    assert len(set(numbers)) == len(numbers) == ROUNDS


def test_desk_colleagues_move_a_report_once(racing):
    cast = ReportCast()
    with hands(2) as at_once:
        for _ in range(ROUNDS):
            report = lodge().report
            accept = [
                lambda r=report, p=person: move_report(r, "accept", by=p, version=1)
                for person in (cast.desk, cast.chief)
            ]
            assert sorted(at_once(tried, accept)) == ["ChangedMeanwhile", "done"]
            assert report.events.filter(kind="accept").count() == 1
