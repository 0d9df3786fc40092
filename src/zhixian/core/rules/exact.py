"""Exact money arithmetic in two forms side by side: Python integers, and 64-bit integers on any Ibis engine."""

from fractions import Fraction

import ibis.expr.types as ir

from zhixian.core.kernel.money import half_up

LARGEST_FACTOR = 2500 * 366
"""Highest rate in hundredths of a percent × days of a leap year."""
LARGEST_DIVISOR = 3_600_000 * 1_000_000
"""Hundredths of a percent × 360 days × shares in millionths."""


def share(fen: int, factor: int, divisor: int, part: Fraction) -> int:
    """Half-up fen of fen × factor ÷ divisor × part, rounded once."""
    return half_up(fen * factor * part.numerator, divisor * part.denominator)


def share_column(
    fen: ir.IntegerColumn, factor: ir.IntegerValue | int, divisor: int, part: Fraction
) -> ir.IntegerColumn:
    """The same on columns: 0 ≤ fen ≤ LARGEST_FEN, 0 ≤ factor ≤ LARGEST_FACTOR, part in millionths at the finest.

    Long division, because fen × factor × n does not fit 64 bits: fen = a·D + b gives a·factor·n exactly, and b·factor·n ÷ D
    is rounded. Where even that product could be too large, b·factor = q·D + s gives q·n exactly, and s·n ÷ D is rounded.
    """
    n, d = part.numerator, divisor * part.denominator
    if d > LARGEST_DIVISOR:
        raise ValueError(f"{part} 不到百万分之一")
    fen = fen.cast("int64")
    a, b = whole(fen, d), fen % d
    largest = 1 if isinstance(factor, int) else LARGEST_FACTOR
    if 2 * d * largest * n + d < 2**63:
        return a * (factor * n) + rounded(b * (factor * n), d)
    rest = b * factor
    return a * factor * n + whole(rest, d) * n + rounded((rest % d) * n, d)


def whole(number: ir.IntegerColumn, divisor: int) -> ir.IntegerColumn:
    """number ÷ divisor without the remainder, exact for 0 ≤ number and a quotient below 2^51.

    Ibis renders `//` as a floor of a floating division, which is wrong beyond 2^53; a multiple of the divisor divided in
    floating point is off by less than a half.
    """
    return ((number - number % divisor) / divisor).round().cast("int64")


def rounded(number: ir.IntegerColumn, divisor: int) -> ir.IntegerColumn:
    """Half-up number ÷ divisor for 0 ≤ number and 2·number + divisor < 2^63."""
    return whole(number * 2 + divisor, 2 * divisor)
