"""The network: a MiniLM encoder with word shapes, and heads for mentions and relations."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from training.examples import LANGUAGE, MAIN, RELATIONS
from transformers import AutoModel

from papergraph.extract.wordpieces import Shape


class ShapedEncoder(nn.Module):
    """A BERT-like encoder whose word embeddings also carry the shape of the word.

    The shape embedding starts at zero, so that an untrained one leaves the encoder as it was.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="sdpa", add_pooling_layer=False)
        self.width = self.bert.config.hidden_size
        self.shape = nn.Embedding(len(Shape), self.width)
        nn.init.zeros_(self.shape.weight)

    def keep_layers(self, indices: list[int]) -> None:
        """Keep only these layers of the encoder, in this order."""
        self.bert.encoder.layer = nn.ModuleList([self.bert.encoder.layer[k] for k in indices])
        self.bert.config.num_hidden_layers = len(indices)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states (batch, pieces, width). `mask` is 1 for a piece, 0 for padding; None for no padding."""
        embedded = self.bert.embeddings.word_embeddings(ids) + self.shape(shapes)
        return self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state


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


def padded(rows: list[list[int]], width: int) -> Tensor:
    """Return the rows as one tensor (rows, width), filled up with 0."""
    result = torch.zeros(len(rows), width, dtype=torch.long)
    for k, row in enumerate(rows):
        result[k, : len(row)] = torch.tensor(row)
    return result
