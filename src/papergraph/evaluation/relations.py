"""The relations of a score, in full: measures of each, and which is taken for which.

Only concepts that were found have a relation to compare, so the table judges relations and not extraction; concepts on
whose relation the annotator hesitated are left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from papergraph.evaluation.concepts import RELATIONS

if TYPE_CHECKING:
    from papergraph.evaluation.concepts import ConceptScore


def format_confusion(result: ConceptScore) -> str:
    """Return precision, recall and F1 of each relation, and the table of annotated against predicted relations."""
    lines = []
    for relation in RELATIONS:
        right = result.confusion[relation, relation]
        said = sum(n for (_, other), n in result.confusion.items() if other == relation)
        annotated = sum(n for (other, _), n in result.confusion.items() if other == relation)
        if said or annotated:
            precision, recall = right / said if said else 0.0, right / annotated if annotated else 0.0
            f1 = 2 * right / (said + annotated)
            lines.append(f"{relation:<13} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({annotated} annotated)")
    lines.append(f"accuracy {result.relation_accuracy:.3f} over {result.relation_total}")
    lines.append(f"macro F1 {result.relation_macro_f1:.3f}")
    said_words = Counter(said for _, said in result.confusion)
    columns = [word for word in (*RELATIONS, "none") if said_words[word]]
    lines.append(f"{'annotated':<13} " + " ".join(f"{word:>12}" for word in columns))
    for relation in RELATIONS:
        row = [result.confusion[relation, word] for word in columns]
        if any(row):
            lines.append(f"{relation:<13} " + " ".join(f"{count:>12}" for count in row))
    return "\n".join(lines)


def as_json(result: ConceptScore) -> dict[str, Any]:
    """Return accuracy, macro F1, and the confusion as rows of annotated, predicted, count."""
    rows = [{"annotated": a, "predicted": p, "count": n} for (a, p), n in sorted(result.confusion.items())]
    return {"accuracy": result.relation_accuracy, "macro_f1": result.relation_macro_f1, "confusion": rows}
