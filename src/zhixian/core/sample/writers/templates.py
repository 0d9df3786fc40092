"""The county's own registers as filled templates: marks, works, varieties, loans, projects, honours, population."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from zhixian.core.kernel.money import FEN_PER_YUAN, yuan
from zhixian.core.registry.sheets.templates import NUMBERING, template
from zhixian.core.sample.model import County, Honour, Loan, Right
from zhixian.core.sample.writers.written import Written, write_sheet

_HONOURS = {
    "provincial_demonstration_enterprise": "{province}省知识产权示范企业", "city_advantage_enterprise": "市知识产权优势企业",
    "city_pilot_enterprise": "市知识产权试点企业", "national_patent_award_excellence": "中国专利奖优秀奖",
    "provincial_patent_award_second": "{province}省专利奖二等奖", "provincial_patent_award_third": "{province}省专利奖三等奖",
}  # fmt: skip
"""Honours that the template offers no choice for are written in full."""
Values = dict[str, Any]


def write_templates(county: County, folder: Path) -> list[Written]:
    """One workbook per register; a few rows are wrong in the ways that rows are wrong."""
    certificates = {
        kind: [r for r in county.of_kind(kind) if r.registered]
        for kind in ("copyright_work", "software", "plant_variety")
    }
    return [
        _write(county, folder, "marks", [_mark(right) for right in county.rights if "marks" in right.sources],
               {"registered": "2017.13.2"}, {"classes": "46", "number": "99999999"}),
        _write(county, folder, "works", [_certificate(r) for r in certificates["copyright_work"]], {"title": ""}),
        _write(county, folder, "software", [_certificate(r) for r in certificates["software"]]),
        _write(county, folder, "plant_varieties", [_certificate(r, expires=True) for r in certificates["plant_variety"]]),
        _write(county, folder, "loans", [_loan(order, loan) for order, loan in enumerate(county.loans)],
               {"principal": "500万元"}, {"due": "2012-01-01"}, {"borrower": ""}),
        _write(county, folder, "projects", [
            {"project_id": p.id, "kind": p.kind, "party": p.party.name, "cost": p.cost / FEN_PER_YUAN, "completed": p.completed}
            for p in county.projects
        ]),
        _write(county, folder, "honours", [_honour(county, honour) for honour in county.honours], {"awarded": "2019年"}),
        _write(county, folder, "population", [
            {"region": county.profile.region, "year": year, "residents": count} for year, count in county.profile.residents.items()
        ], {"residents": "37.6万人", "region": county.profile.region, "year": 2010}),
    ]  # fmt: skip


def _write(county: County, folder: Path, kind: str, rows: list[Values], *spoilt: Values) -> Written:
    """The filled template; each of `spoilt` is a copy of the first row under another number, with those cells changed."""
    form = template(kind)
    label = county.profile.label
    written = Written(folder / f"{label}-{form.zh}.xlsx")
    sheet: list[list[Any]] = [[NUMBERING, *(column.heading for column in form.columns)]]
    for order, change in enumerate(spoilt):
        key = form.columns[0].name
        rows = [*rows, rows[0] | {key: f"{rows[0][key]}9{order}"} | change]
    for values in rows:
        sheet.append([len(sheet), *_cells(form.columns, values)])
        written.rows += 1
    for place, change in enumerate(spoilt):
        (name, value), *_ = change.items()
        heading = next(column.zh for column in form.columns if column.name == name)
        written.refuse(len(rows) - len(spoilt) + place + 2, heading, str(value), "样例中故意写错")
    write_sheet(written.path, form.zh, sheet, label=label)
    return written


def _cells(columns: Iterable[Any], values: Values) -> list[Any]:
    shown = []
    for column in columns:
        value = values.get(column.name)
        words = {word: choice for choice, word in column.choices.items()}
        shown.append(words.get(value, value) if isinstance(value, str) else value)
    return shown


def _mark(right: Right) -> Values:
    """As the certificate has it: the number without class, and the last day on which the mark is still protected."""
    number, nice = right.number.split("/")
    assert right.expires is not None
    ends = max([right.expires, *(e.until for e in right.events if e.event == "renewed" and e.until)])
    holder = right.holders[0]
    region = holder.region if int(number) % 2 else holder.address
    return {
        "number": number, "classes": int(nice), "title": right.title, "kind": right.kind, "gi": "true" if right.gi else None,
        "holder": holder.name.replace("（", "(").replace("）", ")"), "region": region, "filed": _spelt(right.filed, int(number)),
        "registered": _spelt(right.registered, int(number)), "expires": ends - timedelta(days=1),
    }  # fmt: skip


def _spelt(day: date | None, choice: int) -> date | str | None:
    """A day as people type it."""
    if day is None or choice % 5 == 0:
        return day
    return (
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    )[choice % 4]


def _certificate(right: Right, *, expires: bool = False) -> Values:
    more = {"expires": right.expires - timedelta(days=1)} if expires and right.expires else {}
    return {
        "number": right.number, "title": right.title, "holder": right.holders[0].name, "region": right.holders[0].region,
        "filed": right.filed, "registered": right.registered, **more,
    }  # fmt: skip


def _loan(order: int, loan: Loan) -> Values:
    separator = ("；", ";", "、", "\n")[order % 4]
    rights = separator.join(_named(pledge.right, order) for pledge in loan.pledges)
    first = loan.pledges[0]
    amount = loan.principal / FEN_PER_YUAN if order % 3 else yuan(loan.principal)
    return {
        "loan_id": loan.id, "borrower": loan.borrower.name, "lender": loan.lender, "principal": amount, "drawn": _spelt(loan.drawn, order),
        "due": loan.due, "repaid": loan.repaid, "annual_rate": loan.annual_rate, "rights": rights,
        "registered": _spelt(first.registered, order + 1), "released": first.released,
    }  # fmt: skip


def _named(right: Right, order: int) -> str:
    """A number as it stands in a loan contract."""
    if "/" in right.number:
        return right.number.split("/")[0]
    bare = right.number[2:]
    if len(bare) < 14:
        return f"ZL{bare}"
    return (right.number, f"ZL {bare[:4]} {bare[4]} {bare[5:]}", f"ZL{bare}", bare.replace(".", ""))[order % 4]


def _honour(county: County, honour: Honour) -> Values:
    name = _HONOURS.get(honour.honour, honour.honour).format(province=county.profile.province)
    return {
        "party": honour.party.name if honour.party else None, "right": honour.right.number if honour.right else None, "honour": name,
        "awarded": honour.awarded, "until": honour.until, "document": honour.document,
    }  # fmt: skip
