"""Write a trained reader as ONNX with 8-bit weights, with its tokenizer and card.

python -m training.export reader.pt --encoder FOLDER --out src/papergraph/extract/weights --version 1
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.examples import LANGUAGE, MAIN, RELATIONS
from training.network import Reader, load_reader


class OneText(nn.Module):
    """The reader for one text without padding."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the scores (1, pieces, tags) of both layers and the relations."""
        return self.reader(ids, shapes, None)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("reader", type=Path)
    cli.add_argument("--encoder", required=True)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--version", required=True)
    cli.add_argument("--full", action="store_true", help="keep 32-bit weights, to measure what 8 bits cost")
    args = cli.parse_args()
    reader = load_reader(args.encoder, args.reader).eval()
    reader.encoder.bert.set_attn_implementation("eager")  # plain products, of which 8-bit ones can be made
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        ids = torch.randint(1000, 20000, (1, 40))
        torch.onnx.export(
            OneText(reader),
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["ids", "shapes"],
            output_names=["main", "language", "relation"],
            dynamic_axes={name: {1: "pieces"} for name in ("ids", "shapes", "main", "language", "relation")},
            opset_version=17,
            dynamo=False,
        )
        if args.full:
            shutil.copy(full, args.out / "reader.onnx")
        else:
            quantize_dynamic(
                full, args.out / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
    shutil.copy(Path(args.encoder) / "tokenizer.json", args.out / "tokenizer.json")
    card = {
        "version": args.version,
        "main": MAIN,
        "language": LANGUAGE,
        "relations": RELATIONS,
    }
    (args.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
