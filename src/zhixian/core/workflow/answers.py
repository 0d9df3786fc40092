"""What somebody typed into a form, read into values or told what is wrong with it."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import InvalidOperation
from typing import Any, Protocol

from zhixian.core.kernel.industries import industry_code, industry_words
from zhixian.core.kernel.money import LARGEST_FEN, read_yuan, yuan
from zhixian.core.kernel.numerals import FULL_WIDTH, read_grouped
from zhixian.core.kernel.regions import CODE
from zhixian.core.workflow.model import TODAY, FormField

PHONE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{18}")
ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_MOST_DIGITS, _MOST_DECIMALS = 15, 8
"""Of a number that is neither money nor a code."""
ACCOUNT = re.compile(r"[0-9]{8,30}")
SEPARATORS = re.compile("[\\s\\-\u2010-\u2015\u2212]")
YES_NO = (("yes", "是"), ("no", "否"))
PATTERNS = {
    "phone": (PHONE, "手机号，或带区号的座机号，例如 0999-3841234"),
    "mail": (MAIL, "邮箱地址，例如 name@example.cn"),
    "credit_code": (CREDIT_CODE, "18 位统一社会信用代码"),
    "id_number": (ID_NUMBER, "18 位身份证号"),
    "bank_account": (ACCOUNT, "8 至 30 位数字，中间可以有空格或横线"),
    "region": (CODE, "六位行政区划代码"),
}
MOST_TEXT, MOST_LONG_TEXT = 200, 5000
MOST_QUOTED = 60
"""Signs of an answer that a refusal repeats."""
EARLIEST, LATEST = date(1949, 10, 1), date(2099, 12, 31)


class Form(Protocol):
    """What puts questions: a matter or a register."""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The questions, in their order."""
        ...

    @property
    def shown_facts(self) -> tuple[tuple[str, str], ...]:
        """Facts that are known, with the words for them."""
        ...


def asked(form: Form, typed: Mapping[str, Any], known: Collection[str]) -> tuple[FormField, ...]:
    """The questions that are put: not those a known fact answers, nor those whose condition does not hold."""
    put: dict[str, FormField] = {}
    for field in form.fields:
        if field.fact and field.fact in known:
            continue
        if field.when and (field.when[0] not in put or _chosen(typed.get(field.when[0])) != field.when[1]):
            continue
        put[field.id] = field
    return tuple(put.values())


def read_answers(
    form: Form, typed: Mapping[str, Any], known: Mapping[str, Any], *, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by field (days, fen, words) and what is wrong by field. `known` are facts the system has, days as ISO text."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in asked(form, typed, known):
        given = typed.get(field.id)
        if given in (None, "", []) or (isinstance(given, str) and not given.strip()):
            if field.required:
                wrong[field.id] = "请选择" if field.kind in {"choice", "choices", "yes_no"} else "请填写"
            continue
        try:
            value = read_answer(field, given)
            _within_bounds(form, field, value, {**_days_known(form, known), **values, TODAY: today})
            values[field.id] = value
        except ValueError as error:
            wrong[field.id] = str(error)
    return values, wrong


def _days_known(form: Form, known: Mapping[str, Any]) -> dict[str, Any]:
    """What the system knows, also under the name of the question that would have asked for it."""
    return {**known, **{field.id: known[field.fact] for field in form.fields if field.fact in known}}


def _within_bounds(form: Form, field: FormField, value: Any, days: Mapping[str, Any]) -> None:
    """Raises ValueError when a day lies outside what its question allows. ISO text of days orders as the days do."""
    if (bound := days.get(field.not_before)) and str(value) < str(bound):
        raise ValueError(f"{value} 早于{_bound_said(form, field.not_before, bound)}，应为这一天或以后的日期")
    if (bound := days.get(field.not_after)) and str(value) > str(bound):
        raise ValueError(f"{value} 晚于{_bound_said(form, field.not_after, bound)}，应为这一天或以前的日期")


def _bound_said(form: Form, name: str, bound: Any) -> str:
    names = {**dict(form.shown_facts), **{field.id: field.name for field in form.fields}, TODAY: "今天"}
    return f"{names.get(name, name)}（{bound}）"


def as_kept(field: FormField, given: Any) -> Any:
    """An answer as it is kept: a bank account without the spaces and hyphens that people read it by; all others as typed."""
    if field.kind != "bank_account" or not isinstance(given, str):
        return given
    plain = _without_separators(given.translate(FULL_WIDTH))
    return plain if ACCOUNT.fullmatch(plain) else given


def _without_separators(text: str) -> str:
    return SEPARATORS.sub("", text)


def read_answer(field: FormField, given: Any) -> Any:
    """One value. Raises ValueError saying what was found and what is expected."""
    if field.kind == "choices":
        chosen = [given] if isinstance(given, str) else list(given)
        if not set(chosen) <= {value for value, _ in field.choices}:
            raise ValueError("请从所列的选项里选")
        return chosen
    text = str(given).strip()
    if field.kind in {"text", "long_text"}:
        most = field.most or (MOST_TEXT if field.kind == "text" else MOST_LONG_TEXT)
        if len(text) > most:
            raise ValueError(f"有 {len(text)} 个字，不超过 {most} 个字")
        return text
    if field.kind in {"choice", "yes_no"}:
        choices = field.choices or YES_NO
        if text not in {value for value, _ in choices}:
            raise ValueError("请从所列的选项里选")
        return text
    return _exact(field, text.translate(FULL_WIDTH))


def _exact(field: FormField, text: str) -> Any:
    if field.kind in PATTERNS:
        pattern, expected = PATTERNS[field.kind]
        squeezed = _without_separators(text) if field.kind == "bank_account" else re.sub(r"\s", "", text)
        if not pattern.fullmatch(squeezed, 0):
            raise ValueError(f"“{_quoted(text)}”不对，应为{expected}")
        return squeezed
    if field.kind == "day":
        return _day(text)
    if field.kind == "industry":
        return industry_code(text)
    if field.kind == "money":
        return _money(field, text)
    if field.kind in {"integer", "decimal", "percent"}:
        return _number(field, text)
    most = field.most or MOST_TEXT
    if len(text) > most:
        raise ValueError(f"有 {len(text)} 个字，不超过 {most} 个字")
    return text


def _day(text: str) -> date:
    parts = re.fullmatch(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", text)
    try:
        day = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{_quoted(text)}”不是日期，应为例如 2020-06-30")
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day} 不在能填的日期里，应为 {EARLIEST} 到 {LATEST} 的一天")
    return day


def _money(field: FormField, text: str) -> int:
    try:
        fen = read_yuan(text)
    except (ValueError, InvalidOperation):
        raise ValueError(f"“{_quoted(text)}”不是金额，应为以元计的数，最多两位小数") from None
    if not (fen > 0 or (field.zero and fen == 0)) or fen > LARGEST_FEN:
        raise ValueError(f"金额应{'为零或' if field.zero else ''}大于零，不超过十万亿元")
    return fen


def _number(field: FormField, text: str) -> Any:
    kind = "整数" if field.kind == "integer" else "数字"
    try:
        number = read_grouped(text.removesuffix("%").strip())
    except ValueError:
        raise ValueError(f"“{_quoted(text)}”不是{kind}") from None
    places = 0 if field.kind == "integer" else _MOST_DECIMALS
    if number.adjusted() >= _MOST_DIGITS or number != round(number, places):
        raise ValueError(f"“{_quoted(text)}”不是{kind}")
    if number < 0:
        raise ValueError(f"“{_quoted(text)}”小于零，应为零或大于零的{kind}")
    most = 100 if field.kind == "percent" else field.most
    if most is not None and number > most:
        raise ValueError(f"{_quoted(text)} 大于 {most}")
    return int(number) if field.kind == "integer" else f"{abs(number):f}"


def _chosen(given: Any) -> str:
    return given.strip() if isinstance(given, str) else ""


def plain(value: Any) -> Any:
    """A value that was read, as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def said(field: FormField, value: Any) -> str:
    """A value that was read, in words: choices by their names, sums in yuan; "" for none."""
    if value in (None, "", []):
        return ""
    names = dict(field.choices or (YES_NO if field.kind == "yes_no" else ()))
    if names:
        return "；".join(names.get(one, one) for one in ([value] if isinstance(value, str) else value))
    if field.kind == "industry":
        return industry_words(str(value))
    return f"{yuan(int(value))}" if field.kind == "money" else str(value)


def _quoted(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}……（共 {len(text)} 个字）"
