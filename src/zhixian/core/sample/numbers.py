"""Numbers as the offices assign them, each once: applications with their check digit, publications, marks, certificates."""

from datetime import date
from random import Random

from zhixian.core.registry.numbers import check_digit

_TWELVE_DIGITS = date(2003, 10, 1)
_NINE_DIGIT_PUBLICATIONS = date(2007, 7, 1)
_B_IS_A_GRANT = date(2010, 4, 7)
_TYPE = {"invention": "1", "utility_model": "2", "design": "3"}


class Numbers:
    """Draws numbers that have not been drawn before."""

    def __init__(self, rng: Random, province: str) -> None:
        self._rng = rng
        self._province = province
        self._taken: set[str] = set()

    def _once(self, low: int, high: int, shape: str) -> str:
        while True:
            number = shape.format(self._rng.randint(low, high))
            if number not in self._taken:
                self._taken.add(number)
                return number

    def application(self, kind: str, filed: date) -> str:
        """`CN201410408762.5`; before October 2003 `CN99122288.1`."""
        if filed < _TWELVE_DIGITS:
            digits = self._once(10_000, 59_999, f"{filed:%y}{_TYPE[kind]}{{}}")
        else:
            digits = self._once(100_000, 899_999, f"{filed:%Y}{_TYPE[kind]}0{{:06}}")
        return f"CN{digits}.{check_digit(digits)}"

    def laid_open(self, day: date) -> str:
        """Publication number of an application for an invention: `CN104223352A`."""
        if day < _NINE_DIGIT_PUBLICATIONS:
            return self._once(100_000, 999_999, "CN1{}A")
        low = 101_000_000 + (day.year - 2007) * 900_000
        return self._once(low, low + 899_999, "CN{}A")

    def granted(self, kind: str, day: date, laid_open: str) -> str:
        """Publication number of a grant; since 2010 an invention keeps the digits of its application."""
        if kind == "invention":
            if day >= _B_IS_A_GRANT and len(laid_open) == 12:
                return laid_open[:-1] + "B"
            return self._once(100_000, 999_999, "CN100{}C" if day < _B_IS_A_GRANT else "CN100{}B")
        first, old, new = ("2", "Y", "U") if kind == "utility_model" else ("3", "D", "S")
        return self._once(10_000_000, 39_999_999, f"CN{first}{{}}{old if day < _B_IS_A_GRANT else new}")

    def mark(self, registered: date) -> str:
        """Registration numbers grow: about 5 million by 2008, 47 million by 2020."""
        low = 4_000_000 + max(0, registered.year - 2005) * 2_700_000
        return self._once(low, low + 2_699_999, "{}")

    def work(self, registered: date) -> str:
        """A registered work of the province."""
        return self._once(0, 999_999, f"{self._province}作登字-{registered.year}-F-{{:08}}")

    def program(self, registered: date) -> str:
        """A registered program."""
        return self._once(100_000, 999_999, f"{registered.year}SR{{}}")

    def variety(self, filed: date) -> str:
        """An application for a plant variety."""
        return self._once(100, 999, f"CNA{filed.year}0{{}}.{self._rng.randint(0, 9)}")
