"""The receipt of a report: a code with a check letter and a few check words, of which only hashes are kept.

The code says which report, the words prove that it was not guessed; both were shown once. Whoever reads the database
learns neither, and nobody can be reached by them.
"""

import hashlib
import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from nacl import pwhash
from nacl.exceptions import InvalidkeyError

from zhixian.web.kit.site_key import first_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O or U, which are taken for others or make words."""
LENGTH = 16
GROUP = 4
WORDS_GIVEN = 4
OPS, MEMORY = 2, 32 * 1024 * 1024
"""What one try at the words costs: enough to be slow by the thousand, not so much that tries wear the server out."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Fifteen random signs (75 bits) and the check sign."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The sign that makes the code a multiple of x in GF(32): one wrong sign, or two that changed places, never go unnoticed."""
    value = 0
    for sign in body:
        value = _times_x(value) ^ ALPHABET.index(sign)
    return ALPHABET[_times_x(value)]


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def read_code(typed: str) -> str | None:
    """The code as typed: small letters, spaces and dashes do not matter, O is 0, I and L are 1. None when it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = re.sub(r"[\s\-\u2010-\u2015\u2212_.\u00b7]", "", plain).translate(_READ_AS)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs if check_sign(signs[:-1]) == signs[-1] else None


def shown_code(code: str) -> str:
    """In groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


@cache
def word_list() -> tuple[str, ...]:
    """The 256 check words."""
    return tuple((Path(__file__).parent / "check_words.txt").read_text(encoding="utf-8").split())


def new_words() -> str:
    """Check words (32 bits), separated by spaces."""
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS_GIVEN))


def read_words(typed: str) -> str:
    """The words as typed, whatever stands between them; signs other than Chinese characters do not matter."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if "\u4e00" <= sign <= "\u9fff")


def code_digest(code: str) -> str:
    """What is kept of the code, by which its report is found: scrypt with the site's first key as salt, so that an exchanged key leaves receipts valid."""
    salt = hashlib.sha256(b"receipt code" + first_key().encode()).digest()
    return hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32).hex()


def words_hash(words: str) -> str:
    """What is kept of the words: Argon2id with a salt of its own."""
    return pwhash.argon2id.str(read_words(words).encode(), opslimit=OPS, memlimit=MEMORY).decode()


def words_fit(kept: str | None, words: str) -> bool:
    """Whether these are the words. Takes as long when there is nothing to compare with, so that the time tells nothing."""
    try:
        fits = pwhash.argon2id.verify((kept or _no_words()).encode(), read_words(words).encode())
    except InvalidkeyError:
        return False
    return bool(fits) and kept is not None


@cache
def _no_words() -> str:
    return words_hash(secrets.choice(word_list()))
