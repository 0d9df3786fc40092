"""What the table of doors is made of, and what follows from a line of it for one person and one row."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from doors.lookers import ALL, IN

KINDS = {
    "page": "page", "list": "list", "search": "search", "detail": "detail", "file": "file download", "export": "export",
    "form": "form", "act": "act (POST)", "count": "statistics", "notice": "notification", "api": "API", "sign": "sign-in",
}  # fmt: skip
SIGN_IN, FACTOR, REFUSED, NONE, ELSEWHERE, IN_ = "sign in", "second factor", "refused", "none", "elsewhere", "in"


@dataclass(frozen=True, slots=True)
class Entry:
    """One door. `who` passes it; of these `sees` get in, by the state of the row, and the others are told that there is none.

    `sends` makes it a door to write by: what to send so that it works, and `acts` who changes something by it, by state;
    everybody else's try must leave no trace. `lists` names the rows that it lists, each to those who see it and to nobody
    else; with the same `rows` it is asked for each by itself, as a search for a number is.
    """

    url: str
    kind: str
    who: Collection[str]
    rows: str = ""
    sees: Mapping[str, Collection[str]] | Collection[str] | None = None
    at: Callable[[Any, Any, str], Mapping[str, Any]] = lambda world, row, state: (
        {"pk": row.pk} if row is not None else {}
    )
    query: Callable[[Any, Any], Mapping[str, Any]] = lambda world, row: {}
    sends: Callable[[Any, Any, str], Mapping[str, Any]] | None = None
    acts: Mapping[str, Collection[str]] | Collection[str] = ()
    method: str = "post"
    lists: str = ""
    mark: Callable[[Any], str] = str
    hides: bool = False
    """Whether a list is not there at all for those who see none of its rows."""
    factor: bool = True
    """Whether staff must have their second factor: everywhere behind a door, but where it is set up."""
    otherwise: str = NONE
    why: str = ""
    """What the table says beside it."""

    @property
    def public(self) -> bool:
        """Whether everybody passes."""
        return "guest" in self.who

    @property
    def api(self) -> bool:
        """Whether it is asked by token."""
        return self.kind == "api"

    def lets_in(self, name: str, state: str) -> bool:
        """Whether somebody gets in."""
        return self.outcome(name, state) == IN_

    def outcome(self, name: str, state: str) -> str:
        """What happens to somebody before the door."""
        if not self.public:
            if name == "guest" or (self.api and name in WITHOUT_TOKEN):
                return SIGN_IN
            if name not in self.who:
                return REFUSED
            if name == "unproven" and self.factor:
                return REFUSED if self.api else FACTOR
        return (
            IN_
            if self.sees is None or (self.lists and not self.hides) or name in of(self.sees, state)
            else self.otherwise
        )

    def changes(self, name: str, state: str) -> bool:
        """Whether somebody changes something by what is sent."""
        return self.lets_in(name, state) and name in of(self.acts, state)


WITHOUT_TOKEN = frozenset({"citizen", "claimant"})
"""Who has no seat that counts, has no token."""


def of(told: Mapping[str, Collection[str]] | Collection[str], state: str) -> Collection[str]:
    """The people for a state: all states alike, or each its own; a state that is not told has none."""
    return told.get(state, ()) if isinstance(told, Mapping) else told


def everybody(*urls: str, kind: str = "page", **more: Any) -> list[Entry]:
    """Open to all."""
    return [Entry(url, kind, ALL, **more) for url in urls]


def signed_in(*urls: str, kind: str = "page", **more: Any) -> list[Entry]:
    """Open to all who are signed in."""
    return [Entry(url, kind, IN, **more) for url in urls]
