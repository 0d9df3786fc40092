"""Faults found in files of data, each with file, key, found and expected."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from zhixian.core.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing for the editor to mend. `key` is the path inside the file, such as `clauses[17].units[2]`."""

    file: str
    key: str
    found: str
    expected: str
    line: int = 0
    """Where the key stands, from 1; 0 where nobody knows."""

    def sentence(self) -> str:
        """One line, as the editor reads it."""
        place = f"第 {self.line} 行" if self.line else "的"
        return f"{self.file} {place} {self.key}：{self.found}。应为：{self.expected}"


@dataclass
class Faults:
    """Collects faults while files are loaded.

    `lines` tells the line of each key that was read, by file and key, so that what is checked once a file has been read still
    names it.
    """

    found: list[Fault] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, file: str, key: str, found: str, expected: str, *, line: int = 0) -> None:
        """Note one fault."""
        self.found.append(Fault(file, key, found, expected, line or self.line_of(file, key)))

    def line_of(self, file: str, key: str) -> int:
        """The line of a key, for a missing one that of the mapping or list around it; 0 in a file that nobody read."""
        while (file, key) not in self.lines and key:
            key = re.sub(r"(?:[.\[]|^)[^.\[]*$", "", key)
        return self.lines.get((file, key), 0)

    def unknown(self, file: str, key: str, value: Any, known: list[str], *, what: str, line: int = 0) -> None:
        """Note a reference to something nobody defines, with the nearest name that exists."""
        near = get_close_matches(str(value), known, n=1)
        hint = f"，是不是“{near[0]}”？" if near else ""
        self.add(file, key, f"“{value}”没有定义", f"{what}之一{hint}", line=line)

    def refuse(self, where: object, *, between: str = "；") -> None:
        """Raises Refusal with every fault, if there is one."""
        if self.found:
            raise Refusal(between.join(fault.sentence() for fault in self.found), where=str(where))
