"""Money is integer fen; rounding is half-up and happens once."""

from decimal import Decimal

from zhixian.core.kernel.numerals import FULL_WIDTH, read_grouped

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
"""Fen in 1 万元."""
LARGEST_FEN = 10**15
"""Ten trillion yuan (10 万亿元): above it somebody has mistaken the unit, below it no product of the rules leaves 64 bits."""


def half_up(numerator: int, denominator: int) -> int:
    """Integer nearest to numerator ÷ denominator for numerator ≥ 0 and denominator > 0; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


def yuan_to_fen(amount: str | float | Decimal) -> int:
    """Exact fen of an amount in yuan, as it is written. Raises ValueError when it has parts of a fen or is no number."""
    written = f"{amount:f}" if isinstance(amount, Decimal) else str(amount).translate(FULL_WIDTH).strip()
    try:
        fen = read_grouped(written) * FEN_PER_YUAN
    except ValueError:
        raise ValueError(f"{amount} 元不是金额") from None
    if fen != fen.to_integral_value():
        raise ValueError(f"{amount} 元不是整数分")
    return int(fen)


def read_yuan(text: str) -> int:
    """Exact fen of a sum as somebody types it: full-width digits, either comma, ¥ before or 元 behind it. Raises ValueError as yuan_to_fen does."""
    return yuan_to_fen(text.strip().removeprefix("¥").removeprefix("￥").removesuffix("元").strip())


def yuan(fen: int) -> str:
    """`12345678` → `123,456.78`; `15000000` → `150,000`. For people; files carry fen."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")


def plain_yuan(fen: int) -> str:
    """`12345678` → `123456.78`, exact, always with the fen: for form fields and files that people reckon with."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN_PER_YUAN}.{abs(fen) % FEN_PER_YUAN:02d}"


def wan(fen: int) -> str:
    """Fen as a plain decimal string in 万元 without trailing zeros: `2000000000` → `2000`."""
    return plain(Decimal(fen) / FEN_PER_WAN)


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    return _short(f"{number:f}")


def grouped(number: Decimal) -> str:
    """The same with thousands separated, for sentences and pages: 3058.690 → 3,058.69."""
    return _short(f"{number:,f}")


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
