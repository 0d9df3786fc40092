"""What is written in registers where others read it: numbers of persons, mobile telephones and telephones at home do not belong there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zhixian.core.disclosure.named import full_name_in, masked_in
from zhixian.core.disclosure.patterns import Found, look_through
from zhixian.core.kernel.folding import CHINESE_DIGITS, in_step
from zhixian.core.registers.model import Register
from zhixian.core.registry.numbers import credit_code

_KINDS = ("id_number", "phone")
_LANDLINE = "固定电话"
"""An office's own number is public matter; that of somebody's home is not."""
_AT_HOME = re.compile(
    r"(?:(?:家里|家中|家庭|住宅|宅|住家|[我他她其]家|本人|个人|私人|(?:投诉|举报|报案|被害|受害|当事)人|证人|买家|消费者|顾客|村民|居民|户主)"
    r"[^,，。;；:：!！?？\n]{0,8}|某的?(?:联系|固定)?(?:电话|座机|固话)?(?:号码)?)[:：]?\s*[(（]?$"
)
"""What stands before a landline of a person: of a home, or of somebody who is no office. Without it a landline is an office's."""
_BEFORE = 20
_FEWEST = 10
"""No number that is hidden has fewer digits."""
_DIGITS = frozenset(f"0123456789{CHINESE_DIGITS}")
"""As they stand in one spelling of width."""
WRITTEN = ("text", "long_text")
"""Kinds of fields in which anything may be written."""


def given_away(register: Register, values: Mapping[str, Any]) -> dict[str, str]:
    """By field, where its text holds an identity number or a mobile telephone's, and what to do; nothing in a register that none but its
    keepers and units read, and of which nothing is printed. And the full name of a person where only the surname belongs."""
    wrong = {}
    for field, text in _texts(register, values):
        if found := next(_numbers(text), None):
            wrong[field] = (
                f"第 {found.start + 1} 个字起的“{text[found.start : found.start + 3]}…”：{found.why}。"
                f"{_who_reads(register)}，请删去这个号码；要用的写在不外传的案卷里"
            )
    return {**wrong, **named_in_full(register, values)}


def named_in_full(register: Register, values: Mapping[str, Any]) -> dict[str, str]:
    """By field, the full name of a person where only the surname belongs. A credit code says that it is no person's, and one whose check
    character is wrong says nothing."""
    if not register.surnamed:
        return {}
    name, code = register.surnamed
    said = str(values.get(name) or "").strip()
    found = "" if credit_code(str(values.get(code) or ""))[0] else full_name_in(said)
    if not found:
        return {}
    words = (
        f"“{said}”{'像是' if found == said else f'里的“{found}”像是'}个人的全名：个人只写姓加“某”，例如“{masked_in(said, found)}”；"
        f"是单位或者个体工商户的，把{register.field(code).name}填上"
    )
    if values.get(code):
        words = f"{words}，现在写的“{values[code]}”{credit_code(str(values[code]))[1]}"
    return {name: words}


def masked(text: str) -> str:
    """The text with a dot for each sign of such a number: the one way in which whoever does not keep a row reads it."""
    if sum(sign in _DIGITS for sign in in_step(text)) < _FEWEST:
        return text
    signs = list(text)
    for number in _numbers(text):
        signs[number.start : number.end] = "•" * (number.end - number.start)
    return "".join(signs)


def without_numbers(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, each text masked: rows that were entered before they were asked about are read by others and printed too.

    Fields that lie sealed stay as they are: nobody reads them unasked.
    """
    written = {field.id for field in register.fields if field.kind in WRITTEN and not field.is_private}
    return {
        name: masked(value) if name in written and isinstance(value, str) else value for name, value in values.items()
    }


def _texts(register: Register, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if register.seen != "units" and not register.public and not register.papers:
        return
    for field in register.fields:
        if field.kind == "long_text" and not field.is_private and isinstance(values.get(field.id), str):
            yield field.id, values[field.id]


def _who_reads(register: Register) -> str:
    readers = "所有人" if register.public else "别的单位" if register.seen == "units" else ""
    printed = "这里的话会印进文书" if register.papers else ""
    return "，".join(filter(None, (readers and f"这里的话{readers}看得到", printed)))


def _numbers(text: str) -> Iterator[Found]:
    """Numbers that stand by themselves: eleven digits within a hash or an address on the net are none."""
    for found in look_through(text):
        around = text[max(0, found.start - 1) : found.start] + text[found.end : found.end + 1]
        inside = any(char.isascii() and char.isalnum() for char in around) or "/" in around
        if found.kind in _KINDS and not inside and (_LANDLINE not in found.why or _is_at_home(text, found)):
            yield found


def _is_at_home(text: str, found: Found) -> bool:
    return bool(_AT_HOME.search(text[max(0, found.start - _BEFORE) : found.start]))
