"""What a row of each template says: the rows of our tables, what is wrong between its cells, and what it is about."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from zhixian.core.kernel.periods import next_day
from zhixian.core.registry.numbers import credit_code, identify, named_by, other, publication, trademark
from zhixian.core.registry.sheets.headings import fold
from zhixian.core.registry.sheets.templates import columns, templates
from zhixian.core.registry.sheets.vocabulary import alive_by, kind_of_party
from zhixian.core.registry.staging import normalise_name, party_ref, right_ref
from zhixian.core.registry.tables import GI_MARK_KINDS, MARK_KINDS, TABLES
from zhixian.core.registry.terms import end_of_mark

Row = dict[str, Any]
Staged = Iterator[tuple[str, Row]]
KINDS = {"works": "copyright_work", "software": "software", "plant_varieties": "plant_variety"}
"""What the rows of a template are that has one kind of right."""
MAIN = {"works": "rights", "software": "rights", "marks": "rights", "plant_varieties": "rights"}
"""The table that the rows of a template are about, where it has another name."""


def about(kind: str, values: Row) -> dict[str, str]:
    """What a refused row is about, in the columns of its table, as far as it can be read."""
    match kind:
        case "parties":
            named = credit_code(values["code"])[0] if values["code"] else None
            told = {"party_id": named or (party_ref(values["name"]) if values["name"] else None)}
        case "marks":
            nice = next(iter(values["classes"] or []), "")
            named = values["kind"] != "gi_product" and values["number"] and _mark_number(values, nice)[0]
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
    """(heading, value, reason) of what is wrong between cells, for which the row is refused."""
    match kind:
        case "parties":
            if values["code"] and (problem := credit_code(values["code"])[1]):
                yield "统一社会信用代码", values["code"], problem
        case "marks":
            numbers = [_mark_number(values, nice) for nice in values["classes"]]
            yield from (("注册号" if nice is None else "国际分类", values["number"], p) for _, p, nice in numbers if p)
        case "loans":
            for name in ("due", "repaid"):
                if values[name] and values[name] < values["drawn"]:
                    yield _heading(kind, name), values[name], "早于放款日"
            if values["principal"] == 0:
                yield "本金（元）", "0", "本金应大于 0"
        case "honours":
            if not values["party"] and not values["right"]:
                yield "主体名称", "", "主体名称和权利号至少写一个"
        case "withdrawals":
            names = [TABLES[values["table"]].column(key).zh for key in TABLES[values["table"]].key]
            if len(re.split("[;；]", values["key"])) != len(names):
                yield "撤回编号", values["key"], f"应写 {'；'.join(names)}"
        case _:
            pass
    if kind in MAIN and values["filed"] and values["registered"] < values["filed"]:
        yield _heading(kind, "registered"), values["registered"], "早于申请或完成日期"
    if kind in MAIN and values.get("expires") and values["expires"] <= values["registered"]:
        yield _heading(kind, "expires"), values["expires"], "不晚于注册或授权日期"


def _heading(kind: str, name: str) -> str:
    return next(column.zh for column in templates()[kind].columns if column.name == name)


def remarks(kind: str, values: Row) -> Iterator[tuple[str, Any, str]]:
    """(heading, value, reason) of what is odd in a row that is taken."""
    if (kind in KINDS or values.get("kind") == "gi_product") and other(values["number"]).normal is None:
        yield (
            _heading(kind, "number"),
            values["number"],
            "认不出是登记号，按类型、权利人和名称认这件权利（已照收，请核对）",
        )
    if kind == "loans" and not values["rights"]:
        yield "质押权利号", "", "没有质押权利号，这笔贷款不计入质押融资"
    if kind == "marks" and values["gi"] == "true" and values["kind"] not in GI_MARK_KINDS:
        yield "是否地理标志", "是", "地理标志商标应为集体商标或证明商标，已照收，请核对"


def _mark_number(values: Row, nice: str) -> tuple[str | None, str | None, str | None]:
    """(number with its class, problem, the class when that is the problem)."""
    bare = trademark(values["number"])
    if values["kind"] == "gi_product":
        return _spelt(values), None, None
    if bare.problem:
        return None, bare.problem, None
    found = trademark(values["number"], nice)
    return found.normal, found.problem, nice


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
    row = {name: values[name] for name in ("name", "kind", "region", "industry", "founded")}
    yield "parties", {"party_id": code or party_ref(values["name"]), **row}


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
        number, _, _ = _mark_number(values, nice)
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
    """A patent's or mark's number in its one spelling: bare digits that are no patent's are a mark's."""
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
    honours = {fold(zh): word for column in columns("honours") for zh, word in column.choices.items()}
    spelt = [honours.get(fold(part), part) if values["table"] == "honours" else part for part in spelt]
    yield "withdrawals", {
        "tbl": values["table"], "key": "；".join(spelt), "restored": values["action"] == "restore", "reason": values["reason"],
        "day": values["day"],
    }  # fmt: skip


ROWS: dict[str, Callable[[Row], Staged]] = {
    "parties": _parties, "works": _registered(KINDS["works"]), "software": _registered(KINDS["software"]), "marks": _marks,
    "loans": _loans, "projects": _projects, "honours": _honours, "population": _population,
    "withdrawals": _withdrawals, "plant_varieties": _registered(KINDS["plant_varieties"]),
}  # fmt: skip
