"""Pairs the brackets of an even text in one pass, forgiving a bracket of another kind or one that is never closed."""

from dataclasses import dataclass

from zhixian.core.plan.reader.page import PAIRS

_OPENING = {closing: opening for opening, closing in PAIRS.items()}
_REACH = 1500
"""A bracket that is still open after so many characters was never meant to be closed."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracketed stretch; `end` is behind the closing bracket. `depth` counts the brackets around it."""

    start: int
    end: int
    depth: int
    closed: bool = True

    def inside(self, dense: str) -> str:
        """The words between the brackets."""
        return dense[self.start + 1 : self.end - 1 if self.closed else self.end]


def bracketed(dense: str) -> list[Bracket]:
    """All brackets in order of their start. One that is open at the end of its paragraph but one is given up."""
    found: list[Bracket] = []
    stack: list[tuple[int, str, int]] = []
    line = 0
    for place, ch in enumerate(dense):
        if ch == "\n":
            line += 1
            while stack and (stack[0][2] < line - 2 or place - stack[0][0] > _REACH):
                start = stack.pop(0)[0]
                end = dense.find("\n", start)
                found.append(Bracket(start, end, len(stack), closed=False))
        elif ch in PAIRS:
            stack.append((place, ch, line))
            if len(stack) > 50:
                stack.pop(0)
        elif ch in _OPENING and stack:
            depth = next((n for n in range(1, min(4, len(stack) + 1)) if stack[-n][1] == _OPENING[ch]), 1)
            del stack[len(stack) - depth + 1 :]
            found.append(Bracket(stack.pop()[0], place + 1, len(stack)))
    for depth, (start, _, _) in enumerate(stack):
        end = dense.find("\n", start)
        found.append(Bracket(start, len(dense) if end < 0 else end, depth, closed=False))
    return sorted(found, key=lambda bracket: (bracket.start, -bracket.end))


def depths(words: str) -> list[int]:
    """For each character, how many brackets or title marks are open there; signs of the bracket itself count as inside."""
    level = 0
    result = []
    for ch in words:
        if ch in PAIRS or ch == "《":
            level += 1
            result.append(level)
        elif (ch in _OPENING or ch == "》") and level:
            result.append(level)
            level -= 1
        else:
            result.append(level)
    return result
