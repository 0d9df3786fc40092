"""Credit ratings of agencies: open to everybody, with the rows behind, repaired, objected to."""

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.portal.scorecards import _rating, _rows, _turns
from zhixian.web.registers.actions import change_row, check, enter_row, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.figures import told_in_ratings

BUREAU = "market_regulation_bureau"
CODE = "91000000MA00000043"
LIST = "/ratings/agencies/"
CARD = f"{LIST}card/?id={CODE}"


@pytest.fixture(autouse=True)
def _fresh():
    for made in (_rating, _rows, _turns):
        made.cache_clear()
    yield
    for made in (_rating, _rows, _turns):
        made.cache_clear()


@pytest.fixture
def bureau(county):
    person = make_person("handler", unit=BUREAU)
    row_of(
        "agencies",
        by=person,
        agency="某代理公司",
        code=CODE,
        sort="patent",
        form="seat",
        practitioners="3",
        set_up_on="2018-02-01",
        checked_on="2018-02-01",
    )
    served = {
        "number": "站-1",
        "party": "被服务的企业",
        "sort": "filing",
        "provider": "某代理公司",
        "asked_on": "2018-05-01",
        "done_on": "2018-06-01",
        "judged": "bad",
    }
    row_of("services", by=person, **served)
    return person


@pytest.fixture
def event(bureau):
    return row_of(
        "credit_events", by=bureau, party="某代理公司", code=CODE, sort="bad", gravity="serious", event="被警告，电话 13912345678",
        document="罚〔2018〕1号", decided_on="2018-09-01",
    )  # fmt: skip


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def values(register, **typed):
    found, wrong = read_row(kept_registers()[register].register, typed, today=today())
    assert not wrong, wrong
    return found


def test_everybody_reads_grades_and_the_rows_behind(client, event):
    assert "某代理公司" in page(client, LIST)
    told = page(client, CARD)
    assert "<strong>C</strong> <span>级，72 分" in told
    assert "罚〔2018〕1号" in told
    assert "站-1" in told


def test_neither_customers_nor_numbers_in_the_text_are_told(client, event):
    told = page(client, CARD)
    assert "被服务的企业" not in told
    assert "13912345678" not in told
    assert "被警告" in told


def test_an_earlier_day_knows_nothing_of_what_came_later(client, event):
    assert "级，97 分" in page(client, f"{CARD}&on=2018-08-31")
    assert client.get(f"{CARD}&on=2018-01-15").status_code == 404
    assert "这一天还没有开始评" in page(client, f"{LIST}?on=2017-12-31")


def test_a_repair_raises_the_score_from_its_day_and_the_past_stays(client, event, bureau):
    kept = kept_registers()["credit_events"]
    change_row(event, kept, {**event.values, "repaired_on": "2018-11-01"}, by=bureau, version=event.version)
    told = page(client, CARD)
    assert "级，97 分" in told
    turns = [told.index(f'<th scope="row">{day}') for day in ("2018-11-01", "2018-09-01", "2018-06-01", "2018-02-01")]
    assert turns == sorted(turns)
    assert "级，72 分" in page(client, f"{CARD}&on=2018-10-31")


def asked(bureau, **more):
    given = {
        "party": "某代理公司", "code": CODE, "document": "罚〔2018〕1号", "asks": "repair", "why": "已经改正", "filed_on": "2018-10-01",
    }  # fmt: skip
    return row_of("credit_objections", by=bureau, **{**given, **more})


def words(row):
    check([row])
    row.refresh_from_db()
    return [found["words"] for found in row.findings]


def test_what_was_granted_must_stand_in_the_record(event, bureau):
    assert words(asked(bureau)) == []
    granted = asked(bureau, result="granted", decided_on="2018-10-20", filed_on="2018-10-02")
    assert words(granted) == ["决定修复，信用记录 罚〔2018〕1号 还没有写修复日"]
    change_row(
        event,
        kept_registers()["credit_events"],
        {**event.values, "repaired_on": "2018-10-20"},
        by=bureau,
        version=event.version,
    )
    assert words(granted) == []


def test_a_granted_objection_takes_the_record_out(client, event, bureau):
    row = asked(bureau, asks="objection", result="granted", decided_on="2018-10-20")
    assert words(row) == ["异议成立，信用记录 罚〔2018〕1号 还没有注销"]
    strike_row(event, kept_registers()["credit_events"], by=bureau, version=event.version, reason="异议成立")
    assert words(row) == []
    assert words(asked(bureau, document="没有的", filed_on="2018-10-03")) == [
        "知识产权信用记录里没有某代理公司的 没有的"
    ]


def test_an_agency_objects_itself_and_for_nobody_else(sign_in, event):
    organisation = make_organisation(name="某代理公司", credit_code=CODE)
    client = sign_in("enterprise", organisation=organisation)
    assert "/registers/credit_objections/new/" in page(client, CARD)
    kept = kept_registers()["credit_objections"]
    given = {"code": CODE, "document": "罚〔2018〕1号", "asks": "objection", "why": "记错了", "filed_on": "2018-10-01"}
    own = values("credit_objections", party="某代理公司", **given)
    assert enter_row(kept, own, by=client.person, organisation=organisation).organisation == organisation
    with pytest.raises(Exception, match="不是某代理公司"):
        enter_row(
            kept, values("credit_objections", party="别的公司", **given), by=client.person, organisation=organisation
        )


def test_a_rating_needs_every_part(client, bureau):
    told = page(client, CARD)
    assert "知识产权信用记录里一行也没有" in told
    assert "<strong>不评</strong>" in told


def test_the_clause_leads_to_the_rating(client, event):
    assert 'href="/ratings/agencies/"' in page(client, "/clauses/16/")


def test_what_was_repaired_or_has_ended_is_shown_on_no_earlier_day(client, event, bureau):
    kept, earlier = kept_registers()["credit_events"], f"{CARD}&on=2018-10-31"
    assert "罚〔2018〕1号" in page(client, earlier)
    for ends in ({"repaired_on": "2018-11-01"}, {"until": "2018-11-30"}):
        change_row(
            event, kept, {**event.values, "repaired_on": "", "until": "", **ends}, by=bureau, version=event.version
        )
        event.refresh_from_db()
        told = page(client, earlier)
        assert "级，72 分" in told
        for words in ("罚〔2018〕1号", "被警告", ">-10 分<", ">-15 分<"):
            assert words not in told


def test_an_earlier_day_tells_score_and_grade_and_not_what_each_part_brought(client, event):
    assert 'data-label="失信记录"' in page(client, LIST)
    told = page(client, f"{LIST}?on=2018-10-31")
    assert 'data-label="分数"' in told
    assert 'data-label="失信记录"' not in told


def test_a_public_rating_is_given_no_field_that_the_register_keeps_inside(event):
    [rows] = told_in_ratings([("credit_events", lambda rows: rows)])
    assert [set(row) for row in rows] == [{"decided_on", "document", "event"}]
    assert told_in_ratings([("pledge_loans", lambda rows: rows), ("none", lambda rows: rows)]) == [[], []]


def test_how_a_score_went_is_made_once_as_long_as_no_row_changes(client, event, bureau):
    page(client, CARD)
    asked = _turns.cache_info().misses
    page(client, CARD)
    assert (_turns.cache_info().misses, _turns.cache_info().hits) == (asked, 1)
    row_of(
        "credit_events",
        by=bureau,
        party="某代理公司",
        code=CODE,
        sort="bad",
        event="又一次",
        document="罚2",
        decided_on="2018-11-01",
    )
    assert "级，62 分" in page(client, CARD)
