"""Two people on one dossier, with real connections: one of them is told what the other did; money and numbers stay right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from factories.matters import Cast, make_dossier, start
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.incentives import actions as ledger
from zhixian.web.incentives.models import Transfer
from zhixian.web.kit import record
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.matters import actions
from zhixian.web.matters.models import Dossier


def at_once(*calls):
    """Everything at the same moment, each on its own connection; results and refusals in the order of the calls."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            gate.wait()
            return call()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_second_of_two_officers_is_told_what_changed(racing, cast):
    dossier = make_dossier(cast, "acceptance")
    said = at_once(
        lambda: actions.make_move(dossier, "accept", by=cast.handler, version=dossier.version),
        lambda: actions.make_move(
            dossier, "request_correction", by=cast.second_handler, version=dossier.version, reason="缺页"
        ),
    )
    refused = [one for one in said if isinstance(one, Refusal)]
    assert len(refused) == 1
    assert isinstance(refused[0], ChangedMeanwhile)
    assert [event.version for event in refused[0].events] == [dossier.version + 1]
    assert "这件刚被改动过" in str(refused[0])
    assert Dossier.objects.get().version == dossier.version + 1


def test_the_same_loan_is_taken_once_however_many_start(racing, cast):
    said = at_once(*[lambda: start(cast) for _ in range(4)])
    assert sum(isinstance(one, Dossier) for one in said) == 1
    assert Dossier.objects.count() == 1


def test_two_reviews_of_one_party_share_its_cap(racing, settings):
    cast = Cast()
    ledger.appropriate(
        purpose="pledge_interest", year=2018, amount_fen=10**10, document="杭财〔2018〕1号", by=cast.payer
    )
    waiting = [make_dossier(cast, "review", subject=f"L1-{number}") for number in range(1, 11)]
    for first, second in zip(waiting[::2], waiting[1::2], strict=True):
        at_once(
            *[
                lambda row=row: actions.make_move(row, "approve", by=cast.handler, version=row.version)
                for row in (first, second)
            ]
        )
    granted = [row.award_fen for row in Dossier.objects.filter(step="publicity")]
    assert sum(granted) == 10_000_000
    assert list(record.verify()) == []


def test_one_voucher_pays_one_of_two_dossiers(racing, cast):
    for purpose in ("pledge_interest", "gi_mark"):  # two pots, so that neither waits for the other's balance
        ledger.appropriate(purpose=purpose, year=2018, amount_fen=10**10, document="杭财〔2018〕1号", by=cast.payer)
    waiting = [make_dossier(cast, "payment"), make_dossier(cast, "payment", "gi_mark")]
    said = at_once(
        *[
            lambda row=row: actions.make_move(
                row, "pay", by=cast.payer, version=row.version, reference="国库2018-0001", paid_on=row.entered_on
            )
            for row in waiting
        ]
    )
    (refused,) = (one for one in said if isinstance(one, Refusal))
    assert "凭证号“国库2018-0001”已经用在另一件上" in str(refused)
    assert sorted(Dossier.objects.values_list("step", flat=True)) == ["done", "payment"]
    assert Transfer.objects.filter(kind="pay").count() == 1
    assert list(record.verify()) == []


def test_numbers_have_no_gap_and_no_repeat(racing, cast):
    from factories.matters import filled

    drafts = [filled(start(cast, subject=f"L1-{number}"), cast) for number in range(1, 6)]
    at_once(
        *[lambda row=row: actions.make_move(row, "submit", by=cast.applicant, version=row.version) for row in drafts]
    )
    numbers = sorted(Dossier.objects.values_list("number", flat=True))
    assert numbers == [f"杭知办〔2018〕{number:06d}号" for number in range(1, 6)]


def test_two_clerks_fill_one_form_without_losing_a_word(racing, cast):
    dossier = start(cast)
    fields = ["bank_name", "bank_account", "contact_name", "contact_phone", "other_support", "repaid_early"]
    said = at_once(
        *[
            lambda name=name: actions.save_draft(dossier, {name: f"给 {name}"}, by=cast.applicant, version=1)
            for name in fields
        ]
    )
    assert not any(isinstance(one, Refusal) for one in said)
    answers = Dossier.objects.get().answers
    assert {name: answers[name] for name in fields} == {name: f"给 {name}" for name in fields}


def test_a_field_that_a_colleague_changed_is_not_overwritten(cast):
    from factories.people import make_person

    other = make_person("enterprise", organisation=cast.organisation)
    dossier = start(cast)
    actions.save_draft(dossier, {"bank_name": "甲行"}, by=other, version=1)
    with pytest.raises(Refusal, match="“开户银行”现在是“甲行”"):
        actions.save_draft(dossier, {"bank_name": "乙行"}, by=cast.applicant, version=1)
    assert Dossier.objects.get().answers["bank_name"] == "甲行"
