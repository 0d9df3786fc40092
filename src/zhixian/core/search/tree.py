"""What was asked, as a tree: leaves name a field and what must stand in it, branches join them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a field, or letter for letter; without a field in the title, in the holder's or applicant's name or as a number."""

    text: str
    field: str | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number in any of its spellings: one of these keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field that holds one of these values: codes of classes or places, or ids of a closed vocabulary."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """A day within [first, until); None is without bound."""

    field: str
    first: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not the part."""

    part: "Node"


Leaf = Text | Number | OneOf | Days
Node = Leaf | All | Either | Not


def sought(node: Node) -> list[Text]:
    """The texts that hits are to be marked with: all but what must not be there."""
    if isinstance(node, Text):
        return [node]
    if isinstance(node, (All, Either)):
        return [text for part in node.parts for text in sought(part)]
    return []
