"""Faults found in files of data, each with file, key, found and expected."""

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
    """Collects faults while files are loaded."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, key: str, found: str, expected: str, *, line: int = 0) -> None:
        """Note one fault."""
        self.found.append(Fault(file, key, found, expected, line))

    def unknown(self, file: str, key: str, value: Any, known: list[str], *, what: str, line: int = 0) -> None:
        """Note a reference to something nobody defines, with the nearest name that exists."""
        near = get_close_matches(str(value), known, n=1)
        hint = f"，是不是“{near[0]}”？" if near else ""
        self.add(file, key, f"“{value}”没有定义", f"{what}之一{hint}", line=line)

    def refuse(self, where: object, *, between: str = "；") -> None:
        """Raises Refusal with every fault, if there is one."""
        if self.found:
            raise Refusal(between.join(fault.sentence() for fault in self.found), where=str(where))
