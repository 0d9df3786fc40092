"""What in a free text looks like a personal value: numbers with their check digits, addresses, plates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhixian.core.disclosure.masking import (
    SURNAMES,
    SURNAMES_OF_GRAMMAR,
    SURNAMES_THAT_ARE_WORDS,
    TWO_CHARACTER_SURNAMES,
    surname_of,
)
from zhixian.core.kernel.folding import CHINESE_DIGITS, folded, in_digits, in_step
from zhixian.core.registry.numbers import credit_code

_GAP = r"[-\s.·_\u2010-\u2015\u2212]{0,3}"
"""What people put between the digits of a number, now and then more than one of it."""
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
ID_LENGTH, OLD_ID_LENGTH = 18, 15
_PLACE_WORDS = "省市县区州旗乡镇村路街巷道号室组幢栋座"


@dataclass(frozen=True, slots=True)
class Found:
    """A place [start, end) of a text that may have to be hidden, what it looks like, and why one thinks so."""

    start: int
    end: int
    kind: str
    why: str


def look_through(text: str) -> Iterator[Found]:
    """Everything in the text that looks personal, kind by kind; places may overlap."""
    plain = in_step(text)
    yield from _identity_numbers(plain)
    yield from _by_pattern(plain)
    yield from _cards(plain)
    yield from _addresses(plain)
    yield from _written_out(plain)
    yield from _names_after_words(plain)


def hidden(text: str, sign: str = "•") -> str:
    """The text with a sign for each character of whatever in it looks personal."""
    signs = list(text)
    for found in look_through(text):
        signs[found.start : found.end] = sign * (found.end - found.start)
    return "".join(signs)


def _written_out(plain: str) -> Iterator[Found]:
    """Numbers of people and telephones, some or all of whose digits are Chinese ones."""
    digits = in_digits(plain)
    phones = (found for found in _by_pattern(digits) if found.kind == "phone")
    for found in (*_identity_numbers(digits), *phones, *_cards(digits)):
        if any(char in CHINESE_DIGITS for char in plain[found.start : found.end]):
            yield replace(found, why=f"{found.why}，用汉字写的")


def id_number_slips(typed: str) -> bool:
    """Whether something typed is as long as a 居民身份证号码 and does not end in its check character."""
    number = folded(typed)
    return bool(_LONG_ID.fullmatch(number)) and not id_number_checks(number)


def id_number_checks(number: str) -> bool:
    """Whether eighteen characters end in the check character of 居民身份证号码 (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return number[17] == _ID_CHECKS[total % 11]


_LONG_ID = re.compile(rf"(?<![0-9A-Z])(?:[0-9]{_GAP}){{17}}[0-9X](?![0-9A-Z])")
_NAMED_ID = re.compile(rf"身份证(?:件?号码|证号|号)?\s*[:为是(]?\s*([0-9](?:{_GAP}[0-9]){{11,17}}X?)(?![0-9A-Z])")
_OLD_ID = re.compile(rf"(?<![0-9A-Z])[1-9](?:{_GAP}[0-9]){{14}}(?![0-9A-Z])")


def _identity_numbers(plain: str) -> Iterator[Found]:
    found = list(_by_its_digits(plain))
    yield from found
    for match in _NAMED_ID.finditer(plain):
        if not any(one.start < match.end(1) and match.start(1) < one.end for one in found):
            yield Found(*match.span(1), "id_number", "“身份证”后面的号码，位数、出生日期或校验位不符")


def _by_its_digits(plain: str) -> Iterator[Found]:
    for match in _LONG_ID.finditer(plain):
        number = folded(match[0])
        checks = id_number_checks(number)
        if checks or (_is_birthday(number[6:14]) and credit_code(number)[0] is None):
            why = "居民身份证号码，校验位相符" if checks else "像居民身份证号码，校验位不符"
            yield Found(*match.span(), "id_number", why)
    for match in _OLD_ID.finditer(plain):
        number = folded(match[0])
        if _is_birthday(f"19{number[6:12]}"):
            yield Found(*match.span(), "id_number", "像 15 位的旧身份证号码")


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


_CHINESE = "〇零○一二三四五六七八九十"
_PART = rf"(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,3}})"
_DAY = (
    rf"(?:(?:[0-9]{{4}}|[{_CHINESE}]{{4}}|[0-9]{{2}}(?=年))\s?(?:年(?:\s?{_PART}\s?月(?:\s?{_PART}\s?[日号]?)?)?|[-./][0-9]{{1,2}}(?:[-./][0-9]{{1,2}})?)"
    r"|(?:19|20)[0-9]{6}(?![0-9]))"
)
"""A day, a month or a year as people write a birthday."""
_PATTERNS = (
    ("phone", "手机号码", rf"(?<![0-9])(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])"),
    ("phone", "固定电话", rf"(?<![0-9])(?:\(0[0-9]{{2,3}}\)|0[0-9]{{2,3}}){_GAP}[2-9][0-9]{{6,7}}(?![0-9])"),
    ("mail", "电子邮箱", r"[A-Z0-9._%+-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+"),
    (
        "plate",
        "车牌号码",
        rf"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]{_GAP}(?=[A-Z0-9]*[0-9])[A-HJ-NP-Z0-9]{{5,6}}(?![A-Z0-9])",
    ),
    (
        "id_number",
        "证件号码",
        rf"(?:护照|通行证|回乡证|港澳证|台胞证|台证|军官证|士兵证|警官证|驾驶证|驾照|居留证|居住证)(?:件?号码|证号|号)?\s*[:为是(]?\s*([A-Z]{{0,3}}(?:{_GAP}[0-9]){{6,18}}X?)",
    ),
    ("private", "网络账号", r"(?:微信群?号?|QQ群?号?码?|支付宝账?号?)\s*[:为是(]?\s*([A-Z0-9_-]{5,30})"),
    (
        "account",
        "账号",
        rf"(?:银行卡|信用卡|储蓄卡|借记卡|工资卡|存折|卡号|账号|帐号|账户|帐户)的?(?:号码|卡号|账号|帐号|号)?\s*[:为是(]?\s*([0-9](?:{_GAP}[0-9]){{7,29}})",
    ),
    ("birth", "出生日期", rf"(?<![0-9])({_DAY})\s?(?:出生|生(?![产效成活意鲜长]))"),
    ("birth", "出生日期", rf"(?:出生(?:日期|年月日?|时间)?|生日|(?<![发产])生)\s*[:为是于在]{{1,2}}\s*({_DAY})"),
    ("birth", "出生日期", rf"出生(?:日期|年月日?|时间)?\s*({_DAY})"),
)
_COMPILED = tuple((kind, why, re.compile(pattern)) for kind, why, pattern in _PATTERNS)


def _by_pattern(plain: str) -> Iterator[Found]:
    for kind, why, pattern in _COMPILED:
        for match in pattern.finditer(plain):
            yield Found(*match.span(pattern.groups), kind, why)


_CARD = re.compile(rf"(?<![0-9])[0-9](?:{_GAP}[0-9]){{15,18}}(?![0-9X])")


def _cards(plain: str) -> Iterator[Found]:
    for match in _CARD.finditer(plain):
        if luhn_checks(folded(match[0])):
            yield Found(*match.span(), "account", "银行卡号，校验位相符")


def luhn_checks(number: str) -> bool:
    """Whether the digits end in the check digit of bank cards (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


_ADDRESS = re.compile(
    r"(?:家庭住址|家住|现住址?|住址|居住于|居住在|户籍所在地|户籍地址?|户籍|(?<![记停站盖守堵拦])住(?=[^所宅房户院建宿]))[:为于在是]?\s*"
    r"([^,。;、\n()]{4,60}|[一-鿿]{1,2}[路街巷村镇乡县])"
)


def _addresses(plain: str) -> Iterator[Found]:
    for match in _ADDRESS.finditer(plain):
        if any(word in match[1] for word in _PLACE_WORDS):
            yield Found(*match.span(1), "address", "“住”字后面的地址")


_RELATIVES = (
    "妻子|前妻|妻|丈夫|前夫|夫|配偶|爱人|父亲|母亲|父母|父|母|儿子|女儿|儿媳|女婿|子女|子|女|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|兄|弟|姐|妹|岳父|岳母|公公|婆婆"
    "|爷爷|奶奶|外公|外婆|祖父|祖母|孙子|孙女|侄子|侄女|外甥|舅舅|叔叔|姑姑|男友|女友|亲属|家人|家属"
)


def relatives(text: str, names: Sequence[str]) -> Iterator[Found]:
    """“的妻子” after somebody's name, whole or as 王某某: whoever knows the one knows the other."""
    plain = in_step(text)
    ways = [
        way
        for name in names
        for way in (re.escape(in_step(name)), f"{re.escape(in_step(surname_of(name)))}某{{1,2}}[甲乙丙丁]?")
    ]
    for match in re.finditer(rf"(?:{'|'.join(dict.fromkeys(ways))})\s*([的之]\s*(?:{_RELATIVES}))", plain):
        yield Found(*match.span(1), "private", "当事人的亲属")


_NO_NAME = "的在于是和与及为被从向对将也都当同该任有时前后上下本此今可要能会就面目产品括某"
"""What goes on with the sentence where a surname is a word of its own: 其女包括, 其子项目, 房东方面."""
_NAME_ENDS = f"{_NO_NAME}到来去说称签收等并由经系已曾未不共购租卖买销开帮两三"
_RELATED = (
    f"(?:[其之](?:{_RELATIVES})|的(?:{'|'.join(word for word in _RELATIVES.split('|') if len(word) > 1)})|房东|出租人)"
)
_JOINED = r"\s*[:为是叫(\"“]{0,2}\s*"
_ROLES = (
    "投诉人|举报人|检举人|控告人|报案人|证人|被害人|受害人|被侵权人|代理人|受托人|执法人员|办案人员|检查人员|调查人员|经办人|承办人|记录人"
    "|询问人|见证人|在场人|签收人|送达人|联系人|陪同人|(?<!客)户名|开户人|收货人|收件人|收款人|付款人|寄件人|发货人|邻居|村民|房主|业主|承租人|店主|股东|员工|职工|雇员|店员|营业员|收银员|业务员|推销员|销售员|仓管员|保管员|驾驶员|司机|会计|出纳"
    f"|律师|鉴定人|翻译|{'|'.join(word for word in _RELATIVES.split('|') if len(word) > 1)}"
)
"""Words after which a decision names somebody who is not the party."""
_SAID = "指述反表提认投举告诉否辩现场证"
_NO_SURNAME = (
    "应[当该邀急]|连[续同接]|单[独位]|成[本为立都]|车[辆间牌主站]|房[屋间产租]|程序|毕竟|余[款下额]|高[度级]|方[可面才能式便]|解[释除]|安[排全装]|尚[未]|施[工行]"
    "|路[过边口段]|于[是事一二三四五六七八九十]|明[知确显]|时[间]|项目|党员|常[常年住]|官[方网员]|封[存条闭面装口签]|温[度和暖泉水室]|兰[花草]|牛[肉奶皮羊]|殷[勤切]"
    "|[伍柒][拾佰仟万]|计[算划量价入件]|支[付持出]|平[时台均方常]|公[司安章告示开斤里证]|水[果产平电]|花[生卉费]|包[装括裹]|金[额属]|白[酒色]|黄[色金酒]|红[酒色]"
    "|卫[生]|林[业地木场权]|经[营查检办过手理济常调]|家[具庭电住中属人]|储[存备藏]|仲[裁]|符[合]|景[区点]|司[机法]|印[刷有制章]|怀[疑]|从[事业中]|索[要取赔]|双[方]"
    "|劳[动务]|农[民业户贸村药]|别[人名]|充[分电值]|居[民住间委]|满[意]|国[家]|文[件具化书字]|广[告场]|东[西侧]|利[用润]|师[傅]|冷[冻库藏]|养[殖]|关[于闭店联]"
    "|相[关应机互]|查[获看封明扣询处验清]|后[来续]|权[利]|商[标品店户场]|海[关鲜]|管[理]|全[部体程]|通[过知常]|有[关限权的无异]|年[龄]|许[可诺多]|陈[述列旧]|陆[续]"
    "|张[贴]|任[何务意]|严[重格禁]|顾[客]|谢[绝]|简[易单称]|危[害险]|游[客]|童[装年]|钱[款财]|代[理为表]|种[植类子]|区[域分]|强[制行调]|那[么里]|能[够否]|向阳"
    "|皮[带鞋具]|元[整]|乐[器园]|习惯|容[器量易]|利[息率]|广[播]|米[粉面酒]|石[材料油]|毛[巾重利]|古[董玩]|武[器]|康[复]|华[侨]|沙[发子石]|马[上路]|江边|杭州"
    "|次[日品月年要]|闻[讯听知]|冒[充用险]|勾[结兑引]|盖[章印瓶]|怀孕|符号|宿舍|关系|费[用]|胡乱|高温|单身|温州|白天|山林|祖[坟屋]|古厝|祝贺|项链|衣[服物]|药[品材店]"
    "|融资|幸好|阴天|松树|桑[树叶]|井[水盖]|鱼[塘类]|咸[鱼菜]|富[余裕]|丛林|墨水|伏案|弘扬|晋升|巩固|屠宰|游戏|池塘|贺卡|雷电|戴手|云平|童工|梅雨|麦片|宁[愿可]|万一"
    "|焦急|居多|易拉|江南|武术|巴士|贡献|毋[须需庸]|虎口|沙龙|舒服|冶炼|束缚|燕窝|琴行|鹿茸|仰卧|敖包|芦苇|巢穴|寿宴|仪器|车费|申[请报诉领]|房东|利[人害]|家长|任店|阿[姨婆]"
)
"""Words that begin with a character that is a surname too."""
_HAN = "[一-鿿]"
_FIRST, _SECOND = rf"(?![{_NO_NAME}]){_HAN}", rf"(?![{_NAME_ENDS}{_SAID}]){_HAN}"
_GIVEN = rf"(?:{_FIRST}(?:{_SECOND})?|[ \t]{{1,3}}{_FIRST}(?:{_SECOND}|[ \t]{{1,3}}{_SECOND}(?!{_HAN}))?)"
_NAME = (
    rf"(?:{_HAN}{{2,8}}·(?:{_SECOND}){{1,8}}|(?!{_NO_SURNAME})(?:"
    rf"(?:{'|'.join(sorted(TWO_CHARACTER_SURNAMES))}|[{SURNAMES}]){_GIVEN}"
    rf"|(?:[{SURNAMES_THAT_ARE_WORDS}]|(?<=[:(\"“、, ])[{SURNAMES_OF_GRAMMAR}]){_GIVEN}(?!{_HAN})))"
)
"""A surname with one or two more characters, between which a form may have blanks, or a name with a dot."""
_NICKNAME = re.compile(
    rf"(?:又名|曾用名|别名|化名|绰号|外号){_JOINED}((?![{_NO_NAME}]){_HAN}(?:(?![{_NAME_ENDS}]){_HAN}){{1,3}})"
)
_RELATED_TO = re.compile(rf"{_RELATED}{_JOINED}({_NAME})")
_ROLE = re.compile(rf"(?:{_ROLES})(?:姓名)?{_JOINED}")
_ROLE_NAME = re.compile(_NAME)
_NAME_BEFORE = re.compile(
    rf"({_NAME})(?<![关司位院局所店厂会社室处队站部])\s*\(\s*(?:本案的?|系|为|是|即)?(?:当事人的?|同村|其)?(?:{_ROLES})(?!{_HAN}{{5}})"
)
_ANOTHER = re.compile(r"(?:\([^()\n]{0,40}\))?(?:\s*(?:以及|[、,/和与及])\s*|[ \t]+)")


def _names_after_words(plain: str) -> Iterator[Found]:
    """Names of those who stand beside the party; one sign too many is hidden rather than one too few."""
    for why, pattern in (("亲属或房东的姓名", _RELATED_TO), ("又名", _NICKNAME), ("括号里说是谁的姓名", _NAME_BEFORE)):
        for match in pattern.finditer(plain):
            yield Found(*match.span(1), "name", why)
    for match in _ROLE.finditer(plain):
        at = match.end()
        while name := _ROLE_NAME.match(plain, at):
            yield Found(*name.span(), "name", f"“{match[0].strip()}”后面的姓名")
            another = _ANOTHER.match(plain, name.end())
            at = another.end() if another else len(plain)


_NO_SIGNATURE = "谢谢|多谢|麻烦|麻利|安好|平安|祝好|祝您|高兴|完毕|方便|应该|常来|白天"
_WRITER = re.compile(rf"(?:我就?是|本人就?是?|在下|我的名字|姓名){_JOINED}({_NAME})")
_CALLED = re.compile(
    rf"((?:{'|'.join(sorted(TWO_CHARACTER_SURNAMES))}|[{SURNAMES}])(?:{_HAN}{{1,2}})?)(?=先生|女士|小姐|师傅|阿姨|老师)"
)
_SIGNED = re.compile(
    rf"(?:^|[\n。!;])\s*(?:此致\s*敬礼[!。]?\s*)?(?!{_NO_SIGNATURE})({_NAME})\s*(?:敬上|谨上|上|留|书)?\s*(?:{_DAY})?\s*[。!]?\s*$"
)
_SHORT = re.compile(
    rf"(?:电话|手机|座机|固话|短号|小号|号码|尾号|[后末][3-6三四五六]位(?:数|号)?|联系方式|致电|拨打|来电)[一-鿿]{{0,3}}?[:为是(]?\s*"
    rf"([0-9](?:{_GAP}[0-9]){{2,7}})(?![0-9])(?!\s*[元件个次家年月日号台瓶箱斤%])"
)
_EVERYBODYS = frozenset(
    {"110", "119", "120", "122", "12315", "12330", "12333", "12345", "12348", "12366", "12388", "12389"}
)
"""Numbers of the public service."""


def of_the_writer(text: str) -> Iterator[Found]:
    """What in somebody's own words tells who they are, beyond what `look_through` finds: 我是赖小甲, a name beneath the text, 赖先生, a
    telephone number without its area code, a short number, the last digits of one."""
    plain = in_step(text)
    for why, pattern in (("说自己是谁", _WRITER), ("称呼前面的姓名", _CALLED), ("落款", _SIGNED)):
        for match in pattern.finditer(plain):
            yield Found(*match.span(1), "name", why)
    for match in _SHORT.finditer(in_digits(plain)):
        if folded(match[1]) not in _EVERYBODYS:
            yield Found(*match.span(1), "phone", "短号，或者没有区号的电话")
