"""Small questions to XML elements, by local name: the same tags come with and without namespace."""

from collections.abc import Iterator
from functools import cache

from zhixian.core.registry.xml.reading import Element


class _LocalNames(dict[object, str]):
    """Local name of each tag met; empty for an entity that is left as it stands. Tags are few, elements many."""

    def __missing__(self, tag: object) -> str:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        self[tag] = name
        return name


LOCAL = _LocalNames()


def name_of(element: Element) -> str:
    """Local name."""
    return LOCAL[element.tag]


def children(element: Element | None, name: str) -> list[Element]:
    """Children of that local name."""
    return [] if element is None else [child for child in element if LOCAL[child.tag] == name]


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, of that name, …; None when one is missing."""
    for name in path:
        if element is None:
            return None
        for part in element:
            if LOCAL[part.tag] == name:
                element = part
                break
        else:
            return None
    return element


def below(element: Element | None, *names: str) -> Iterator[Element]:
    """All descendants of these local names, in document order."""
    if element is not None:
        yield from element.iter(*_anywhere(names))


@cache
def _anywhere(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names in any namespace; the readers ask for a handful, each of every document."""
    return tuple(f"{{*}}{name}" for name in names)


def text_of(element: Element | None, *path: str) -> str:
    """All text at the end of the path, white space folded; empty when there is none."""
    found = child(element, *path) if path else element
    if found is None:
        return ""
    if len(found) == 0:
        return " ".join((found.text or "").split())
    return " ".join("".join(str(part) for part in found.itertext()).split())


def fields(element: Element) -> dict[str, str]:
    """The first text of each local name below: for small groups whose members are simple and different."""
    found: dict[str, str] = {}
    for part in element.iterdescendants():
        text = part.text
        if text and (text := text.strip()):
            found.setdefault(LOCAL[part.tag], text)
    return found


def attribute(element: Element, name: str) -> str:
    """An attribute by local name."""
    for key, value in element.attrib.items():
        if LOCAL[key] == name:
            return str(value)
    return ""
