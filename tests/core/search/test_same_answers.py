"""What makes a search quick leaves its answer as it is: words as terms, days that need not be looked at, classes field by field."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small_index import right, searchable

from zhixian.core.search import finding, words
from zhixian.core.search.finding import find
from zhixian.core.search.index import Searchable
from zhixian.core.search.similar import more_like
from zhixian.core.search.words import cut, cut_titles, grams, is_inside, places_of_units, plain, units

DAY = date(2020, 6, 30)
PARTS = (
    "锂离子电池",
    "电池组",
    "石墨烯",
    "铜箔",
    "神经网络",
    "卷积神经网络",
    "控制器",
    "LED",
    "5G",
    "（低品位）",
    "尾矿",
    "回收装置",
    "的制备方法",
    "及系统",
    "和",
    "服务",
    "平台",
    "Ａ型",
)
CLASSES = ("H01M10/05", "H01M4/36", "C25D1/04", "G06N3/02", "B03D1/00", "C01B32/00", "H04W4/00", "F21V1/00")
ODD = [*PARTS, "", "‖", "c++", "3.5%", "\r\n", "\n\n", "\t", "\u3000", "\u200b", "①", "é", "カ", "㎡", "𠀀", '"', "\\", "’"]  # fmt: skip
MANY = 400


def registry(seed=5):
    """Rights of which one in ten changed its holder once, so that few documents are followed by another."""
    rng = Random(seed)
    rights, spans = [], []
    for nr in range(MANY):
        title = "".join(rng.choices(PARTS, k=rng.randint(2, 6)))
        classes = ";".join(rng.sample(CLASSES, rng.randint(1, 6)))
        rights.append(right(f"N{nr:03}", "invention", "", title, classes, f"20{10 + nr % 9}-03-01", "P1"))
        moved = nr % 10 == 0
        spans.append((f"N{nr:03}", "P1", "350823", "2019-06-01", "2020-01-01" if moved else None))
        spans += [(f"N{nr:03}", "P2", "320100", "2020-01-01", None)] * moved
    return rights, spans


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    rights, spans = registry()
    return searchable(tmp_path_factory.mktemp("data"), rights=rights, spans=spans)


def ids(found):
    return [hit.facts["right_id"] for hit in found.hits]


@pytest.mark.parametrize("sort", ["best", "newest", "oldest"])
@pytest.mark.parametrize("query", ["", "电池", "锂离子电池 铜箔", "权利人:紫金", "铜箔 或 LED", "非 铜箔"])
@pytest.mark.parametrize("day", [DAY, date(2019, 12, 31), date(2015, 1, 1)])
def test_documents_that_are_over_are_left_out_of_every_page(index, monkeypatch, query, sort, day):
    assert 0 < index.past < finding._FEW_PAST * index.index.searcher().num_docs
    pages = [find(index, query, as_of=day, sort=sort, first=first, limit=7) for first in range(0, MANY, 7)]
    monkeypatch.setattr(finding, "_FEW_PAST", 0.0)
    assert pages == [find(index, query, as_of=day, sort=sort, first=first, limit=7) for first in range(0, MANY, 7)]
    seen = [one for page in pages for one in ids(page)]
    assert len(set(seen)) == len(seen) == pages[0].total


def test_a_page_is_full_though_what_is_over_comes_first(tmp_path):
    rights = [right(f"M{nr:02}", "invention", "", "铜箔", "", "2015-01-01", "P1") for nr in range(60)]
    rights += [
        right(f"S{nr:03}", "invention", "", "铜箔的很长的名称和装置", "", "2015-01-01", "P1") for nr in range(400)
    ]
    spans = [(f"M{nr:02}", "P1", "350823", "2016-01-01", "2018-01-01") for nr in range(60)]
    spans += [(f"M{nr:02}", "P2", "320100", "2018-01-01", None) for nr in range(60)]
    found = find(searchable(tmp_path, rights=rights, spans=spans), "名称:铜箔", as_of=DAY, limit=40)
    assert found.total == 460
    assert [hit.facts["holder"] for hit in found.hits] == ["P2"] * 40


@pytest.mark.parametrize("day", [DAY, date(2019, 12, 31), date(2015, 1, 1)])
def test_everything_begins_with_the_documents_that_are_known_to_come_first(index, monkeypatch, day):
    pages = [find(index, "", as_of=day, first=first, limit=9) for first in (0, 9, 90)]
    monkeypatch.setitem(index.__dict__, "front", [])
    assert pages == [find(index, "", as_of=day, first=first, limit=9) for first in (0, 9, 90)]


@pytest.mark.parametrize("day", [date(2014, 1, 1), date(2016, 7, 1), date(2018, 1, 1), date(2030, 1, 1)])
def test_states_are_counted_on_every_day_as_hits_tell_them(tmp_path, day):
    rights = [right(f"N{nr:02}", "invention", "", "铜箔", "", "2010-03-01", "P1") for nr in range(40)]
    spans = [
        (f"N{nr:02}", "P1", "350823", f"201{4 + nr % 4}-06-01", "2018-01-01" if nr % 3 else None) for nr in range(30)
    ]
    found = find(searchable(tmp_path, rights=rights, spans=spans), "", as_of=day, limit=100)
    assert dict(found.facets["state"]) == Counter(hit.state for hit in found.hits)
    assert found.total == len(rights)
    assert dict(found.facets["state"])["pending"] >= 10


def test_the_day_from_which_nothing_is_to_come(index):
    settled = date.fromordinal(index.settled + date(1970, 1, 1).toordinal())
    assert settled == date(2020, 1, 1)


@pytest.mark.parametrize("day", [DAY, date(2014, 6, 30)])
def test_classes_are_counted_however_many_a_right_has(index, day):
    found = find(index, "", as_of=day)
    known = [row for row in registry()[0] if row["filed"] <= day.isoformat()]
    counted = Counter(topic for row in known for topic in {code[:4] for code in row["classes"].split(";")})
    assert index.many
    assert found.total == len(known)
    assert dict(found.facets["topic"]) == dict(counted)
    assert found.facets["topic"] == sorted(found.facets["topic"], key=lambda told: (-told[1], told[0]))
    for topic, count in found.facets["topic"]:
        assert find(index, "", as_of=day, only={"topic": topic}).total == count


@pytest.mark.parametrize("query", ["", "电池", "非 铜箔"])
def test_facets_counted_by_two_threads_are_those_of_one(index, monkeypatch, query):
    alone = find(index, query, as_of=DAY).facets
    counted = []
    monkeypatch.setattr(finding, "_MANY_COUNTED", 1)
    monkeypatch.setattr(finding.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(finding, "_counters", lambda wrapped=finding._counters: counted.append(1) or wrapped())
    assert find(index, query, as_of=DAY).facets == alone
    assert counted


@given(
    st.lists(
        st.sampled_from([*ODD, "ﬁ", "İ", "Ⅳ", "e", "\u0301", "ｶ", "ﾞ", "\u1112", "\u1161", "\u11ab", "㍿"]), max_size=6
    ).map("".join)
)
@example("e\uff9e\u0301")
def test_units_stand_where_they_were_given(title):
    placed = places_of_units(title)
    assert [unit for unit, _, _ in placed] == units(title)
    for unit, start, end in placed:
        assert set(unit) <= set(plain(title[start:end]))


def test_rights_alike_are_those_of_the_day_and_never_itself(index):
    for nr in range(0, MANY, 40):
        alike = more_like(index, f"N{nr:03}", as_of=DAY, limit=MANY)
        seen = [one.hit.facts["right_id"] for one in alike]
        assert f"N{nr:03}" not in seen
        assert len(set(seen)) == len(seen) > 10
        assert all(
            one.hit.facts["holder"] == ("P2" if int(one.hit.facts["right_id"][1:]) % 10 == 0 else "P1") for one in alike
        )


@given(
    st.lists(st.sampled_from([*PARTS, "-", " ", "、", "石墨", "网络", "池组", "a1"]), max_size=8).map("".join),
    st.sampled_from(
        [
            *PARTS,
            "神经",
            "离子",
            "电池",
            "网络",
            "和服",
            "方法",
            "制备",
            "装置",
            "锂离子",
            "l",
            "led",
            "g",
            "a",
            "5",
            "池组",
        ]
    ),
)
def test_a_word_of_the_list_stands_in_the_index_wherever_its_letters_do(title, word):
    asked = is_inside(word)
    if asked is None:
        return
    found, wanted = units(title), units(word)
    stands = any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))
    assert (asked in cut(title)[1].split()) == stands


def cut_plainly(title):
    """Words, what is inside and grams of a title as decision 0015 tells them, title by title and step by step."""
    seen, cutter = plain(title), words._cutter()
    own = [word for word in cutter.cut_for_search(seen) if any(char.isalnum() for char in word)]
    unbroken = "".join(" " if unit.isascii() else unit for unit in units(title))
    listed = [word for word in cutter.cut_all(unbroken) if len(word) > 1 and word.isalnum()]
    latin = [unit for unit in units(title) if unit.isascii()]
    inside = dict.fromkeys([*listed, *latin, *(word for word in own if not word.isascii())])
    told = [*inside, *(word for word in dict.fromkeys(own) if word in inside)]
    return " ".join(own), " ".join(told), " ".join(grams(title))


@given(st.lists(st.lists(st.sampled_from(ODD), max_size=6).map("".join), max_size=12))
def test_titles_cut_together_are_cut_as_each_alone(titles):
    assert cut_titles(titles) == [cut_plainly(title) for title in titles]


def test_words_of_the_list_are_known_to_be_inside_and_others_are_not():
    assert [is_inside(word) for word in ("锂离子电池", "ＬＥＤ", "5G")] == ["锂离子电池", "led", "5g"]
    assert [is_inside(word) for word in ("铜", "子电池", "led灯", "锂 离子电池池")] == [None] * 4


def test_a_word_that_a_title_says_twice_counts_once_and_a_word_of_its_own_twice():
    _, inside, _ = cut("连接和服务平台的和服务")
    assert [inside.split().count(word) for word in ("服务", "和服", "平台")] == [2, 1, 2]


def test_an_index_without_rights_is_settled_from_the_start(tmp_path):
    empty = searchable(tmp_path, rights=[], spans=[])
    assert isinstance(empty, Searchable)
    assert (empty.past, empty.many) == (0, False)
    assert find(empty, "", as_of=date(1990, 1, 1)).total == 0
