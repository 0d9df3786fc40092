"""Long texts of registers that others read or that are printed: numbers of persons and mobile telephones do not belong into them."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhixian.core.disclosure.masking import is_full_name, masked_name
from zhixian.core.disclosure.patterns import Found, look_through
from zhixian.core.registers.model import Register

_KINDS = ("id_number", "phone")
_LANDLINE = "固定电话"
"""An office's own number is no secret."""


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
    if register.surnamed:
        name, code = register.surnamed
        if not values.get(code) and is_full_name(str(values.get(name) or "")):
            wrong[name] = (
                f"“{values[name]}”像是个人的全名：个人只写姓加“某”，例如“{masked_name(str(values[name]))}”；"
                f"是单位或者个体工商户的，把{register.field(code).name}填上"
            )
    return wrong


def without_numbers(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, with a dot for each sign of such a number: rows that were entered before they were asked about are printed too."""
    found = dict(values)
    for field, text in _texts(register, values):
        signs = list(text)
        for number in _numbers(text):
            signs[number.start : number.end] = "•" * (number.end - number.start)
        found[field] = "".join(signs)
    return found


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
        if found.kind in _KINDS and _LANDLINE not in found.why and not inside:
            yield found
