"""Nothing that was entered as hidden can be read afterwards, however it was spelled; what only looks personal is proposed."""

import sys
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhixian.core.disclosure.masking import KINDS, check_name, marker, masked_name, masked_names
from zhixian.core.disclosure.patterns import id_number_checks, look_through, luhn_checks
from zhixian.core.disclosure.redaction import Known, Redaction, Span, known_values
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.refusal import Refusal

ID_NUMBER = "350823197001010017"
CARD = "6228480402564890018"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HAN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨春夏秋冬山川日月"
SEPARATORS = ["", " ", "-", "　", ".", "·", "\n", "\u200b", "—"]

names = st.text(HAN, min_size=2, max_size=4)
digits = st.text("0123456789", min_size=7, max_size=19)
fillers = st.text("，。：某年某月当事人的店铺在这里销售商品共计件元0123456789 ", max_size=30)


@st.composite
def spelled(draw, value):
    """A value as somebody else may have typed it."""
    wide = value.translate(FULL_WIDTH) if draw(st.booleans()) else value
    if draw(st.booleans()):
        return wide
    separators = draw(st.lists(st.sampled_from(SEPARATORS), min_size=len(wide), max_size=len(wide)))
    return "".join(char + separator for char, separator in zip(wide, separators, strict=True))


@st.composite
def texts_with(draw, values):
    parts = [draw(fillers)]
    for value in draw(st.lists(st.sampled_from(values), min_size=1, max_size=6)):
        parts += [draw(spelled(value)), draw(fillers)]
    return "".join(parts)


@given(st.data())
def test_no_hidden_value_can_be_read_in_any_spelling(data):
    known = data.draw(
        st.lists(
            st.one_of(
                names.map(lambda value: Known("name", value)),
                digits.map(lambda value: Known("phone", value)),
                st.text(HAN + "0123456789", min_size=4, max_size=12).map(lambda value: Known("secret", value)),
            ),
            min_size=1,
            max_size=5,
            unique_by=lambda one: one.value,
        )
    )
    text = data.draw(texts_with([one.value for one in known]))
    redaction = Redaction(known)
    try:
        public = redaction.redacted(text)
    except Refusal:
        assume(False)
    assert all(folded(one.value) not in folded(public) for one in known)
    assert redaction.leaks(public) == ()


@given(st.data())
def test_pieces_put_together_are_the_original_and_spans_never_overlap(data):
    known = [Known("name", data.draw(names)), Known("id_number", ID_NUMBER)]
    text = data.draw(texts_with([one.value for one in known] + [CARD, "13900001234"]))
    redaction = Redaction(known)
    pieces = list(redaction.pieces(text))
    original = "".join(text[one.start : one.end] if isinstance(one, Span) else one for one in pieces)
    assert original == text
    spans = redaction.spans(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(st.integers(0, 10**17 - 1).map(lambda number: f"{number:017d}"))
def test_exactly_one_check_character_fits_an_id_number(body):
    assert sum(id_number_checks(body + check) for check in "0123456789X") == 1


@given(st.text("0123456789", min_size=15, max_size=18))
def test_exactly_one_check_digit_fits_a_card(body):
    assert sum(luhn_checks(body + check) for check in "0123456789") == 1


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"身份证号码{ID_NUMBER}，", "id_number", ID_NUMBER),
        ("身份证号码350823 1970 0101 0017，", "id_number", "350823 1970 0101 0017"),
        ("证号３５０８２３１９７００１０１００１７", "id_number", "３５０８２３１９７００１０１００１７"),
        ("旧证350823700101001号", "id_number", "350823700101001"),
        ("电话138-0597-0001。", "phone", "138-0597-0001"),
        ("电话+86 13805970001", "phone", "+86 13805970001"),
        ("电话(0597)3841234", "phone", "(0597)3841234"),
        ("电话0597-3841234", "phone", "0597-3841234"),
        (f"卡{CARD}", "account", CARD),
        ("账号：1234 5678 90", "account", "1234 5678 90"),
        ("邮箱a.b@example.com.cn收", "mail", "a.b@example.com.cn"),
        ("驾驶闽F12345到场", "plate", "闽F12345"),
        ("新能源闽FD12345到场", "plate", "闽FD12345"),
        ("护照号码E12345678入境", "id_number", "E12345678"),
        ("微信号abc_12345收款", "private", "abc_12345"),
        ("1970年1月1日出生", "birth", "1970年1月1日"),
        ("李四，住样本县临江镇解放路12号，无业", "address", "样本县临江镇解放路12号"),
        ("电话一三八〇五九七〇〇〇一联系", "phone", "一三八〇五九七〇〇〇一"),
        ("电话幺三八 零五九七 零零零幺", "phone", "幺三八 零五九七 零零零幺"),
        ("座机〇五九七-三八四一二三四", "phone", "〇五九七-三八四一二三四"),
        ("一38〇597０００1", "phone", "一38〇597０００1"),
        ("现住址：样本县城关幸福小区3幢；", "address", "样本县城关幸福小区3幢"),
        ("汇到银行卡6222021400012345678。", "account", "6222021400012345678"),
        ("信用卡的号码：6222 0214 0001 2345 678", "account", "6222 0214 0001 2345 678"),
        ("其妻王丽在店内", "name", "王丽"),
        ("其夫：张建国，", "name", "张建国"),
        ("其子欧阳明到场", "name", "欧阳明"),
        ("其女儿李小红签收", "name", "李小红"),
        ("其父陈强、其母于兰", "name", "陈强"),
        ("其父陈强、其母于兰", "name", "于兰"),
        ("又名王二麻子，", "name", "王二麻子"),
        ("（又名“阿强”）", "name", "阿强"),
        ("向房东林大山租下", "name", "林大山"),
        ("当事人的妻子王丽的账", "name", "王丽"),
    ],
)
def test_what_looks_personal_is_found(text, kind, value):
    assert (kind, value) in [(one.kind, text[one.start : one.end]) for one in look_through(text)]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码91350823MA00000016",
        "注册号第1234567号，专利号201810000001.2",
        "罚款12000000元，货值350823元",
        "住所地在样本县的有关规定",
        "违法经营额12345678901234567元",
        "2020年8月3日13时805分",
        "二〇二〇年八月三日查获三十五件，第一千二百三十四号",
        "依照第60条第2款第（一）项",
        "银行卡3张，其子公司、其母公司各一家",
        "其子女、其父母均不知情，其妻在场",
        "其女包产品，其子项目，房东方面说，其女于当日到店",
        "其妻王某、房东陈某某",
    ],
)
def test_what_is_no_personal_value_is_left(text):
    assert list(look_through(text)) == []


def test_an_id_number_with_a_slip_is_proposed_and_says_so():
    found = Redaction().proposals("身份证号码350823197001010018")
    assert [(one.kind, one.why) for one in found] == [("id_number", "像居民身份证号码，校验位不符")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("身份证号码350823 19700101 0018，男", "350823 19700101 0018"),
        ("身份证号码350823  19700101  0018，男", "350823  19700101  0018"),
        ("身份证号码350823—19700101—0018，男", "350823—19700101—0018"),
        ("身份证号：350823-19701301-0018，男", "350823-19701301-0018"),
        ("持港澳证H12345678入境", "H12345678"),
        ("台胞证12345678", "12345678"),
        ("回乡证号：H12345678", "H12345678"),
        ("在QQ群 12345里销售", "12345"),
        ("微信群：meihua_2020", "meihua_2020"),
    ],
)
def test_what_points_at_somebody_is_proposed_however_it_is_spaced(text, value):
    assert [one.value for one in Redaction().proposals(text)] == [value]


def test_a_proposal_that_is_kept_is_shown_and_one_that_is_not_is_hidden():
    text = "投诉电话0597-3841234，举报人电话13900001234"
    proposals = Redaction().proposals(text)
    assert [one.key for one in proposals] == ["13900001234", "05973841234"]
    assert Redaction(kept={"05973841234"}).redacted(text) == "投诉电话0597-3841234，举报人电话［电话号码已隐去］"


def test_what_was_entered_cannot_be_kept():
    known = known_values([("phone", "0597-3841234"), ("phone", ""), ("phone", "0597-3841234")])
    assert len(known) == 1
    redaction = Redaction(known, kept={"05973841234"})
    assert redaction.redacted("电话05973841234") == "电话［电话号码已隐去］"
    assert redaction.proposals("电话05973841234") == ()


def test_an_address_is_found_without_its_province_and_county():
    redaction = Redaction(known_values([("address", "样本省样本市样本县临江镇解放路12号")]))
    assert redaction.redacted("在临江镇解放路12号查获") == "在［住址已隐去］查获"


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张三", "张某"),
        ("张三丰", "张某某"),
        ("欧阳春生", "欧阳某某"),
        ("欧阳", "欧某"),
        ("阿卜杜拉·买买提", "阿某某"),
        ("John Smith", "J某某"),
    ],
)
def test_a_masked_name_keeps_the_surname(name, mask):
    assert masked_name(name) == mask


def test_two_people_who_would_read_alike_are_told_apart():
    assert masked_names(["张三", "李四", "张五", "张三"]) == {"张三": "张某甲", "李四": "李某", "张五": "张某乙"}
    redaction = Redaction(known_values([("name", "张三"), ("name", "张五")]))
    assert redaction.redacted("张三卖给张五") == "张某甲卖给张某乙"


def test_names_that_overlap_are_one_place():
    redaction = Redaction(known_values([("name", "王小"), ("name", "小明")]))
    assert redaction.redacted("王小明到场") == "王某到场"


def test_a_persons_name_within_a_firms_name_that_is_open_stays():
    redaction = Redaction(known_values([("name", "张三丰")]), open_words=["张三丰酒行"])
    assert redaction.redacted("张三丰酒行的张三丰") == "张三丰酒行的张某某"
    assert redaction.leaks("张三丰酒行") == ()


def calls_of(ask, redaction, text):
    """How many functions are entered, which a machine's other work does not change."""
    entered = []
    sys.setprofile(lambda _frame, event, _of: entered.append(event) if event == "call" else None)
    try:
        ask(redaction, text)
    finally:
        sys.setprofile(None)
    return len(entered)


@pytest.mark.parametrize("ask", [Redaction.spans, Redaction.leaks, Redaction.proposals])
def test_twice_as_many_mentions_are_twice_the_work(ask):
    known = known_values([("name", "张三丰"), ("address", "样本县临城镇北环路")])
    redaction = Redaction(known, open_words=["张三丰酒行", "张三丰酒行分店"])
    text = "张三丰酒行分店的三丰（张三丰）已到北环路，吴建平（证人）、举报人牛 大伟，1975年3月生，执法人员：伍强（证号1）、阙文。"
    ask(redaction, text)
    once, twice = (calls_of(ask, redaction, text * times) for times in (40, 80))
    assert twice < 2.2 * once


def test_what_lies_in_the_longest_open_word_stays_whichever_comes_first():
    redaction = Redaction(known_values([("name", "张三")]), open_words=["张三酒行", "李四张三酒行总店", "三酒"])
    assert redaction.redacted("李四张三酒行总店、张三酒行、张三") == "李四张三酒行总店、张三酒行、张某"


def test_an_open_word_that_is_the_name_itself_opens_nothing():
    redaction = Redaction(known_values([("name", "张三丰")]), open_words=["张三丰"])
    assert redaction.redacted("张三丰") == "张某某"
    assert redaction.leaks("张三丰") == ("姓名",)


def test_a_value_that_the_markers_themselves_would_show_is_refused():
    redaction = Redaction(known_values([("secret", "已隐去"), ("phone", "13805970001")]))
    with pytest.raises(Refusal, match="隐去以后仍能读到商业秘密"):
        redaction.redacted("电话13805970001")


@pytest.mark.parametrize("name", ["张", "张某某", " ", "长" * 41])
def test_what_is_no_whole_name_is_refused(name):
    with pytest.raises(Refusal, match="一行一个完整的姓名"):
        check_name(name, where="姓名")


def test_a_single_character_is_no_value():
    with pytest.raises(Refusal, match="太短"):
        Redaction([Known("secret", "酒")])


def test_markers_name_every_kind():
    assert {marker(kind) for kind in KINDS} == {f"［{name}已隐去］" for name in KINDS.values()}


def test_a_known_telephone_is_hidden_in_chinese_digits_too():
    redaction = Redaction(known_values([("phone", "0597-3841234"), ("id_number", ID_NUMBER)]))
    assert redaction.redacted("打〇五九七三八四一二三四") == "打［电话号码已隐去］"
    assert redaction.leaks("三五〇八二三 一九七〇〇一〇一 〇〇一七") == ("证件号码",)


def test_a_given_name_alone_is_hidden_unless_it_is_kept():
    known = known_values([("name", "张建设"), ("name", "李四")])
    text = "建设说，四号摊位在建设路"
    assert Redaction(known).redacted(text) == "［姓名已隐去］说，四号摊位在［姓名已隐去］路"
    assert [(one.key, one.why, one.times) for one in Redaction(known).proposals(text)] == [
        ("建设", "张某某的名，没有写姓", 2)
    ]
    assert Redaction(known, kept={"建设"}).redacted(text) == text
    assert Redaction(known, open_words=["建设五金店"]).redacted("建设五金店") == "建设五金店"


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("王小明的妻子在场", "王某某［个人信息已隐去］在场"),
        ("王某某之妻在场", "王某某［个人信息已隐去］在场"),
        ("王某的 儿子", "王某［个人信息已隐去］"),
        ("李某的妻子", "李某的妻子"),
        ("王某某的店", "王某某的店"),
    ],
)
def test_relatives_of_somebody_known_are_proposed(text, public):
    assert Redaction(known_values([("name", "王小明")])).redacted(text) == public


def test_a_card_that_two_signs_point_at_is_proposed_once():
    (one,) = Redaction().proposals(f"银行卡{CARD}")
    assert (one.value, one.times) == (CARD, 1)
    assert Redaction().redacted("其妻王丽收款") == "其妻［姓名已隐去］收款"


HOME = "样本省样本市样本县城关北环路18号3单元501室"


@pytest.mark.parametrize(
    "part",
    [
        "北环路18号", "北环路１８号", "北环路 18 号", "北环路十八号", "北环路一八号", "3单元501室", "３单元５０１室", "18号3单元501室", "北环路18号3单元",
        "样本县城关北环路18号",
    ],
)  # fmt: skip
def test_a_part_of_a_persons_address_is_hidden_in_every_spelling(part):
    redaction = Redaction([Known("address", HOME)])
    assert redaction.redacted(f"在{part}查获假酒") == f"在{marker('address')}查获假酒"


def test_another_house_of_the_road_stays():
    assert Redaction([Known("address", HOME)]).redacted("在北环路20号查获") == "在北环路20号查获"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("投诉人为某公司员工张三。", ["张三"]),
        ("执法人员陈大伟、李卫国到场", ["陈大伟", "李卫国"]),
        ("执法人员：陈大伟和李卫国，", ["陈大伟", "李卫国"]),
        ("投诉人张三、证人王五，", ["张三", "王五"]),
        ("投诉人张三、证人王五", ["张三", "王五"]),
        ("委托代理人欧阳春生，经办人（刘强）", ["欧阳春生", "刘强"]),
        ("被害人张三指认", ["张三"]),
    ],
)
def test_names_after_a_persons_part_are_proposed(text, values):
    assert [one.value for one in Redaction().proposals(text) if one.kind == "name"][: len(values)] == values
    assert not any(value in Redaction().redacted(text) for value in values)


@pytest.mark.parametrize(
    "text",
    [
        "执法人员在摊位检查，员工应当配合",
        "公证人员到场，投诉人于二〇二〇年来访",
        "员工三人，职工单位，律师事务所，证人证言",
        "执法人员依法检查、询问",
    ],
)
def test_words_after_them_that_are_no_names_stay(text):
    assert Redaction().redacted(text) == text


def test_a_name_that_is_proposed_once_is_hidden_wherever_it_stands():
    text = "证人欧阳春生指认。欧阳当日在场，春生签字，欧 阳春生属实。"
    public = Redaction().redacted(text)
    assert [word for word in ("欧阳", "春生") if word in folded(public)] == []
    kept = Redaction(kept=frozenset(folded(one.value) for one in Redaction().proposals(text)))
    assert kept.redacted(text) == text


def test_a_two_character_surname_of_somebody_known_is_hidden_alone_too():
    redaction = Redaction([Known("name", "欧阳春生")])
    assert "欧阳当日" not in redaction.redacted("欧阳当日在场")
    assert redaction.redacted("欧阳某在场") == "欧阳某在场"
