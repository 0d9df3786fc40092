"""A paper of a register's row, such as 移送书 or 调解协议书, as an official document."""

from datetime import date
from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.registers.papers import FilledPaper, FilledPart
from zhixian.core.reports.docx.gongwen import Gongwen
from zhixian.core.reports.docx.tables import Column

NONE = "无"


def write_paper(paper: FilledPaper, path: Path, *, as_of: date) -> None:
    """Write the document. The same data make the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(paper, as_of=as_of).save(temporary))


def compose(paper: FilledPaper, *, as_of: date) -> Gongwen:
    """The paper as a document; `as_of` is the day it is made, which only its properties tell."""
    made = Gongwen(title=paper.name, author=paper.signed, as_of=as_of)
    if paper.label:
        made.mark(paper.label)
    made.title([paper.name])
    if paper.number:
        made.number(paper.number)
    if paper.to:
        made.addressee(paper.to)
    for part in paper.parts:
        _add(made, part)
    if paper.signed:
        made.signature(paper.signed, paper.dated)
    return made


def _add(made: Gongwen, part: FilledPart) -> None:
    match part.kind:
        case "heading":
            made.heading(part.words)
        case "sign":
            made.sign_line(part.words)
        case "lines":
            columns = [Column("序号", 10, centred=True)]
            columns += [Column(column.name, column.width, figures=column.whole) for column in part.columns]
            rows = [(str(number), *cells) for number, cells in enumerate(part.rows, 1)]
            made.table(part.words, columns, rows or [(NONE, *("" for _ in part.columns))])
        case _:
            made.text(part.words)
