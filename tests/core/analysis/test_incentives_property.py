"""Scalar and bulk evaluator and a third one, written from the wording of the rules alone, agree to the fen."""

import os
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from registries import write_registry
from zhixian.core.analysis.incentives import compute
from zhixian.core.analysis.incentives.bulk import compile_incentive
from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.analysis.incentives.quarters import compute_in_quarter
from zhixian.core.catalogue import definitions
from zhixian.core.engine import connect
from zhixian.core.kernel.periods import quarter_end
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.model import Amount
from zhixian.core.rules import evaluate_all
from zhixian.core.rules.promises import amount_faults

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "10"))
REGION = "350823"
START = date(2017, 10, 23)
ENTERPRISES = ("enterprise", "soe", "cooperative", "farm")
PLEDGEABLE = ("invention", "utility_model", "design", "trademark", "collective_mark", "certification_mark")
EDGES = [
    date(2012, 7, 5), date(2012, 7, 6), date(2015, 10, 23), date(2015, 10, 24), date(2016, 2, 29), date(2017, 1, 1),
    date(2017, 10, 22), date(2017, 10, 23), date(2017, 12, 31), date(2018, 1, 1), date(2018, 1, 31), date(2018, 2, 28),
    date(2018, 8, 31), date(2018, 12, 31), date(2019, 1, 1), date(2019, 8, 31), date(2020, 2, 29), date(2020, 8, 31),
]  # fmt: skip
days = st.one_of(st.sampled_from(EDGES), st.dates(date(2008, 1, 1), date(2021, 1, 31)))
money = st.one_of(
    st.integers(1, 10**15),
    st.integers(1, 2 * 10**9),
    st.sampled_from([1, 2, 3, 99, 10**15, 9_999_999, 10_000_000, 33_333_333]),
)
shares = st.sampled_from(["30", "50", "33.3", "0.0001", "100", "12.3457", "66.6667"])
settled = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def amount(incentive, parameter, kind, value, per=None, effective=START, until=None):
    return Amount(
        f"{incentive}.{parameter}.{effective}",
        incentive,
        parameter,
        "18",
        kind,
        Decimal(value),
        per,
        effective,
        until,
        "原文",
    )


def months_on(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@st.composite
def dues(draw, drawn):
    on = months_on(drawn, draw(st.sampled_from([1, 6, 12, 36, 60])))
    return draw(
        st.one_of(
            st.sampled_from([on - timedelta(1), on, on + timedelta(1)]),
            st.integers(-5, 3000).map(lambda n: drawn + timedelta(n)),
        )
    )


parties = st.fixed_dictionaries(
    {
        name: st.tuples(
            st.sampled_from([*ENTERPRISES, "individual", "university", None]),
            st.sampled_from([REGION, REGION, "350824", None]),
        )
        for name in ("E1", "E2", "E3")
    }
)


@st.composite
def loans(draw):
    drawn = draw(days)
    due = draw(dues(drawn))
    repaid = draw(st.one_of(st.none(), st.sampled_from([due, drawn, date(2018, 12, 31)]), st.integers(-3, 2000).map(
        lambda n: drawn + timedelta(n))))  # fmt: skip
    return {
        "borrower": draw(st.sampled_from(["E1", "E1", "E2", "E3", "nobody"])),
        "principal": draw(money),
        "drawn": drawn,
        "due": due,
        "repaid": repaid,
        "kinds": draw(st.lists(st.sampled_from([*PLEDGEABLE, "software", "gi_product"]), max_size=3)),
    }


def rates_on(day):
    """The published rates that matter here, copied by hand a second time."""
    table = [
        (date(2015, 10, 24), "4.35 4.35 4.75 4.75 4.90"), (date(2015, 8, 26), "4.60 4.60 5.00 5.00 5.15"),
        (date(2015, 6, 28), "4.85 4.85 5.25 5.25 5.40"), (date(2015, 5, 11), "5.10 5.10 5.50 5.50 5.65"),
        (date(2015, 3, 1), "5.35 5.35 5.75 5.75 5.90"), (date(2014, 11, 22), "5.60 5.60 6.00 6.00 6.15"),
        (date(2012, 7, 6), "5.60 6.00 6.15 6.40 6.55"), (date(2012, 6, 8), "5.85 6.31 6.40 6.65 6.80"),
        (date(2011, 7, 7), "6.10 6.56 6.65 6.90 7.05"), (date(2011, 4, 6), "5.85 6.31 6.40 6.65 6.80"),
        (date(2011, 2, 9), "5.60 6.06 6.10 6.45 6.60"), (date(2010, 12, 26), "5.35 5.81 5.85 6.22 6.40"),
        (date(2010, 10, 20), "5.10 5.56 5.60 5.96 6.14"), (date(2008, 12, 23), "4.86 5.31 5.40 5.76 5.94"),
        (date(2008, 11, 27), "5.04 5.58 5.67 5.94 6.12"), (date(2008, 10, 30), "6.03 6.66 6.75 7.02 7.20"),
        (date(2008, 10, 9), "6.12 6.93 7.02 7.29 7.47"), (date(2008, 9, 16), "6.21 7.20 7.29 7.56 7.74"),
        (date(2007, 12, 21), "6.57 7.47 7.56 7.74 7.83"),
    ]  # fmt: skip
    return next(line for since, line in table if since <= day).split()


def rounded(number):
    return floor(number + Fraction(1, 2))


def interest_by_the_wording(rows, people, year, share, cap):
    """30% of the interest at the benchmark rate of the day drawn, days of the year ÷ 360, at most `cap` per enterprise."""
    given_out, awards = {}, {}
    for row in sorted(rows, key=lambda r: (r["drawn"], r["loan_id"])):
        kind, region = people.get(row["borrower"], (None, None))
        if kind not in ENTERPRISES or not (region or "").startswith(REGION):
            continue
        if not set(row["kinds"]) & set(PLEDGEABLE):
            continue
        ends = [row["due"], date(year + 1, 1, 1)] + ([row["repaid"]] if row["repaid"] else [])
        number = (min(ends) - max(row["drawn"], date(year, 1, 1))).days
        if number <= 0:
            continue
        place = next((i for i, n in enumerate((6, 12, 36, 60)) if row["due"] <= months_on(row["drawn"], n)), 4)
        rate = Fraction(rates_on(row["drawn"])[place]) / 100
        full = rounded(Fraction(row["principal"]) * rate * number / 360 * Fraction(share) / 100)
        paid = min(full, cap - given_out.get(row["borrower"], 0))
        given_out[row["borrower"]] = given_out.get(row["borrower"], 0) + paid
        if paid:
            awards[row["loan_id"]] = paid
    return awards


def both_evaluators(incentive, amounts, facts, year, tmp_path, **tables):
    definition = definitions().incentives[incentive]
    scalar = {
        row[definition.subject]: outcome.workings
        for row, outcome in evaluate_all(definition, facts, amounts, year=year, region=REGION)
        if outcome.amount_fen
    }
    snapshot = write_registry(tmp_path, **tables)
    compiled = compile_incentive(definition, amounts, FactTables(connect("duckdb"), snapshot), year=year, region=REGION)
    bulk = {row[definition.subject]: row for row in compiled.awards.to_pyarrow().to_pylist()}
    assert scalar.keys() == bulk.keys()
    for subject, workings in scalar.items():
        shown = {name: value for name, value in bulk[subject].items() if name in workings and value is not None}
        assert {name: workings[name] for name in shown} == shown
        assert {"raw_fen", "amount_fen", "capped"} <= set(shown)
    return {subject: workings["amount_fen"] for subject, workings in scalar.items()}


def people_rows(people):
    return [{"party_id": name, "name": name, "kind": kind, "region": region} for name, (kind, region) in people.items()]


def facts_of_loans(rows, people):
    """The loans as the scalar evaluator asks for them."""
    return [
        {
            **row,
            "party": row["borrower"],
            "party_kind": people.get(row["borrower"], (None, None))[0],
            "party_region": people.get(row["borrower"], (None, None))[1],
            "pledged_kinds": row["kinds"],
        }
        for row in rows
    ]


def tables_of_loans(rows, people):
    """The same as a registry has them."""
    every = [*PLEDGEABLE, "software", "gi_product"]
    return {
        "parties": people_rows(people),
        "rights": [{"right_id": f"{kind}{place}", "kind": kind} for kind in every for place in range(3)],
        "pledges": [
            {"loan_id": row["loan_id"], "right_id": f"{kind}{place}"}
            for row in rows
            for place, kind in enumerate(row["kinds"])
        ],
        "loans": [{key: value for key, value in row.items() if key != "kinds"} for row in rows],
    }


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "registry"


@pytest.mark.long
@settled
@given(
    rows=st.lists(loans(), min_size=1, max_size=30),
    people=parties,
    year=st.sampled_from([2017, 2018, 2019, 2020]),
    share=shares,
    cap=st.sampled_from([1, 10_000_000, 10**14]),
)
@example(
    rows=[{"borrower": "E1", "principal": 10**15, "drawn": date(2018, 1, 1), "due": date(2028, 1, 1), "repaid": None,
           "kinds": ["design", "design"]}] * 30,
    people={"E1": ("farm", REGION)}, year=2020, share="66.6667", cap=10**14,
)  # fmt: skip
def test_pledge_interest(folder: Path, rows, people, year, share, cap):
    rows = [{**row, "loan_id": f"L{number * 7 % 31:02}"} for number, row in enumerate(rows)]
    amounts = (
        amount("pledge_interest", "share", "share", share),
        amount("pledge_interest", "cap", "cap", cap, per="year"),
    )
    tables = tables_of_loans(rows, people)
    facts = facts_of_loans(rows, people)
    awards = both_evaluators("pledge_interest", amounts, facts, year, folder, **tables)
    assert awards == interest_by_the_wording(rows, people, year, share, cap)


@st.composite
def cap_histories(draw):
    """One to three versions of share and cap, the first of which may begin late, the last may end; the cap counts all years."""
    changes = sorted(
        draw(st.sets(st.sampled_from([date(2018, 1, 1), date(2018, 12, 1), date(2020, 1, 1)]), max_size=2))
    )
    found = []
    for parameter, kind, values in (
        ("share", "share", shares),
        ("cap", "cap", st.sampled_from([1, 5_000_000, 10**14])),
    ):
        end = draw(st.sampled_from([None, None, date(2020, 1, 2), date(2020, 8, 31)]))
        begin = draw(st.sampled_from([START, START, date(2017, 12, 31)]))
        for since, until in zip([begin, *changes], [*changes, end], strict=True):
            per = "ever" if kind == "cap" else None
            found.append(amount("navigation", parameter, kind, draw(values), per, since, until))
    if draw(st.booleans()):  # the text has no cap; a later decision may set one, which may end
        set_later = draw(st.sampled_from([date(2018, 1, 1), date(2018, 12, 1), date(2021, 1, 1)]))
        found = [replace(a, uncapped=a.kind == "share") for a in found if a.kind == "share" or a.effective >= set_later]
    return found


@pytest.mark.long
@settled
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "party": st.sampled_from(["E1", "E1", "E2", "nobody"]),
                "kind": st.sampled_from(["navigation", "navigation", "industrialisation"]),
                "cost": st.one_of(st.none(), st.just(0), money),
                "completed": st.one_of(st.none(), days),
            }
        ),
        min_size=1,
        max_size=20,
    ),
    people=parties,
    year=st.sampled_from([2017, 2018, 2020]),
    amounts=cap_histories(),
)
@example(
    rows=[{"party": "E1", "kind": "navigation", "cost": 10**12, "completed": date(2018, 1, 1)}],
    people={"E1": ("farm", REGION)}, year=2018,
    amounts=[
        amount("navigation", "share", "share", "50"),
        amount("navigation", "cap", "cap", 1, "ever", date(2018, 6, 1)),
    ],
)  # fmt: skip
def test_navigation(folder: Path, rows, people, year, amounts):
    rows = [{**row, "project_id": f"P{number * 7 % 31:02}"} for number, row in enumerate(rows)]
    facts = [
        {
            **row,
            "party_kind": people.get(row["party"], (None,))[0],
            "party_region": people.get(row["party"], (None, None))[1],
        }
        for row in rows
    ]
    awards = both_evaluators(
        "navigation", amounts, facts, year, folder, parties=people_rows(people), projects=rows
    )  # fmt: skip
    given_out, expected = {}, {}
    dated = [row for row in rows if row["completed"] and row["cost"]]
    for row in sorted(dated, key=lambda r: (r["completed"], r["project_id"])):
        kind, region = people.get(row["party"], (None, None))
        day = row["completed"]
        if kind not in ENTERPRISES or region != REGION or row["kind"] != "navigation" or day < START or day.year > year:
            continue
        now = {a.parameter: a.value for a in amounts if a.effective <= day and (a.until is None or day < a.until)}
        promised = any(a.uncapped for a in amounts) and all(a.effective > day for a in amounts if a.kind == "cap")
        if now.keys() != {"share", "cap"} and not (now.keys() == {"share"} and promised):
            continue
        before = given_out.get(row["party"], 0)
        paid = rounded(Fraction(row["cost"]) * Fraction(now["share"]) / 100)
        paid = min(paid, max(0, int(now["cap"]) - before)) if "cap" in now else paid
        given_out[row["party"]] = before + paid
        if paid and day.year == year:
            expected[row["project_id"]] = paid
    assert awards == expected


@pytest.mark.long
@settled
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["collective_mark", "certification_mark", "trademark", "gi_product"]),
                "gi": st.sampled_from([True, True, False, None]),
                "holder": st.sampled_from(["E1", "E2", "nobody", None]),
                "region": st.sampled_from([REGION, REGION, "350824", None]),
                "registered": st.one_of(st.none(), days),
                "granted": st.lists(st.tuples(st.one_of(st.none(), days), days), max_size=2),
            }
        ),
        min_size=1,
        max_size=20,
    ),
    year=st.sampled_from([2017, 2018, 2020]),
    raised=st.booleans(),
)
def test_gi_mark(folder: Path, rows, year, raised):
    rows = [{**row, "right_id": f"R{number}"} for number, row in enumerate(rows)]
    first = amount("gi_mark", "fixed", "fixed", 15_000_000, "right")
    amounts = [first]
    if raised:
        change = date(2018, 8, 31)
        amounts = [replace(first, until=change), amount("gi_mark", "fixed", "fixed", 20_000_000, "right", change)]
    expected, facts, events = {}, [], []
    for row in rows:
        events += [
            {"right_id": row["right_id"], "event": "granted", "effective": effective, "gazetted": gazetted}
            for effective, gazetted in row["granted"]
        ]
        day = row["registered"] or min((effective or gazetted for effective, gazetted in row["granted"]), default=None)
        facts.append({**row, "party": row["holder"], "registered": day})
        is_mark = row["gi"] and row["kind"] in ("collective_mark", "certification_mark")
        if is_mark and row["region"] == REGION and row["holder"] and day and day.year == year and day >= START:
            expected[row["right_id"]] = 20_000_000 if raised and day >= date(2018, 8, 31) else 15_000_000
    rights = [{key: value for key, value in row.items() if key != "granted"} for row in rows]
    awards = both_evaluators("gi_mark", amounts, facts, year, folder, rights=rights, events=events)
    assert awards == expected


QUARTERS = (1, 2, 3, 4)
fewer = settings(settled, max_examples=max(3, EXAMPLES // 3))  # each asks both evaluators for four quarters


def quarters_add_up(plan, amounts, snapshot, facts, year, incentive):
    """Each quarter agrees with the scalar evaluator, all four add up to the year; the awards to the end of each by quarter."""
    plan, rules = replace(plan, amounts=tuple(amounts)), definitions()
    definition, sums, to_date = rules.incentives[incentive], {}, {}
    con = connect("duckdb")
    for quarter in QUARTERS:
        until = quarter_end(year, quarter)
        found = compute_in_quarter(plan, rules, snapshot, year=year, quarter=quarter, region=REGION, engine=con)
        scalar = evaluate_all(definition, facts, amounts, year=year, region=REGION, until=until)
        to_date[quarter] = {one.subject: one.amount_fen for one in found.to_date.awards()}
        assert to_date[quarter] == {row[definition.subject]: out.amount_fen for row, out in scalar if out.amount_fen}
        lines = list(found.awards())
        assert found.totals == {incentive: sum(line.quarter_fen for line in lines)}
        by_party = {}
        for line in lines:
            key = (line.award.party, line.award.subject)
            sums[key] = sums.get(key, 0) + line.quarter_fen
            by_party[line.award.party] = by_party.get(line.award.party, 0) + line.quarter_fen
        assert min(by_party.values(), default=0) >= 0
    whole = compute(plan, rules, snapshot, year=year, region=REGION, engine=con)
    assert {key: fen for key, fen in sums.items() if fen} == {
        (one.party, one.subject): one.amount_fen for one in whole.awards()
    }
    assert to_date[4] == {one.subject: one.amount_fen for one in whole.awards()}
    return to_date


@pytest.mark.long
@fewer
@given(
    rows=st.lists(loans(), min_size=1, max_size=30),
    people=parties,
    year=st.sampled_from([2017, 2018, 2020]),
    share=shares,
    cap=st.sampled_from([1, 10_000_000, 10**14]),
)
@example(  # the cap is reached in the second quarter, and the loan drawn first takes back what the other had
    rows=[{"borrower": "E1", "principal": 2 * 10**8, "drawn": date(2018, 1, day), "due": date(2020, 1, 1), "repaid": None,
           "kinds": ["invention"]} for day in (1, 2)],
    people={"E1": ("enterprise", REGION)}, year=2018, share="100", cap=3_000_000,
)  # fmt: skip
@example(  # drawn and repaid within the year, due on the first day of a quarter, repaid on its last
    rows=[{"borrower": "E1", "principal": 10**8, "drawn": date(2018, 2, 10), "due": due, "repaid": repaid, "kinds": ["design"]}
          for due, repaid in ((date(2018, 7, 1), None), (date(2019, 2, 10), date(2018, 9, 30)), (date(2018, 3, 31), None))],
    people={"E1": ("soe", REGION)}, year=2018, share="30", cap=10**14,
)  # fmt: skip
def test_interest_of_four_quarters_adds_up(folder: Path, shanghang, rows, people, year, share, cap):
    rows = [{**row, "loan_id": f"L{number * 7 % 31:02}"} for number, row in enumerate(rows)]
    amounts = (
        amount("pledge_interest", "share", "share", share),
        amount("pledge_interest", "cap", "cap", cap, per="year"),
    )
    snapshot = write_registry(folder, **tables_of_loans(rows, people))
    facts = facts_of_loans(rows, people)
    to_date = quarters_add_up(load_plan(shanghang), amounts, snapshot, facts, year, "pledge_interest")
    for quarter, awards in to_date.items():
        end = quarter_end(year, quarter)
        as_repaid = [{**row, "repaid": min(row["repaid"] or end, end)} for row in rows]
        assert awards == interest_by_the_wording(as_repaid, people, year, share, cap)


@pytest.mark.long
@fewer
@given(
    costs=st.lists(st.tuples(st.sampled_from(["E1", "E2"]), money, days), min_size=1, max_size=15),
    year=st.sampled_from([2017, 2018, 2020]),
    amounts=cap_histories(),
)
def test_what_is_paid_by_a_day_belongs_to_its_quarter(folder: Path, shanghang, costs, year, amounts):
    plan = load_plan(shanghang)
    assume(not amount_faults(replace(plan, amounts=tuple(amounts)), definitions()))
    people = dict.fromkeys(("E1", "E2"), ("enterprise", REGION))
    rows = [
        {"project_id": f"P{number:02}", "party": party, "kind": "navigation", "cost": cost, "completed": day}
        for number, (party, cost, day) in enumerate(costs)
    ]
    facts = [{**row, "party_kind": "enterprise", "party_region": REGION} for row in rows]
    snapshot = write_registry(folder, parties=people_rows(people), projects=rows)
    to_date = quarters_add_up(plan, amounts, snapshot, facts, year, "navigation")
    completed = {row["project_id"]: row["completed"] for row in rows}
    for quarter, awards in to_date.items():
        assert awards == {
            subject: fen for subject, fen in to_date[4].items() if completed[subject] < quarter_end(year, quarter)
        }
