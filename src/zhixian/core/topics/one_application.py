"""Rows that name one publication are of one application, however each spells its number; rows whose numbers plainly differ are not.

Two numbers of one office and one form (`US13/915426`, `US13/915427`) are two applications, whatever publication stands beside them. Two
forms of one office (`US96495207`, `US11/964952`) beside one publication are one number, wherever they stand. A number of another office
than the publication's, such as that of an international application, stands for the publication's own in that row alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.numbers import ASIAN
from zhixian.core.topics.document import Document, kind_code, names_one, publication_key, unmarked

Tell = Callable[[int, Problem], None]
"""Told of a source what is to be remarked."""
TWO_APPLICATIONS = "公开号与另一申请的相同，按两件收下"
_OF_ASIA = re.compile(r"JP[0-9]{10}[UF]?|KR[123]0[0-9]{11}|TW[0-9]{9}")
_KNOWN = re.compile(
    rf"CN[0-9]+\.[0-9X]|US[0-9]{{2}}/[0-9]{{6}}|EP[0-9]{{8}}|PCT/[A-Z]{{2}}[0-9]{{4}}/[0-9]{{6}}|{_OF_ASIA.pattern}"
)
_ONE_SERIES = ("CN", "US", "EP", "WO", *ASIAN)
"""Offices at which publications of one number are of one application, whatever their kind codes, or are called with its letter."""
_DIGIT = re.compile(r"[0-9]")


def settle_keys(documents: Sequence[Document], tell: Tell) -> None:
    """Give documents of one application one key, in place; what names one publication and is two is told."""
    shared = _shared(documents)
    if not shared:
        return
    leaders = _leaders(shared)
    of_publication = {shown: _first(shown, {leaders.get(key, key) for key in keys}) for shown, keys in shared.items()}
    for document in documents:
        if document.by_publication:
            continue
        key = leaders.get(document.key, document.key)
        shown = _shown(document)
        if (first := of_publication.get(shown or "", key)) != key:
            if _office(first) == _office(key):
                value = f"{document.publication}（{document.key}、{first}）"
                problem = Problem(
                    document.sheet, document.row, "公开（公告）号", value, TWO_APPLICATIONS, refused=False
                )
                tell(document.source, problem)
            else:
                key = first
        if key != document.key:
            document.key, document.application = key, unmarked(key)


def _shared(documents: Sequence[Document]) -> dict[str, set[str]]:
    """Publications that rows name beside different applications."""
    named: dict[str, str] = {}
    shared: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        if not document.by_publication and (shown := _shown(document)):
            first = named.setdefault(shown, document.key)
            if first != document.key:
                shared[shown] |= {first, document.key}
    return shared


def _shown(document: Document) -> str | None:
    """What tells the publication from all others: at most offices A and B may have the same number and be two."""
    if not document.publication or not (key := publication_key(document.publication)) or not names_one(key):
        return None
    return key if key.startswith(_ONE_SERIES) else key + kind_code(document.publication)[:1]


def _leaders(shared: dict[str, set[str]]) -> dict[str, str]:
    """Key → the one that stands for it: of one office's numbers for a publication, where no two are of one form."""
    sets: dict[str, set[str]] = {}
    for shown in sorted(shared):
        for office in {_office(key) for key in shared[shown]}:
            together: set[str] = set()
            for key in shared[shown]:
                if _office(key) == office:
                    together |= sets.get(key, {key})
            if len({_form(key) for key in together}) == len(together):
                sets |= dict.fromkeys(together, together)
    return {key: min(together, key=_rank) for key, together in sets.items()}


def _first(shown: str, keys: set[str]) -> str:
    """Whose publication it is: a number of its own office first."""
    return min(keys, key=lambda key: (_office(key) != shown[:2], *_rank(key)))


def _rank(key: str) -> tuple[bool, str]:
    return not _KNOWN.fullmatch(key), key


def _office(key: str) -> str:
    return "WO" if key.startswith("PCT") else key[:2]


def _form(key: str) -> str:
    """Known numbers of an Asian office are of one form, of whatever kind they are."""
    return key[:2] if key.startswith("CN") or _OF_ASIA.fullmatch(key) else _DIGIT.sub("0", key)
