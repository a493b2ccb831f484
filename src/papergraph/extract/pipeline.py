"""The spaCy pipeline: `spacy.blank("en")` and the component `papergraph`.

`spacy.blank("en").add_pipe("papergraph")` works in anybody's pipeline. The component leaves `doc._.papergraph`, a
tuple of `ConceptReading`, and `doc.ents` (labels are the concept types in upper case). The first line of a text is read
as its title where it has more than one line.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from papergraph.extract.abbreviations import abbreviations_of
from papergraph.extract.candidates import occurrences, searchable, text_of_doc
from papergraph.extract.definitions import DefinitionSource
from papergraph.extract.encoder import packaged_encoder
from papergraph.extract.grouping import group_mentions
from papergraph.extract.headed import HeadedSource
from papergraph.extract.introductions import IntroductionSource
from papergraph.extract.judging import judge_concept, retyped
from papergraph.extract.language_source import LanguageSource
from papergraph.extract.matcher import VocabularySource
from papergraph.extract.relations import outline, read_claims
from papergraph.extract.sentences import split_sentences
from papergraph.extract.shapes import ShapeSource
from papergraph.extract.spans import choose
from papergraph.extract.tidying import encoder_candidates
from papergraph.extract.vocabulary import load_vocabulary
from papergraph.values import ConceptReading, ConceptType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.vocab import Vocab

    from papergraph.extract.abbreviations import Abbreviation
    from papergraph.extract.candidates import Candidate, SpanSource
    from papergraph.extract.encoder import Encoder, TextReading
    from papergraph.extract.grouping import Group

SOURCES: dict[str, Callable[[Vocab, Sequence[Path]], SpanSource]] = {
    "vocabulary": lambda vocab, paths: VocabularySource(vocab, load_vocabulary(paths)),
    "languages": lambda _, __: LanguageSource(),
    "introductions": lambda _, __: IntroductionSource(),
    "shapes": lambda _, __: ShapeSource(),
    "definitions": lambda _, __: DefinitionSource(),
    "headed": lambda _, __: HeadedSource(),
}
"""Name of a source of spans -> what builds it. The pipeline runs those it is told to."""


_STORED = "papergraph.readings"
"""Key of `doc.user_data` under which the readings lie as plain values."""


class ConceptReader:
    """The component: sources of spans, the decision between them, concepts and claims."""

    def __init__(self, sources: Sequence[SpanSource], encoder: Encoder | None = None) -> None:
        self.sources = tuple(sources)
        self.encoder = encoder

    def __call__(self, doc: Doc) -> Doc:
        """Read a document and leave the result in `doc._.papergraph` and `doc.ents`."""
        readings = self.read(doc)
        doc._.papergraph = readings
        found = [
            span
            for reading in readings
            for mention in reading.mentions
            if (span := doc.char_span(mention.start, mention.end, reading.type.name, alignment_mode="expand"))
        ]
        doc.set_ents(filter_spans([*found, *doc.ents]))
        return doc

    def read_text(self, text: str, vocab: Vocab) -> tuple[ConceptReading, ...]:
        """Return the concepts of a text without splitting it into spaCy's tokens, which no source here needs."""
        doc = Doc(vocab)
        doc.user_data["papergraph.text"] = searchable(text)
        return self.read(doc, text)

    def read(self, doc: Doc, original: str | None = None) -> tuple[ConceptReading, ...]:
        """Return the concepts of a document in order of their first mention; they depend on its text alone.

        `original` is the text where the document has no tokens.
        """
        text = text_of_doc(doc)
        original = doc.text if original is None else original
        whole = outline(split_sentences(text), text)
        reading = self.encoder.read(text) if self.encoder else None
        readings = []
        for group in self.groups(doc, reading):
            claims = read_claims(group, whole, text, original)
            if self.encoder is None or reading is None or group.type is ConceptType.LANGUAGE_GROUP:
                readings.append(ConceptReading(group.type, group.name, group.mentions, claims, group.vocabulary_id))
            elif judged := judge_concept(self.encoder, group, claims, whole, reading.scores, original):
                readings.append(judged)
        for key in ("text", "words", "keys", "abbreviations"):
            doc.user_data.pop(f"papergraph.{key}", None)
        return tuple(readings)

    def groups(self, doc: Doc, reading: TextReading | None = None) -> list[Group]:
        """Return what the sources, and the encoder where there is one, take for concepts, before any is left out."""
        text = text_of_doc(doc)
        abbreviations = abbreviations_of(doc)
        candidates = [candidate for source in self.sources for candidate in source(doc)]
        candidates += expand_abbreviations(candidates, abbreviations, text)
        if self.encoder is None or reading is None:
            return group_mentions(choose(candidates, text), abbreviations, text)
        extra = encoder_candidates(reading, text, self.encoder.version)
        extra += expand_abbreviations(extra, abbreviations, text)
        chosen = choose(candidates, text, extra)
        return [retyped(group, reading.scores) for group in group_mentions(chosen, abbreviations, text)]


def expand_abbreviations(
    candidates: Sequence[Candidate], abbreviations: Sequence[Abbreviation], text: str
) -> list[Candidate]:
    """Return candidates for the other half of each definition of which one half was found, wherever it stands."""
    spans: dict[tuple[int, int], Candidate] = {}
    for candidate in candidates:
        key = (candidate.start, candidate.end)
        if key not in spans or (candidate.introduced, candidate.score) > (spans[key].introduced, spans[key].score):
            spans[key] = candidate
    found: list[Candidate] = []
    done: set[str] = set()
    for item in abbreviations:
        long, short = (item.long_start, item.long_end), (item.short_start, item.short_end)
        if long in spans:
            known, other = spans[long], short
        elif short in spans:
            known, other = spans[short], long
        else:
            continue
        surface = text[other[0] : other[1]]
        if surface in done:
            continue
        done.add(surface)
        rule = "abbreviation" if other == short else "full-form"
        for start, end in occurrences(text, surface, hyphen_before=True, plural=True):
            introduced = known.introduced and start == other[0]
            found.append(replace(known, start=start, end=end, rule=rule, introduced=introduced))
    return found


def make_reader(
    vocab: Vocab, vocabulary: Sequence[Path] = (), sources: Sequence[str] | None = None, *, trained: bool = False
) -> ConceptReader:
    """Build the component from names of sources, by default from all, with the trained reader or without."""
    encoder = packaged_encoder() if trained else None
    return ConceptReader([SOURCES[name](vocab, vocabulary) for name in (sources or SOURCES)], encoder)


@Language.factory("papergraph", default_config={"vocabulary": [], "sources": None, "trained": True})
def create(nlp: Language, name: str, vocabulary: list[str], sources: list[str] | None, trained: bool) -> Any:  # noqa: ARG001 - spaCy's signature
    """Build the component `papergraph`; an entry point lets spaCy find it without an import of ours."""
    register_extension()
    return make_reader(nlp.vocab, [Path(path) for path in vocabulary], sources, trained=trained)


def register_extension() -> None:
    """Register `doc._.papergraph` once; a program that only loads documents that were read elsewhere calls it."""
    if not Doc.has_extension("papergraph"):
        Doc.set_extension("papergraph", getter=_load, setter=_store)


def _store(doc: Doc, readings: tuple[ConceptReading, ...]) -> None:
    # Only plain values survive `Doc.to_bytes`, which `nlp.pipe(n_process=...)` and `DocBin` use.
    doc.user_data[_STORED] = msgspec.to_builtins(readings)


def _load(doc: Doc) -> tuple[ConceptReading, ...]:
    return msgspec.convert(doc.user_data.get(_STORED, ()), tuple[ConceptReading, ...])
