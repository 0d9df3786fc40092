"""A progress bar on a terminal for anything over a second; silence otherwise."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from zhixian.core.kernel.progress import Progress

PATIENCE = 1.0
"""Seconds of silence before a bar appears."""


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A progress callback (done, total or None) that draws on standard error when somebody can see it."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    started = time.monotonic()
    bars = Bars(
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bars.add_task(title, total=None)
    shown = False

    def step(done: int, total: int | None) -> None:
        nonlocal shown
        if not shown and time.monotonic() - started > PATIENCE:
            bars.start()
            shown = True
        bars.update(task, completed=done, total=total)

    try:
        yield step
    finally:
        if shown:
            bars.stop()
