"""YAML as written by an editor: position of every syntax error, no key twice, and typed access that says what it expected."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.refusal import Refusal

_MISSING = object()
_MOST_DIGITS = 18
_MOST_DECIMALS = 8
"""Beyond them a product with 100 or 10,000 would not stay exact in a Decimal."""
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _OnceLoader(_Base):  # type: ignore[misc]
    """Refuses a key that stands twice in one mapping; YAML would keep the last one silently."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float | bool | date | None):
            raise yaml.constructor.ConstructorError(None, None, "键应为一个词", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"键“{key}”写了两次", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_OnceLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path, *, missing: str = "一个 YAML 文件") -> dict[str, Any]:
    """The mapping in a YAML file. Raises Refusal with line and column when it is missing or is no mapping.

    `missing` says what was expected where there is no file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal("没有这个文件", where=str(path), expected=missing) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"读不了：{error}", where=str(path), expected="UTF-8 编码的文本") from None
    try:
        content = yaml.load(text, Loader=_OnceLoader)  # noqa: S506 -- derived from the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path} 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else str(path)
        raise Refusal(
            f"YAML 写法有误：{getattr(error, 'problem', error)}", where=place, expected="“键: 值”，缩进用空格"
        ) from None
    except ValueError as error:  # a day that is none, such as 2027-02-30 without quotes
        raise Refusal(f"有一个值读不懂（{error}）", where=str(path), expected='日期加引号，例如 "2017-10-23"') from None
    except RecursionError:
        raise Refusal("嵌套过深", where=str(path), expected="几层以内") from None
    if not isinstance(content, dict):
        raise Refusal("内容不是“键: 值”", where=str(path), expected="例如 title: 方案名称")
    return content


class Node:
    """A mapping in a file with its path, read key by key; what is wrong goes to `faults`, and a harmless value comes back."""

    def __init__(self, file: str, path: str, content: dict[str, Any], faults: Faults) -> None:
        self.file = file
        self.path = path
        self.content = content
        self.faults = faults
        self.read: set[str] = set()

    def key(self, name: str) -> str:
        """Path of a key of this mapping."""
        return f"{self.path}.{name}" if self.path else name

    def fault(self, name: str, found: str, expected: str) -> None:
        """Note that the value of a key is wrong."""
        self.faults.add(self.file, self.key(name), found, expected)

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
                return date.fromisoformat(value)
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
                self.faults.add(self.file, path, f"{item!r}", "“键: 值”")

    def done(self) -> None:
        """Note every key that nobody read: most often a typing error."""
        for name in self.content:
            if name not in self.read:
                known = "、".join(sorted(self.read))
                self.faults.add(self.file, self.key(str(name)), f"不认识的键“{name}”", f"以下之一：{known}")
