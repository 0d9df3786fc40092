"""People beside the party, their birthdays and their roads: what is proposed, and which ordinary words are not."""

import pytest

from zhixian.core.disclosure.masking import (
    SURNAMES,
    SURNAMES_OF_GRAMMAR,
    SURNAMES_THAT_ARE_WORDS,
    TWO_CHARACTER_SURNAMES,
    surname_of,
)
from zhixian.core.disclosure.patterns import look_through
from zhixian.core.disclosure.redaction import Known, Redaction, known_values
from zhixian.core.kernel.folding import folded

EVERY = SURNAMES + SURNAMES_THAT_ARE_WORDS + SURNAMES_OF_GRAMMAR
HUNDRED = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红"
    "游竺权逯盖益桓公官"
)  # fmt: skip


def named(text):
    return [text[one.start : one.end] for one in look_through(text) if one.kind == "name"]


def test_every_surname_of_the_hundred_is_known_and_in_one_list_only():
    assert [name for name in HUNDRED if name not in EVERY] == []
    assert len(set(EVERY)) == len(EVERY)


@pytest.mark.parametrize("surname", sorted(set(HUNDRED)))
def test_whoever_bears_one_is_proposed_in_a_form(surname):
    assert named(f"证人：{surname}晓玲，") == [f"{surname}晓玲"]


@pytest.mark.parametrize(
    "surname", ["温", "阙", "牛", "樊", "邢", "殷", "兰", "屈", "尤", "伍", "阎", "官", "封", "裘", "岑", "瞿"]
)
def test_and_in_the_middle_of_a_sentence(surname):
    assert named(f"举报人{surname}大伟反映") == named(f"其妻{surname}大伟在场")[:1] == [f"{surname}大伟"]


@pytest.mark.parametrize("surname", sorted(TWO_CHARACTER_SURNAMES))
def test_and_those_of_two_characters(surname):
    assert named(f"证人{surname}晓玲到场") == [f"{surname}晓玲"]
    assert surname_of(f"{surname}晓玲") == surname


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("举报人牛大伟", ["牛大伟"]),
        ("证人阙小兰指认", ["阙小兰"]),
        ("其妻樊秀英在店", ["樊秀英"]),
        ("房东温来福出租", ["温来福"]),
        ("执法人员：伍强、阙文。", ["伍强", "阙文"]),
        ("执法人员：伍强（执法证号：A12）、阙文（执法证号：A13）", ["伍强", "阙文"]),
        ("执法人员伍强 阙文到场", ["伍强", "阙文"]),
        ("经查，吴建平（举报人）称", ["吴建平"]),
        ("由封小伟（系当事人邻居）签收", ["封小伟"]),
        ("户名：廖美玲", ["廖美玲"]),
        ("收货人岑晓，", ["岑晓"]),
        ("邻居裘大山说", ["裘大山"]),
        ("同村村民瞿小兰", ["瞿小兰"]),
        ("证人林 秀在场", ["林 秀"]),
        ("证人：尤　小　花。", ["尤　小　花"]),
        ("儿媳蓝小妹收款", ["蓝小妹"]),
        ("证人向小红，", ["向小红"]),
        ("证人买买提·艾力证实", ["买买提·艾力"]),
    ],
)
def test_who_stands_beside_the_party_is_proposed(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "举报人官方微博留言，证人向阳路方向走来，执法人员封存货物，员工温度计读数三十八度，店员兰花盆栽一批",
        "员工牛肉粉店用餐，邻居殷勤招待，收货人伍拾元整，户名公司账户，投诉人反映其购买的黄色米酒",
        "执法人员经检查发现，检查人员经查证属实，证人有异议，举报人和投诉人均到场，证人向本局，举报人能提供发票",
        "收款人支付宝，付款人水果店，邻居家中，村民居住区，员工全部到场，职工通过公司，司机路过时停车",
        "调查人员查获假酒，执法人员查明事实，办案人员关于本案，证人从事运输，代理人代理权限，律师计算违约金",
        "股东会决议，股东权益，业主委员会，家人都不知情，父亲经营的商店，儿子年满十八岁，妻子和女儿在场，丈夫外出务工",
        "客户名单所列，客户名称，销售给客户名下，会计凭证，出纳室，业务员名片，收货人地址，亲属关系，村民委员会",
        "国家机关（证人），本公司（收货人），房东（村民），申请人（翻译），权利人（代理人）",
        "证人后来承认，证人次日到场，司机明知是假酒，员工宿舍，村民桑树，邻居闻讯赶来，员工高温补贴，员工费用",
        "发生于2020年8月3日，2020年8月3日生产，2020年8月3日生效，产生于2019年，建于1975年",
        "住房和城乡建设局，住建局县分局，记住路名，堵住道路，停住路边，住院号12345",
        "官方、向阳路、封存、温度、兰花、牛肉、殷勤、伍拾元",
    ],
)
def test_ordinary_words_are_no_names_birthdays_or_homes(text):
    assert [text[one.start : one.end] for one in look_through(text)] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("出生日期：1975年3月5日，", "1975年3月5日"),
        ("生于1975年3月5日", "1975年3月5日"),
        ("1975-03-05出生", "1975-03-05"),
        ("1975年3月生", "1975年3月"),
        ("一九七五年三月五日出生", "一九七五年三月五日"),
        ("二〇〇一年十二月三十一日生，", "二〇〇一年十二月三十一日"),
        ("出生年月：1975.03", "1975.03"),
        ("出生于一九七五年三月", "一九七五年三月"),
        ("出生日期19750305", "19750305"),
        ("１９７５／３／５出生", "１９７５／３／５"),
        ("75年3月生", "75年3月"),
        ("生日是3月5日，1975 年 3 月 5 日 生", "1975 年 3 月 5 日"),
    ],
)
def test_a_birthday_is_proposed_however_it_is_written(text, day):
    assert [text[one.start : one.end] for one in look_through(text) if one.kind == "birth"] == [day]


@pytest.mark.parametrize(
    ("text", "home"),
    [("家住北环路。", "北环路"), ("男，住北环路，", "北环路"), ("现住城东街", "城东街"), ("住：溪口村", "溪口村")],
)
def test_a_home_of_three_characters_is_proposed(text, home):
    assert [text[one.start : one.end] for one in look_through(text) if one.kind == "address"] == [home]


@pytest.mark.parametrize("address", ["样本县临城镇北环路", "样本县北环路18号", "样本县临城镇城关北环路18号3单元"])
def test_the_bare_road_of_a_home_is_proposed_and_may_be_shown(address):
    text = "货车停在北环路边，又在北 环 路、北环路20号、北环路二十号卸货"
    known = known_values([("address", address)])
    (one,) = Redaction(known).proposals(text)
    assert (one.key, one.why, one.times) == ("北环路", "当事人住址里的路名", 2)
    assert folded(Redaction(known).redacted(text)).count("北环路") == 2
    assert Redaction(known, kept={"北环路"}).redacted(text) == text


def test_the_whole_name_of_a_road_is_one_proposal():
    redaction = Redaction([Known("address", "样本县临城镇人民中路")])
    assert [one.value for one in redaction.proposals("在人民中路和民中路口")] == ["人民中路", "民中路"]
