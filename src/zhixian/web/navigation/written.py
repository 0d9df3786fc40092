"""A landscape as people made it: sentences reworded, remarks added, figures left out; and as a document."""

from dataclasses import dataclass, replace
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
    remarked = replace(figure, remark=edit.get("remark", ""), remark_of=edit.get("remark_of", ""))
    if "sentence" not in edit:
        return remarked
    return replace(remarked, sentence=edit["sentence"], reworded=True, computed=figure.sentence)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the words of the landscape before: ids and titles of figures whose sentence was not taken over, or whose remark is of
    numbers that changed; and of figures that are no longer there title, sentence and remark."""

    sentences: list[tuple[str, str]]
    remarks: list[tuple[str, str]]
    gone: list[tuple[str, str, str]]

    def __bool__(self) -> bool:
        return bool(self.sentences or self.remarks or self.gone)


def carried(row: models.Landscape) -> Carried:
    """What became of the words of the landscape that a landscape was made anew from; nothing where there is none."""
    titles = {figure["id"]: figure["title"] for figure in row.told.get("figures", [])}
    marked = [(name, titles[name], edit) for name, edit in row.edits.items() if name in titles]
    gone = []
    if row.before is not None:
        before = {figure["id"]: figure["title"] for figure in row.before.told.get("figures", [])}
        gone = [
            (before[name], edit.get("sentence", ""), edit.get("remark", ""))
            for name, edit in row.before.edits.items()
            if name in before and name not in titles and ("sentence" in edit or "remark" in edit)
        ]
    return Carried(
        [(name, title) for name, title, edit in marked if "sentence_before" in edit],
        [(name, title) for name, title, edit in marked if "remark_of" in edit],
        gone,
    )


def said_of_carried(told: Carried) -> str:
    """The same in a sentence, by number; empty where everything was taken over."""
    parts = [
        f"改写的文字有 {len(told.sentences)} 项没有带过来" if told.sentences else "",
        f"评注有 {len(told.remarks)} 项是按原来的数写的" if told.remarks else "",
        f"写过文字的图表有 {len(told.gone)} 项不再有" if told.gone else "",
    ]
    return f"{'，'.join(filter(None, parts))}，请核对。" if told else ""


def paper_of(told: Landscape) -> bytes:
    """The document."""
    return content_made(lambda path: write_landscape(told, path), "landscape.docx")
