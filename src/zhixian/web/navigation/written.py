"""A landscape as people made it: sentences reworded, remarks added, figures left out; and as a document."""

from dataclasses import replace
from typing import Any

from zhixian.core.landscape.figure import Figure, Issue, Landscape
from zhixian.core.reports.docx.landscape import write_landscape
from zhixian.core.reports.landscape import from_json
from zhixian.web.kit.sending import content_made
from zhixian.web.navigation import models


def as_computed(row: models.Landscape) -> Landscape:
    """The figures as the engine gave them."""
    return from_json(row.told)


def as_edited(row: models.Landscape) -> Landscape:
    """The landscape as it leaves the house, signed where it was issued."""
    told = as_computed(row)
    kept = tuple(edited(row, figure) for figure in told.figures if not _is_out(row, figure))
    signed = None
    if row.issued_on:
        signed = Issue(row.number, row.issuer, row.signed_by, row.issued_on.isoformat(), str(row.issued_by or ""))
    out = tuple(figure.title for figure in told.figures if _is_out(row, figure))
    return replace(told, figures=kept, left_out=out, foreword=row.foreword, issue=signed)


def writers_of(row: models.Landscape) -> str:
    """Who made it and who changed it last, by name: those who wrote it, whoever issues it."""
    return "、".join(dict.fromkeys(str(one) for one in (row.by, row.changed_by) if one is not None))[:60]


def _is_out(row: models.Landscape, figure: Figure) -> bool:
    return bool(row.edits.get(figure.id, {}).get("out"))


def edited(row: models.Landscape, figure: Figure) -> Figure:
    """A computed figure with the sentence and the remark that people gave it."""
    edit: dict[str, Any] = row.edits.get(figure.id, {})
    if "sentence" not in edit:
        return replace(figure, remark=edit.get("remark", ""))
    return replace(
        figure, sentence=edit["sentence"], remark=edit.get("remark", ""), reworded=True, computed=figure.sentence
    )


def paper_of(told: Landscape) -> bytes:
    """The document."""
    return content_made(lambda path: write_landscape(told, path), "landscape.docx")
