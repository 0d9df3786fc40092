"""A query that finds nothing leads to one that does; what is printed as a query reads back as what was asked."""

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small_index import searchable

from zhixian.core.search.fields import FIELDS, STATE_WORDS
from zhixian.core.search.finding import find
from zhixian.core.search.hints import rewritten
from zhixian.core.search.lexing import MOST_CHARACTERS, QueryFault
from zhixian.core.search.narrowing import narrowed
from zhixian.core.search.query import read_query, whole_number
from zhixian.core.search.tree import All, Number, Text

DAY = date(2019, 6, 30)
KINDS = sorted({ids[0] for field in FIELDS if field.id == "kind" for _, ids in field.values if len(ids) == 1})
WRITING = st.text('铜箔锂 与或非且-—!&|()（）"“”:：<=.,;0123456789aANDORnotCZLH/*?第类年', max_size=40)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return searchable(tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize(
    ("asked", "meant", "why"),
    [
        ("类型:专利 and 状态:有效", "类型:专利 AND 状态:有效", "小写的 and"),
        ("萝卜干 or 铜箔", "萝卜干 OR 铜箔", "小写的 or"),
        ("装置 not 铜箔", "装置 NOT 铜箔", "小写的 not"),
        ("not 铜箔", "NOT 铜箔", "小写的 not"),
        ("装置 and", "装置", "末尾的 and 后面没有检索词"),
        ("装置 Or ", "装置", "末尾的 Or"),
        ("类型:发明 not", "类型:发明", "末尾的 not"),
        ("装置 and not", "装置", "末尾的 not"),
        ("铜箔 and (装置 or)", "铜箔 AND (装置 )", "末尾的 or"),
        ("铜箔 2015 and", "铜箔 申请日:2015", "末尾的 and"),
        ("Not 铜箔 and 装置", "NOT 铜箔 AND 装置", "小写的 Not"),
        ("铜箔 2015-01", "铜箔 申请日:2015-01", "“申请日”"),
        ("铜箔 2015年1月", "铜箔 申请日:2015年1月", "“申请日”"),
        ("2015/1 铜箔", "申请日:2015/1 铜箔", "“申请日”"),
        ("有效的发明专利 铜箔", "(状态:有效 类型:发明专利) 铜箔", "“状态”和“类型”"),
        ("not 失效商标 装置", "NOT (状态:失效 类型:商标) 装置", "“状态”和“类型”"),
        ("C25D1/04", "分类:C25D1/04", "“分类”"),
        ("c25d 1/04", "分类:C25D1/04", "IPC 分类号"),
        ("铜箔 C25D", "铜箔 分类:C25D", "“分类”"),
        ("铜箔 C25", "铜箔 分类:C25", "“分类”"),
        ("铜箔 Ｃ２５Ｄ", "铜箔 分类:C25D", "“分类”"),
        ("电池 and h01m", "电池 AND 分类:h01m", "“分类”"),
        ("铜箔 2015", "铜箔 申请日:2015", "“申请日”"),
        ("发明 铜箔", "类型:发明 铜箔", "“类型”"),
        ("有效 铜箔", "状态:有效 铜箔", "“状态”"),
        ("杭川 第31类", "杭川 尼斯:第31类", "“尼斯”"),
        ("铜箔 上杭县", "铜箔 地区:上杭县", "“地区”"),
        ("铜箔 350823", "铜箔 地区:350823", "“地区”"),
    ],
)
def test_what_would_have_served_is_offered_with_its_number(index, asked, meant, why):
    found = find(index, asked, as_of=DAY)
    assert found.total == 0
    (hint,) = found.hints
    assert hint.query == meant
    assert why in hint.why
    served = find(index, hint.query, as_of=DAY)
    assert served.total == hint.total > 0


def test_a_part_is_offered_where_all_at_once_finds_nothing(index):
    (hint,) = find(index, "发明 or 杭川 or 1990", as_of=DAY, only={"kind": "trademark"}).hints
    assert hint.total == 1


@pytest.mark.parametrize(
    "asked",
    [
        "铜箔",
        "没有这样的词",
        "名称:and",
        '"and"',
        "A01B99/00",
        "and",
        "not",
        "and 铜箔",
        "没有这样的词 and",
        "and or",
        "(and)",
        "铜箔 2015-13",
        "很有效的铜箔",
    ],
)
def test_nothing_is_offered_that_would_not_serve(index, asked):
    assert find(index, asked, as_of=DAY).hints == []


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("14-02", "洛迦诺:14-02"),
        ("杯子 09-03", "杯子 洛迦诺:09-03"),
        ("杯子 LOC(14)Cl.09-03", "杯子 洛迦诺:09-03"),
        ("杯子 33-01", ""),
        ("杯子 010-02", ""),
        ("名称:14-02", ""),
    ],
)
def test_a_class_of_designs_is_offered_with_its_field(asked, meant):
    assert [(hint.query, "要写检索项“洛迦诺”" in hint.why) for hint in rewritten(asked)] == (
        [(meant, True)] if meant else []
    )


def test_inside_a_field_nothing_is_rewritten():
    (hint,) = rewritten("名称:(H01M or 2015) 发明")
    assert hint.query == "名称:(H01M or 2015) 类型:发明"


def test_a_small_joining_word_inside_a_field_is_named(index):
    with pytest.raises(QueryFault) as caught:
        find(index, "分类:(C25D or A01C)", as_of=DAY)
    assert caught.value.expected == "连接词要大写：OR"


def test_narrowing_holds_for_what_is_offered(index):
    assert find(index, "C25D1/04", as_of=DAY, only={"kind": "trademark"}).hints == []
    assert find(index, "C25D1/04", as_of=DAY, holders=["P3"]).hints == []


@pytest.mark.parametrize("first", ["与", "或", "且", "AND", "或者"])
def test_a_joining_word_in_front_is_refused_at_its_place(first):
    with pytest.raises(QueryFault) as caught:
        read_query(f"{first} 铜箔")
    assert (caught.value.start, caught.value.end) == (0, len(first))
    assert f"要查“{first}”本身，请放进引号" in caught.value.expected
    assert read_query(f'"{first}" 铜箔') == All((Text(first, exact=True), Text("铜箔")))


def test_a_not_in_front_says_what_it_means(index):
    found = find(index, "非 铜箔", as_of=DAY)
    assert found.total
    assert any("开头的“非”" in note for note in found.notes)
    assert not any("开头的“非”" in note for note in find(index, "-铜箔", as_of=DAY).notes)
    assert not any("开头的“非”" in note for note in find(index, "装置 非 铜箔", as_of=DAY).notes)


def tree_of(text):
    """What a query asks; the question is left out where it cannot be read."""
    try:
        return read_query(text)
    except QueryFault:
        assume(False)


@given(
    WRITING,
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(KINDS), "state": st.sampled_from(sorted(STATE_WORDS)), "holder": st.just("P1"),
            "topic": st.sampled_from(["H01M", "A", "30"]), "year": st.sampled_from(["2015", "1999"]), "region": st.just("350823"),
        },
    ),
    st.text(min_size=1, max_size=30),
)  # fmt: skip
def test_every_printed_query_reads_back(text, only, name):
    assume(any(char.isalnum() for char in name))
    asked = tree_of(text)
    printed = narrowed(text, only, {"P1": name})
    assume(len(printed) <= MOST_CHARACTERS and text.count("(") + text.count("（") < 10)
    read = tree_of(printed) if "holder" in only else read_query(printed)
    if not only:
        assert read == asked
    elif asked is not None:
        assert isinstance(read, All)
        first = read.parts[0]
        assert first == asked or (whole_number(text) and isinstance(first, Number))


@pytest.mark.parametrize("text", [" — ", " - 铜箔", "铜箔 - "])
def test_a_dash_at_an_edge_is_left_over_with_blanks_and_without(text):
    for one in (text, text.strip()):
        with pytest.raises(QueryFault, match="没有可以检索的字"):
            read_query(one)


def test_a_dash_that_parts_nothing_asks_nothing_when_it_is_narrowed():
    assert read_query(", - ,") is None
    assert narrowed(", - ,", {"kind": "invention"}, {}) == "类型:发明专利"


def test_what_cannot_be_read_is_kept_when_it_is_narrowed():
    assert narrowed('"铜箔', {"kind": "invention"}, {}) == '("铜箔) 类型:发明专利'


def test_a_number_with_blanks_stays_one_number_when_it_is_narrowed(index):
    asked = " ZL 2014 1 0408762.5 "
    printed = narrowed(asked, {"kind": "invention"}, {})
    assert {hit.facts["right_id"] for hit in find(index, printed, as_of=DAY).hits} == {"R1"}


@given(
    st.lists(
        st.sampled_from(["铜箔", "H01M", "2015", "有效", "第30类", "或", "名称:甲", "上杭县"]), min_size=1, max_size=8
    )
)
def test_every_offered_query_is_a_query(words):
    text = " ".join(words)
    tree_of(text)
    for hint in rewritten(text):
        assert hint.query != text
        assert read_query(hint.query) is not None
