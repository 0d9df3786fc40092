"""The number of a document (文号) in one spelling: the year stands in 〔〕, whatever brackets and width somebody typed."""

import re
import unicodedata

_YEAR = re.compile(r"\s*[\[({〔【〖〈<]\s*((?:19|20)[0-9]{2})\s*[\])}〕】〗〉>]\s*")


def one_spelling(text: str) -> str:
    """杭知办[2020]12号, 杭知办(2020)12号 are, in any width, 杭知办〔2020〕12号. Text without such a year stays as it is."""
    plain = unicodedata.normalize("NFKC", text)
    return _YEAR.sub(r"〔\1〕", plain).strip() if _YEAR.search(plain) else text
