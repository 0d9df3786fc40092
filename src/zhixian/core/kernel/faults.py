"""Faults found in files of data, each with file, key, found and expected."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing for the editor to mend. `key` is the path inside the file, such as `clauses[17].units[2]`."""

    file: str
    key: str
    found: str
    expected: str

    def sentence(self) -> str:
        """One line, as the editor reads it."""
        return f"{self.file} 的 {self.key}：{self.found}。应为：{self.expected}"


@dataclass
class Faults:
    """Collects faults while files are loaded."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, key: str, found: str, expected: str) -> None:
        """Note one fault."""
        self.found.append(Fault(file, key, found, expected))

    def unknown(self, file: str, key: str, value: Any, known: list[str], *, what: str) -> None:
        """Note a reference to something nobody defines, with the nearest name that exists."""
        near = get_close_matches(str(value), known, n=1)
        hint = f"，是不是“{near[0]}”？" if near else ""
        self.add(file, key, f"“{value}”没有定义", f"{what}之一{hint}")
