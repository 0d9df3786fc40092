"""Reads a whole text into a draft; a part that finds nothing leaves its list empty, and no text makes it fail."""

from bisect import bisect_right

from zhixian.core.plan.reader.context import places_of
from zhixian.core.plan.reader.conventions import inherited_in
from zhixian.core.plan.reader.draft import Draft, DraftTarget
from zhixian.core.plan.reader.front import read_front
from zhixian.core.plan.reader.headings import find_clauses
from zhixian.core.plan.reader.indicators import find_indicators
from zhixian.core.plan.reader.money import find_amounts
from zhixian.core.plan.reader.notes import find_notes
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.passed_over import passed_over
from zhixian.core.plan.reader.promises import left_out, open_promises
from zhixian.core.plan.reader.running import running_notes
from zhixian.core.plan.reader.sections import Sections
from zhixian.core.plan.reader.targets import find_targets
from zhixian.core.plan.reader.tasks import said_once, tasks_without_units


def read_plan(text: str) -> Draft:
    """The draft of a plan. Spans are half-open positions in `text`; nothing is invented, doubts stand in `undecided`."""
    page = Page(text)
    clauses = find_clauses(page)
    noted, doubts = find_notes(page)
    running, unsure = running_notes(page, clauses, noted)
    assignments = sorted([*noted, *running], key=lambda note: (note.start, note.end))
    sections = Sections(page, clauses)
    places = places_of(page)
    front = read_front(page)
    indicators, ceilings = find_indicators(page, front.day)
    targets = _together(indicators, find_targets(page, places, sections))
    amounts = find_amounts(page, places)
    undecided = [*doubts, *unsure, *ceilings, *open_promises(page, amounts), *left_out(page, places, targets, amounts)]
    undecided += passed_over(page, [*assignments, *targets, *amounts], undecided)
    inherited = inherited_in(page.dense)
    waiting = tasks_without_units(page, clauses, assignments, sections)
    undecided += waiting if assignments or inherited else said_once(waiting)
    return Draft(
        title=front.title,
        issuer=front.issuer,
        number=front.number,
        date=front.day,
        clauses=tuple(clauses),
        assignments=tuple(assignments),
        inherited=page.quote(*inherited) if inherited else None,
        targets=tuple(targets),
        amounts=tuple(amounts),
        undecided=tuple(sorted(undecided, key=lambda item: (item.start, item.end))),
    )


def _together(indicators: list[DraftTarget], running: list[DraftTarget]) -> list[DraftTarget]:
    """Goals of tables and of running text in the order of the text; a row that was read as a table is not read again."""
    starts = [goal.start for goal in indicators]
    ends = [goal.end for goal in indicators]
    others = [goal for goal in running if not (at := bisect_right(starts, goal.start)) or ends[at - 1] <= goal.start]
    return sorted([*indicators, *others], key=lambda goal: (goal.end, goal.start))
