"""The trained reader of mentions and relations: an encoder in ONNX, run on the CPU, one text at a time.

One text a run, and one thread in a fixed order of sums: what a text reads as never depends on its neighbours.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np

from papergraph.errors import ExtractError
from papergraph.extract.decoding import Labels, Scores, SpanReading, WordScores, decode, word_scores
from papergraph.extract.judging import Judge
from papergraph.extract.wordpieces import windows

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import onnxruntime
    from tokenizers import Tokenizer

WEIGHTS = "weights"
"""Folder beside this module: `reader.onnx`, `tokenizer.json` and `reader.json` (labels, version, how it was made)."""

SLOWER = ["SkipLayerNormFusion"]
"""Optimizations of ONNX Runtime that cost time: its fused kernel takes five times as long as the two it stands for."""

LONGEST = 20_000
"""Characters of a text that the encoder reads."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which has no UTF-8


@dataclass(frozen=True)
class TextReading:
    """A text as the encoder reads it.

    `mentions` are sorted by place and have no languages: the table of names is nearly complete, and right. `scores`
    says what it gives each word.
    """

    mentions: tuple[SpanReading, ...]
    scores: WordScores


@dataclass(frozen=True)
class Encoder:
    """The encoder and its labels. Loading happens at the first text; a loaded one may be shared by threads."""

    folder: Traversable

    @cached_property
    def card(self) -> dict[str, object]:
        """What `reader.json` says: `version`, `main`, `language`, `relations`."""
        try:
            card = json.loads((self.folder / "reader.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ExtractError(f"the extraction model is missing or damaged: {error}") from error
        return dict(card)

    @property
    def version(self) -> str:
        """Version of the weights, as it stands in `rule`."""
        return str(self.card["version"])

    @cached_property
    def labels(self) -> Labels:
        """The tags, in the order of the scores."""
        return Labels(*(tuple(self.card[name]) for name in ("main", "language", "relations")))  # type: ignore[arg-type]  # a JSON list of strings

    @cached_property
    def judge(self) -> Judge:
        """The models that weigh the encoder against the rules (`judge.json`)."""
        try:
            values = json.loads((self.folder / "judge.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ExtractError(f"the extraction model is missing or damaged: {error}") from error
        return Judge(np.array(values["keep"]), np.array(values["relation"]), values["threshold"])

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The word-piece tokenizer, without truncation or padding."""
        from tokenizers import Tokenizer  # noqa: PLC0415 - the rules alone do not need it

        tokenizer = Tokenizer.from_str((self.folder / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The ONNX session: CPU, one thread, no text of its own on standard error."""
        import onnxruntime  # noqa: PLC0415 - the rules alone do not need it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            with as_file(self.folder / "reader.onnx") as path:
                return onnxruntime.InferenceSession(
                    path, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
                )
        except Exception as error:  # onnxruntime raises several unrelated classes
            raise ExtractError(f"the extraction model cannot be loaded: {error}") from error

    def read(self, text: str, *, bias: float = 1.0) -> TextReading:
        """Return the mentions of the main layer, and what the encoder says of each word.

        Beyond `LONGEST` characters a text is no abstract, and is left to the rules.
        """
        text = _LONE_SURROGATE.sub("\ufffd", text[:LONGEST])
        mentions: list[SpanReading] = []
        words: list[tuple[int, int]] = []
        outputs: list[tuple[Scores, Scores, Scores]] = []
        for window in windows(text, self.tokenizer):
            feed = {"ids": np.array([window.ids], dtype=np.int64), "shapes": np.array([window.shapes], dtype=np.int64)}
            main, language, relation = (scores[0, window.first] for scores in self.session.run(None, feed))
            mentions += decode(window.words, main, self.labels.main, bias)
            words += window.words
            outputs.append((main, language, relation))
        widths = (len(self.labels.main), len(self.labels.language), len(self.labels.relations))
        none = [np.zeros((0, width), dtype=np.float32) for width in widths]
        main, language, relation = (
            np.concatenate([empty, *(output[k] for output in outputs)]) for k, empty in enumerate(none)
        )
        layers = [(main, self.labels.main), (language, self.labels.language)]
        mentions.sort(key=lambda span: (span.start, -span.end, span.kind))
        return TextReading(tuple(mentions), word_scores(words, layers, relation, self.labels.relations))


@cache
def packaged_encoder() -> Encoder:
    """Return the encoder whose weights ship with the package; one a process."""
    return Encoder(files("papergraph.extract") / WEIGHTS)
