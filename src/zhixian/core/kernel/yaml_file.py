"""YAML as written by an editor: position of every syntax error, no key twice, and typed access that says what it expected."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Self, cast

import yaml

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.files import trouble
from zhixian.core.kernel.periods import parse_day
from zhixian.core.kernel.refusal import Refusal

_MISSING = object()
_MOST_DIGITS = 18
_MOST_DECIMALS = 8
"""Beyond them a product with 100 or 10,000 would not stay exact in a Decimal."""
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _OnceLoader(_Base):  # type: ignore[misc]
    """Refuses a key that stands twice in one mapping; YAML would keep the last one silently."""


class _Written(dict[Any, Any]):
    """A mapping that remembers the line it stands on, and the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = _Written(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float | bool | date | None):
            raise yaml.constructor.ConstructorError(None, None, "键应为一个词", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"键“{key}”写了两次", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
        seen.lines[key] = key_node.start_mark.line + 1
    return seen


class _Decimal(float):
    """A figure with a point that says itself as it was written: a float would round what has many digits."""

    def __new__(cls, written: str, near: float) -> Self:
        made = super().__new__(cls, near)
        made.written = written
        return made

    written: str

    def __str__(self) -> str:
        return self.written


def _float(loader: Any, node: yaml.ScalarNode) -> float:
    return _Decimal(str(node.value), loader.construct_yaml_float(node))


def _integer(loader: Any, node: yaml.ScalarNode) -> int:
    """A whole number as written: by YAML 0123 would be 83 and 12:30 would be 750."""
    written = str(node.value)
    value = int(loader.construct_yaml_int(node))
    if not re.fullmatch(r"[-+]?(?:0|[1-9][0-9_]*)", written):
        raise yaml.constructor.ConstructorError(
            None, None, f"{written} 不加引号会读成 {value}，请加引号", node.start_mark
        )
    return value


def _day(loader: Any, node: yaml.ScalarNode) -> date:
    """A day without quotes, which must be one: 2027-02-30 is not."""
    try:
        return cast("date", loader.construct_yaml_timestamp(node))
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None, None, f"有一个值读不懂（{node.value} 不是日期）", node.start_mark
        ) from None


_OnceLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_OnceLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_OnceLoader.add_constructor("tag:yaml.org,2002:float", _float)
_OnceLoader.add_constructor("tag:yaml.org,2002:int", _integer)
_PROBLEMS = (
    ("mapping values are not allowed", "一行里有两个冒号、缩进没有对齐，或者用了全角冒号"),
    ("did not find expected key", "缩进没有对齐，或者引号、括号后面有多余的字"),
    ("could not find expected ':'", "键后面没有“: ”"),
    ("',' or '}'", "花括号里缺少逗号，或者没有合上"),
    ("',' or ']'", "方括号里缺少逗号，或者没有合上"),
    ("'-' indicator", "列表的“-”没有对齐"),
    ("block sequence entries are not allowed", "这里不能起一个列表"),
    ("cannot start any token", "值以制表符、@ 或 ` 开头"),
    ("unexpected end of stream", "引号没有合上"),
    ("document separator", "引号没有合上"),
    ("did not find expected node content", "缺少一个值，或者多了括号、逗号"),
    ("unknown escape character", "双引号里的反斜杠写法不对，请改用单引号"),
    ("undefined alias", "值以 * 开头，请加引号"),
    ("could not determine a constructor", "值以 ! 开头，请加引号"),
    ("alphabetic or numeric character", "值以 * 或 & 开头，请加引号"),
    ("but found another document", "一个文件里有几份内容（“---”）"),
    ("document start", "前面的内容没有写完，或者多了括号"),
    ("not allowed", "有控制字符"),
)
"""What the parser says, in part, and what that is in Chinese; its sentence may differ between its two forms."""


def read_yaml(path: Path, *, missing: str = "一个 YAML 文件", example: str = "例如 title: 方案名称") -> dict[str, Any]:
    """The mapping in a YAML file. Raises Refusal with line and column when it is missing or is no mapping.

    `missing` says what was expected where there is no file, `example` where what is in it is no mapping.
    """
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("没有这个文件", where=str(path), expected=missing) from None
    except OSError as error:
        raise Refusal(f"读不了：{trouble(error)}", where=str(path), expected=missing) from None
    text = _decoded(written, path)
    try:
        content = load_once(text)
    except yaml.YAMLError as error:
        raise Refusal(
            f"YAML 写法有误：{_problem(error)}", where=_place(path, text, error), expected="“键: 值”，缩进用空格"
        ) from None
    except ValueError:  # a tag that the value does not fit
        raise Refusal("有一个值读不懂", where=str(path), expected='数字和日期加引号，例如 "2017-10-23"') from None
    except RecursionError:
        raise Refusal("嵌套过深", where=str(path), expected="几层以内") from None
    if not isinstance(content, dict):
        raise Refusal("内容不是“键: 值”", where=str(path), expected=example)
    return content


def load_once(text: str) -> Any:
    """The content of some YAML, no key twice. Raises YAMLError, ValueError or RecursionError."""
    return yaml.load(text, Loader=_OnceLoader)  # noqa: S506 -- derived from the safe loader


def _decoded(written: bytes, path: Path) -> str:
    """UTF-8 if all of it decodes so, else GB18030, as editors on the machines of an office save it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("不是文本文件，或编码认不出", where=str(path), expected="UTF-8 或 GB18030 编码的文本")


def _problem(error: yaml.YAMLError) -> str:
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    ours = any("\u4e00" <= letter <= "\u9fff" for letter in said) and isinstance(
        error, yaml.constructor.ConstructorError
    )
    return said if ours else next((chinese for english, chinese in _PROBLEMS if english in said), "读不下去")


def _place(path: Path, text: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark:
        return f"{path} 第 {mark.line + 1} 行第 {mark.column + 1} 列"
    odd = next((at for at, letter in enumerate(text) if not letter.isprintable() and letter not in "\n\r\t\x85"), None)
    return str(path) if odd is None else f"{path} 第 {text.count(chr(10), 0, odd) + 1} 行"


class Node:
    """A mapping in a file with its path, read key by key; what is wrong goes to `faults`, and a harmless value comes back."""

    def __init__(self, file: str, path: str, content: dict[str, Any], faults: Faults) -> None:
        self.file = file
        self.path = path
        self.content = content
        self.faults = faults
        self.read: set[str] = set()
        if isinstance(content, _Written):
            faults.lines[file, path] = content.line
            faults.lines |= {(file, self.key(str(name))): line for name, line in content.lines.items()}

    def key(self, name: str) -> str:
        """Path of a key of this mapping."""
        return f"{self.path}.{name}" if self.path else name

    def fault(self, name: str, found: str, expected: str) -> None:
        """Note that the value of a key is wrong."""
        self.faults.add(self.file, self.key(name), found, expected, line=self.line(name))

    def is_sound(self, name: str) -> bool:
        """Whether a key stands there and nothing was found wrong with it so far."""
        file, key = self.file, self.key(name)
        wrong = any((fault.file, fault.key) == (file, key) for fault in self.faults.found)
        return self.content.get(name) is not None and not wrong

    def unknown(self, name: str, value: Any, known: list[str], *, what: str) -> None:
        """Note that the value of a key names something nobody defines."""
        self.faults.unknown(self.file, self.key(name), value, known, what=what, line=self.line(name))

    def also_called(self, name: str) -> None:
        """Let faults that are found later name this mapping by its id instead of its path."""
        for key in self.content:
            self.faults.lines[self.file, f"{name}.{key}"] = self.line(key)
        self.faults.lines[self.file, name] = self.line("id")

    def line(self, name: str) -> int:
        """The line a key stands on, that of the mapping for a key that is missing; 0 where it came from no file."""
        if not isinstance(self.content, _Written):
            return 0
        return self.content.lines.get(name, self.content.line)

    def _take(self, name: str, expected: str, default: Any) -> Any:
        self.read.add(name)
        value = self.content.get(name, _MISSING)
        if value is _MISSING or value is None:
            if default is _MISSING:
                self.fault(name, "没有写", expected)
                return None
            return default
        return value

    def text(self, name: str, *, default: Any = _MISSING, example: str = "") -> Any:
        """A string; codes and figures must be quoted, because YAML would read 0123 or 1.10 as numbers."""
        expected = "一段文字" + (f"，例如 {example}" if example else "")
        value = self._take(name, expected, default)
        if value is None or value is default:
            return value if value is not None else ("" if default is _MISSING else default)
        if not isinstance(value, str) or not value.strip():
            self.fault(name, f"{value!r}", expected + "（编号和数字请加引号）")
            return str(value)
        return value

    def day(self, name: str, *, default: Any = _MISSING) -> Any:
        """A day in ISO form, quoted or not."""
        value = self._take(name, '一个日期，例如 "2017-10-23"', default)
        if isinstance(value, str):
            try:
                return parse_day(value)
            except ValueError:
                pass
        elif type(value) is date or value is None or value is default:
            return value if value is not None else (date(1, 1, 1) if default is _MISSING else default)
        self.fault(name, f"“{value}”不是日期", '例如 "2017-10-23"')
        return date(1, 1, 1)

    def number(self, name: str) -> Decimal:
        """A quoted decimal number that is not negative."""
        value = self._take(name, '加引号的数字，例如 "4.5"', _MISSING)
        if value is None:
            return Decimal(0)
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("nan")
        if isinstance(value, bool) or not number.is_finite() or number < 0:
            self.fault(name, f"“{value}”不是不小于 0 的数", '加引号的数字，例如 "4.5"')
            return Decimal(0)
        if number.adjusted() >= _MOST_DIGITS or number != round(number, _MOST_DECIMALS):
            self.fault(name, f"“{value}”位数过多", f"整数部分不超过 {_MOST_DIGITS} 位、小数不超过 {_MOST_DECIMALS} 位")
            return Decimal(0)
        return number

    def choice(self, name: str, known: Collection[str], *, default: Any = _MISSING) -> str:
        """One of the known words, "" with a fault noted for any other; absent is the default where there is one."""
        word: str = self.text(name, default=default)
        if word in known or not word:
            return word
        self.unknown(name, word, list(known), what="、".join(known))
        return ""

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of known words, with a fault noted for each other; absent is empty."""
        words = self.texts(name)
        for number, word in enumerate(words):
            if word not in known:
                self.faults.unknown(
                    self.file,
                    self.key(f"{name}[{number}]"),
                    word,
                    list(known),
                    what="、".join(known),
                    line=self.line(name),
                )
        return words

    def word(self, name: str) -> str:
        """A string or a number as it is written, quoted or not; the reader of the word says what it must be."""
        value = self._take(name, '一个数，例如 "50%"', _MISSING)
        if isinstance(value, bool | list | dict):
            self.fault(name, f"{value!r}", '一个数，例如 "50%"')
            return ""
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """true or false; absent is false."""
        value = self._take(name, "true 或 false", default=False)
        if not isinstance(value, bool):
            self.fault(name, f"{value!r}", "true 或 false")
        return value is True

    def whole(self, name: str, *, default: int | None = None) -> int:
        """A quoted whole number from 0 to a million; absent is the default where there is one."""
        text = self.text(name, example='"20"') if default is None else self.text(name, default=str(default))
        if text.isascii() and text.isdecimal() and len(text) < 7:
            return int(text)
        if text:
            self.fault(name, f"“{text}”", '加引号的整数，例如 "20"')
        return 0

    def items(self, name: str, *, default: Any = _MISSING) -> list[Any]:
        """A list."""
        value = self._take(name, "一个列表", default)
        if not isinstance(value, list):
            if value is not None and value is not default:
                self.fault(name, f"{value!r}", "一个列表")
            return []
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings; absent is empty."""
        items = self.items(name, default=[])
        for number, item in enumerate(items):
            if not isinstance(item, str):
                self.fault(f"{name}[{number}]", f"{item!r}", "一个编号（数字请加引号）")
        return tuple(str(item) for item in items)

    def nodes(self, name: str, *, default: Any = _MISSING) -> Iterator["Node"]:
        """The mappings of a list, each with its path."""
        for number, item in enumerate(self.items(name, default=default)):
            path = f"{self.key(name)}[{number}]"
            if isinstance(item, dict):
                yield Node(self.file, path, item, self.faults)
            else:
                self.faults.add(self.file, path, f"{item!r}", "“键: 值”", line=self.line(name))

    def part(self, name: str, *, example: str = "“键: 值”", needed: bool = False) -> "Node | None":
        """A mapping inside this one with its path; None where it is not written, which is a fault where it is `needed`, and where
        something else stands there."""
        value = self._take(name, example, _MISSING if needed else None)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(name, f"{value!r}", example)
            return None
        return Node(self.file, self.key(name), value, self.faults)

    def pairs(self, name: str, *, example: str) -> tuple[tuple[str, str], ...]:
        """The keys and values of a mapping that must be there, as they stand."""
        inside = self.part(name, example=example, needed=True)
        return tuple((str(key), str(value)) for key, value in inside.content.items()) if inside else ()

    def done(self) -> None:
        """Note every key that nobody read: most often a typing error."""
        for name in self.content:
            if name not in self.read:
                known = "、".join(sorted(self.read))
                line = self.line(name)
                self.faults.add(self.file, self.key(str(name)), f"不认识的键“{name}”", f"以下之一：{known}", line=line)


@contextmanager
def reading_whole(path: Path, *, called: str = "", between: str = "；") -> Iterator[Node]:
    """The mapping that a YAML file is, to be read key by key; `called` is the file's name in faults where it is not its own,
    `between` stands between faults.

    Raises Refusal when the file cannot be read, and on leaving with every fault found meanwhile: keys that nobody read among them.
    """
    node = Node(called or path.name, "", read_yaml(path), Faults())
    yield node
    node.done()
    node.faults.refuse(path, between=between)
