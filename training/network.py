"""The network: a MiniLM encoder with word shapes, and heads for mentions and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from training.examples import LANGUAGE, MAIN, RELATIONS
from transformers import AutoModel

from papergraph.extract.wordpieces import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ShapedEncoder(nn.Module):
    """A BERT-like encoder whose word embeddings also carry the shape of the word.

    The shape embedding starts at zero, so that an untrained one leaves the encoder as it was.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        # With dropout on the attention PyTorch has no fast kernel for it, and a step takes twice as long.
        self.bert = AutoModel.from_pretrained(
            folder, attn_implementation="sdpa", add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.width = self.bert.config.hidden_size
        self.shape = nn.Embedding(len(Shape), self.width)
        nn.init.zeros_(self.shape.weight)

    def keep_layers(self, indices: Sequence[int]) -> None:
        """Keep only these layers of the encoder, in this order."""
        self.bert.encoder.layer = nn.ModuleList([self.bert.encoder.layer[k] for k in indices])
        self.bert.config.num_hidden_layers = len(indices)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states (batch, pieces, width). `mask` is 1 for a piece, 0 for padding; None for no padding."""
        embedded = self.bert.embeddings.word_embeddings(ids) + self.shape(shapes)
        return self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def keep_parts(self, layer: int, heads: Sequence[int], neurons: Sequence[int]) -> None:
        """Keep only these attention heads and feed-forward neurons of a layer."""
        block = self.bert.encoder.layer[layer]
        attention, size = block.attention.self, block.attention.self.attention_head_size
        rows = torch.tensor([head * size + k for head in heads for k in range(size)])
        columns = torch.tensor(neurons)
        for name in ("query", "key", "value"):
            setattr(attention, name, _part(getattr(attention, name), rows, 0))
        attention.num_attention_heads, attention.all_head_size = len(heads), len(rows)
        block.attention.output.dense = _part(block.attention.output.dense, rows, 1)
        block.intermediate.dense = _part(block.intermediate.dense, columns, 0)
        block.output.dense = _part(block.output.dense, columns, 1)


def _part(linear: nn.Linear, places: Tensor, axis: int) -> nn.Linear:
    weight = linear.weight.detach().index_select(axis, places)
    result = nn.Linear(weight.shape[1], weight.shape[0])
    result.weight = nn.Parameter(weight.clone())
    result.bias = nn.Parameter((linear.bias.detach()[places] if axis == 0 else linear.bias.detach()).clone())
    return result


class Reader(nn.Module):
    """Tags of both layers and the relation, for every piece; a mention's relation is the mean over its words."""

    def __init__(self, encoder: ShapedEncoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.15)
        self.main = nn.Linear(encoder.width, len(MAIN))
        self.language = nn.Linear(encoder.width, len(LANGUAGE))
        self.relation = nn.Linear(encoder.width, len(RELATIONS))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores (batch, pieces, tags) of the main layer, the language layer and the relations."""
        states = self.dropout(self.encoder(ids, shapes, mask))
        return self.main(states), self.language(states), self.relation(states)


def load_reader(encoder: str, start: Path | None, layers: Sequence[int] | None = None) -> Reader:
    """Return a reader: untrained, or as saved; with the layers of these indices only, or with all that there are."""
    reader = Reader(ShapedEncoder(encoder))
    if start:
        state = torch.load(start, weights_only=True)["state"]
        inner = "encoder.bert.encoder.layer"
        count = len({name.split(".")[4] for name in state if name.startswith(inner)})
        reader.encoder.keep_layers(range(count))
        size = reader.encoder.bert.encoder.layer[0].attention.self.attention_head_size
        for k in range(count):
            heads = len(state[f"{inner}.{k}.attention.self.query.bias"]) // size
            reader.encoder.keep_parts(k, range(heads), range(len(state[f"{inner}.{k}.intermediate.dense.bias"])))
        reader.load_state_dict(state)
    if layers:
        reader.encoder.keep_layers(layers)
    return reader


def padded(rows: list[list[int]], width: int) -> Tensor:
    """Return the rows as one tensor (rows, width), filled up with 0."""
    result = torch.zeros(len(rows), width, dtype=torch.long)
    for k, row in enumerate(rows):
        result[k, : len(row)] = torch.tensor(row)
    return result
