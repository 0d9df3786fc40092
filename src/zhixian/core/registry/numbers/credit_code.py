"""统一社会信用代码 (GB 32100-2015): eighteen characters, the last a check character modulo 31."""

from zhixian.core.registry.numbers.patents import plain_number

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def credit_code(text: str) -> tuple[str | None, str | None]:
    """(normal, problem): the code in one spelling, or why it is none."""
    code = plain_number(text)
    if len(code) != LENGTH or any(ch not in ALPHABET for ch in code):
        return None, "不是统一社会信用代码，应为 18 位数字或大写字母（不用 I、O、S、V、Z）"
    check = check_character(code[:-1])
    return (code, None) if check == code[-1] else (None, f"校验位应为 {check}")


def check_character(body: str) -> str:
    """The last character of the code whose first seventeen are given."""
    total = sum(ALPHABET.index(ch) * pow(3, place, 31) for place, ch in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]
