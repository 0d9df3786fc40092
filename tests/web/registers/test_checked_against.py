"""登记数据 is named only where a row was held against the registry."""

import pytest
from django.test import Client

from factories.people import make_person
from factories.registers import CASE, LoanCast, row_of
from zhixian.core.catalogue import CHECKS, REGISTRY_CHECKS
from zhixian.core.registers.model import INDEX, SNAPSHOT
from zhixian.web.kit.clock import now, today
from zhixian.web.registers import checking
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registry.models import IndexEdition, IndexedRight
from zhixian.web.registry.queries import current_snapshot

MEDIATION = {
    "number": "调1号", "dispute": "某外观设计", "body": "某调委会", "subject": "patent", "party_a": "甲", "party_b": "乙",
    "accepted_on": "2018-05-01", "facts": "甲说乙侵权。", "confirm": "no",
}  # fmt: skip


def page_of(row, person):
    client = Client()
    client.force_login(person)
    return client.get(f"/registers/{row.register}/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("register", "typed"), [("ip_cases", {**CASE, "right": "99999999"}), ("mediations", MEDIATION)]
)
def test_a_row_that_was_compared_with_rows_alone_does_not_say_that_it_was_with_the_registry(register, typed):
    handler = make_person("handler", unit=kept_registers()[register].units[0])
    page = page_of(row_of(register, by=handler, **typed), handler)
    assert "核对无误" in page
    assert "登记数据核对" not in page


def test_a_loan_whose_rights_were_looked_up_says_so(cast: LoanCast):
    assert "与登记数据核对无误" in page_of(cast.enter(), cast.clerk)


def test_before_the_first_import_nothing_was_held_against_the_registry(cast: LoanCast, settings, tmp_path):
    settings.DATA = tmp_path / "empty"
    page = page_of(cast.enter(), cast.clerk)
    assert "核对无误" in page
    assert "登记数据核对" not in page


def test_a_register_without_checks_says_nothing_of_any():
    kept = kept_registers()["talents"]
    assert not kept.register.checks
    handler = make_person("handler", unit=kept.units[0])
    typed = {field.id: ANSWERS[field.kind](field) for field in kept.register.fields if field.required}
    assert "核对" not in page_of(row_of("talents", by=handler, **typed), handler)


ANSWERS = {
    "text": lambda _: "某某", "long_text": lambda _: "某某", "choice": lambda field: field.choices[0][0], "choices": lambda field: [field.choices[0][0]],
    "yes_no": lambda _: "no", "day": lambda _: "2018-05-01", "integer": lambda _: "1", "money": lambda _: "1", "decimal": lambda _: "1",
    "credit_code": lambda _: "91000000MA0000001R", "region": lambda _: "999900",
}  # fmt: skip


def looked_into(step, seen):
    """What of the registry a function reaches through the functions of its room that it calls."""
    inner = [code for code in (step.__code__, *step.__code__.co_consts) if hasattr(code, "co_names")]
    names = {name for code in inner for name in code.co_names} - seen
    seen |= names
    found = set()
    for named in (step.__globals__.get(name) for name in names):
        if named is current_snapshot:
            found.add(SNAPSHOT)
        elif named is IndexedRight:
            found.add(INDEX)
        elif (getattr(named, "__module__", None) or "").startswith("zhixian.web.registers.") and hasattr(
            named, "__code__"
        ):
            found |= looked_into(named, seen)
    return found


def test_what_each_check_looks_into_is_what_the_catalogue_says():
    here = {name: one for name, one in checking.CHECKS.items() if one.__module__.startswith("zhixian.web.registers.")}
    assert {name: looked_into(one, set()) for name, one in here.items()} == {
        name: {CHECKS[name].registry} - {""} for name in here
    }
    assert len(here) > len(REGISTRY_CHECKS) > 0


def test_an_offer_says_whether_its_rights_were_looked_up():
    kept = kept_registers()["needs_offers"]
    handler = make_person("handler", unit=kept.units[0])
    typed = {field.id: ANSWERS[field.kind](field) for field in kept.register.fields if field.required}
    page = page_of(row_of("needs_offers", by=handler, **typed), handler)
    assert "没有可核对的" in page
    assert "核对无误" not in page
    edition = IndexEdition.objects.create(snapshot="test", as_of=today(), labels=[], built_at=now(), current=True)
    known = {"right_id": "R1", "kind": "trademark", "gi": False, "number": "38431452/11", "in_force": True, "began": True}  # fmt: skip
    IndexedRight.objects.create(edition=edition, holder="P1", holder_name="某某", **known)
    offer = {**typed, "number": "2", "side": "offer", "rights": "38431452/11"}
    page = page_of(row_of("needs_offers", by=handler, **offer), handler)
    assert "与登记数据核对无误" in page
    assert "核对的是：登记数据里有没有这些权利；权利是不是登记单位的" in page
    need = {**offer, "number": "3", "side": "need"}
    page = page_of(row_of("needs_offers", by=handler, **need), handler)
    assert "核对的是：登记数据里有没有这些权利" in page
    assert "权利是不是登记单位的" not in page


def test_a_lead_that_is_not_there_was_not_held_against_its_case():
    handler = make_person("handler", unit=kept_registers()["ip_cases"].units[0])
    row = row_of("ip_cases", by=handler, **{**CASE, "lead": "线1"})
    assert "与线索合不合" not in page_of(row, handler)
    lead = {
        "number": "线1", "campaign": "watch", "law": "commerce", "platform": "某商城", "address": "https://shop.example/1", "subject": "mark",
        "holder": CASE["holder"], "found_on": "2018-01-02",
    }  # fmt: skip
    row_of("online_leads", by=make_person("handler", unit=kept_registers()["online_leads"].units[0]), **lead)
    assert "与线索合不合" in page_of(row, handler)


def test_a_pledged_right_that_the_registry_does_not_have_was_not_looked_at(cast: LoanCast):
    looked = "质押的权利是谁的、是否有效"
    assert looked in page_of(cast.enter(), cast.clerk)
    assert looked not in page_of(cast.enter(loan="JH-2", rights="CN201610000001.5"), cast.clerk)


def test_the_term_of_a_madrid_registration_is_not_looked_at_on_another_route():
    kept = kept_registers()["overseas_filings"]
    handler = make_person("handler", unit=kept.units[0])
    filing = {field.id: ANSWERS[field.kind](field) for field in kept.register.fields if field.required}
    filing |= {"kind": "mark", "places": "日本", "route": "madrid", "registered_on": "2018-05-15"}
    assert "国际注册的有效期" in page_of(row_of("overseas_filings", by=handler, **filing), handler)
    by_land = {**filing, "number": "2", "route": "paris"}
    assert "国际注册的有效期" not in page_of(row_of("overseas_filings", by=handler, **by_land), handler)
