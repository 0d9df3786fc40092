"""How a hidden value reads to the public: a person keeps the surname, anything else says only what it was."""

import re
from collections.abc import Iterable, Iterator, Mapping

from zhixian.core.kernel.refusal import Refusal

KINDS = {
    "name": "姓名",
    "id_number": "证件号码",
    "phone": "电话号码",
    "address": "住址",
    "account": "账号",
    "mail": "电子邮箱",
    "plate": "车牌号码",
    "birth": "出生日期",
    "private": "个人信息",
    "secret": "商业秘密",
}
"""What can be hidden."""
TWO_CHARACTER_SURNAMES = frozenset(
    {
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫",
        "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官",
        "司寇", "令狐", "呼延", "百里", "东郭", "南门", "羊舌", "微生", "左丘", "西门", "第五",
        "淳于", "轩辕", "拓跋", "夹谷", "宰父", "谷梁", "段干", "巫马", "公西", "漆雕", "乐正", "壤驷", "公良", "颛孙", "梁丘",
    }
)  # fmt: skip
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白"
    "孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔常汤康易乔赖文施洪季葛庞颜倪庄聂鲁章岳翟申欧耿关焦左柳甘祝包宁房尚符舒阮柯纪梅童毕凌"
    "单霍成苗谷裴涂鲍盛曲冉骆翁蓝路游辛靳管柴蒙华喻祁蒲娄景池应边栾冷褚卓鞠巫阳邬饶缪艾牟卞闵糜揭丘萧邝滕连竺傅卫穆车项祖隋解戚冀郎古米虞俞宗桂费"
    "晏党农占詹麦简沙齐练危尤柏窦奚凤酆廉岑殷安伍卜湛禹狄贝臧伏谈茅屈席麻刁樊昝裘宣贲郁杭诸吉钮嵇邢滑荣荀羊於惠甄封芮羿汲邴松井富乌巴弓牧隗宓蓬郗"
    "仰仲伊仇钭厉戎束幸司韶郜蓟薄宿怀邰鄂咸籍蔺屠阴胥苍闻莘贡逄姬宰郦雍郤璩桑濮牛寿扈燕郏浦温瞿阎慕茹宦鱼戈庾暨衡弘匡寇禄阙殳沃蔚越夔隆巩厍晁勾敖"
    "融訾阚毋乜巢蒯荆逯盖桓官亓仉晋楚汝鄢钦帅缑亢况琴墨谯笪佟佘佴邸苟尉冼禤阿次佀隽卿苑仝蹇衣宛栗侴郇郄邾粟郸芦冶羌杞褟眭衷辜鹿麴谌仵凃吾伦冒丛虎"
    "莽雒迟兰哈敬"
)
"""Those of one character: 百家姓, and what is frequent today."""
SURNAMES_THAT_ARE_WORDS = (
    "水云乐计明支家储山宫印索双劳居步满国广东利师丰红商海平元花皮秋班昌强慎充容习扶堵暴终向代种区母药盘植宾操银"
)
"""A name begins with them only where it ends with the phrase: 证人向阳，but not 证人向本局."""
SURNAMES_OF_GRAMMAR = "和从全都后相那别有经查公年时能干空养须权益通"
"""A name begins with them only where a sign stands before it and it ends with the phrase: 证人：经小兰。"""
SOMEBODY = "某"
LEAST_NAME, MOST_NAME = 2, 40
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def masked_name(name: str) -> str:
    """张三 → 张某, 欧阳小明 → 欧阳某某, 买买提·艾力 → 买某某."""
    name = name.strip()
    if "·" in name or name.isascii():
        return f"{name[:1]}{SOMEBODY}{SOMEBODY}"
    surname = surname_of(name)
    return surname + SOMEBODY * min(max(len(name) - len(surname), 1), 2)


def surname_of(name: str) -> str:
    """张, 欧阳: of a name in Chinese characters."""
    return name[:2] if len(name) > 2 and name[:2] in TWO_CHARACTER_SURNAMES else name[:1]


_HAN_NAME = re.compile("[一-鿕]{2,4}")
_ENDS_OF_FIRMS = "店厂行社馆铺院校部堂坊吧屋场站所室庄园楼居阁轩斋号局队会记"


def is_full_name(name: str) -> bool:
    """Whether a name reads as a person's, written out: 李小龙, 欧阳小明; not 李某, nor 林家店."""
    name = name.strip()
    if not _HAN_NAME.fullmatch(name) or SOMEBODY in name or name[-1] in _ENDS_OF_FIRMS:
        return False
    surname = surname_of(name)
    return (len(surname) > 1 or (surname in SURNAMES and len(name) < 4)) and len(name) > len(surname)


def given_name(name: str) -> str:
    """The name without its surname, where it is long enough to mean anybody: of 张三 nothing."""
    name = name.strip()
    given = "" if "·" in name or name.isascii() else name[len(surname_of(name)) :]
    return given if len(given) >= LEAST_NAME else ""


def short_ways(name: str) -> Iterator[str]:
    """How a name is written short: the given name alone, and a surname of two characters alone."""
    if given := given_name(name):
        yield given
    surname = surname_of(name.strip())
    if len(surname) > 1:
        yield surname


def masked_names(names: Iterable[str]) -> Mapping[str, str]:
    """The masked form of each name; two people who would read alike are told apart by 甲, 乙."""
    distinct = list(dict.fromkeys(names))
    masks = [masked_name(name) for name in distinct]
    found: dict[str, str] = {}
    for number, (name, mask) in enumerate(zip(distinct, masks, strict=True)):
        alike = masks[:number].count(mask)
        found[name] = mask + _stem(alike) if masks.count(mask) > 1 else mask
    return found


def _stem(number: int) -> str:
    return _STEMS[number] if number < len(_STEMS) else str(number + 1)


def check_name(name: str, *, where: str) -> str:
    """The name without blanks around it. Raises Refusal for what cannot be the whole name of a person."""
    name = name.strip()
    if not LEAST_NAME <= len(name) <= MOST_NAME or SOMEBODY in name:
        raise Refusal(f"“{name[:60]}”", where=where, expected="一行一个完整的姓名，不写“某”，系统会隐去")
    return name


def marker(kind: str) -> str:
    """What stands in the place of a hidden value that is no name."""
    return f"［{KINDS[kind]}已隐去］"
