"""Reading texts in several processes that come and go with the one that started them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import TYPE_CHECKING

from papergraph.errors import ExtractError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.synchronize import Event

    from papergraph.extract import Extractor, ExtractSettings
    from papergraph.values import ConceptReading

    Chunk = Sequence[tuple[str, str | None]]

_MOST = 16

_TEXTS_PER_WORKER = {"accurate": 200, "fast": 2000}
"""Texts that take as long to read as a process to start, a few times over."""

_LOADED: list[Extractor] = []
"""The extractor of a worker process."""

_STOP: list[Event] = []
"""Set when nobody waits for the results any more."""


def worth_while(texts: int, settings: ExtractSettings) -> int:
    """Return how many processes to read so many texts with: each takes seconds to load and some 200 MB."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST, texts // _TEXTS_PER_WORKER[settings.extractor] + 1)


def read_chunks(
    chunks: Sequence[Chunk], settings: ExtractSettings, workers: int
) -> Iterator[list[tuple[ConceptReading, ...]]]:
    """Yield the concepts of each text of each chunk, in order.

    Raises:
        ExtractError: a worker was killed.
    """
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(settings, stop)) as pool:
        with _uninterrupted():
            results = pool.map(_read, chunks)
        try:
            yield from results
        except BrokenProcessPool as error:
            raise ExtractError("a worker process was killed, perhaps for want of memory; try --workers 1") from error
        finally:
            # After an interrupt the pool waits for the chunks that were handed out; they end at the next text.
            stop.set()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C, which a terminal sends to all, from the processes started in the block: we end them ourselves.

    They inherit the blocked signal; one that comes meanwhile reaches us when the block ends.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(settings: ExtractSettings, stop: Event) -> None:
    from papergraph.extract import load_extractor  # noqa: PLC0415 - it imports this module

    threading.Thread(target=_end_with_parent, daemon=True).start()
    _STOP[:] = [stop]
    _LOADED[:] = [load_extractor(settings)]


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone; killed hard, it leaves its workers waiting for ever."""
    if parent := multiprocessing.parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _read(chunk: Chunk) -> list[tuple[ConceptReading, ...]]:
    return [_LOADED[0].read(title, abstract) for title, abstract in chunk if not _STOP[0].is_set()]
