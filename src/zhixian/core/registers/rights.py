"""Numbers of rights as people write them in a register: what each can mean as the registry writes it, or why it is none."""

from collections.abc import Mapping
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.registry.numbers import application, other, trademark
from zhixian.core.workflow.answers import Form

KINDS = ("right", "rights")


def parts_of(text: str) -> list[str]:
    """What stands in one answer with separators between: several numbers or choices."""
    for mark in "；、,，\n":
        text = text.replace(mark, ";")
    return [part.strip() for part in text.split(";") if part.strip()]


def meant(text: str) -> tuple[list[str], str]:
    """What the text can mean, or why it is no number; a mark's may name its class behind a stroke.

    Bare digits may be a mark's number and that of an old patent alike.
    """
    number, _, nice = text.partition("/")
    patent, mark, rest = application(text), trademark(number, nice), other(text)
    found = dict.fromkeys(filter(None, (patent.normal, mark.normal, rest.normal)))
    return list(found), patent.problem or mark.problem or "读不懂"


def held_by_others(party: str, holders: Mapping[str, str]) -> dict[str, str]:
    """Of holders by number, several of one right with a separator between, those among whom a party is not; unknown ones are left out."""
    return {
        number: name
        for number, name in holders.items()
        if name and folded(party) not in {folded(one) for one in (name, *parts_of(name))}
    }


def wrong_numbers(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """By field, which of its parts is no number of a right, or stands there twice."""
    wrong: dict[str, str] = {}
    for field in form.fields:
        if field.kind not in KINDS or not values.get(field.id):
            continue
        parts = parts_of(values[field.id])
        read = {part: meant(part) for part in parts}
        unread = [f"“{part}”不是专利号或注册号：{why}" for part, (numbers, why) in read.items() if not numbers]
        first = [read[part][0][0] for part in parts if read[part][0]]
        twice = sorted({number for number in first if first.count(number) > 1})
        if unread or twice:
            wrong[field.id] = "；".join([*unread, *(f"{number} 写了不止一次" for number in twice)])
        elif field.kind == "right" and len(parts) > 1:
            wrong[field.id] = f"写了 {len(parts)} 个号码，这里只写一个"
    return wrong
