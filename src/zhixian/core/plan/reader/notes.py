"""Finds the notes of responsible units: in brackets, on a line of their own, and in the columns of a table."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from zhixian.core.plan.reader.brackets import bracketed
from zhixian.core.plan.reader.conventions import LeadRule, lead_rule
from zhixian.core.plan.reader.draft import Assignment, Undecided
from zhixian.core.plan.reader.names import is_unit_like
from zhixian.core.plan.reader.page import Page, even
from zhixian.core.plan.reader.roles import LABEL, Names, names_of
from zhixian.core.plan.reader.tables import cell_under, rows

_LINE_LABEL = re.compile(
    r"(?:^|(?<=[\n。；！]))[—●○■◆*·☆]{0,3}(?:[(〔\[]?[^，。；：\n()\[\]〔〕]{0,8})?(?:"
    + LABEL.pattern.replace("|为|是)", ")")
    + r")"
)
_BARE_LABEL = re.compile(r"(?:^|(?<=\n))((?:牵头|责任|配合|协办|主办|承办|参与)(?:单位|部门))\n([^\n\t]{3,300})")
"""A label without a colon on a line of its own above the names."""
_SHORT_LABEL = re.compile(r"(?:^|(?<=[\n。]))(?:牵头|责任|主办|承办|配合|协办|参与)：[^\n\t]{2,300}")
"""牵头：甲；配合：乙 on a line of its own or behind a full stop."""
_HEADS = re.compile(r"(?:^|\n)(?:序号|编号|[一-鿿]{0,4}(?:任务|措施|举措|事项|内容|项目|目标|时限|指标))\n$")
"""The heading beside it, where 责任单位 heads a column of a table that lost its lines."""
_LABEL_AND_GAP = re.compile(
    r"^[ \t\u3000*★▲△☆●◆]*(?P<label>(?:牵头|责任|配合|协办|主办|承办|参与)(?:单位|部门))[ \t\u3000\xa0|│]+(?P<names>[^\n\t：|│]{3,200}?)\s*$",
    re.MULTILINE,
)
"""牵头单位　县教育局: blanks, or the edge of a table with a row for each label, stand for the colon."""
_UNTIL = re.compile(r"，[^，。]{0,14}(?:完成|落实|推进|坚持)(?=。?$)")
_BEFORE_NAMES = re.compile(r"[^—]*—+|\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、")
_LABEL_INSIDE = re.compile(r"(?:牵头|责任|主办|承办|实施|落实)(?:责任)?(?:单位|部门)：")
"""A label that stands behind white space in the middle of a line: 责任领导：张某 责任单位：县财政局."""
OFFICE_NAME = re.compile(r"^(?:市|县|区|省|州|各|国家)|(?:部|委|局|办|厅|署|总行|法院|检察院)$")
_OWN_LINE = re.compile(r"[^\n\t]{3,300}")
_HEADER = re.compile(
    r"(?:牵头|责任|配合|协办|协同|协助|协作|主办|主责|承办|承担|参与|参加|指导|实施|落实|负责|主管)(?:和|及|、|/)?(?:责任|配合)?(?:单位|部门|处室|主体|机构)"
)
_LONGEST = 1200
"""A bracket or line with more signs than this is no note."""


@dataclass(frozen=True, slots=True)
class _Note:
    start: int
    end: int
    names: Names


def find_notes(page: Page) -> tuple[list[Assignment], list[Undecided]]:
    """All notes in the order of the text, with the leads that the document's convention gives."""
    rule = lead_rule(page.dense)
    brackets = sorted(_bracket_notes(page), key=lambda note: (note.end - note.start, note.start))
    notes = _without_overlap([*brackets, *_table_notes(page), *_line_notes(page)])
    assignments, undecided = [], []
    for note in notes:
        start, end = page.span(note.start, note.end)
        words = page.text[start:end]
        printed = as_printed(words, note.names.units)
        lead = note.names.lead or _by_rule(note, rule)
        if printed:
            assignments.append(
                Assignment(
                    start, end, words, tuple(printed[name] for name in lead if name in printed), tuple(printed.values())
                )
            )
        undecided += [Undecided(start, end, words, why) for why in note.names.doubts]
    return assignments, undecided


def as_printed(words: str, names: list[str]) -> dict[str, str]:
    """Name in even text → the same name in the characters of the text; white space inside a name is left out."""
    characters = [(flat, ch) for flat, ch in zip(even(words), words, strict=True) if not flat.isspace()]
    dense = "".join(flat for flat, _ in characters)
    printed: dict[str, str] = {}
    place = 0
    for name in names:
        at = dense.find(name, place)
        at = at if at >= 0 else dense.find(name)
        if at >= 0:
            printed[name] = "".join(ch for _, ch in characters[at : at + len(name)])
            place = at + len(name)
    return printed


def _by_rule(note: _Note, rule: LeadRule | None) -> list[str]:
    names = note.names
    if rule is None:
        return []
    if rule.how == "mark":
        return [name for name, sign in names.marked if sign == rule.sign]
    if rule.how == "comma":
        return list(names.before_comma)
    return names.units[:1] if rule.how == "first" else []


def _bracket_notes(page: Page) -> Iterator[_Note]:
    dense = page.dense
    for bracket in bracketed(dense):
        length = bracket.end - bracket.start
        if not 4 <= length <= _LONGEST or (not bracket.closed and length < 8):
            continue
        inside = _even_words(page, bracket.start + 1, bracket.end - (1 if bracket.closed else 0))
        if not bracket.closed and not LABEL.match(inside):
            continue
        names = names_of(inside)
        if names is None or not (names.labelled or names.verbs or _bare(dense, bracket.start, bracket.end, names)):
            continue
        if not bracket.closed:
            names.doubts.append("括号没有闭合，读到行末为止")
        yield _Note(bracket.start, bracket.end, names)


def _bare(dense: str, start: int, end: int, names: Names) -> bool:
    """A bracket that holds nothing but names is a note when it closes a paragraph: …。（市发展改革委、市财政局）."""
    closes = end >= len(dense) or dense[end] in "\n。；" or bool(re.match(r"[一二三四五六七八九十\d(]", dense[end]))
    before = dense[max(0, start - 2) : start].removesuffix("\n")
    follows = before[-1:] != "" and before[-1] in "。；！”」』"
    return closes and follows and (len(names.units) > 1 or bool(OFFICE_NAME.search(names.units[0])))


def _line_notes(page: Page) -> Iterator[_Note]:
    dense = page.dense
    labels = list(_LINE_LABEL.finditer(dense))
    labels += [match for match in _LABEL_INSIDE.finditer(dense) if _behind_a_gap(page, match.start())]
    for match in labels:
        start = match.start()
        end = dense.find("\n", match.end())
        end = len(dense) if end < 0 else end
        if end == match.end() and end < len(dense):
            end = dense.find("\n", end + 1)
            end = len(dense) if end < 0 else end
        tab = dense.find("\t", start, end)
        if dense[match.start() : match.end()].startswith("(") or tab >= 0 or end - start > _LONGEST:
            continue
        stop = re.search(r"。(?!$)(?!(?:列|排|第|以下|以上|下同|完成|配合|责任|牵头))", dense[match.end() : end])
        if stop:
            end = match.end() + stop.end()
        names = names_of(_even_words(page, start, end), labelled_only=True)
        if names:
            yield _Note(start, end, names)
    for match in _BARE_LABEL.finditer(dense):
        names = names_of(f"{match[1]}：{match[2]}", labelled_only=True)
        heads_a_column = _HEADS.search(dense, max(0, match.start() - 12), match.start())
        if names and names.units and all(map(is_unit_like, names.units)) and not heads_a_column:
            yield _Note(match.start(), match.end(), names)
    for match in _SHORT_LABEL.finditer(dense):
        names = names_of(_even_words(page, match.start(), match.end()), labelled_only=True)
        if names and names.units and not names.doubts:
            yield _Note(match.start(), match.end(), names)
    yield from _gap_notes(page)
    yield from _own_lines(page)


def _own_lines(page: Page) -> Iterator[_Note]:
    """县科技局牵头，县财政局配合。 as a line, or behind its number or a dash: 区域导航——县发改局负责."""
    for match in _OWN_LINE.finditer(page.dense):
        opening = _BEFORE_NAMES.match(match[0])
        start = match.start() + (opening.end() if opening else 0)
        line = _UNTIL.sub("", page.dense[start : match.end()])
        says_who = line[-3:].rstrip("。；")[-2:] in {"负责", "配合", "落实", "实施"}
        if not says_who or "：" in line or line[0] in "(〔[【" or not _alone(page.dense, match.start(), match.end()):
            continue
        names = names_of(_even_words(page, start, start + len(line)))
        certain = not opening or (
            names and all(map(OFFICE_NAME.search, names.units))
        )  # 四、认真抓好组织实施 is a title
        if names and names.verbs and not names.doubts and certain:
            yield _Note(start, match.end(), names)


def _gap_notes(page: Page) -> Iterator[_Note]:
    for match in _LABEL_AND_GAP.finditer(page.flat):
        names = names_of(f"{match['label']}：{match['names']}", labelled_only=True)
        named = names is not None and names.units and not names.doubts
        if names and named and not any(_HEADER.fullmatch(name) for name in names.units):
            yield _Note(page.place(match.start("label")), page.place(match.end("names") - 1) + 1, names)


def _behind_a_gap(page: Page, place: int) -> bool:
    return place > 0 and page.at[place] - page.at[place - 1] > 1


def _alone(dense: str, start: int, end: int) -> bool:
    return (start == 0 or dense[start - 1] == "\n") and (end == len(dense) or dense[end] == "\n")


def _table_notes(page: Page) -> Iterator[_Note]:
    """Cells of a column headed 责任单位 or the like."""
    columns: list[tuple[int, str]] = []
    width = 0
    for cells in rows(page):
        headed = [
            (index, cell.words)
            for index, cell in enumerate(cells)
            if len(cell.words) <= 16 and _HEADER.search(cell.words)
        ]
        if len(cells) >= 2 and headed and not any("：" in cell.words for cell in cells):
            columns, width = headed, len(cells)
        elif columns and len(cells) >= 2:
            for index, header in columns:
                if cell := cell_under(cells, index, width):
                    yield from _cell_note(page, page.place(cell.start), page.place(cell.end), header)
        elif len(cells[0].words) > 60:
            columns = []


def _cell_note(page: Page, start: int, end: int, header: str) -> Iterator[_Note]:
    words = _even_words(page, start, end)
    names = names_of(words) or names_of(f"{header}：{words}")
    if names and names.units and all(map(is_unit_like, names.units)):
        if "牵头" in header and not names.lead and not re.search("配合|责任", header):
            names.lead = list(names.units)
        yield _Note(start, end, names)


def _even_words(page: Page, start: int, end: int) -> str:
    """Even text of a stretch, with its white space, which may part names."""
    first, last = page.span(start, end)
    return page.flat[first:last]


def _without_overlap(notes: list[_Note]) -> list[_Note]:
    """In the order of the text; where two overlap the one given first stays."""
    starts: list[int] = []
    kept: list[_Note] = []
    for note in notes:
        at = bisect_left(starts, note.start)
        if (at == 0 or kept[at - 1].end <= note.start) and (at == len(kept) or note.end <= kept[at].start):
            starts.insert(at, note.start)
            kept.insert(at, note)
    return kept
