"""Words of the sources: types of patent, status, countries, and what a party is by its name. The words are data."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from zhixian.core.registry.sheets.packaged import packaged
from zhixian.core.registry.staging import normalise_name

_HAN = re.compile(r"[㐀-鿿]")
_PERSON = re.compile(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,8}(?:[·•・][㐀-鿿]{1,8})+")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Words:
    """`types` and `countries` give the kind or code of a word; the sets hold plain words."""

    types: dict[str, str]
    countries: dict[str, str]
    grants: frozenset[str]
    applications: frozenset[str]
    other_publications: frozenset[str]
    alive: frozenset[str]
    dead: frozenset[str]
    undecided: frozenset[str]
    ended: frozenset[str]


def plain_word(word: str) -> str:
    """A word for comparison."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).casefold()


@cache
def words() -> Words:
    """The vocabulary of `words.yaml`."""
    raw = packaged("words.yaml")
    sets = ("grants", "applications", "other_publications", "alive", "dead", "undecided", "ended")
    return Words(
        types={plain_word(word): kind for kind, spellings in raw["types"].items() for word in spellings},
        countries={plain_word(word): code for code, spellings in raw["countries"].items() for word in spellings},
        **{name: frozenset(plain_word(word) for word in raw[name]) for name in sets},
    )


@cache
def _party_kinds() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (rule["kind"], tuple(map(normalise_name, rule["ends"])), tuple(map(normalise_name, rule.get("contains", ()))))
        for rule in packaged("party_kinds.yaml")
    )


def kind_of_party(name: str) -> str | None:
    """What a party is, by the end of its name; None where the name does not tell (never a guess between two)."""
    return kind_by_key(normalise_name(name))


def kind_by_key(key: str) -> str | None:
    """The same of a name that is already normalised."""
    for kind, ends, contained in _party_kinds():
        if key.endswith(ends) or any(word in key for word in contained):
            return kind
    if _PERSON.fullmatch(key):
        return "individual"
    return "foreign" if _LATIN.search(key) and not _HAN.search(key) else None


def alive_by(status: str) -> bool | None:
    """Whether a status (`授权 | 质押`) says the right is in force; None while it is pending or says nothing of it."""
    for part in re.split(r"[;；|｜\n]+", status):
        for word in _spelt_out(part):
            if word in words().alive:
                return True
            if word in words().dead:
                return False
    return None


def _spelt_out(part: str) -> tuple[str, ...]:
    """One status as a word that is known, else the words it is put together of: 失效（未缴年费）, 无权-未缴年费."""
    known = words()
    word = plain_word(part)
    if word in known.alive or word in known.dead or word in known.undecided:
        return (word,)
    return tuple(piece for piece in re.split(r"[()\-—–]+", word) if piece)


def says_ended(status: str) -> list[str]:
    """The words of a status, the more particular last, if it says that a right has ended, for whatever reason; else none."""
    told = [word for part in re.split(r"[;；|｜\n]+", status) for word in _spelt_out(part)]
    return told if words().ended.intersection(told) else []


def is_known_status(status: str) -> bool:
    """Whether every word of a status is in the vocabulary."""
    known = words()
    parts = [word for part in re.split(r"[;；|｜\n]+", status) if part.strip() for word in _spelt_out(part)]
    return all(part in known.alive or part in known.dead or part in known.undecided for part in parts)
