"""Tells which place the name of an issuer opens with: 杭州市上城区人民政府办公室 speaks for 杭州市上城区."""

import re

_PARTY = re.compile(r"^(?:中共|中国共产党)")
_PIECE = re.compile(
    r"(?!(?:人民)?政府|委)[一-鿿]{1,12}?"
    r"(?:自治[区州县旗]|特别行政区|地区|省|市(?![场政容民区])|县|区(?!域)|旗|盟|州(?![市县区]))"
)


def places_in(issuer: str) -> list[str]:
    """杭州市, 上城区: the places that stand one in the other at the opening of a name, the outermost first."""
    rest = _PARTY.sub("", issuer)
    found: list[str] = []
    while piece := _PIECE.match(rest):
        if re.search(r"政府|委员会|办公|局|厅", piece[0]):
            break
        found.append(piece[0])
        rest = rest[piece.end() :]
    return found


def place_of(issuer: str) -> str:
    """上河县人民政府 → 上河县, with the places around it where they are named; empty where the issuer names no place."""
    return "".join(places_in(issuer))
