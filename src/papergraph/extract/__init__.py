"""A text -> the concepts that it names, with what it says of each.

`load_extractor(settings).read(title, abstract)` reads one text; `read_all` many, with several processes if asked. What
is read from a text depends on the text and the settings alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from papergraph.values import ConceptReading, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from spacy.vocab import Vocab

__all__ = ["ExtractSettings", "Extractor", "load_extractor", "read_all"]

_RELOAD = 100_000  # spaCy keeps every word it ever met; a fresh pipeline now and then bounds its memory
_CHUNK = 64  # texts handed to a worker at a time: enough to hide the transfer, few enough to keep progress smooth


@dataclass(frozen=True)
class ExtractSettings:
    """What decides how a text is read.

    `vocabulary` are the user's own files, `extractor` is "rules", "fast" or "accurate".
    """

    vocabulary: tuple[Path, ...] = ()
    extractor: Literal["accurate", "fast", "rules"] = "rules"


class Extractor:
    """Reads texts with one loaded pipeline."""

    def __init__(self, settings: ExtractSettings) -> None:
        self.settings = settings
        self._texts = 0
        self._load()

    def _load(self) -> None:
        import spacy  # noqa: PLC0415 - loading spaCy takes a second

        from papergraph.extract import pipeline  # noqa: PLC0415

        self._vocab: Vocab = spacy.blank("en").vocab
        self._reader = pipeline.make_reader(self._vocab, self.settings.vocabulary)

    def read(self, title: str, abstract: str | None) -> tuple[ConceptReading, ...]:
        """Return the concepts of one text, in order of their first mention."""
        text = text_of(title, abstract)
        self._texts += 1
        if self._texts % _RELOAD == 0:
            self._load()
        return self._reader.read_text(text, self._vocab)


def load_extractor(settings: ExtractSettings | None = None) -> Extractor:
    """Return an extractor; loading takes about a second."""
    return Extractor(settings or ExtractSettings())


def read_all(
    texts: Sequence[tuple[str, str | None]],
    settings: ExtractSettings | None = None,
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[ConceptReading, ...]]:
    """Yield the concepts of each text in the order of the texts, whatever the number of processes.

    `progress` is called with the number of texts read since it was last called.
    """
    settings = settings or ExtractSettings()
    chunks = [texts[i : i + _CHUNK] for i in range(0, len(texts), _CHUNK)]
    if workers <= 1 or len(chunks) <= 1:
        extractor = load_extractor(settings)
        for chunk in chunks:
            for title, abstract in chunk:
                yield extractor.read(title, abstract)
            if progress:
                progress(len(chunk))
        return
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(settings,)) as pool:
        for chunk, readings in zip(chunks, pool.map(_read_chunk, chunks), strict=True):
            yield from readings
            if progress:
                progress(len(chunk))


_WORKER: list[Extractor] = []


def _start_worker(settings: ExtractSettings) -> None:
    from threading import Thread  # noqa: PLC0415

    Thread(target=_end_with_parent, daemon=True).start()
    _WORKER[:] = [load_extractor(settings)]


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone; killed hard, it leaves its workers waiting for ever."""
    import os  # noqa: PLC0415
    from multiprocessing import connection, parent_process  # noqa: PLC0415

    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _read_chunk(chunk: Sequence[tuple[str, str | None]]) -> list[tuple[ConceptReading, ...]]:
    return [_WORKER[0].read(title, abstract) for title, abstract in chunk]
