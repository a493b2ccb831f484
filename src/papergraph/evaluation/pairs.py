"""Precision and recall over pairs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs rightly joined, wrongly joined, and missed. The measures are None where there is nothing to divide by."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of the joined pairs that are right."""
        total = self.right + self.wrong
        return self.right / total if total else None

    @property
    def recall(self) -> float | None:
        """The share of the true pairs that were joined."""
        total = self.right + self.missed
        return self.right / total if total else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None

    def row(self, name: str) -> str:
        """Return one line of a table."""
        shown = (f"{label} {'-' if value is None else f'{value:.3f}'}" for label, value in self._measures())
        return f"{name:<16} {'  '.join(shown)}  (right {self.right}, wrong {self.wrong}, missed {self.missed})"

    def as_json(self) -> dict[str, float | int | None]:
        """Return counts and measures under their names."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
        }

    def _measures(self) -> tuple[tuple[str, float | None], ...]:
        return ("P", self.precision), ("R", self.recall), ("F1", self.f1)
