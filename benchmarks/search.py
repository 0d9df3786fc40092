"""Promise: a million rights indexed at 30,000 a second (100,000 ready cut); found in 5 ms, with facets in 20 ms, ten times as fast as FTS5.

    .venv/bin/python benchmarks/search.py [--rows 1000000] [--times 200] [--dir FOLDER] [--without fts5 postgres]

Prints Markdown tables, with the floors of the same run: the index alone on ready documents, the cutter alone on the same titles. Beside
the time that went by stands the time of the processor, which says more where others use the machine too. SQLite FTS5, and PostgreSQL where DATABASE_URL names one (`script/with-postgres`), find the same tokens in the
same run and must find as many; they have no facets, days and names to look after. A peer that is slow is asked fewer times.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import tantivy

import search_data as data
import search_peers as peers
from zhixian.core.search.finding import Found, find
from zhixian.core.search.index import HEAP, Searchable, fill
from zhixian.core.search.schema import as_json, schema
from zhixian.core.search.similar import more_like
from zhixian.core.search.words import END, _cutter, grams, grams_asked, words_asked

AS_OF = date(2026, 6, 30)
MOST_SECONDS = 20.0
"""A sort of question is put to an engine until this much time is gone, at least three times."""
AT_A_TIME = 200
"""Titles in one text."""
READY = 200_000
"""Documents that are cut beforehand, for the speed of the index alone."""


class Timed:
    """Batches, with the time that making them took, by the clock and of the thread: it is not the index's."""

    def __init__(self, batches: Iterator[list[Any]]) -> None:
        self.batches, self.seconds, self.busy = batches, 0.0, 0.0

    def __iter__(self) -> Iterator[list[Any]]:
        return self

    def __next__(self) -> list[Any]:
        began, busy = time.perf_counter(), time.thread_time()
        try:
            return next(self.batches)
        finally:
            self.seconds += time.perf_counter() - began
            self.busy += time.thread_time() - busy


class Speed(NamedTuple):
    """Documents a second by the clock, and microseconds of all processors for each."""

    rate: float
    busy: float

    def line(self, what: str) -> str:
        """A line of the table; the last cell is what two cores could do at most that have nothing else to do."""
        return f"| {what} | {self.rate:,.0f} | {self.busy:.1f} | {2e6 / self.busy:,.0f} |"


def indexed(folder: Path, rows: int) -> tuple[Searchable, Speed]:
    """The index of so many rights, with everything that makes one."""
    folder.mkdir(parents=True)
    made = Timed(data.batches(rows))
    began, busy = time.perf_counter(), time.process_time()
    fill(tantivy.Index(schema(), path=str(folder)), made, lambda _done, _total: None, rows)
    seconds, spent = time.perf_counter() - began - made.seconds, time.process_time() - busy - made.busy
    index = tantivy.Index.open(str(folder))
    index.reload()
    return Searchable(index, "bench"), Speed(rows / seconds, 1e6 * spent / rows)


def ready_cut(folder: Path, rows: int) -> Speed:
    """Where words, grams and paths of classes were cut before: the engine alone."""
    folder.mkdir(parents=True)
    cut = [told for batch in data.batches(rows) for told in as_json(batch)]
    writer = tantivy.Index(schema(), path=str(folder)).writer(heap_size=2 * HEAP, num_threads=2)
    began, busy = time.perf_counter(), time.process_time()
    for told in cut:
        writer.add_json(told)
    writer.commit()
    writer.wait_merging_threads()
    return Speed(rows / (time.perf_counter() - began), 1e6 * (time.process_time() - busy) / rows)


def cutter_alone(rows: int) -> Speed:
    """Titles through the cutter, once for words and once for all words of its list, some hundred in one text, with nothing done about
    them."""
    titles = list(data.titles(rows))
    texts = [END.join(titles[at : at + AT_A_TIME]) for at in range(0, rows, AT_A_TIME)]
    cutter = _cutter()
    began, busy = time.perf_counter(), time.process_time()
    for text in texts:
        cutter.cut_for_search(text)
        cutter.cut_all(text)
    return Speed(rows / (time.perf_counter() - began), 1e6 * (time.process_time() - busy) / rows)


class Took(list[float]):
    """Milliseconds of each question as they went by; `cpu` are those of all threads."""

    def __init__(self) -> None:
        self.cpu: list[float] = []


def timed(work: Callable[[str], Any], asked: list[str]) -> tuple[Took, list[Any]]:
    """Milliseconds of each question, and the answers."""
    took = Took()
    answers = []
    began = time.perf_counter()
    for text in asked:
        if len(took) >= 3 and time.perf_counter() - began > MOST_SECONDS:
            break
        start, busy = time.perf_counter(), time.process_time()
        answers.append(work(text))
        took.cpu.append(1000 * (time.process_time() - busy))
        took.append(1000 * (time.perf_counter() - start))
    return took, answers


def tokens_of(text: str) -> peers.Asked:
    """What the index looks for, as the peers are asked it."""
    parts = [text.strip('"')] if text.startswith('"') else words_asked(text)
    return [grams_asked(part) or [f"{part}*"] for part in parts]


def last_of(took: list[float]) -> float:
    """The one that 99 of a hundred stay below."""
    return quantiles(took, n=100, method="inclusive")[98] if len(took) > 1 else took[0]


def said(took: list[float]) -> str:
    """The middle one and the one that 99 of a hundred stay below; of our own also of the processor's time."""
    told = f"{median(took):.2f} / {last_of(took):.2f}"
    return f"{told} ({median(took.cpu):.2f} / {last_of(took.cpu):.2f})" if isinstance(took, Took) else told


class Promised(NamedTuple):
    """What is promised of one thing: `found` may be at most, or with `least` at least, `bound`."""

    what: str
    found: float
    bound: float
    least: bool = False

    def line(self) -> str:
        """A line of the table."""
        kept = self.found >= self.bound if self.least else self.found <= self.bound
        sign = "≥" if self.least else "≤"
        return f"| {self.what} | {sign} {self.bound:,.0f} | {self.found:,.1f} | {'yes' if kept else '**no**'} |"


def ask_all(searchable: Searchable, others: list[Any], questions: dict[str, list[str]]) -> list[Promised]:
    """Print a line for each sort of question; how each promise is kept."""
    promised = []
    heads = [
        "question",
        "hits, median",
        "Zhixian",
        "with facets",
        *(other.name for other in others),
        "ratio of medians",
    ]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for sort, asked in questions.items():
        titles = [f"名称:{text}" if text.startswith('"') else f"名称:({text})" for text in asked]
        ours, found = timed(lambda text: find(searchable, text, as_of=AS_OF, facets=False), titles)
        faceted, _ = timed(lambda text: counted_anew(searchable, text), titles)
        cells, ratios = [], []
        for other in others:
            took, answers = timed(lambda text, other=other: other.ask(tokens_of(text)), asked)
            assert [(one.total, len(one.hits)) for one in found[: len(answers)]] == answers[: len(found)], (
                sort,
                other.name,
            )
            cells.append(said(list(took)))
            ratios.append(f"{median(took) / median(ours):.1f}×")
            if sort == "very common word":
                promised.append(
                    Promised(f"{sort}, times as fast as {other.name}", median(took) / median(ours), 10, least=True)
                )
        promised += in_time(sort, ours, faceted)
        hits = f"{median(one.total for one in found):,.0f}"
        print("| " + " | ".join([sort, hits, said(ours), said(faceted), *cells, ", ".join(ratios)]) + " |", flush=True)
    return promised + ask_ours(searchable, others, len(next(iter(questions.values()))))


def in_time(sort: str, ours: list[float], faceted: list[float]) -> list[Promised]:
    """The promises of a sort of question."""
    told = [Promised(f"{sort}, ms (p99)", last_of(ours), 5)]
    if faceted:
        told.append(Promised(f"{sort} with facets, ms (p99)", last_of(faceted), 20))
    return told


def counted_anew(searchable: Searchable, text: str) -> Found:
    """A search whose facets nobody has counted before; further pages of an answer have them ready."""
    searchable.counts.clear()
    return find(searchable, text, as_of=AS_OF)


def ask_ours(searchable: Searchable, others: list[Any], times: int) -> list[Promised]:
    """Print lines for what the others have nothing for: a word in the title, in a name or as a number; every right; rights alike. How
    each promise is kept."""
    promised = []
    for sort, text in (("very common word, in every field", "方法"), ("everything", "")):
        ours, found = timed(lambda text: find(searchable, text, as_of=AS_OF, facets=False), [text] * times)
        faceted, _ = timed(lambda text: counted_anew(searchable, text), [text] * times)
        promised += in_time(sort, ours, faceted)
        cells = [sort, f"{found[0].total:,}", said(ours), said(faceted), *("" for _ in others), ""]
        print("| " + " | ".join(cells) + " |", flush=True)
    alike = [f"R{nr}" for nr in range(times)]
    ours, _ = timed(lambda right: more_like(searchable, right, as_of=AS_OF), alike)
    print("| " + " | ".join(["similar", "", said(ours), "", *("" for _ in others), ""]) + " |", flush=True)
    return promised + in_time("similar", ours, [])


def load() -> str:
    """How busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main() -> None:
    """Build, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--without", nargs="*", default=[], choices=["fts5", "postgres"])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.dir) as temporary:
        folder = Path(temporary)
        print(f"{args.rows:,} rights; {load()}", flush=True)
        ready = ready_cut(folder / "ready", min(args.rows, READY))
        alone = cutter_alone(min(args.rows, READY))
        searchable, cutting = indexed(folder / "index", args.rows)
        both = Speed(1 / (1 / alone.rate + 1 / ready.rate), alone.busy + ready.busy)
        print("\n| index | documents/s | µs of the processors each | two idle cores at most |\n|---|---:|---:|---:|")
        print(alone.line("floor: the cutter alone, twice"))
        print(ready.line("floor: the index alone, ready cut"))
        print(both.line("floor: both, one after the other"))
        print(cutting.line("**Zhixian, with cutting**"), flush=True)
        others: list[Any] = []
        builds = {"fts5": lambda documents: peers.Fts5(folder, documents)}
        if address := os.environ.get("DATABASE_URL", ""):
            builds["postgres"] = lambda documents: peers.Postgres(address, documents)
        for name, build in builds.items():
            if name not in args.without:
                documents = [(nr, grams(title)) for nr, title in enumerate(data.titles(args.rows))]
                began = time.perf_counter()
                others.append(build(iter(documents)))
                print(
                    f"| {others[-1].name}, ready cut | {args.rows / (time.perf_counter() - began):,.0f} | | |",
                    flush=True,
                )
        print("\nMilliseconds, median / 99th of a hundred (in brackets of the processor)\n")
        try:
            promised = ask_all(searchable, others, data.questions(args.times))
        finally:
            for other in others:
                other.con.close() if isinstance(other, peers.Fts5) else other.close()
        promised.append(Promised("documents/s, ready cut", ready.rate, 100_000, least=True))
        promised.append(Promised("documents/s, with cutting", cutting.rate, 30_000, least=True))
        print("\n| what | promised | found | kept |\n|---|---:|---:|---|")
        print("\n".join(one.line() for one in promised))
        print(f"\nAt the end {load()}")


if __name__ == "__main__":
    main()
