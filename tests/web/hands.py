"""Several hands at once, each a thread with a database connection of its own that it keeps and closes."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connections


@contextmanager
def hands(number: int):
    """`with hands(8) as at_once: at_once(act, things)` runs `act(thing)` for each, eight at a time, and gives the answers."""
    with ThreadPoolExecutor(number) as pool:

        def at_once(act: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
            return list(pool.map(act, things))

        def close(_: int) -> None:
            connections.close_all()
            everyone.wait()

        everyone = Barrier(number)
        try:
            yield at_once
        finally:
            list(pool.map(close, range(number)))
