"""Importer of filled templates: each cell read by its column's sort, each row to the tables it speaks of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zhixian.core.kernel.money import LARGEST_FEN, yuan_to_fen
from zhixian.core.kernel.periods import next_day
from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.numbers import credit_code, identify, named_by, other, publication, trademark
from zhixian.core.registry.places import region_of
from zhixian.core.registry.sheets.cells import NOT_A_DAY, entries, read_day, shown
from zhixian.core.registry.sheets.fields import WHOLE_ROW
from zhixian.core.registry.sheets.headings import fold
from zhixian.core.registry.sheets.reading import Sheet
from zhixian.core.registry.sheets.templates import EXAMPLE, NUMBERING, Column, Template, templates
from zhixian.core.registry.sheets.vocabulary import alive_by, kind_of_party
from zhixian.core.registry.staging import ROW, Progress, Stage, party_ref, right_ref
from zhixian.core.registry.tables import GI_MARK_KINDS
from zhixian.core.registry.terms import end_of_mark

Row = dict[str, Any]
Staged = Iterator[tuple[str, Row]]
_LIST = r"[;；|｜\r\n,，、]+"


class BadCell(ValueError):
    """The cell does not hold what its column asks for; the message says what it should hold."""


@dataclass(frozen=True)
class Form:
    """A filled template: its heading row, and the column of the sheet for each of its columns."""

    template: Template
    row: int
    headings: tuple[str, ...]
    places: dict[str, int]
    unknown: tuple[str, ...]


def recognise_form(head: Sequence[Sequence[str]]) -> Form | None:
    """Which template a sheet is, by its headings: all required ones, and most of the others' too."""
    for row, cells in enumerate(head):
        folded = [fold(cell) for cell in cells]
        for template in templates().values():
            places = {c.name: folded.index(fold(c.zh)) for c in template.columns if fold(c.zh) in folded}
            if all(c.name in places for c in template.columns if c.required) and 2 * len(places) > len(
                template.columns
            ):
                known = {fold(NUMBERING), *(fold(c.zh) for c in template.columns)}
                unknown = [
                    c.strip() for c, heading in zip(cells, folded, strict=True) if heading and heading not in known
                ]
                return Form(template, row, tuple(cells), places, tuple(dict.fromkeys(unknown)))
    return None


def stage_form(sheet: Sheet, form: Form, stage: Stage, *, progress: Progress, offset: int) -> None:
    """Stage the rows of one filled template."""
    stage.report.format = f"template_{form.template.kind}"
    stage.report.unknown_headings += form.unknown
    numbering = next((at for at, cell in enumerate(form.headings) if fold(cell) == fold(NUMBERING)), None)
    for batch in sheet.batches(form.row + 1, len(form.headings), list(form.places.values())):
        staged: dict[str, list[Row]] = {}
        for index in range(len(batch)):
            raw = batch.raw(index) + [""] * len(form.headings)
            example = numbering is not None and raw[numbering].strip().startswith(EXAMPLE)
            if example or not any(raw[at].strip() for at in form.places.values()):
                continue
            stage.report.rows += 1
            if index in batch.faults:
                problem = Problem(sheet.name, int(batch.rows[index]), WHOLE_ROW, shown(raw[0]), batch.faults[index])
                stage.refuse(form.template.kind, sheet.name, problem.row, {"text": batch.raw(index)}, [problem])
                continue
            for table, row in _read_row(raw, form, sheet.name, int(batch.rows[index]), stage):
                staged.setdefault(table, []).append({**row, ROW: int(batch.rows[index]) + offset})
        for table, rows in staged.items():
            stage.append_rows(table, rows)
        progress(stage.report.rows, None)
    stage.report.notes += sheet.notes


def _read_row(raw: list[str], form: Form, sheet: str, number: int, stage: Stage) -> Staged:
    problems: list[Problem] = []
    values: Row = {}
    for column in form.template.columns:
        text = raw[form.places[column.name]].strip() if column.name in form.places else ""
        try:
            values[column.name] = _read_cell(text, column)
        except BadCell as bad:
            values[column.name] = None
            tail = "" if column.required else "，没有取"
            problems.append(Problem(sheet, number, column.zh, shown(text), f"{bad}{tail}", column.required))
    kind = form.template.kind
    if not any(problem.refused for problem in problems):
        problems += [
            Problem(sheet, number, zh, shown(value), why, True) for zh, value, why in _wrong_together(kind, values)
        ]
    if any(problem.refused for problem in problems):
        named = {heading.strip() or f"第 {at} 列": raw[at - 1] for at, heading in enumerate(form.headings, start=1)}
        stage.refuse(_MAIN.get(kind, kind), sheet, number, named, problems, about=_about(kind, values))
        return
    for problem in problems:
        stage.report.add(problem)
    for zh, value, why in _remarks(kind, values):
        stage.report.add(Problem(sheet, number, zh, shown(value), why, refused=False))
    yield from _ROWS[kind](values)


def _read_cell(text: str, column: Column) -> Any:
    if text in ("", "-", "—", "/"):
        if column.required:
            raise BadCell("不能为空")
        return None
    return _READERS[column.sort](text, column)


def _day(text: str, _: Column) -> Any:
    day = read_day(text)
    if day is None:
        raise BadCell(NOT_A_DAY)
    return day


def _money(text: str, _: Column) -> int:
    bare = text.replace("，", "").replace(",", "").replace("￥", "").replace("¥", "").removesuffix("元").strip()
    if "万" in bare or "亿" in bare:
        raise BadCell("应以元为单位，例如 5000000，不要写“万”")
    try:
        fen = yuan_to_fen(bare)
    except (ValueError, InvalidOperation):
        raise BadCell("不是金额，应为以元为单位、最多两位小数的数") from None
    if not 0 <= fen <= LARGEST_FEN:
        raise BadCell("金额为负，或超过 10 万亿元")
    return fen


def _integer(text: str, _: Column) -> int:
    try:
        number = Decimal(text.replace(",", "").replace("，", "").removesuffix("人").removesuffix("年"))
    except InvalidOperation:
        raise BadCell("不是整数") from None
    if not number.is_finite() or number != number.to_integral_value() or not 0 < number < 10**12:
        raise BadCell("应为大于 0 的整数")
    return int(number)


def _decimal(text: str, _: Column) -> Decimal:
    try:
        number = Decimal(text.removesuffix("%").removesuffix("％").strip())
    except InvalidOperation:
        raise BadCell("不是数，应写成 4.35 这样") from None
    if not number.is_finite() or not 0 <= number <= 100 or number != round(number, 6):
        raise BadCell("应在 0 到 100 之间，最多六位小数")
    return number


def _choice(text: str, column: Column) -> str:
    for shown_word, word in column.choices.items():
        if fold(text) in (fold(shown_word), fold(word)):
            return word
    if column.free:
        return text
    raise BadCell(f"应为 {'、'.join(column.choices)} 之一")


def _place(text: str, _: Column) -> str:
    region = region_of(text)
    if region is None:
        raise BadCell("认不出是哪个地区，应为六位区划代码或从省写起的地址")
    return region


def _list(text: str, _: Column) -> list[str]:
    return entries(text, _LIST)


def _text(text: str, _: Column) -> str:
    return " ".join(text.split())


_READERS: dict[str, Callable[[str, Column], Any]] = {
    "text": _text, "party": _text, "place": _place, "day": _day, "money": _money, "integer": _integer, "decimal": _decimal,
    "choice": _choice, "list": _list,
}  # fmt: skip
_MAIN = {"works": "rights", "software": "rights", "marks": "rights", "plant_varieties": "rights"}


def _about(kind: str, values: Row) -> dict[str, str]:
    """What a refused row is about, in the columns of its table, as far as it can be read."""
    match kind:
        case "parties":
            named = credit_code(values["code"])[0] if values["code"] else None
            told = {"party_id": named or (party_ref(values["name"]) if values["name"] else None)}
        case "marks":
            number = values["number"] and _mark_number(values, next(iter(values["classes"] or []), ""))[0]
            told = {"right_id": right_ref(number) if number else None}
        case "works" | "software" | "plant_varieties":
            number = values["number"] and (other(values["number"]).normal or values["number"])
            told = {"right_id": right_ref(number) if number else None}
        case "honours":
            party, right = values["party"], values["right"]
            told = {
                "party": party_ref(party) if party else None, "right": right_ref(_any_number(right)) if right else None,
                "honour": values["honour"], "awarded": values["awarded"],
            }  # fmt: skip
        case _:
            told = {name: values.get(name) for name in ("loan_id", "project_id", "region", "year")}
    return {name: str(value) for name, value in told.items() if value is not None}


def _wrong_together(kind: str, values: Row) -> Iterator[tuple[str, Any, str]]:
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
        case _:
            pass
    if kind in _MAIN and values["filed"] and values["registered"] < values["filed"]:
        yield _heading(kind, "registered"), values["registered"], "早于申请或完成日期"
    if kind in _MAIN and values.get("expires") and values["expires"] <= values["registered"]:
        yield _heading(kind, "expires"), values["expires"], "不晚于注册或授权日期"


def _heading(kind: str, name: str) -> str:
    return next(column.zh for column in templates()[kind].columns if column.name == name)


def _remarks(kind: str, values: Row) -> Iterator[tuple[str, Any, str]]:
    if kind in ("works", "software", "plant_varieties") and other(values["number"]).normal is None:
        yield _heading(kind, "number"), values["number"], "不是常见的写法，已照收，请核对"
    if kind == "loans" and not values["rights"]:
        yield "质押权利号", "", "没有质押权利号，这笔贷款不计入质押融资"
    if kind == "marks" and values["gi"] == "true" and values["kind"] not in GI_MARK_KINDS:
        yield "是否地理标志", "是", "地理标志商标应为集体商标或证明商标，已照收，请核对"


def _mark_number(values: Row, nice: str) -> tuple[str | None, str | None, str | None]:
    """(number with its class, problem, the class when that is the problem)."""
    bare = trademark(values["number"])
    if values["kind"] == "gi_product":
        return other(values["number"]).normal or values["number"], None, None
    if bare.problem:
        return None, bare.problem, None
    found = trademark(values["number"], nice)
    return found.normal, found.problem, nice


def _party(name: str, **known: Any) -> tuple[str, Row]:
    return "parties", {"party_id": party_ref(name), "name": name, "kind": kind_of_party(name), **known}


def _parties(values: Row) -> Staged:
    code = credit_code(values["code"])[0] if values["code"] else None
    row = {name: values[name] for name in ("name", "kind", "region", "industry", "founded")}
    yield "parties", {"party_id": code or party_ref(values["name"]), **row}


def _registered(kind: str) -> Callable[[Row], Staged]:
    def rows(values: Row) -> Staged:
        number = other(values["number"]).normal or values["number"]
        yield from _right(values, kind, number, classes=values.get("classes"), expires=_after(values.get("expires")))

    return rows


def _after(last: date | None) -> date | None:
    """A certificate names the last day of the term; the contract's `expires` is the day after."""
    return None if last is None else next_day(last)


def _right(values: Row, kind: str, number: str, *, classes: str | None, expires: Any, gi: bool = False) -> Staged:
    row = {name: values[name] for name in ("title", "filed", "registered", "region")}
    yield "rights", {
        "right_id": right_ref(number), "kind": kind, "gi": gi, "number": number, "classes": classes, "expires": expires,
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
        yield from _right(values, values["kind"], number, classes=own_class, expires=expires, gi=gi)
        if values["status"] and (alive := alive_by(values["status"])) is not None:
            yield "claims", {"right_id": right_ref(number), "claimed": values["status"], "alive": alive}


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


_ROWS: dict[str, Callable[[Row], Staged]] = {
    "parties": _parties, "works": _registered("copyright_work"), "software": _registered("software"), "marks": _marks,
    "loans": _loans, "projects": _projects, "honours": _honours, "population": _population,
    "plant_varieties": _registered("plant_variety"),
}  # fmt: skip
