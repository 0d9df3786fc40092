"""The public objects while the unit answers, on real connections: both are done, and neither waits for the other for ever."""

import time

from hands import hands

from factories.matters import make_dossier
from zhixian.web.kit import record
from zhixian.web.matters import actions
from zhixian.web.matters.actions import publicity

GIVEN = {"name": "邻厂", "contact": "0597-3841234", "body": "这笔贷款已还清"}
ROUNDS = 4


def slowly(monkeypatch, name):
    real = getattr(publicity, name)

    def step(*args):
        time.sleep(0.2)
        return real(*args)

    monkeypatch.setattr(publicity, name, step)


def test_an_objection_is_added_to_while_it_is_answered(racing, cast, money, monkeypatch):
    dossier = make_dossier(cast, "publicity")
    slowly(monkeypatch, "_waiting_of")  # between what each of them locks first and what it locks next
    slowly(monkeypatch, "speaks_for_unit")
    first = actions.raise_objection(dossier, **GIVEN)
    with hands(2) as at_once:
        for _ in range(ROUNDS):
            both = [
                lambda: actions.raise_objection(dossier, **{**GIVEN, "body": "还有一份凭证"}),
                lambda row=first: actions.answer_objection(row, by=cast.handler, upheld=False, answer="已核实"),
            ]
            raised, answered = at_once(lambda act: act(), both)
            assert answered.upheld is False
            first = raised if raised != answered else actions.raise_objection(dossier, **GIVEN)
    assert dossier.objections.filter(upheld=False).count() == ROUNDS
    assert dossier.events.filter(kind="answer_objection").count() == ROUNDS
    assert list(record.verify()) == []
