"""Promise: marks that come close to a sign are found among a million in a tenth of a second, with every way of coming close that was planted.

    .venv/bin/python benchmarks/look_alike.py [--rows 1000000] [--signs 40] [--without rapidfuzz]

Prints Markdown tables. Signs are drawn from the same characters as the marks; beside each sign stand marks that differ from it in one
known way. The peer of the same run is rapidfuzz over every name and over every name in letters; it has no
reasons to give and no goods to look at.
"""

import argparse
import os
import time
from collections import defaultdict
from random import Random
from statistics import median, quantiles

import pyarrow as pa

from zhixian.core.look_alike.characters import _table, fact_of, spelled
from zhixian.core.look_alike.marks import Marks
from zhixian.core.look_alike.watching import sign_of, watch

CUT = 60
"""Percent of likeness from which the peer names a mark: one of three characters may differ."""


def drawn(rng: Random, count: int) -> list[str]:
    """Words of marks: two to five characters, some of which stand in one mark of fifty and most in few."""
    chars = list(_table()[0])
    rng.shuffle(chars)
    weights = [1 / (place + 20) for place in range(len(chars))]
    sizes = rng.choices((2, 3, 4, 5), (4, 3, 3, 1), k=count)
    every = rng.choices(chars, weights, k=sum(sizes))
    words, at = [], 0
    for size in sizes:
        words.append("".join(every[at : at + size]))
        at += size
    return words


def planted(rng: Random, sign: str) -> dict[str, str]:
    """Marks that differ from a sign in one way, by the name of the way."""
    alike = sign_of(sign).alike
    near = [alike.to(char) for char in sign]
    place = rng.randrange(1, len(sign))
    found = {
        "same": sign,
        "common word": "正宗" + sign,
        "contained": "老" + sign + "铺",
        "turned": sign[1:] + sign[:1],
        "letters": spelled(sign)[0],
        "one changed": sign[:place] + "龘" + sign[place + 1 :],
    }
    for way, bit in (("sound, tone", 2), ("sound", 4), ("near sound", 8), ("shape", 16)):
        others = [char for char, bits in near[place].items() if bits & bit and char != sign[place] and fact_of(char)]
        if others:
            found[way] = sign[:place] + rng.choice(sorted(others)) + sign[place + 1 :]
    return found


def as_table(words: list[str]) -> pa.Table:
    """Marks of one class."""
    count, ids = len(words), [f"R{nr}" for nr in range(len(words))]
    same = {"kind": "trademark", "gi": False, "classes": "29", "holder": "", "holder_name": "", "filed": None, "registered": None, "state": "in_force"}  # fmt: skip
    return pa.table({"right_id": ids, "number": ids, "title": words, **{name: [value] * count for name, value in same.items()}})  # fmt: skip


def last_of(took: list[float]) -> float:
    """The one that 99 of a hundred stay below."""
    return quantiles(took, n=100, method="inclusive")[98] if len(took) > 1 else took[0]


def said(name: str, took: list[float], hits: list[int], right: dict[str, int], ways: dict[str, int]) -> str:
    """A line of the table."""
    ms = f"{1000 * median(took):.1f} / {1000 * last_of(took):.1f}"
    return f"| {name} | {ms} | {median(hits):,.0f} | " + " | ".join(f"{right[way]}/{ways[way]}" for way in ways) + " |"


def race(name: str, ask, signs: list[str], plants: dict[str, dict[str, str]]) -> tuple[str, float]:
    """Ask for every sign; a line, and the median of seconds."""
    took, hits, right, ways = [], [], defaultdict(int), defaultdict(int)
    for sign in signs:
        began = time.perf_counter()
        found = ask(sign)
        took.append(time.perf_counter() - began)
        hits.append(len(found))
        for way, words in plants[sign].items():
            ways[way] += 1
            right[way] += words in found
    return said(name, took, hits, right, ways), median(took)


def peers(words: list[str]):
    """Names and askers of rapidfuzz over all names, as they are and in letters."""
    from rapidfuzz import fuzz, process

    sounds = {char: fact.readings[0][:-1] for char, fact in _table()[0].items()}
    letters = ["".join(sounds.get(char, char) for char in word).upper() for word in words]

    def asker(texts: list[str], turn):
        def ask(sign: str) -> set[str]:
            found = process.extract(turn(sign), texts, scorer=fuzz.ratio, score_cutoff=CUT, limit=None)
            return {words[place] for _, _, place in found}

        return ask

    yield "rapidfuzz over the names", asker(words, lambda sign: sign)
    yield (
        "rapidfuzz over the names in letters",
        asker(letters, lambda sign: "".join(sounds[char] for char in sign).upper()),
    )


def main() -> None:
    """Build, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--signs", type=int, default=40)
    parser.add_argument("--without", nargs="*", default=[], choices=["rapidfuzz"])
    args = parser.parse_args()
    rng = Random(1)
    words = drawn(rng, args.rows)
    signs = [word for word in dict.fromkeys(words[: args.signs * 20]) if len(word) > 2 and spelled(word)][: args.signs]
    plants = {sign: planted(rng, sign) for sign in signs}
    words += [word for told in plants.values() for word in told.values()]
    print(f"{len(words):,} marks, {len(signs)} signs of three characters or more; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip
    began = time.perf_counter()
    marks = Marks(as_table(words))
    print(f"\nLists of characters made in {time.perf_counter() - began:.1f} s\n")
    watch(sign_of(signs[0]), marks)
    line, ours = race("**Zhixian**", lambda sign: {hit.mark.title for hit in watch(sign_of(sign, classes=("29",)), marks)}, signs, plants)  # fmt: skip
    ways = list(dict.fromkeys(way for told in plants.values() for way in told))
    print("| who | ms, median / 99th of a hundred | hits, median | " + " | ".join(ways) + " | × Zhixian |\n|" + "---|" * (4 + len(ways)))  # fmt: skip
    print(f"{line} 1.0 × |", flush=True)
    if "rapidfuzz" not in args.without:
        for name, ask in peers(words):
            line, theirs = race(name, ask, signs, plants)
            print(f"{line} {theirs / ours:.1f} × |", flush=True)


if __name__ == "__main__":
    main()
