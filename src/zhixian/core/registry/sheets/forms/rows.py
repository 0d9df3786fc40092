"""What a row of each template says: the rows of our tables, what is wrong between its cells, and what it is about."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from zhixian.core.kernel.periods import next_day
from zhixian.core.registry.checks import unlisted
from zhixian.core.registry.event_codes import CodedEvent, event_of_words
from zhixian.core.registry.numbers import credit_code, identify, named_by, other, publication, trademark
from zhixian.core.registry.numbers.others import NICE_CLASSES, is_mark_or_patent
from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.registry.sheets.cells import entries
from zhixian.core.registry.sheets.headings import plain_heading
from zhixian.core.registry.sheets.templates import Column, columns, templates
from zhixian.core.registry.sheets.vocabulary import alive_by, kind_of_party
from zhixian.core.registry.staging import normalise_name, party_ref, right_ref
from zhixian.core.registry.tables import CLOSING_EVENTS, MARK_KINDS, TABLES
from zhixian.core.registry.terms import TOO_LATE, end_of_mark

Row = dict[str, Any]
Staged = Iterator[tuple[str, Row]]
KINDS = {"works": "copyright_work", "software": "software", "plant_varieties": "plant_variety"}
"""What the rows of a template are that has one kind of right."""
MAIN = {"works": "rights", "software": "rights", "marks": "rights", "plant_varieties": "rights"}
"""The table that the rows of a template are about, where it has another name."""
_OF_PLEDGES = ("registered", "released")
"""Columns of the form of loans that say something of their pledges."""


def part(kind: str, column: str) -> str:
    """The column of our tables that a column of a template fills: `pledges.registered`."""
    table = "pledges" if kind == "loans" and column in _OF_PLEDGES else MAIN.get(kind, kind)
    return f"{table}.{column}"


def tables_of(kind: str) -> set[str]:
    """The tables that the columns of a template fill: what its rows tell of by themselves, not only name."""
    return {part(kind, column.name).partition(".")[0] for column in templates()[kind].columns}


@cache
def columns_filling(kind: str) -> dict[tuple[str, str], str]:
    """The heading on a template for each (table, column) of ours that the template fills."""
    told = {}
    for column in templates()[kind].columns:
        table, _, name = part(kind, column.name).partition(".")
        told[table, name] = column.zh
        told |= dict.fromkeys(_ALSO.get((kind, column.name), ()), column.zh)
    return told


_ALSO = {
    ("parties", "code"): (("parties", "party_id"),),
    **{(kind, "number"): (("rights", "right_id"), ("events", "right_id"), ("claims", "right_id")) for kind in MAIN},
    ("marks", "struck"): (("events", "event"),),
    ("marks", "ended"): (("events", "event"), ("events", "effective")),
    ("loans", "loan_id"): (("pledges", "loan_id"),),
    ("loans", "rights"): (("pledges", "right_id"),),
    ("loans", "borrower"): (("parties", "party_id"),),
    ("projects", "party"): (("parties", "party_id"),),
}
"""Columns of ours that a template's column fills under another name."""


def awaited(kind: str, column: str) -> str | None:
    """What of ours a row waits for whose cell could not be taken (`pledges.right_id`); None where a cell is only compared."""
    own = part(kind, column)
    table, _, name = own.partition(".")
    if table not in TABLES or name in TABLES[table].names:
        return own
    return next((f"{table}.{name}" for table, name in _ALSO.get((kind, column), ())), None)


def about(kind: str, values: Row) -> dict[str, str]:
    """What a refused row is about, in the columns of its table, as far as it can be read."""
    match kind:
        case "parties":
            named = credit_code(values["code"])[0] if values["code"] else None
            told = {"party_id": named or (party_ref(values["name"]) if values["name"] else None)}
        case "marks":
            nice = next(iter(values["classes"] or []), "")
            named = values["kind"] != "gi_product" and values["number"] and _mark_number(values, nice)
            told = {"right_id": right_ref(named) if named else _named("gi_product", values)}
        case "works" | "software" | "plant_varieties":
            told = {"right_id": _named(KINDS[kind], values)}
        case "honours":
            party, right = values["party"], values["right"]
            told = {
                "party": party_ref(party) if party else None, "right": right_ref(_any_number(right)) if right else None,
                "honour": values["honour"], "awarded": values["awarded"],
            }  # fmt: skip
        case _:
            told = {name: values.get(name) for name in ("loan_id", "project_id", "region", "year")}
    return {name: str(value) for name, value in told.items() if value is not None}


def wrong_together(kind: str, values: Row) -> Iterator[tuple[str, Any, str]]:
    """(heading, value, reason) of what is wrong with cells that can be read, for which the row is refused.

    All of it at once, whatever else is wrong with the row: who mends one cell should not be told of the next only then.
    """
    match kind:
        case "parties":
            if values["code"] and (problem := credit_code(values["code"])[1]):
                yield _heading(kind, "code"), values["code"], problem
        case "marks":
            yield from _wrong_mark(values)
        case "loans":
            for name in ("due", "repaid"):
                if values[name] and values["drawn"] and values[name] < values["drawn"]:
                    yield _heading(kind, name), values[name], "早于放款日"
            if values["released"] and values["registered"] and values["released"] < values["registered"]:
                yield _heading(kind, "released"), values["released"], f"早于{_heading(kind, 'registered')}"
            if values["principal"] == 0:
                yield _heading(kind, "principal"), "0", "本金应大于 0"
        case "honours":
            if values["until"] and values["awarded"] and values["until"] < values["awarded"]:
                yield _heading(kind, "until"), values["until"], f"早于{_heading(kind, 'awarded')}"
            if not values["party"] and not values["right"]:
                yield _heading(kind, "party"), "", f"{_heading(kind, 'party')}和{_heading(kind, 'right')}至少写一个"
        case "withdrawals":
            if values["table"] and values["key"]:
                names = [TABLES[values["table"]].column(key).zh for key in TABLES[values["table"]].key]
                if len(re.split("[;；]", values["key"])) != len(names):
                    yield _heading(kind, "key"), values["key"], f"应写 {'；'.join(names)}"
        case _:
            pass
    if kind in MAIN:
        yield from _wrong_days(kind, values)


def _wrong_mark(values: Row) -> Iterator[tuple[str, Any, str]]:
    """The number once, then each class that is none."""
    if values["gi"] == "true" and values["kind"] == "trademark":
        yield (
            "是否地理标志",
            "是",
            "普通商标不能是地理标志；地理标志商标应为集体商标或证明商标，请改商标类型，或改填“否”",
        )
    if values["kind"] == "gi_product":
        return
    if values["number"] and (problem := trademark(values["number"]).problem):
        yield _heading("marks", "number"), values["number"], problem
    for nice in values["classes"] or []:
        if trademark("1", nice).problem:
            several = f"其中的“{nice}”" if len(values["classes"]) > 1 else ""
            yield _heading("marks", "classes"), "；".join(values["classes"]), f"{several}应为 1–{NICE_CLASSES}"


def _wrong_days(kind: str, values: Row) -> Iterator[tuple[str, Any, str]]:
    registered, filed, expires = values["registered"], values["filed"], values.get("expires")
    if registered and filed and registered < filed:
        yield _heading(kind, "registered"), registered, "早于申请或完成日期"
    if expires == date.max:
        yield _heading(kind, "expires"), expires, TOO_LATE
    if kind == "marks" and registered and not expires and end_of_mark(registered) is None:
        yield _heading(kind, "registered"), registered, TOO_LATE
    for name in ("struck", "ended"):
        if registered and values.get(name) and values[name] < registered:
            yield _heading(kind, name), values[name], "早于注册或授权日期"
    if registered and expires and expires <= registered:
        yield _heading(kind, "expires"), expires, "不晚于注册或授权日期"


@cache
def _column(kind: str, name: str) -> Column:
    return next(column for column in templates()[kind].columns if column.name == name)


def _heading(kind: str, name: str) -> str:
    return _column(kind, name).zh


def pointed(kind: str, values: Row) -> Iterator[tuple[str, str, str]]:
    """(heading, value, reference) of the rights that a row names without telling of them."""
    name, numbers = {
        "loans": ("rights", values.get("rights") or []),
        "honours": ("right", [values["right"]] if values.get("right") else []),
    }.get(kind, ("", []))
    for number in numbers:
        yield _heading(kind, name), number, right_ref(_any_number(number))


def remarks(kind: str, values: Row) -> Iterator[tuple[str, Any, str]]:
    """(heading, value, reason) of what is odd in a row that is taken."""
    if (kind in KINDS or values.get("kind") == "gi_product") and other(values["number"]).normal is None:
        yield (
            _heading(kind, "number"),
            values["number"],
            "认不出是登记号，按类型、权利人和名称认这件权利（已照收，请核对）",
        )
    if kind == "projects" and values["kind"] not in (words := _column(kind, "kind").choices).values():
        yield _heading(kind, "kind"), values["kind"], unlisted(words)
    if kind == "marks" and values["gi"] == "true" and values["kind"] == "gi_product":
        yield _heading(kind, "gi"), "是", "地理标志产品不是商标，不计入地理标志商标，已照收，请核对"


def _mark_number(values: Row, nice: str) -> str | None:
    """The number with its class."""
    if values["kind"] == "gi_product":
        return _spelt(values)
    return trademark(values["number"], nice).normal


def _named(kind: str, values: Row) -> str | None:
    """What a right without check digit is called: by its number, or where that cannot be read by what else is said of it.

    Words such as 无 stand in place of many numbers. Digits, where there are any, tell two works of one title apart.
    """
    if not values["number"]:
        return None
    if number := other(values["number"]).normal:
        return right_ref(number)
    if not values["holder"] or not values["title"]:
        return None
    digits = "".join(sign for sign in values["number"] if sign.isdecimal())
    told = "\0".join((kind, normalise_name(values["holder"]), normalise_name(values["title"]), digits))
    return right_ref("X" + hashlib.sha256(told.encode()).hexdigest()[:12])


def _party(name: str, **known: Any) -> tuple[str, Row]:
    return "parties", {"party_id": party_ref(name), "name": name, "kind": kind_of_party(name), **known}


def _parties(values: Row) -> Staged:
    code = credit_code(values["code"])[0] if values["code"] else None
    party = code or party_ref(values["name"])
    row = {name: values[name] for name in ("name", "kind", "region", "industry", "founded")}
    yield "parties", {"party_id": party, **row}
    for former in values.get("former") or ():
        if normalise_name(former) != normalise_name(values["name"]):
            yield "former_names", {"party_id": party, "name": former}


def _registered(kind: str) -> Callable[[Row], Staged]:
    def rows(values: Row) -> Staged:
        expires = _after(values.get("expires"))
        yield from _right(
            values, kind, _named(kind, values), _spelt(values), classes=values.get("classes"), expires=expires
        )

    return rows


def _spelt(values: Row) -> str:
    return other(values["number"]).normal or str(values["number"])


def _after(last: date | None) -> date | None:
    """A certificate names the last day of the term; the contract's `expires` is the day after."""
    return None if last is None else next_day(last)


def _right(
    values: Row, kind: str, right: str | None, number: str, *, classes: str | None, expires: Any, gi: bool = False
) -> Staged:
    row = {name: values[name] for name in ("title", "filed", "registered", "region")}
    yield "rights", {
        "right_id": right, "kind": kind, "gi": gi, "number": number, "classes": classes, "expires": expires,
        "holder": party_ref(values["holder"]), **row,
    }  # fmt: skip
    yield _party(values["holder"], region=values["region"])


def _marks(values: Row) -> Staged:
    """Each class of a mark is a right of its own."""
    for nice in values["classes"]:
        number = _mark_number(values, nice)
        if number is None:
            continue
        own_class = number.partition("/")[2] or nice
        expires = _after(values["expires"]) or (
            None if values["kind"] == "gi_product" else end_of_mark(values["registered"])
        )
        gi = values["gi"] == "true" and values["kind"] != "gi_product"
        right = right_ref(number) if values["kind"] in MARK_KINDS else _named(values["kind"], values)
        yield from _right(values, values["kind"], right, number, classes=own_class, expires=expires, gi=gi)
        if values["status"] and (alive := alive_by(values["status"])) is not None:
            yield "claims", {"right_id": right, "claimed": values["status"], "alive": alive}
        yield from _ends(values, right)


def _ends(values: Row, right: str | None) -> Staged:
    """The days on which a mark was struck off or ended otherwise, as events: why it ended says its status, if it does."""
    days = {values["struck"]: ["注销"]} if values["struck"] else {}
    if values["ended"]:
        days.setdefault(values["ended"], entries(values["status"]))
    for day, words in days.items():
        known = [coded for word in words if (coded := _of_mark(word)).event in CLOSING_EVENTS]
        event = known[0].event if known else "lapsed"
        yield "events", {"right_id": right, "event": event, "effective": day, "note": "；".join(words) or "失效"}


def _of_mark(word: str) -> CodedEvent:
    """What the gazette calls 商标注销 is 注销 in a list of marks."""
    return event_of_words(word if word.startswith("商标") else f"商标{word}") or CodedEvent("", "other", "other")


def _loans(values: Row) -> Staged:
    names = ("loan_id", "lender", "principal", "drawn", "due", "repaid", "annual_rate")
    yield "loans", {**{name: values[name] for name in names}, "borrower": party_ref(values["borrower"])}
    yield _party(values["borrower"])
    for number in values["rights"] or []:
        yield "pledges", {
            "loan_id": values["loan_id"], "right_id": right_ref(_any_number(number)), "registered": values["registered"],
            "released": values["released"],
        }  # fmt: skip


def _any_number(text: str) -> str:
    """A patent's or mark's number in its one spelling: bare digits that are no patent's are a mark's.

    Eight digits that may be either stay as they are: which of the two the registry knows is seen in the merge.
    """
    if is_mark_or_patent(text):
        return plain_number(text)
    found = identify(text)
    if found.sort == "publication":
        return named_by(publication(text)) or text
    if found.normal:
        return found.normal
    return trademark(text).normal or text


def _projects(values: Row) -> Staged:
    yield "projects", {**values, "party": party_ref(values["party"])}
    yield _party(values["party"])


def _honours(values: Row) -> Staged:
    party = party_ref(values["party"]) if values["party"] else None
    right = right_ref(_any_number(values["right"])) if values["right"] else None
    yield "honours", {**values, "party": party, "right": right}
    if values["party"]:
        yield _party(values["party"])


def _population(values: Row) -> Staged:
    yield "population", values


def _withdrawals(values: Row) -> Staged:
    """Numbers are spelt as the registry spells them; who and which is meant is seen in the merge."""
    given = re.split("[;；]", values["key"])
    spelt = [
        _any_number(part.strip()) if key in ("right_id", "right") and part.strip() else part.strip()
        for key, part in zip(TABLES[values["table"]].key, given, strict=True)
    ]
    honours = {plain_heading(zh): word for column in columns("honours") for zh, word in column.choices.items()}
    spelt = [honours.get(plain_heading(part), part) if values["table"] == "honours" else part for part in spelt]
    yield "withdrawals", {
        "tbl": values["table"], "key": "；".join(spelt), "restored": values["action"] == "restore", "reason": values["reason"],
        "day": values["day"],
    }  # fmt: skip


ROWS: dict[str, Callable[[Row], Staged]] = {
    "parties": _parties, "works": _registered(KINDS["works"]), "software": _registered(KINDS["software"]), "marks": _marks,
    "loans": _loans, "projects": _projects, "honours": _honours, "population": _population,
    "withdrawals": _withdrawals, "plant_varieties": _registered(KINDS["plant_varieties"]),
}  # fmt: skip
