"""The full name of a person that stands in a text among other words: 农户赖大海, 武平县赖大海, 赖大海等5户."""

import re
import unicodedata
from collections.abc import Iterator

from zhixian.core.disclosure.masking import is_full_name, masked_name
from zhixian.core.registry.places import regions_named

_BLANK = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_SIGNS = re.compile(r"[()（）\[\]【】〔〕<>《》“”\"':：,，、;；/|。+&-]+")
_ROLE = (
    r"(?:(?:农|种植|种养|养殖|个体|个体工商|经营|专业|承包|加工|脱贫|贫困|养蜂|大|商|渔|散|示范|用标|使用)?户主?|[店摊业场园房船车]主"
    r"|(?:实际)?(?:经营|生产|种植|养殖|从业)者|(?:实际)?(?:负责|使用|当事|侵权|嫌疑|承包|经办|经营|申请|被告)人"
    r"|法定代表人|老板|[村居渔农]民|社员|[茶果竹林菜蜂花药粮烟]农|卖家|商家|被告|先生|女士|夫妇|夫妻)"
)
_ROLE_ALONE = re.compile(_ROLE)
_BEFORE = re.compile(rf"^(?:{_ROLE}|[一-鿕]{{0,20}}{_ROLE})(?=[一-鿕])")
_AFTER = re.compile(
    rf"(?:等?(?:共|[0-9〇零一二三四五六七八九十百两数多几])*(?:户|人|家|名)?{_ROLE}?|等人?|一?家|本人|的)$"
)
_PLACE = re.compile(r"^[一-鿕0-9]{1,30}[省市州县区旗乡镇村组寨屯街道号]")
"""Places down to the village, and a house's number."""
_FIRM = re.compile(
    r"(?:公司|集团|企业|超市|中心|基地|协会|[店厂行社馆铺院校部堂坊吧屋场站所室庄园楼居阁轩斋局队会记府]|合伙|大学|联盟|办|委)$"
)
_TRADES = frozenset(
    {
        "农业", "林业", "牧业", "米业", "车业", "石业", "金属", "包装", "房产", "文化", "文旅", "白酒", "黄酒", "石材", "农资", "农机", "汽车", "水产",
        "华东", "华南", "华北", "连锁", "万达",
    }
)  # fmt: skip
"""What reads like a name and is what a firm or an office does, or where."""
_SHORT_PLACE = range(2, 5)


def full_name_in(text: str) -> str:
    """The first full name of a person in a text once words of what somebody is, of how many they are, and places are taken from it;
    "" for none, as in the name of a firm, a shop, a co-operative or an association."""
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    if is_full_name(plain):
        return plain
    pieces = [piece for piece in _SIGNS.split(plain) if piece]
    beside_a_firm = any(_FIRM.search(piece) for piece in pieces)
    for piece in pieces:
        for left in () if _FIRM.search(piece) else _left_of(piece):
            bare = beside_a_firm and left == piece and len(left) < 3
            if (
                is_full_name(left)
                and not _ROLE_ALONE.fullmatch(left)
                and left not in _TRADES
                and not _FIRM.search(left)
                and not regions_named(left)
                and not bare
            ):
                return left
    return ""


def masked_in(text: str, name: str) -> str:
    """The text with that name masked; the masked name alone where blanks run through it."""
    return text.replace(name, masked_name(name)) if name in text else masked_name(name)


def _left_of(piece: str) -> Iterator[str]:
    """What is left of a piece once words before and after it are taken from it, the piece itself first."""
    seen, waiting = {piece}, [piece]
    while waiting:
        one = waiting.pop(0)
        yield one
        shorter = [_BEFORE.sub("", one), _AFTER.sub("", one), _PLACE.sub("", one), *_without_short_place(one)]
        fresh = [left for left in dict.fromkeys(shorter) if left and left not in seen]
        seen.update(fresh)
        waiting += fresh


def _without_short_place(text: str) -> Iterator[str]:
    """Without a county that is called without its kind: 武平 for 武平县."""
    for width in _SHORT_PLACE:
        if len(text) > width + 1 and regions_named(text[:width]):
            yield text[width:]
