"""Rows and the rows they belong to, changed at once on real connections: neither waits for the other for ever, and none is orphaned."""

import time
from functools import partial

import pytest
from django.db.models import Q
from hands import hands

from factories.people import make_person
from factories.registers import CASE, TRANSFER, row_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.registers import actions
from zhixian.web.registers.actions import change_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.intake import take_sheet
from zhixian.web.registers.models import Row

SENT = {**TRANSFER, "sent_on": "2018-05-31"}
ROUNDS = 4


@pytest.fixture
def handler(racing):
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def slowly(monkeypatch):
    """A while between what an act locks first and what it writes."""
    real = actions._settle

    def step(*args):
        time.sleep(0.2)
        return real(*args)

    monkeypatch.setattr(actions, "_settle", step)


def tried(act):
    """What was said where it was refused."""
    try:
        act()
    except Refusal as refused:
        return str(refused)
    return ""


def changed(row, handler, **values):
    kept, fresh = kept_registers()[row.register], Row.objects.get(pk=row.pk)
    return change_row(fresh, kept, {**fresh.values, **values}, by=handler, version=fresh.version)


def test_a_case_is_renamed_while_its_hand_over_is_answered(handler, slowly):
    case = row_of("ip_cases", by=handler, **CASE)
    sent = row_of("case_transfers", by=handler, **SENT)
    with hands(2) as at_once:
        for number in range(ROUNDS):
            acts = [
                lambda number=number: changed(case, handler, number=f"样市监〔2018〕{number + 50}号"),
                lambda number=number: changed(sent, handler, contact=f"某{number}"),
            ]
            at_once(tried, acts)
    case, sent = Row.objects.get(pk=case.pk), Row.objects.get(pk=sent.pk)
    assert (sent.of_id, sent.values["case"]) == (case.pk, case.values["number"])
    assert list(record.verify()) == []


def test_a_case_is_struck_while_a_hand_over_is_entered(handler, slowly):
    kept = kept_registers()["ip_cases"]
    for number in range(ROUNDS):
        name = f"样市监〔2018〕{number + 1}号"
        case = row_of("ip_cases", by=handler, **{**CASE, "number": name})
        sent = {**SENT, "case": name, "number": f"移{number}"}
        acts = [
            lambda case=case: strike_row(case, kept, by=handler, version=1, reason="录错了"),
            lambda sent=sent: row_of("case_transfers", by=handler, **sent),
        ]
        with hands(2) as at_once:
            at_once(tried, acts)
    lost = Q(of=None) | Q(of__struck_on__isnull=False)
    assert not Row.objects.filter(lost, register="case_transfers", struck_on=None).exists()


def _take(kept, handler, path):
    return take_sheet(path, kept, name=path.name, by=handler, unit="market_regulation_bureau")


def test_two_sheets_of_the_same_rows_in_other_orders_are_both_taken(handler, tmp_path):
    kept = kept_registers()["ip_cases"]
    names = [f"样市监〔2018〕{number + 1}号" for number in range(12)]
    for name in names:
        row_of("ip_cases", by=handler, **{**CASE, "number": name})
    headings = {field.id: field.name for field in kept.register.fields}
    with hands(2) as at_once:
        for number in range(ROUNDS):
            sheets = []
            for side, order in enumerate((names, names[::-1])):
                path = tmp_path / f"{number}-{side}.csv"
                lines = [{**CASE, "number": name, "holder": f"权利人{number}{side}"} for name in order]
                said = [{**line, "channel": "行政处罚或裁决", "subject": "商标", "supervised": "否"} for line in lines]
                rows = [
                    ",".join(headings[name] for name in CASE),
                    *(",".join(line[name] for name in CASE) for line in said),
                ]
                path.write_text("\n".join(rows), encoding="utf-8")
                sheets.append(path)
            first, second = at_once(partial(_take, kept, handler), sheets)
            assert (first.refused, second.refused) == ([], [])
    assert len(set(Row.objects.filter(register="ip_cases").values_list("values__holder", flat=True))) == 1
    assert list(record.verify()) == []
