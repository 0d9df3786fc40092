"""What may stand behind a field: days and their spans, classes, places and the words of closed vocabularies."""

import re
from datetime import date

from zhixian.core.kernel.periods import add_months, next_day
from zhixian.core.kernel.regions import region_prefix
from zhixian.core.registry.ipc import read_ipc, whole_ipc
from zhixian.core.registry.locarno import locarno_class, locarno_path
from zhixian.core.registry.numbers.others import NICE_CLASSES
from zhixian.core.registry.places import region_named
from zhixian.core.search.fields import Field
from zhixian.core.search.tree import Days, OneOf
from zhixian.core.search.words import plain

_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2}))?)?[年月日]?")
_SOLID_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"\.\.+|~|～|至|到|—+")
_NICE = re.compile(r"第?0*(\d{1,2})类?")


def one_of(field: Field, text: str) -> OneOf:
    """The values that a text means in a field. Raises ValueError in the user's words."""
    if field.sort == "ipc":
        return OneOf(field.id, (ipc_code(text),))
    if field.sort == "nice":
        return OneOf(field.id, (nice_class(text),))
    if field.sort == "locarno":
        return OneOf(field.id, (design_class(text),))
    if field.sort == "place":
        return OneOf(field.id, (region_prefix(region_named(text)),))
    return OneOf(field.id, _of_vocabulary(field, text))


def ipc_code(text: str) -> str:
    """A section, class, subclass, main group or subgroup of the IPC in one spelling: `H01M10/05`; `H01M*` is all of `H01M`."""
    found = whole_ipc(plain(text).rstrip("*"))
    if not found:
        raise ValueError(f"“{text}”不是 IPC 分类号，例如 H、H01、H01M、H01M10、H01M10/05{_of_designs(text)}")
    return found.path[-1]


def ipc_paths(code: str) -> tuple[str, ...]:
    """A code of a right's classes and all above it; nothing for what is no IPC code."""
    found = read_ipc(code)
    return found.path if found else ()


def nice_class(text: str) -> str:
    """A class of goods or services, 1 to 45, without a leading zero."""
    found = _NICE.fullmatch(plain(text).strip())
    if not found or not 1 <= int(found[1]) <= NICE_CLASSES:
        raise ValueError(f"“{text}”不是商品和服务类别，应为 1–{NICE_CLASSES}，例如 尼斯:30{_of_designs(text)}")
    return found[1].lstrip("0")


def _of_designs(text: str) -> str:
    """What is said of a class of designs behind another field."""
    designs = locarno_class(text)
    return f"；外观设计的洛迦诺分类写 洛迦诺:{designs}" if designs else ""


def design_class(text: str) -> str:
    """A class of designs (`09`) or its subclass (`09-03`) in one spelling, whatever edition stands before it."""
    path = locarno_path(text.rstrip("*"), of_design=True)
    if not path:
        raise ValueError(f"“{text}”不是外观设计的洛迦诺分类，例如 洛迦诺:09、洛迦诺:09-03")
    return path[-1]


def _of_vocabulary(field: Field, text: str) -> tuple[str, ...]:
    wanted = plain(text)
    for word, ids in field.values:
        if wanted in (word, *((ids[0],) if len(ids) == 1 else ())):
            return ids
    known = "、".join(word for word, _ in field.values)
    raise ValueError(f"“{text}”不是{field.names[0]}，可以用：{known}")


def days(field: Field, sign: str, text: str) -> Days:
    """The span that a day, month, year or two of them with `..` between mean. Raises ValueError in the user's words."""
    parts = _BETWEEN.split(plain(text))
    if len(parts) == 2 and sign == ":" and any(parts):
        low, high = (_span(part) if part else None for part in parts)
        if low and high and high[0] < low[0]:
            raise ValueError(f"“{text}”后一个日期早于前一个")
        return Days(field.id, low and low[0], high and high[1])
    if len(parts) != 1:
        raise ValueError(f"“{text}”应是一个日期，或用 .. 连接的两个日期")
    first, until = _span(parts[0])
    return {
        ":": Days(field.id, first, until),
        ">=": Days(field.id, first, None),
        ">": Days(field.id, until, None),
        "<": Days(field.id, None, first),
        "<=": Days(field.id, None, until),
    }[sign]


def _span(text: str) -> tuple[date, date]:
    """[first, until) of a day, a month or a year."""
    found = _SOLID_DAY.fullmatch(text.strip()) or _DAY.fullmatch(text.strip())
    try:
        year, month, day = (int(part) if part else None for part in found.groups()) if found else (None, None, None)
        if year is None:
            raise ValueError  # noqa: TRY301 -- one message for all that is no day
        first = date(year, month or 1, day or 1)
        if day:
            return first, next_day(first)
        return first, add_months(first, 1 if month else 12)
    except (ValueError, OverflowError):
        raise ValueError(f"“{text.strip()}”不是日期，应写成 2017、2017-03、2017-03-01 或 2017..2019") from None
