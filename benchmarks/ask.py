"""How many questions `ask` answers as meant, over a graph folder: share of exact row sets, macro F1, CPU seconds.

python benchmarks/ask.py GRAPH [QUESTIONS]     (QUESTIONS: tests/queries/field_questions.txt)

Questions whose Cypher has no rows in the graph count for the exact share and not for F1. Those whose Cypher names what
the graph does not have (a person of the drawn graph, a model that is a method there) are left out and counted.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from statistics import fmean

from papergraph.errors import PapergraphError
from papergraph.queries.ask import Names, ask
from papergraph.stores.embedded import EmbeddedStore

NAMED = re.compile(r":(\w+) \{name: '((?:[^'\\]|\\.)*)'\}")
REFUSED = "NOT UNDERSTOOD "


def lacks(store: EmbeddedStore, cypher: str) -> bool:
    """Return whether a statement names what the graph does not have."""
    return any(
        not store.query(f"MATCH (x:{label}) WHERE x.name = '{name}' RETURN x.id LIMIT 1").rows
        for label, name in NAMED.findall(cypher)
    )


def main() -> None:
    """Print a line for each half of the questions."""
    questions = Path(sys.argv[2] if len(sys.argv) > 2 else "tests/queries/field_questions.txt")
    lines = [line for line in questions.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    heads = [place for place, line in enumerate(lines) if line.startswith("== ")]
    with EmbeddedStore(Path(sys.argv[1])) as store:
        names = Names.of(store)
        for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
            exact, scores, seconds = [], [], []
            pairs = list(zip(lines[start + 1 : end : 2], lines[start + 2 : end : 2], strict=True))
            asked = [pair for pair in pairs if not lacks(store, pair[1])]
            for question, cypher in asked:
                began = time.process_time()
                try:
                    answer = ask(store, question, names=names)
                    rows, missing = {row[0] for row in answer.result.rows}, answer.not_understood
                except PapergraphError:
                    rows, missing = set(), ("",)
                seconds.append(time.process_time() - began)
                if cypher.startswith(REFUSED):
                    exact.append(any(cypher.rsplit(maxsplit=1)[-1] in words for words in missing))
                    scores.append(float(exact[-1]))
                    continue
                wanted = {row[0] for row in store.query(cypher).rows}
                exact.append(rows == wanted and not missing)
                if wanted:
                    scores.append(2 * len(rows & wanted) / (len(rows) + len(wanted)))
            print(
                f"{lines[start][3:]}: {len(exact)} questions, {len(pairs) - len(asked)} left out; "
                f"exact {fmean(exact):.3f}, macro F1 {fmean(scores):.3f} of {len(scores)}; "
                f"CPU seconds a question: median {sorted(seconds)[len(seconds) // 2]:.2f}, "
                f"most {max(seconds):.2f}"
            )


if __name__ == "__main__":
    main()
