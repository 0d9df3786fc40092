"""Exact money arithmetic in two forms side by side: Python integers, and 64-bit integers on any Ibis engine."""

from fractions import Fraction

import ibis.expr.types as ir

from zhixian.core.kernel.money import half_up

LARGEST_FEN = 10**15
"""Ten trillion yuan: above it a principal or cost is refused as impossible, below it no product leaves 64 bits."""
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

    Long division in two steps, because fen × factor × part does not fit 64 bits: fen = a·D + b gives a·factor·n exactly;
    b·factor = q·D + s gives q·n exactly; what is left, s·n ÷ D, is rounded.
    """
    n, d = part.numerator, divisor * part.denominator
    if d > LARGEST_DIVISOR:
        raise ValueError(f"{part} 不到百万分之一")
    fen = fen.cast("int64")
    if d == 1:
        return fen * factor * n
    if isinstance(factor, int) and factor == 1:
        return whole(fen, d) * n + rounded((fen % d) * n, d)
    rest = (fen % d) * factor
    return whole(fen, d) * factor * n + whole(rest, d) * n + rounded((rest % d) * n, d)


def whole(number: ir.IntegerColumn, divisor: int) -> ir.IntegerColumn:
    """number ÷ divisor without the remainder, exact for 0 ≤ number and a quotient below 2^51.

    Ibis renders `//` as a floor of a floating division, which is wrong beyond 2^53; a multiple of the divisor divided in
    floating point is off by less than a half.
    """
    return ((number - number % divisor) / divisor).round().cast("int64")


def rounded(number: ir.IntegerColumn, divisor: int) -> ir.IntegerColumn:
    """Half-up number ÷ divisor for 0 ≤ number and 2·number + divisor < 2^63."""
    return whole(number * 2 + divisor, 2 * divisor)
