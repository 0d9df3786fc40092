"""The query language: what is read, and what is refused where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.search.lexing import QueryFault
from zhixian.core.search.query import DEEPEST, MOST_TERMS, read_query
from zhixian.core.search.tree import All, Days, Either, Not, Number, OneOf, Text


def refused(text):
    """The fault of a text; None when it is read."""
    try:
        read_query(text)
    except QueryFault as fault:
        return fault
    return None


def test_words_with_spaces_between_must_all_be_there():
    assert read_query("锂电池　隔膜，涂布") == All((Text("锂电池"), Text("隔膜"), Text("涂布")))


@pytest.mark.parametrize("text", ["铜箔 或 铜带", "铜箔 OR 铜带", "铜箔|铜带", "铜箔｜铜带"])
def test_either_of_two(text):
    assert read_query(text) == Either((Text("铜箔"), Text("铜带")))


@pytest.mark.parametrize(
    "text", ["铜箔 非 软件", "铜箔 NOT 软件", "铜箔 -软件", "铜箔 与 非 软件", "铜箔 AND NOT 软件"]
)
def test_what_must_not_be_there(text):
    assert read_query(text) == All((Text("铜箔"), Not(Text("软件"))))


def test_and_binds_closer_than_or_and_brackets_closer_than_both():
    assert read_query("甲 乙 或 丙") == Either((All((Text("甲"), Text("乙"))), Text("丙")))
    assert read_query("甲（乙 或 丙）") == All((Text("甲"), Either((Text("乙"), Text("丙")))))


@pytest.mark.parametrize("text", ['"一种 铜箔"', "“一种 铜箔”", "「一种 铜箔」"])
def test_a_quotation_is_letter_for_letter(text):
    assert read_query(text) == Text("一种 铜箔", exact=True)


def test_a_field_takes_what_follows_it_or_a_bracket():
    assert read_query("权利人：紫金") == Text("紫金", "holder")
    assert read_query("权利人: 紫金") == Text("紫金", "holder")
    assert read_query("权利人:(紫金 或 古田)") == Either((Text("紫金", "holder"), Text("古田", "holder")))
    assert read_query('名称:"铜：箔"') == Text("铜：箔", "title", exact=True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("分类:H*", "写 分类:H"),
        ("分类:H01M\uff0a", "写 分类:H01M"),
        ("IPC:(H01M10/* 或 H04)", "写 分类:H01M10"),
        ('分类:"H01M?"', "写 分类:H01M"),
        ("分类:*", "写 IPC:H01M10"),
        ("分类:H*M", "写 IPC:H01M10"),
        ("洛迦诺:09*", "写 洛迦诺:09"),
        ("尼斯:3?", "写 类别:3"),
    ],
)
def test_a_class_takes_no_wildcard_as_a_word_takes_none(text, written):
    with pytest.raises(QueryFault, match="里有通配符，这里不用") as caught:
        read_query(text)
    assert caught.value.expected == f"分类按树检索，下级的都在内，{written}"


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("分类:h01m10/0525", "ipc", ("H01M10/0525",)),
        ("IPC:H01M 010", "ipc", ("H01M",)),
        ("尼斯:第30类", "nice", ("30",)),
        ("洛迦诺:LOC(14)Cl.09-03", "locarno", ("09-03",)),
        ("外观设计分类:9", "locarno", ("09",)),
        ("类型:发明", "kind", ("invention",)),
        ("类型:专利", "kind", ("invention", "utility_model", "design")),
        ("状态:有效", "state", ("in_force",)),
        ("地区:上杭县", "place", ("350823",)),
        ("地区:福建省", "place", ("35",)),
        ("地理标志:是", "gi", ("true",)),
    ],
)
def test_a_value_of_a_closed_vocabulary(text, field, values):
    node = read_query(text)
    assert (node.parts[0] if isinstance(node, All) else node) == OneOf(field, values)


@pytest.mark.parametrize(
    ("text", "first", "until"),
    [
        ("申请日:2017", date(2017, 1, 1), date(2018, 1, 1)),
        ("申请日:2017年3月", date(2017, 3, 1), date(2017, 4, 1)),
        ("申请日:20170301", date(2017, 3, 1), date(2017, 3, 2)),
        ("申请日:2017..2019", date(2017, 1, 1), date(2020, 1, 1)),
        ("申请日:2017-05至2017-06-03", date(2017, 5, 1), date(2017, 6, 4)),
        ("申请日:..2019", None, date(2020, 1, 1)),
        ("申请日>=2018", date(2018, 1, 1), None),
        ("申请日＞2018", date(2019, 1, 1), None),
        ("申请日<2018-02", None, date(2018, 2, 1)),
        ("申请日≤2018-02", None, date(2018, 3, 1)),
    ],
)
def test_days_months_years_and_spans(text, first, until):
    assert read_query(text) == Days("filed", first, until)


@pytest.mark.parametrize("text", ["申请号:ZL 2014 1 0408762.5", "号码:201410408762", "专利号:CN201410408762.5"])
def test_a_number_behind_its_field(text):
    assert read_query(text) == Number(("CN201410408762.5",))


def test_a_whole_text_that_is_a_number_is_no_list_of_words():
    assert read_query(" ZL 2014 1 0408762.5 ") == Text("ZL 2014 1 0408762.5")


@pytest.mark.parametrize("dash", ["-", "－", "–", "—"])
def test_a_dash_between_spaces_parts_words_and_one_before_a_word_takes_it_away(dash):
    assert read_query(f"铜箔 {dash} 装置") == read_query("铜箔 装置")
    assert read_query("铜箔 -装置") == read_query("铜箔 非 装置")
    assert "没有可以检索的字" in str(refused(f"铜箔 {dash}"))


@pytest.mark.parametrize("text", ["", "   ", "，"])
def test_nothing_asked(text):
    assert read_query(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end", "why"),
    [
        ("铜箔 (锂", 3, 4, "左括号没有配对"),
        ("铜箔) 锂", 2, 3, "多了一个右括号"),
        ("铜箔 “锂", 3, 5, "引号没有结束"),
        ("铜箔 或", 4, 5, "缺少检索内容"),
        ("与 铜箔", 0, 1, "“与”前面缺少内容"),
        ("申请日:2017.13.2", 4, 13, "不是日期"),
        ("申请日:2019..2017", 4, 14, "早于"),
        ("申请日:9999-12-31", 4, 14, "不是日期"),
        ("类型:发名", 3, 5, "“发名”不是类型"),
        ("类型>发明", 0, 3, "不能比较大小"),
        ("分类:锂", 3, 4, "不是 IPC 分类号"),
        ("尼斯:46", 3, 5, "不是商品和服务类别"),
        ("地区:朝阳区", 3, 6, "叫“朝阳区”的有"),
        ("颜色:红", 0, 3, "没有叫“颜色”的检索项"),
        ("申请人:", 0, 4, "后面缺少内容"),
        ("铜* 箔", 0, 2, "通配符"),
        ("…… 箔", 0, 2, "没有可以检索的字"),
        ("类型:(发明 或 权利人:紫金)", 9, 13, "括号里又出现检索项"),
        ("申请号:铜", 4, 5, "不是号码"),
    ],
)
def test_a_fault_tells_its_place(text, start, end, why):
    with pytest.raises(QueryFault) as caught:
        read_query(text)
    assert why in caught.value.why
    assert (caught.value.start, caught.value.end) == (start, end)


@pytest.mark.parametrize("last", ["AND", "与", "OR", "或者", "NOT", "非"])
def test_a_joining_word_at_the_end_may_go(last):
    for query in (f"铜箔 {last}", f"铜箔 锂 {last} "):
        with pytest.raises(QueryFault, match=f"“{last}”后面有检索词、检索项或括号；不再加条件就去掉它"):
            read_query(query)
    assert read_query(f'铜箔 "{last}"') == All((Text("铜箔"), Text(last, exact=True)))


def test_limits_are_told():
    with pytest.raises(QueryFault, match=f"套了 {DEEPEST} 层"):
        read_query("(" * 500 + "铜" + ")" * 500)
    with pytest.raises(QueryFault, match=f"超过 {MOST_TERMS} 个"):
        read_query("铜 " * (MOST_TERMS + 1))
    with pytest.raises(QueryFault, match="至多 2000 个字"):
        read_query("铜" * 2001)


@given(
    st.text(alphabet='铜箔或与非()（）"“”:：<>=.*-|& \n2017ABH号申请日权利人类型状态地区', max_size=60)
    | st.text(max_size=60)
)
def test_any_text_is_read_or_refused_within_itself(text):
    fault = refused(text)
    assert fault is None or (0 <= fault.start < fault.end <= len(text) + 1 and fault.why)
