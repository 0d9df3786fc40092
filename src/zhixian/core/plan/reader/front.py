"""Reads what stands around the body: title, issuer, document number and day of issue."""

import re
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.numerals import read_numeral, read_year
from zhixian.core.plan.reader.page import Page

_NUMBER = re.compile(r"[一-鿿A-Z]{1,14}[〔\[(【]\d{4}[〕\])】]第?\d{1,5}号")
_DAY = re.compile(
    r"(20\d\d|19\d\d|二[〇零○O][〇零○O一二三四五六七八九十]{2})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_GENRE = re.compile(
    r"(?:通知|意见|方案|措施|办法|规划|计划|纲要|细则|规定|政策|决定|清单|分工|要点|条例|公告|分解表|任务表|清单表|一览表|责任表|实施|举措|若干|任务|报告|指引|行动|目标|稿|试行|条)(?:[(〔《][^()〔〕]{1,20}[)〕》])?(?:【[^】]{1,10}】)?$"
)
_ISSUER = re.compile(
    r"(?:人民政府|政府|办公厅|办公室|委员会|局|厅|部|院|署|管委会|县委|市委|省委|区委|州委|领导小组|党组|总社|行|专班|会|院|中心|集团|银行|联席会议)(?:办公厅|办公室)?(?:[(][^()]{1,24}[)])?$"
)
_OPENING_OF_ADDRESS = re.compile(r"^(?:各|省|市|县|区|州|有关|国务院|驻|机关|直属|省直|市直|县直).{2,}：$")
_META = re.compile(r"^(?:名称|标题|信息名称|文件名称)：(.+)$")
_CHROME = re.compile(
    r"政府信息公开|当前位置|首页|索引号|发布机构|发布日期|成文日期|文号|有效性|来源：|字体|浏览|分类：|打印|公开形式|序号：|^#|http|责任编辑|分享|扫一扫|关闭"
)


@dataclass(frozen=True, slots=True)
class Front:
    """Title, issuer, number and day as far as the text gives them."""

    title: str | None
    issuer: str | None
    number: str | None
    day: str | None


def read_front(page: Page, *, body_start: int | None = None) -> Front:
    """`body_start` is the place in the dense text of the first numbered clause, before which the front must stand."""
    lines = _lines(page)
    head = [line for line in lines if body_start is None or line[0] < body_start][:40]
    title = _title(page, head)
    number = _number(page, head)
    signed, day = _signature(page, lines)
    day = day or _bracketed_day(head) or _stated_day(head)
    signed = signed or _stated_issuer(page, head)
    return Front(title, signed or _issuer_of_title(title) or _byline(page, head), number, day)


def days_in(dense: str) -> list[str]:
    """Every day that an even text names with year, month and day."""
    return [day for match in _DAY.finditer(dense) if (day := _iso(match))]


def _lines(page: Page) -> list[tuple[int, str]]:
    place = 0
    lines = []
    for line in page.dense.split("\n"):
        if line and not line.startswith("#"):
            lines.append((place, line))
        place += len(line) + 1
    return lines


def _title(page: Page, head: list[tuple[int, str]]) -> str | None:
    """The first heading: lines without a full stop that end with 通知, 方案, 意见 …; a broken heading is put together."""
    for _, line in head:
        if match := _META.match(line):
            return match[1]
    for index, (place, line) in enumerate(head):
        if not _may_be_title(line):
            continue
        parts = [line]
        for _, following in head[index + 1 : index + 4]:
            if _GENRE.search("".join(parts)) and not re.match(
                r"[(]?(?:\d{4}—|试行|征求意见)|.{0,12}(?:的通知|的意见)$|工作方案|实施方案", following
            ):
                break
            if not _may_be_title(following):
                break
            parts.append(following)
        words = "".join(parts)
        if _GENRE.search(words) and len(words) >= 6:
            end = head[index + len(parts) - 1][0] + len(parts[-1])
            return re.sub(r"\s+|【[^】]{1,10}】$", "", page.quote(place, end))
    return None


def _may_be_title(line: str) -> bool:
    return (
        len(line) <= 100
        and not re.search(r"[。；！？：\t]", line)
        and not _CHROME.search(line)
        and not _NUMBER.fullmatch(line)
        and not _DAY.search(line)
        and not _OPENING_OF_ADDRESS.match(line)
        and not re.match(r"[(]此件|附件|第[一二三四五六七八九十\d]+[章条]|[一二三四五六七八九十]+、", line)
        and not re.fullmatch(r"\d+", line)
    )


def _number(page: Page, head: list[tuple[int, str]]) -> str | None:
    for place, line in head:
        match = re.search(r"(?:文号|发文字号|文件编号)：(" + _NUMBER.pattern + ")", line)
        if not match and len(line) <= 40:
            match = re.match(r"[(〔]?(" + _NUMBER.pattern + r")[)〕]?$", line)
        if match:
            return "".join(page.quote(place + match.start(1), place + match.end(1)).split())
    return None


def _signature(page: Page, lines: list[tuple[int, str]]) -> tuple[str | None, str | None]:
    """(issuer, day) of the first line that is nothing but a day, with the offices that sign above it."""
    for index, (place, line) in enumerate(lines):
        if len(line) > 60 or not (match := _DAY.search(line)):
            continue
        day = _iso(match)
        before, after = line[: match.start()], line[match.end() :]
        if (
            line.startswith(("(", "〔"))
            or day is None
            or (re.search(r"印发|施行|起|至|发布日期|成文|通过|会议|截止", before) and "发布日期" not in before)
        ):
            continue
        if re.match(r"(?:发布|印发|公布|$)", after) and before and _ISSUER.search(before):
            return page.quote(place, place + match.start()), day
        if after or before:
            continue
        signers: list[str] = []
        for above, words in reversed(lines[max(0, index - 6) : index]):
            if len(words) > 40 or re.search(r"[。：；，]", words):
                break
            if re.fullmatch(r"[(].*[)]", words):
                continue
            if not _ISSUER.search(words) and not (signers and re.search(r"[”]$|计划$", words)):
                break
            signers[:0] = _signers_of(page.quote(above, above + len(words)))
        return _joined(signers), day
    return None, None


def _signers_of(line: str) -> list[str]:
    """Two offices side by side are parted by a gap; one that is spaced out over the line stays whole."""
    pieces = line.split()
    return pieces if all(len(piece) >= 4 and _ISSUER.search(piece) for piece in pieces) else ["".join(pieces)]


def _joined(signers: list[str]) -> str | None:
    if not signers:
        return None
    if len(signers) > 1 and not _ISSUER.search(signers[0]):
        return re.sub(r"[（(]代章[）)]$", "", "".join(signers))
    return "、".join(re.sub(r"[（(]代章[）)]$", "", signer) for signer in signers)


def _bracketed_day(head: list[tuple[int, str]]) -> str | None:
    for _, line in head:
        if (
            len(line) <= 40
            and (match := _DAY.search(line))
            and (match.end() - match.start() >= len(line) - 4 or "成文日期" in line)
        ):
            return _iso(match)
    return None


def _stated_day(head: list[tuple[int, str]]) -> str | None:
    for _, line in head:
        if match := re.search(r"(?:生成|成文|发文|印发|发布)日期：" + _DAY.pattern, line):
            return _iso(match)
    return None


def _stated_issuer(page: Page, head: list[tuple[int, str]]) -> str | None:
    for place, line in head:
        if match := re.search(r"(?:发布|发文)机[构关]：([一-鿿]{3,30}?)(?=[；，\s]|文号|成文|生成|$)", line):
            return page.quote(place + match.start(1), place + match.end(1))
    return None


def _issuer_of_title(title: str | None) -> str | None:
    """福建省人民政府关于印发… → 福建省人民政府; a short form such as 市政府办公室 does not name the place."""
    match = re.match(r"(.{2,40}?)关于", title or "")
    if not match or not _ISSUER.search(match[1]) or re.match(r"(?:市|县|区|省)(?:政府|委)", match[1]):
        return None if not match or match[1] != "国务院" else "国务院"
    return match[1]


def _byline(page: Page, head: list[tuple[int, str]]) -> str | None:
    for place, line in head[:4]:
        if (
            len(line) <= 40
            and "\t" not in line
            and re.search(r"人民政府$|委员会$|[县市区省]委$", line)
            and not _OPENING_OF_ADDRESS.match(line)
        ):
            return page.quote(place, place + len(line))
    return None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = read_year(match[1]), read_numeral(match[2]), read_numeral(match[3])
    try:
        return date(year or 0, month or 0, day or 0).isoformat()
    except ValueError:
        return None
