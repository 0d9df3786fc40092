"""Rows of one file that say different things of one application: what differs is told with both, and the first of them stays."""

from collections.abc import Iterable, Iterator
from datetime import date

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.staging import shortened
from zhixian.core.topics.document import Document
from zhixian.core.topics.names import normal_form
from zhixian.core.topics.one_application import Tell

FIRST_STAYS, ONE_IS_TAKEN = "与本文件前面的行说的不同，没有取", "与本文件前面的行说的不同，只取其一"
_OF_APPLICATION = {"filed": "申请日"}
"""What is one for all publications of an application."""
_OF_PUBLICATION = {"title": "标题", "applicants": "申请人", "published": "公开（公告）日", "granted": "授权公告日"}
"""What is one for a publication: another of the same application may have another title, and name whom it was transferred to."""
_MOVING = {"state": "法律状态", "holders": "权利人"}
"""What changes with time, so that the later row may be right."""
_BESIDE = {"applicants": ("applicants", "cleaned", "applicant_countries")}


def pass_over_contradictions(documents: Iterable[Document], tell: Tell) -> None:
    """Tell what rows contradict that an earlier row of the same file says of the same application or publication, and take it out of
    the later one, in place; of what changes with time it is only told."""
    filings: dict[tuple[str, int], Document] = {}
    publications: dict[tuple[str, str | None, int], Document] = {}
    for document in documents:
        source = document.source
        filing = filings.setdefault((document.key, source), document)
        shown = publications.setdefault((document.key, document.publication, source), document)
        for problem in _contradictions(filing, shown, document):
            tell(source, problem)


def _contradictions(filing: Document, shown: Document, document: Document) -> Iterator[Problem]:
    for first, columns in ((filing, _OF_APPLICATION), (shown, _OF_PUBLICATION)):
        for name, column in columns.items():
            if first is not document and _differ(getattr(first, name), getattr(document, name)):
                yield _problem(column, first, document, name, FIRST_STAYS)
                for beside in _BESIDE.get(name, (name,)):
                    setattr(document, beside, [] if name in _BESIDE else None)
    for name, column in _MOVING.items():
        if shown is not document and _differ(getattr(shown, name), getattr(document, name)):
            yield _problem(column, shown, document, name, ONE_IS_TAKEN)


def _differ(one: object, other: object) -> bool:
    """Whether both say something and not the same; names and titles whatever their width, case and blanks."""
    return bool(one and other) and one != other and _compared(one) != _compared(other)


def _compared(value: object) -> object:
    if isinstance(value, list):
        return {normal_form(name) for name in value}
    return value if isinstance(value, date) else normal_form(str(value))


def _problem(column: str, first: Document, document: Document, name: str, reason: str) -> Problem:
    value = f"{_said(document, name)}（第 {first.row} 行：{_said(first, name)}）"
    return Problem(document.sheet, document.row, column, value, reason, refused=False)


def _said(document: Document, name: str) -> str:
    value = document.status if name == "state" and document.status else getattr(document, name)
    return shortened("、".join(value) if isinstance(value, list) else str(value))
