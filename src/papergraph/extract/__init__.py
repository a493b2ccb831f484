"""A text -> the concepts that it names, with what it says of each.

`load_extractor(settings).read(title, abstract)` reads one text; `read_all` many, with several processes if asked. What
is read from a text depends on the text and the settings alone.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from papergraph.extract.spacy_import import import_spacy
from papergraph.values import ConceptReading, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from spacy.vocab import Vocab

__all__ = ["ExtractSettings", "Extractor", "load_extractor", "read_all"]

_RELOAD = 100_000  # spaCy keeps every word it ever met; a fresh pipeline now and then bounds its memory
_CHUNK = 16  # texts handed to a worker at a time: enough to hide the transfer, few enough for all to end together


@dataclass(frozen=True)
class ExtractSettings:
    """What decides how a text is read.

    `vocabulary` are the user's own files. `extractor` is "accurate", rules and trained reader weighed together, or
    "fast", the rules alone.
    """

    vocabulary: tuple[Path, ...] = ()
    extractor: Literal["accurate", "fast"] = "accurate"


class Extractor:
    """Reads texts with one loaded pipeline."""

    def __init__(self, settings: ExtractSettings) -> None:
        self.settings = settings
        self._texts = 0
        self._load()

    def _load(self) -> None:
        with _no_collection():
            import_spacy()
            from spacy.vocab import Vocab  # noqa: PLC0415 - loading spaCy takes most of a second

            from papergraph.extract import pipeline  # noqa: PLC0415

            self._vocab: Vocab = Vocab()  # what English adds to one is for tokens, which no source here needs
            self._reader = pipeline.make_reader(
                self._vocab, self.settings.vocabulary, trained=self.settings.extractor == "accurate"
            )

    def read(self, title: str, abstract: str | None) -> tuple[ConceptReading, ...]:
        """Return the concepts of one text, in order of their first mention."""
        text = text_of(title, abstract)
        self._texts += 1
        if self._texts % _RELOAD == 0:
            self._load()
        return self._reader.read_text(text, self._vocab)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage in the block: where nothing but tables are made, a fifth of the time goes into that."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def load_extractor(settings: ExtractSettings | None = None) -> Extractor:
    """Return an extractor; loading takes about a second."""
    return Extractor(settings or ExtractSettings())


def read_all(
    texts: Sequence[tuple[str, str | None]],
    settings: ExtractSettings | None = None,
    *,
    workers: int | None = 1,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[ConceptReading, ...]]:
    """Yield the concepts of each text in the order of the texts, whatever the number of processes.

    `workers` is that number; None for as many as the cores and the number of texts make worth while.
    `progress` is called with the number of texts read since it was last called.
    """
    settings = settings or ExtractSettings()
    from papergraph.extract.workers import read_chunks, worth_while  # noqa: PLC0415 - it imports this module

    workers = workers or worth_while(len(texts), settings)
    chunks = [texts[i : i + _CHUNK] for i in range(0, len(texts), _CHUNK)]
    if workers <= 1 or len(chunks) <= 1:
        extractor = load_extractor(settings)
        for chunk in chunks:
            for title, abstract in chunk:
                yield extractor.read(title, abstract)
            if progress:
                progress(len(chunk))
        return
    for chunk, readings in zip(chunks, read_chunks(chunks, settings, workers), strict=True):
        yield from readings
        if progress:
            progress(len(chunk))
