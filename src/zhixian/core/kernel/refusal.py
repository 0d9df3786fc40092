"""A refusal says where, what was found and what was expected, in the user's language."""

from dataclasses import dataclass


class Refusal(Exception):
    """The input cannot be taken. The command line prints it and exits with 1.

    `where` names file, sheet, row or key; `why` says what was found; `expected` says what would be right.
    """

    def __init__(self, why: str, *, where: str = "", expected: str = "") -> None:
        self.why = why
        self.where = where
        self.expected = expected
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}：{self.why}" if self.where else self.why
        return f"{head}。应为：{self.expected}" if self.expected else head


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell of a source. `row` is the row as the user's program numbers it, from 1."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    refused: bool = True
    """True when the row was refused for it; False for a remark beside a row that was taken."""

    def sentence(self) -> str:
        """“表1 第 37 行 申请日 “2017.13.2” 不是日期”."""
        place = f"{self.sheet} 第 {self.row} 行" if self.row else self.sheet
        value = f" “{self.value}”" if self.value else ""
        return f"{place} {self.column}{value} {self.reason}".replace("  ", " ").strip()
