"""Where a search looks in the plan itself, and one search over the shelves of all rooms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from zhixian.core.scorecards.scoring import printed
from zhixian.web.kit.clock import today
from zhixian.web.kit.finds import SHELVES, Find, Shelf, Words, around
from zhixian.web.kit.lists import Few
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.portal.marked_text import quotes
from zhixian.web.portal.scorecards import public_ratings, rating_on
from zhixian.web.registers.queries.public import public_registers
from zhixian.web.registers.search import holds_any

AT_FIRST, ON_A_PAGE = 5, 30


@dataclass(frozen=True, slots=True)
class Group:
    """What one shelf has; `more` says that there is something else on it for this person."""

    shelf: Shelf
    finds: Sequence[Find]
    more: bool


def who_searches(user: Any) -> Any:
    """The person as far as this open page may know them: staff without their second factor search as the public does."""
    staff_unproven = user.is_authenticated and user.is_office and user.lacks_second_factor()
    return AnonymousUser() if staff_unproven else user


def numbered(user: Any, words: Words) -> list[Find]:
    """What has exactly the number that was typed, from every room, each once."""
    found = chain.from_iterable(shelf.numbered(user, words) for shelf in SHELVES if shelf.numbered)
    return list({find.link: find for find in found}.values())


def groups(user: Any, words: Words, *, without: Sequence[Find] = ()) -> Iterator[Group]:
    """The first finds of each shelf that has any, but those that are shown already."""
    shown = {find.link for find in without}
    for shelf in SHELVES:
        found = shelf.find(user, words, 0, AT_FIRST + 1)
        left = [find for find in found[:AT_FIRST] if find.link not in shown]
        if left or len(found) > AT_FIRST:
            yield Group(shelf, left, len(found) > AT_FIRST)


def on_shelf(user: Any, words: Words, shelf: Shelf, page: int) -> Few:
    """A page of everything on one shelf."""
    found = shelf.find(user, words, (page - 1) * ON_A_PAGE, ON_A_PAGE + 1)
    return Few(found[:ON_A_PAGE], page, len(found) > ON_A_PAGE)


def search_clauses(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Clauses of the plan by number, heading, words or responsible unit."""
    plan = the_plan()
    found = [
        Find(
            title=clause.title,
            link=reverse("clause", args=[clause.id]),
            number=plan.place_name(clause.id),
            text=around(clause.text, words),
        )
        for clause in plan.clauses
        if words.stand_in(
            clause.id, plan.place_name(clause.id), clause.title, clause.text, *map(unit_name, clause.units)
        )
    ]
    return found[first : first + most]


def search_plan_text(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Paragraphs of the issued text outside the clauses, each under the last quote before it that a link can lead to."""
    plan = the_plan()
    inside = "".join(clause.text for clause in plan.clauses)
    found, place = [], 0
    for line in plan.text.splitlines(keepends=True):
        start, place = place, place + len(line)
        words_of_line = line.strip()
        if words.stand_in(words_of_line) and words_of_line not in inside:
            anchor = next((q.anchor for q in reversed(quotes()) if q.start < place and q.end > start), "")
            link = f"{reverse('plan_text')}#{anchor}:~:text={quote(words.parts[0])}"
            found.append(Find(title=plan.title, link=link, text=around(words_of_line, words)))
    return found[first : first + most]


_FEWEST, _MOST = 3, 4
"""Letters of a word that may stand apart in the name of a list; of fewer, the names of most lists would hold some. Of more than the
other number they may not stand apart in a summary, where those of any long word are found somewhere."""
_STOPS = re.compile("[，。：；、]")
REGISTERS, RATINGS = "公开的台账", "信用评级"


def search_public_lists(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """What everybody may look up, by its own name and not by its rows: public registers and ratings, after the pages that list them."""
    registers, ratings = public_registers().values(), public_ratings().values()
    lists = [(REGISTERS, "public_registers", registers), (RATINGS, "ratings", ratings)]
    named = [
        *(
            (name, "", Find(title=name, link=reverse(page), note=f"共 {len(kept)} 个"))
            for name, page, kept in lists
            if kept
        ),
        *((kept.register.name, REGISTERS, _listed(kept.register, "public_register", REGISTERS)) for kept in registers),
        *((kept.card.name, RATINGS, _listed(kept.card, "rating", RATINGS)) for kept in ratings),
    ]
    found = [find for name, kind, find in named if words.stand_in(name, kind)]
    near = [find for name, kind, find in named if not words.stand_in(name, kind) and _means(words, name, find.text)]
    return [*found, *near][first : first + most]


def _means(words: Words, name: str, summary: str) -> bool:
    """Whether the letters of each part, three at least, stand in their order in the name, or, four at most, between two stops of the summary."""
    clauses = [clause.casefold() for clause in _STOPS.split(summary)]
    return all(
        len(part) >= _FEWEST
        and (
            _in_order(part.casefold(), name.casefold())
            or (len(part) <= _MOST and any(_in_order(part.casefold(), clause) for clause in clauses))
        )
        for part in words.parts
    )


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)


def _listed(one: Any, page: str, kind: str) -> Find:
    return Find(title=one.name, link=reverse(page, args=[one.id]), note=kind, text=one.summary)


def search_ratings(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Who is rated publicly today, by name or credit code, with grade and score."""
    day = today()
    found = [
        Find(
            title=card.subject.name,
            link=f"{reverse('rating_card', args=[name])}?{urlencode({'id': card.subject.id})}",
            note=f"{kept.card.name}，{f'{card.grade} 级，' if card.grade else '不评级，'}{printed(card.score)} 分",
        )
        for name, kept in public_ratings().items()
        if (kept.since is None or kept.since <= day)
        if kept.card.members and holds_any(kept.card.members.register, words.parts)
        for card in rating_on(kept, day).cards
        if words.stand_in(card.subject.name, card.subject.id)
    ]
    return found[first : first + most]


def search_units(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Responsible units by name."""
    found = [
        Find(title=unit_name(unit), link=reverse("unit", args=[unit]))
        for unit in the_plan().units
        if words.stand_in(unit_name(unit))
    ]
    return found[first : first + most]
