"""The query language: words, "letter for letter", fields, 与 或 非 and brackets, read into a tree or refused at a place.

query := all (或 all)*        all := part (与? part)*        part := 非 part | ( query ) | field value | text | "text"
"""

import re

from zhixian.core.search.fields import BY_NAME, FIELDS, Field
from zhixian.core.search.lexing import Mark, QueryFault, marks
from zhixian.core.search.numbers_asked import is_number, keys_asked
from zhixian.core.search.tree import All, Either, Node, Not, Number, Text
from zhixian.core.search.values import days, one_of
from zhixian.core.search.words import units

MOST_TERMS = 100
DEEPEST = 20
_WILDCARDS = "*\uff0a?？"
LONGEST_NUMBER = 60
LONGEST_WORD = 100
_HEADED = re.compile(r"\s*公开\s*[(（]公告[)）]\s*(?:号|号码)\s*[:：]([^:：]+)")
"""A number under the heading that exports give it, whose brackets are none of the query."""


def read_query(text: str) -> Node | None:
    """The tree of a query; None when nothing is asked. Raises QueryFault, which names the place and what is expected.

    A text that is a number as a whole is one, with whatever spaces it is written.
    """
    if number := whole_number(text):
        return Text(number) if number == text.strip() else Number(keys_asked(number))
    return _Reader(marks(text)).whole()


def whole_number(text: str) -> str:
    """The number that a text is as a whole, with the heading before it left out; empty where it is none."""
    if len(text) > LONGEST_NUMBER:
        return ""
    if not {":", "："} & set(text):
        return text.strip() if is_number(text) else ""
    headed = _HEADED.fullmatch(text)
    return headed[1].strip() if headed and is_number(headed[1]) else ""


class _Reader:
    """Reads marks from left to right."""

    def __init__(self, found: list[Mark]) -> None:
        self.marks = found
        self.at = 0
        self.terms = 0

    @property
    def mark(self) -> Mark:
        return self.marks[self.at]

    def take(self) -> Mark:
        taken = self.marks[self.at]
        self.at += taken.sort != "end"
        return taken

    def whole(self) -> Node | None:
        if self.mark.sort == "end":
            return None
        node = self.either(depth=0)
        if self.mark.sort == "close":
            raise self.fault("多了一个右括号", self.mark, "去掉它，或在前面补上左括号")
        return node

    def either(self, *, depth: int, field: Field | None = None, sign: str = ":") -> Node:
        parts = [self.all(depth=depth, field=field, sign=sign)]
        while self.mark.sort == "or":
            self.take()
            parts.append(self.all(depth=depth, field=field, sign=sign))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all(self, *, depth: int, field: Field | None, sign: str) -> Node:
        parts = [self.part(depth=depth, field=field, sign=sign)]
        while self.mark.sort not in ("or", "close", "end"):
            if self.mark.sort == "and":
                self.take()
            parts.append(self.part(depth=depth, field=field, sign=sign))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def part(self, *, depth: int, field: Field | None, sign: str) -> Node:
        mark = self.take()
        if mark.sort == "not":
            self.deeper(depth, mark)
            return Not(self.part(depth=depth + 1, field=field, sign=sign))
        if mark.sort == "open":
            return self.bracket(mark, depth=depth, field=field, sign=sign)
        if mark.sort in ("text", "quoted"):
            return self.leaf(mark, field, sign)
        if mark.sort == "field":
            if field:
                raise self.fault(f"“{field.names[0]}”的括号里又出现检索项“{mark.text}”", mark, "把它移到括号外面")
            return self.bound(mark, depth=depth)
        missing = {"and": "“与”", "or": "“或”"}.get(mark.sort)
        if missing:
            expected = f"前面有检索词、检索项或括号；要查“{mark.text}”本身，请放进引号"
            raise self.fault(f"{missing}前面缺少内容", mark, expected)
        raise self.fault("这里缺少检索内容", mark, self._wanted())

    def _wanted(self) -> str:
        """What may stand where something is missing: behind a joining word, also that it goes."""
        wanted = "检索词、检索项或括号"
        before = self.marks[len(self.marks) - 2]
        if before.sort in ("and", "or", "not"):
            return f"“{before.text}”后面有{wanted}；不再加条件就去掉它，要查“{before.text}”本身，请放进引号"
        return wanted

    def bracket(self, opened: Mark, *, depth: int, field: Field | None, sign: str) -> Node:
        self.deeper(depth, opened)
        node = self.either(depth=depth + 1, field=field, sign=sign)
        if self.take().sort != "close":
            raise self.fault("左括号没有配对", opened, "在后面补上右括号")
        return node

    def bound(self, named: Mark, *, depth: int) -> Node:
        field = BY_NAME.get(named.text)
        if field is None:
            known = "、".join(one.names[0] for one in FIELDS)
            raise self.fault(f"没有叫“{named.text}”的检索项", named, f"{known}；原文里的冒号、等号请连同文字放进引号")
        if named.sign != ":" and field.sort != "day":
            raise self.fault(f"“{field.names[0]}”不能比较大小", named, f"写成 {field.example}")
        if self.mark.sort == "open":
            return self.bracket(self.take(), depth=depth, field=field, sign=named.sign)
        if self.mark.sort not in ("text", "quoted"):
            raise self.fault(f"“{field.names[0]}”后面缺少内容", named, f"例如 {field.example}")
        return self.leaf(self.take(), field, named.sign)

    def leaf(self, mark: Mark, field: Field | None, sign: str) -> Node:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise self.fault(f"检索词超过 {MOST_TERMS} 个", mark, "分几次检索，或用分类号代替一部分词")
        if field is None or field.sort in ("words", "name"):
            return self.text(mark, field)
        if field.sort == "number":
            return self.number(mark)
        self.without_wildcard(mark, field)
        try:
            return days(field, sign, mark.text) if field.sort == "day" else one_of(field, mark.text)
        except ValueError as error:
            small = mark.text.lower() in ("and", "or", "not")
            raise self.fault(str(error), mark, f"连接词要大写：{mark.text.upper()}" if small else "") from None

    def text(self, mark: Mark, field: Field | None) -> Node:
        found = units(mark.text)
        if max(map(len, found), default=0) > LONGEST_WORD:
            raise self.fault(f"有一个词超过 {LONGEST_WORD} 个字母", mark, "写得短一些")
        if not found:
            raise self.fault(f"“{mark.text}”里没有可以检索的字", mark, "中文、字母或数字")
        if mark.sort == "text":
            self.without_wildcard(mark, None)
        return Text(mark.text, field.id if field else None, exact=mark.sort == "quoted")

    def without_wildcard(self, mark: Mark, field: Field | None) -> None:
        """Nothing is sought by its beginning: classes are a tree, in which a higher one has all below it."""
        if not any(sign in mark.text for sign in _WILDCARDS):
            return
        expected = "按词检索，要逐字匹配请加引号；分类号按树检索"
        if field is not None:
            begun = mark.text.rstrip(f"{_WILDCARDS}/")
            within = begun and not any(sign in begun for sign in _WILDCARDS)
            written = f"{field.names[0]}:{begun}" if within else field.example
            tree = "分类按树检索，下级的都在内，" if field.sort in ("ipc", "locarno", "nice") else ""
            expected = f"{tree}写 {written}"
        raise self.fault(f"“{mark.text}”里有通配符，这里不用", mark, expected)

    def number(self, mark: Mark) -> Number:
        """A number, with the digits that follow it after spaces."""
        whole = mark
        while self.mark.sort == "text" and all(char.isdigit() or char in ".xX" for char in self.mark.text):
            following = self.take()
            whole = Mark("text", f"{whole.text} {following.text}", whole.start, following.end)
        keys = keys_asked(whole.text)
        if not keys:
            raise self.fault(
                f"“{whole.text}”不是号码", whole, "申请号、专利号、公开号、注册号或登记号，例如 ZL201410408762.5"
            )
        return Number(keys)

    def deeper(self, depth: int, mark: Mark) -> None:
        if depth >= DEEPEST:
            raise self.fault(f"括号套了 {DEEPEST} 层以上", mark, "把检索式写得简单一些")

    def fault(self, why: str, mark: Mark, expected: str = "") -> QueryFault:
        return QueryFault(why, start=mark.start, end=max(mark.end, mark.start + 1), expected=expected)
