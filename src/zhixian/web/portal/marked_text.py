"""The issued text cut into pieces, so that a quote can be shown, and jumped to, in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from zhixian.core.plan.quotes import Quotable
from zhixian.web.kit.plan import the_plan


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `mark` is the anchor of the quote it belongs to, `clause` that of a heading, both empty for plain text."""

    text: str
    mark: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a quote stands: anchor, span, and the clause it opens when it is a heading."""

    anchor: str
    start: int
    end: int
    clause: str = ""


def anchor_of(sort: str, name: str) -> str:
    """The anchor of a target, amount or open norm in the text."""
    return f"{sort}-{name.replace('.', '-')}"


@cache
def quotes() -> tuple[Quote, ...]:
    """Every quote of the plan that stands in its text, in order; of two that overlap the first one stays."""
    plan = the_plan()
    text = Quotable(plan.text)
    found: list[Quote] = []
    starts: dict[str, int] = {}
    for section, title in plan.sections:
        if span := text.find(title):
            found.append(Quote(f"clause-{section}", *span, clause=section))
            starts[section] = span[0]
    for clause in plan.clauses:
        if span := text.find(clause.quote):
            found.append(Quote(f"clause-{clause.id}", *span, clause=clause.id))
            starts[clause.id] = span[0]
    named = [("target", t.id, t.clause, t.quote) for t in plan.targets]
    named += [("amount", a.id, a.clause, a.quote) for a in plan.amounts if not a.source]
    named += [("norm", n.id, n.clause, n.quote) for n in plan.open_norms]
    for sort, name, clause_id, quote in named:
        if span := text.find(quote, after=starts.get(clause_id, 0)):
            found.append(Quote(anchor_of(sort, name), *span))
    return tuple(_apart(sorted(found, key=lambda quote: (quote.start, -quote.end))))


def _apart(found: Iterable[Quote]) -> Iterable[Quote]:
    end = 0
    for quote in found:
        if quote.start >= end:
            yield quote
            end = quote.end


def paragraphs(start: int = 0, end: int | None = None) -> list[list[Piece]]:
    """The text between two places as paragraphs of pieces; white space at their ends is dropped."""
    whole = the_plan().text
    end = len(whole) if end is None else end
    answer: list[list[Piece]] = []
    place = start
    for line in whole[start:end].splitlines(keepends=True):
        pieces = list(_pieces(whole, place, place + len(line)))
        place += len(line)
        if any(piece.text.strip() for piece in pieces):
            pieces[0] = Piece(pieces[0].text.lstrip(), pieces[0].mark, pieces[0].clause)
            answer.append([piece for piece in pieces if piece.text.strip() or piece is not pieces[0]])
    return answer


def _pieces(whole: str, start: int, end: int) -> Iterable[Piece]:
    place = start
    for quote in quotes():
        if quote.end <= start or quote.start >= end:
            continue
        first, last = max(quote.start, start), min(quote.end, end)
        if first > place:
            yield Piece(whole[place:first])
        yield Piece(whole[first:last], quote.anchor, quote.clause)
        place = last
    if place < end:
        yield Piece(whole[place:end])


def of_clause(clause: str) -> list[list[Piece]]:
    """The clause's own words, its quotes marked; of a section the paragraph after its heading."""
    plan = the_plan()
    if clause in dict(plan.sections):
        return _after_heading(clause)
    words = plan.clause(clause).text
    span = Quotable(plan.text).find(words)
    return paragraphs(*span) if span else [[Piece(line)] for line in words.splitlines() if line.strip()]


def _after_heading(section: str) -> list[list[Piece]]:
    heading = next((quote for quote in quotes() if quote.clause == section), None)
    if heading is None:
        return []
    line_end = the_plan().text.find("\n", heading.end)
    return paragraphs(line_end + 1)[:1] if line_end >= 0 else []
