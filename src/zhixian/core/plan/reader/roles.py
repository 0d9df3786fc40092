"""Reads the words of one note of responsible units: which names it lists, and in which role."""

import re
from dataclasses import dataclass, field

from zhixian.core.plan.reader.brackets import depths
from zhixian.core.plan.reader.names import is_unit_like, names_in, without_verbs
from zhixian.core.plan.reader.page import PAIRS

_DUTY = (
    "牵头|责任|配合|协同|协办|协助|协作|主办|承办|参与|参加|主管|主责|落实|实施|执行|分工|联办|支持|指导|负责|组织|推进"
)
_OFFICE = "单位|部门|处室|科室|机构|主体|股室"
LABEL = re.compile(
    rf"(?:(?:{_DUTY})(?:和|及|与|、|或|/|[(][^)]{{1,6}}[)])?){{1,3}}(?:{_OFFICE})(?:(?:和|及|与|、|/)(?:{_DUTY})*(?:{_OFFICE}|人))?"
    r"(?:[(〔\[][^)〕\]]{1,30}[)〕\]])?(?:：|为：|是：|为|是)"
    rf"|[\[(〔【](?:(?:{_DUTY})(?:和|及|与|、|或|/)?){{1,3}}(?:{_OFFICE})[\])〕】]：?"
)
"""责任单位：, 牵头部门：, 牵头(责任)单位：, 责任单位(第一个为牵头单位)：, 牵头单位为…, 【责任单位】"""
_SHORT = re.compile(rf"(?:^|(?<=[；。，\s)\]〕】]))(?:{_DUTY})：")
_OTHER = re.compile(
    r"(?:^|(?<=[；。，、\s)\]〕】]))(?:(?:[^，。；：、()]{0,8}(?:时限|期限|节点|进度|领导|责任人|联系人|负责人|联络员|电话|时间|目标|要求|措施|内容|安排|来源|依据))"
    r"|备注|注|说明)：|(?<=[；。，\s])(?=\d{4}年)"
)
_TAIL = re.compile(
    r"(?:以下|以上|上述|下同|上同|后同|均[需由为涉应须]|不再|不另|不一一|列第|列在|列首|排名|排第|排在|排序|排首|居首|居第|位列|第一位|第一个|首位|首个|"
    r"名列|标|带|加|注|分工中|其中|需|须|持续|长期|\d+年|每年|年底|\d+月|完成|到\d|于\d|列为|为牵头|所列|名单|涉及|各.{1,12}[要须应](?!急)|全年|贯穿|按时|此后|今后)"
)
_LABEL_REACH = 30
_TIME = re.compile(r"(?:20\d\d年|\d+月|“?十[三四五六]五”?|年底|持续|长期|常年|全年|即日|立即)")


def is_time(words: str) -> bool:
    """2025年6月底前完成, 长期坚持: when, not who."""
    return bool(_TIME.match(words))


@dataclass
class Names:
    """Names of one note, in the order of the text. `lead` are those the note itself makes lead.

    `marked` are names with the sign, such as *, that they carry; `before_comma` stand before the first comma; `labelled` tells that the note is
    written with a label such as 责任单位：; `verbs` that a verb such as 负责 says what the names are; `doubts` are
    reasons why a person should look at it.
    """

    units: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)
    before_comma: list[str] = field(default_factory=list)
    labelled: bool = False
    verbs: bool = False
    doubts: list[str] = field(default_factory=list)


def names_of(words: str, *, labelled_only: bool = False) -> Names | None:
    """The names in a note (even text, the note's own brackets taken off), or None when it is no note of units."""
    label, colon, names = words.partition("：")
    if colon and len(label) <= _LABEL_REACH:  # 责 任 单 位：
        words = "".join(label.split()) + colon + names
    segments = _segments(words)
    result = Names(labelled=any(label for label, _ in segments))
    if not result.labelled and labelled_only:
        return None
    for label, body in segments:
        if result.labelled and not label:
            continue
        _read_segment(label, body, result)
    if not result.labelled and not (result.units and all(map(is_unit_like, result.units))):
        return None
    strange = [name for name in result.units if not is_unit_like(name)]
    if strange:
        result.doubts.append(f"“{strange[0]}”是不是一个单位，拿不准")
    if result.labelled and not result.units:
        result.doubts.append("写了责任单位，但没有读出单位名称")
    return result


def _segments(words: str) -> list[tuple[str, str]]:
    """(label, body) pieces of a note; 其他 stands for labels whose body is no list of units; "" for no label."""
    level = depths(words)
    cuts: list[tuple[int, int, str]] = []
    for pattern, other in ((LABEL, ""), (_SHORT, ""), (_OTHER, "其他")):
        found = (
            match
            for match in pattern.finditer(words)
            if level[match.start() : match.start() + 1] == [int(words[match.start() : match.start() + 1] in set(PAIRS))]
        )
        cuts += [(match.start(), match.end(), other or match[0]) for match in found]
    cuts.sort(key=lambda cut: (cut[0], cut[2] == "其他", -cut[1]))
    pieces: list[tuple[str, str]] = []
    place, label = 0, ""
    for start, end, name in cuts:
        if start < place:
            continue
        pieces.append((label, words[place:start]))
        place, label = end, name
    pieces.append((label, words[place:]))
    pieces = [(label, body) for label, body in pieces if label != "其他"]
    if any(label for label, _ in pieces):
        return [(label, body) for label, body in pieces if label]
    return [piece for piece in pieces if piece[1].strip()]


def _leads(label: str) -> bool:
    """牵头单位, 牵头责任单位; not 牵头及配合单位, which does not say who is which."""
    return "牵头" in label and not re.search(
        r"牵头(?:和|及|与|、|或|/).*(?:责任|配合|参与|协办)", label.split("：", maxsplit=1)[0]
    )


def _read_segment(label: str, body: str, result: Names) -> None:
    lead_label = _leads(label)
    commas = 0
    for sentence in _split(body, "。；"):
        waiting: list[str] = []
        chunks = _split(sentence, "，,")
        for index, chunk in enumerate(chunks):
            if not chunk.strip():
                continue
            if _TAIL.match(chunk.strip()) and (index or commas or result.units):
                break
            for item in _split(chunk, "、/\t"):
                _read_item(item, waiting, result, lead_label=lead_label)
            if not commas:
                result.before_comma = list(result.units) + [name for name in waiting if name not in result.units]
            commas += 1
        _take(waiting, result, lead=lead_label)


def _read_item(item: str, waiting: list[str], result: Names, *, lead_label: bool) -> None:
    for piece in _spaced(item):
        names_part, verbs = without_verbs(piece)
        if not verbs and (match := re.match(r"(.{2,40}?)(牵头)(?:，|并)?(?:会同|联合|商)(.+)$", piece)):
            names, _ = names_in(match[1])
            _take(waiting + names, result, lead=True)
            result.verbs = True
            waiting.clear()
            names_part, verbs = without_verbs(match[3])
        found, scope = names_in(names_part)
        found = [name for name in found if not is_time(name)]
        signs = [sign for sign in (piece.strip()[-1:], piece.strip()[:1]) if sign and sign in "*★▲△☆●※◆"]
        result.marked += [(name, signs[0]) for name in found if signs]
        if "牵头" in scope and not re.search("配合|第一|首位|排|列|前", scope):
            result.lead += [name for name in found if name not in result.lead]
        waiting += found
        if verbs:
            result.verbs = True
            _take(waiting, result, lead="牵头" in verbs or (lead_label and "配合" not in verbs))
            waiting.clear()


def _take(names: list[str], result: Names, *, lead: bool) -> None:
    for name in names:
        if name not in result.units:
            result.units.append(name)
        if lead and name not in result.lead:
            result.lead.append(name)


def _split(words: str, signs: str) -> list[str]:
    """Parts of a list, never parted inside a bracket."""
    if not any(sign in words for sign in signs):
        return [words]
    parts = [""]
    for ch, level in zip(words, depths(words), strict=True):
        if level == 0 and ch in signs:
            parts.append("")
        else:
            parts[-1] += ch
    return parts


def _spaced(item: str) -> list[str]:
    """An item parted at white space where every piece looks like an office; else one item without white space."""
    pieces = item.split()
    if len(pieces) > 1 and all(len(piece) >= 3 and is_unit_like(without_verbs(piece)[0]) for piece in pieces):
        return pieces
    return ["".join(pieces)] if pieces else []
