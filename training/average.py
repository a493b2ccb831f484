"""Average the weights of readers trained from one start (Wortsman et al. 2022, "Model soups").

python -m training.average stage1.pt stage2.pt --out reader.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("readers", type=Path, nargs="+")
    cli.add_argument("--out", type=Path, required=True)
    args = cli.parse_args()
    checkpoints = [torch.load(path, weights_only=True) for path in args.readers]
    mean = {
        name: torch.stack([c["state"][name].float() for c in checkpoints]).mean(0).to(value.dtype)
        for name, value in checkpoints[0]["state"].items()
    }
    torch.save({"state": mean}, args.out)


if __name__ == "__main__":
    main()
