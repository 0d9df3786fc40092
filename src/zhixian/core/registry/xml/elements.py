"""Small questions to XML elements, by local name: the same tags come with and without namespace."""

from collections.abc import Iterator
from functools import cache

from zhixian.core.registry.xml.reading import Element


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def name_of(element: Element) -> str:
    """Local name; empty for an entity that is left as it stands."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children of that local name."""
    if element is not None:
        for child in element:
            if name_of(child) == name:
                yield child


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, of that name, …; None when one is missing."""
    for name in path:
        element = next(children(element, name), None)
    return element


def below(element: Element | None, *names: str) -> Iterator[Element]:
    """All descendants of these local names, in document order."""
    if element is not None:
        yield from element.iter(*(f"{{*}}{name}" for name in names))


def text_of(element: Element | None, *path: str) -> str:
    """All text at the end of the path, white space folded; empty when there is none."""
    found = child(element, *path) if path else element
    if found is None:
        return ""
    if len(found) == 0:
        return " ".join((found.text or "").split())
    return " ".join("".join(str(part) for part in found.itertext()).split())


def attribute(element: Element, name: str) -> str:
    """An attribute by local name."""
    for key, value in element.attrib.items():
        if _local(str(key)) == name:
            return str(value)
    return ""
