"""The figures about one named enterprise against the same counted by hand, and how it is found by its name."""

import json
import sys
from collections import Counter
from datetime import date
from itertools import count
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import by_hand
from small_topic import DAY, record, write_topic

from zhixian.cli import main
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import landscape
from zhixian.core.registry.terms import end_of_term
from zhixian.core.reports.landscape import as_json, from_json
from zhixian.core.reports.landscape import cells as printed

ONE = "甲公司"
NAMES = [ONE, ONE, "乙公司", "丙大学", "丁公司"]
SYMBOLS = ["H01M10/0525", "H01M4/36", "C25D1/04", "H04N5/00", "G06F16/00"]
numbers = count()


@st.composite
def topics(draw):
    size = draw(st.integers(1, 16))
    return [record("R00", applicants=[ONE])] + [
        record(
            f"R{at:02}", filed=draw(st.one_of(st.none(), st.dates(date(1999, 1, 1), date(2023, 3, 3)))), granted=draw(st.none() | st.just(date(2015, 5, 5))),
            applicants=draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3)), holders=draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=1)),
            inventors=draw(st.lists(st.sampled_from(["张三", "李四", "王五"]), unique=True, max_size=2)),
            classes=draw(st.lists(st.sampled_from(SYMBOLS), unique=True, max_size=3)),
            state=draw(st.sampled_from([None, "in_force", "in_force", "pending", "ended"])), country=draw(st.sampled_from(["CN", "CN", "US", None])),
            kind=draw(st.sampled_from(["invention", "utility_model", "design", None])), family=draw(st.sampled_from(["F1", "F2", "F3"])),
            cites=[f"R{n:02}" for n in draw(st.lists(st.integers(0, size - 1), unique=True, max_size=3)) if n != at],
        )
        for at in range(1, size)
    ]  # fmt: skip


def told(folder, engine, rows, **more):
    found = landscape(
        write_topic(folder / f"e{next(numbers)}", rows), enterprise=ONE, variant="enterprise", engine=engine, **more
    )
    return {figure.id: figure for figure in found.figures}


def cells(figure, *names):
    return [tuple(row[name] for name in names) for row in figure.as_dicts()]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topics())
def test_every_figure_about_it_is_what_counting_by_hand_finds(tmp_path, engine, made):
    figures = told(tmp_path, engine, made)
    rows = by_hand.counted(made, DAY)
    own = [row for row in rows if ONE in row["applicants"]]
    check_place(figures["enterprise_place"], rows, own)
    years = {year: number for year, number in by_hand.by_year(own).items() if year}
    assert {year: n for year, n in cells(figures["enterprise_filings"], "year", "own") if n} == years
    field = by_hand.classes(rows, "subclass")
    expected = [(name, n, field[name]) for name, n in by_hand.ranked(by_hand.classes(own, "subclass"))]
    assert cells(figures["enterprise_classes"], "class", "own", "records") == expected
    people = Counter(name for row in own for name in row["inventors"])
    assert cells(figures["enterprise_inventors"], "inventor", "records") == by_hand.ranked(people)
    with_whom = Counter(name for row in own for name in set(row["applicants"]) - {ONE})
    assert cells(figures["enterprise_partners"], "applicant", "records") == by_hand.ranked(with_whom)
    check_rights(figures["enterprise_rights"], rows)
    check_nearest(figures["enterprise_competitors"], rows, own)
    check_citations(figures, rows)


def check_place(figure, rows, own):
    number = dict(cells(figure, "what", "number"))
    counts = {name: len(theirs) for name, theirs in by_hand.parties(rows).items()}
    assert number["申请（件）"] == len(own) == counts[ONE]
    assert number["申请人中的名次"] == 1 + sum(n > len(own) for n in counts.values())
    for word, state in (("有效", "in_force"), ("审中", "pending"), ("失效", "ended")):
        known = all(row["state"] for row in own)
        assert number[f"{word}（件）"] == (sum(row["state"] == state for row in own) or (0 if known else None))
    assert number["已授权（件）"] == by_hand.granted(own, DAY)
    assert number["同族（组）"] == len({row["family"] for row in own})
    assert f"{ONE}在专题里有 {len(own):,} 件申请，占全部 {len(rows):,} 件" in figure.sentence


def test_its_years_are_no_counts_and_what_no_source_tells_is_unknown(tmp_path, engine):
    rows = [
        record(f"R{nr}", filed=date(2015 + nr, 5, 5), applicants=[ONE], family_by="untold", state=state)
        for nr, state in enumerate(["in_force", "ended", "pending"])
    ]
    figure = told(tmp_path, engine, rows)["enterprise_place"]
    shown = {row[0]: row[1] for row in printed(figure, figure.rows)}
    assert (shown["最早申请年"], shown["最近申请年"]) == ("2015", "2017")
    number = dict(figure.rows)
    assert (number["同族（组）"], number["已授权（件）"], number["有效（件）"]) == (None, None, 1)
    assert "来源没有写明同族，有多少不知道" in figure.limits
    assert "来源没有写明授权公告日，已授权的有多少不知道" in figure.limits
    rows.append(record("R3", filed=date(2018, 5, 5), granted=date(2019, 5, 5), applicants=[ONE], state="in_force"))
    figure = told(tmp_path, engine, rows)["enterprise_place"]
    assert (dict(figure.rows)["同族（组）"], dict(figure.rows)["已授权（件）"]) == (1, 1)
    assert "3 件（共 4 件）的来源没有说同族，没有计入" in figure.limits
    assert "1 件（共 4 件）有效而没有授权公告日，没有计入已授权" in figure.limits


def test_none_granted_of_pending_ones_is_known(tmp_path, engine):
    rows = [record(f"R{nr}", filed=date(2021, 5, 5), applicants=[ONE], state="pending") for nr in range(3)]
    figures = told(tmp_path, engine, rows)
    assert dict(figures["enterprise_place"].rows)["已授权（件）"] == 0


def check_rights(figure, rows):
    held = [row for row in rows if ONE in (row["holders"] or row["applicants"])]
    alive = [row for row in held if row["state"] == "in_force"]
    ends = [
        end for row in alive
        if row["country"] == "CN" and row["kind"] and row["filed"] and (end := end_of_term(row["kind"], row["filed"])) and end > DAY
    ]  # fmt: skip
    assert {year: n for year, n in cells(figure, "year", "records") if n} == Counter(end.year for end in ends)
    ended = sum(row["state"] == "ended" for row in held)
    if alive or ended:
        soon = sum(end < date(2025, 6, 30) for end in ends)
        lapsing = (
            f"；算得出届满日的 {len(ends):,} 件里，{f'{soon:,} 件' if soon else '没有一件'}在 2025-06-30 以前（3 年内）届满"
            if ends
            else ""
        )
        unknown = sum(row["state"] is None for row in held)
        parts = [f"有效的 {len(alive):,} 件"] if alive or not unknown else []
        parts += [f"已经失效的 {ended:,} 件"] if ended or not unknown else []
        parts += [f"状态不详的 {unknown:,} 件"] if unknown else []
        assert figure.sentence == f"{ONE}名下{'，'.join(parts)}{lapsing}。"
    else:
        assert figure.silence


def check_nearest(figure, rows, own):
    mine = by_hand.classes(own, "subclass")
    found = {}
    for name, theirs in by_hand.parties(rows).items():
        spread = by_hand.classes(theirs, "subclass")
        common = set(mine) & set(spread)
        if name != ONE and common and len(theirs) >= 5:
            length = sqrt(sum(n * n for n in mine.values())) * sqrt(sum(n * n for n in spread.values()))
            found[name] = (sum(mine[key] * spread[key] for key in common) / length, len(common), len(theirs))
    told = {name: rest for name, *rest in cells(figure, "applicant", "likeness", "common", "records")}
    assert told.keys() == found.keys()
    for name, (likeness, common, number) in found.items():
        assert told[name][0] == pytest.approx(likeness, abs=0.0001)
        assert told[name][1:] == [common, number]
    order = [row["likeness"] for row in figure.as_dicts()]
    assert order == sorted(order, reverse=True)


def check_citations(figures, rows):
    known = {row["record"]: row for row in rows}
    edges = {(row["record"], other) for row in rows for other in row["cites"] if other in known}
    for name, mine, theirs in (("enterprise_cites", 0, 1), ("enterprise_cited_by", 1, 0)):
        own = [edge for edge in edges if ONE in known[edge[mine]]["applicants"]]
        pairs = Counter(who for edge in own for who in set(known[edge[theirs]]["applicants"]) - {ONE})
        assert cells(figures[name], "applicant", "pairs") == by_hand.ranked(pairs)
        both = sum(ONE in known[edge[theirs]]["applicants"] for edge in own)
        assert (f"{len(own):,} 对，其中自己引用自己的 {both:,} 对" in figures[name].sentence) == bool(own)


def test_it_is_found_in_any_width_and_brackets_and_offered_where_it_is_not_named_in_full(tmp_path, engine):
    rows = [record(f"R{nr}", applicants=["上杭县(紫金)矿业有限公司"]) for nr in range(3)]
    topic = write_topic(tmp_path / "t", rows)
    for spelling in ("上杭县（紫金）矿业有限公司", " 上杭县(紫金)矿业有限公司 "):
        made = landscape(topic, enterprise=spelling, variant="enterprise", engine=engine)
        assert made.enterprise == "上杭县(紫金)矿业有限公司"
        assert from_json(json.loads(json.dumps(as_json(made), default=str))).enterprise == made.enterprise
    with pytest.raises(Refusal, match=r"没有叫“上杭县.紫金.矿业”.*写法相近的有：上杭县\(紫金\)矿业有限公司"):
        landscape(topic, enterprise="上杭县(紫金)矿业", engine=engine)
    with pytest.raises(Refusal, match=r"没有叫“别家”的申请人或权利人。应为：申请人或权利人的全称$"):
        landscape(topic, enterprise="别家", engine=engine)


def test_where_no_status_is_known_none_is_counted_as_0(tmp_path, engine):
    rows = [record(f"R{nr}", applicants=[ONE], filed=date(2012, 1, 5)) for nr in range(3)]
    figure = told(tmp_path, engine, [*rows, record("R9", applicants=["乙公司"], state="in_force")])["enterprise_place"]
    number = dict(figure.rows)
    assert [number[f"{word}（件）"] for word in ("有效", "审中", "失效")] == [None, None, None]
    assert figure.sentence.endswith("来源没有写明它们的法律状态。")
    assert "有效 0 件" not in figure.sentence
    rows[0]["state"] = "pending"
    figure = told(tmp_path, engine, rows)["enterprise_place"]
    assert figure.sentence.endswith("；其中审中 1 件、状态不详 2 件。")


def test_one_that_only_holds_is_said_to_have_filed_nothing(tmp_path, engine):
    rows = [record("R1", applicants=["乙公司"], holders=[ONE], state="in_force", filed=date(2012, 1, 5))]
    figures = told(tmp_path, engine, rows)
    assert figures["enterprise_place"].sentence == f"{ONE}在专题里没有申请，只是权利人。"
    assert "算得出届满日的 1 件里，没有一件在 2025-06-30 以前" in figures["enterprise_rights"].sentence
    for name in ("enterprise_classes", "enterprise_inventors", "enterprise_competitors", "enterprise_cites"):
        assert (figures[name].rows, figures[name].sentence) == ((), "")
        assert figures[name].silence


def test_without_one_named_nothing_is_told_of_any(tmp_path, engine):
    made = landscape(write_topic(tmp_path / "t", [record("R1", applicants=[ONE])]), engine=engine)
    assert made.enterprise is None
    assert not [figure.id for figure in made.figures if figure.id.startswith("enterprise_")]


def test_the_command_line_names_it(tmp_path, capsys):
    export = tmp_path / "e.csv"
    export.write_text(f"申请号,标题,申请日,申请人\nCN201410408762.5,铜箔,2014-08-19,{ONE}\n", encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert main(["topic", "make", "铜箔", str(export), *data]) == 0
    capsys.readouterr()
    assert main(["landscape", "铜箔", "--enterprise", ONE, "--json", *data]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["enterprise"] == ONE
    assert {figure["id"] for figure in told["figures"]} >= {"enterprise_place", "enterprise_cited_by"}
    assert main(["landscape", "铜箔", "--enterprise", "乙公司", *data]) == 1
    assert "没有叫“乙公司”" in capsys.readouterr().err
