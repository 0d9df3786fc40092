"""Industries of GB/T 4754—2017: sections (门类) and divisions (大类), by code and by name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.numerals import FULL_WIDTH
from zhixian.core.kernel.yaml_file import reading_whole

SHIPPED = Path(__file__).parent / "data" / "industries.yaml"
_CODE = re.compile(r"([A-T]?)([0-9]{2})([0-9]{0,2})")


@dataclass(frozen=True, slots=True)
class Division:
    """A division under its section: `code` is two digits, `letter` the section's."""

    code: str
    name: str
    letter: str
    section: str

    @property
    def full(self) -> str:
        """The code with the letter, which says the section as well."""
        return f"{self.letter}{self.code}"

    @property
    def words(self) -> str:
        """As a choice shows it: C39 计算机、通信和其他电子设备制造业."""
        return f"{self.full} {self.name}"


@cache
def divisions() -> Mapping[str, Division]:
    """Two digits → division, in the order of the standard. Raises Refusal when the file does not hold together."""
    return load_divisions(SHIPPED)


def load_divisions(path: Path) -> Mapping[str, Division]:
    """The divisions in a YAML file. Raises Refusal with every fault."""
    found: dict[str, Division] = {}
    with reading_whole(path) as head:
        head.text("standard")
        for section in head.nodes("sections"):
            letter, name = section.text("code"), section.text("name")
            for node in section.nodes("divisions"):
                one = Division(node.text("code"), node.text("name"), letter, name)
                node.done()
                if not _CODE.fullmatch(one.full) or one.code in found:
                    node.fault("code", f"“{one.full}”", "一位字母加两位数字，不重复")
                found[one.code] = one
            section.done()
    return found


def division_of(code: str) -> Division | None:
    """The division of a code at any level, with or without its letter; None where there is none."""
    parts = _CODE.fullmatch(code.translate(FULL_WIDTH).strip().upper())
    found = divisions().get(parts[2]) if parts else None
    return found if found and parts and parts[1] in ("", found.letter) else None


def industry_code(text: str) -> str:
    """The code meant by a code, a division's name, or both together, or a part of one name alone; with its letter. Raises ValueError."""
    first, _, rest = text.translate(FULL_WIDTH).strip().partition(" ")
    if (found := division_of(first)) and (not rest.strip() or folded(rest) == folded(found.name)):
        return f"{found.letter}{first.upper().removeprefix(found.letter)}"
    asked = folded(text)
    same = [one for one in divisions().values() if folded(one.name) == asked]
    held = same or [one for one in divisions().values() if asked and asked in folded(one.name)]
    if len(held) == 1:
        return held[0].full
    meant = f"，是不是{'、'.join(f'“{one.words}”' for one in held[:3])}" if held else ""
    raise ValueError(f"“{text.strip()}”不是 GB/T 4754—2017 的行业代码或大类名称{meant}；例如 C39 或 化学纤维制造业")


def industry_words(code: str) -> str:
    """A code as people read it, with the name of its division; the code alone where it is none."""
    found = division_of(code)
    if found is None:
        return code
    full = f"{found.letter}{code.translate(FULL_WIDTH).strip().upper().removeprefix(found.letter)}"
    return f"{full} {found.name}"
