"""Classes of the Locarno classification of designs: recognised and in one spelling."""

import re
import unicodedata

LOCARNO_CLASSES = 32
_MISCELLANEOUS = 99
"""Of the classification: its classes, and the one that its earlier editions had for everything else."""
_WHOLE = re.compile(r"(?:LOC(?:\(\d{1,2}\))?(?:C?L\.?)?)?(\d{2})-(\d{2})(?:-?[A-Z]\d*)?")
"""`LOCL.` is what sheets of before made of `LOC(14)Cl.`, whose edition they left out with the letter behind it."""
_OF_A_DESIGN = re.compile(r"(\d{2})(\d{2})|(\d{1,2})(?:类)?")
"""What is a class of designs only where nothing else can be meant: `0903`, and `09` or `9` for the whole class."""


def locarno_class(text: str) -> str:
    """A class with its subclass in one spelling: `14-02` for `LOC(11) Cl. 14-02`; "" for what is none."""
    path = locarno_path(text)
    return path[-1] if path else ""


def spelt_locarno(text: str) -> str:
    """What stands where a class of designs does, in one spelling: `09-03` for `0903` and `LOC(14)Cl.09-03`; what is none stays."""
    path = locarno_path(text, of_design=True)
    return path[-1] if path else text


def locarno_path(text: str, *, of_design: bool = False) -> tuple[str, ...]:
    """The class and, where it is told, the subclass (`("09", "09-03")`), from the higher down; nothing for what is none.

    `of_design` says that the text can mean nothing else, so that `0903` and a class alone are read too: `9` is also a class of goods.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    found = _WHOLE.fullmatch(plain)
    parts = found.groups() if found else None
    if parts is None and of_design and (found := _OF_A_DESIGN.fullmatch(plain)):
        parts = (found[1] or found[3].zfill(2), found[2])
    if parts is None or not (1 <= int(parts[0]) <= LOCARNO_CLASSES or int(parts[0]) == _MISCELLANEOUS):
        return ()
    return (parts[0], f"{parts[0]}-{parts[1]}") if parts[1] else (parts[0],)
