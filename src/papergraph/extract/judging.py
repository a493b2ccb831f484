"""Rules and the encoder, weighed against each other.

Rules are precise and miss much, the encoder finds more and errs more. Two small linear models over what both say of a
concept decide whether it is kept, with which probability, and what the paper does with it. Their coefficients are
fitted on annotated papers that the encoder was not trained on (`training/judge.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from papergraph.extract.candidates import ENCODER, MIXED_CASE, OWN
from papergraph.extract.relations import FUTURE, TITLE_NAME
from papergraph.extract.spans import LINGUAL
from papergraph.values import Claim, ConceptReading, ConceptType, RelationType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from papergraph.extract.candidates import Candidate
    from papergraph.extract.decoding import WordScores
    from papergraph.extract.encoder import Encoder
    from papergraph.extract.grouping import Group
    from papergraph.extract.relations import Outline

TYPES = (ConceptType.MODEL, ConceptType.DATASET, ConceptType.METHOD, ConceptType.TASK, ConceptType.LANGUAGE)
RELATIONS = tuple(RelationType)
FAMILIES = ("vocabulary", "introduction", "shape", "definition", "headed", "abbreviation", "full-form")
"""What the rule of a candidate begins with, by the source that found it."""

_LEAST = 0.15  # a claim that the model thinks less likely is not stored beside the primary one
_RULE_TYPE = 0.35  # how much a type that a rule reads from the text outweighs the encoder's, in probability
_VOCABULARY_TYPE = 0.9


def retyped(group: Group, scores: WordScores) -> Group:
    """Return the group with the type that rules and encoder together find most likely."""
    if group.type in LINGUAL or any(c.rule == OWN for c in group.candidates):
        return group
    mean = _each(group, scores).mean(axis=0)
    weights = {kind: float(mean[scores.kinds.index(kind.value)]) for kind in TYPES[:4]}
    said = (c for c in group.candidates if c.type is group.type and not c.rule.startswith(ENCODER))
    if candidate := next(said, None):
        weights[group.type] += _VOCABULARY_TYPE if candidate.vocabulary_id else _RULE_TYPE if candidate.typed else 0.0
    best = max(weights, key=lambda kind: (weights[kind], kind is group.type))
    if best is group.type:
        return group
    return replace(group, type=best, vocabulary_id=None)


def family_of(candidate: Candidate) -> str:
    """Return the family of rules that found a candidate, "" for what is in none."""
    return next((family for family in FAMILIES if candidate.rule.startswith(family)), "")


def keep_features(group: Group, scores: WordScores, text: str) -> list[float]:
    """Return what the decision to keep a concept rests on; the order is that of the coefficients."""
    each, count = _each(group, scores), len(scores.kinds)
    best, mean = each.max(axis=0), each.mean(axis=0)
    kind = scores.kinds.index(group.type.value)
    loose = [scores.kinds.index(t.value) for t in TYPES[:4]]
    required = float(best[count + kind])
    lingual = group.type in LINGUAL
    edges = [scores.edge(int(lingual), c.start, c.end) for c in group.candidates]
    rules = [c for c in group.candidates if not c.rule.startswith(ENCODER)]
    from_rules = float(bool(rules))
    families = {family_of(c) for c in group.candidates}
    longest = max((text[c.start : c.end] for c in group.candidates), key=len)
    base = [
        float(best[kind]),
        required,
        float(mean[kind]),
        float(best[loose].max()),
        # a name that wavers between model and method is a name all the same
        required if lingual else float(mean[count:][loose].sum()),
        float(mean[scores.kinds.index("other")]),
        from_rules,
        max((c.score for c in rules), default=0.0),
        float(group.vocabulary_id is not None),
        float(group.introduced),
        float(np.log1p(len(group.candidates))),
        float(any(c.start < text.find("\n") for c in group.candidates)),
        min(longest.count(" "), 6) / 6,
        float(bool(MIXED_CASE.search(longest))),
        from_rules * required,
        max(edges),
        sum(edges) / len(edges),
        *(float(family in families) for family in FAMILIES),
    ]
    which = [float(group.type is kind) for kind in TYPES]
    return [1.0, *base, *which, *(flag * required for flag in which), *(flag * from_rules for flag in which)]


def relation_features(
    group: Group, claims: Sequence[Claim], whole: Outline, scores: WordScores, text: str
) -> list[float]:
    """Return what the decision on the relation rests on; the order is that of the coefficients."""
    logs = _each(group, scores)[:, _relation_columns(scores)].mean(axis=0)
    cue = claims[0].relation
    which = [float(group.type is kind) for kind in TYPES]
    cues = [float(cue is relation) for relation in RELATIONS]
    title = text.find("\n")
    parts = {s.part.value for s in whole.sentences if any(s.start <= c.start < s.end for c in group.candidates)}
    rest = [
        float(any(c.start < title for c in group.candidates)),
        float(all(c.start < title for c in group.candidates)),
        float(np.log1p(len(group.candidates))),
        float(group.introduced),
        float(claims[0].negated),
        float(claims[0].hedged),
        *(float(part in parts) for part in ("background", "contribution", "result", "outlook")),
        float(parts == {"background"}),
        *(float(flag) for flag in (whole.survey, whole.resource, whole.results)),
        *(w * float(flag) for w in which for flag in (whole.survey, whole.results)),
    ]
    return [1.0, *logs, *np.exp(logs), *which, *cues, *(w * c for w in which for c in cues), *rest]


@dataclass(frozen=True)
class Judge:
    """The two linear models.

    `keep` (features) is a logistic regression, `threshold` the probability from which a concept is kept; `relation`
    (relations, features) is a multinomial one.
    """

    keep: NDArray[np.float64]
    relation: NDArray[np.float64]
    threshold: Mapping[str, float]

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability that a careful reader would list the concept."""
        return float(1 / (1 + np.exp(-(self.keep @ np.array(features)))))

    def relations(self, features: Sequence[float]) -> dict[RelationType, float]:
        """Return the probability of each relation."""
        raw = self.relation @ np.array(features)
        each = np.exp(raw - raw.max())
        return dict(zip(RELATIONS, (float(p) for p in each / each.sum()), strict=True))


def judge_concept(
    encoder: Encoder,
    group: Group,
    claims: Sequence[Claim],
    whole: Outline,
    scores: WordScores,
    text: str,
) -> ConceptReading | None:
    """Return the concept as rules and encoder together read it, or None where it is not kept.

    A claim's confidence is the probability that the concept is one, times that of the relation.
    """
    judge = encoder.judge
    probability = judge.probability(keep_features(group, scores, text))
    if any(c.rule == OWN for c in group.candidates):
        probability = 1.0
    if probability < judge.threshold[group.type.value]:
        return None
    likely = judge.relations(relation_features(group, claims, whole, scores, text))
    decided = judged_claims(group, claims, likely, whole, scores, text, f"{ENCODER}-{encoder.version}")
    return ConceptReading(
        group.type,
        group.name,
        tuple(replace(mention, confidence=round(probability, 2)) for mention in group.mentions),
        tuple(replace(claim, confidence=round(claim.confidence * probability, 2)) for claim in decided),
        group.vocabulary_id,
    )


def judged_claims(
    group: Group,
    claims: Sequence[Claim],
    likely: Mapping[RelationType, float],
    whole: Outline,
    scores: WordScores,
    text: str,
    rule: str,
) -> tuple[Claim, ...]:
    """Return the claims with the most likely relation first, and beside it what the cues say and is not unlikely."""
    if claims[0].rule == FUTURE:
        # What is only planned is kept apart, though too rare among the annotated papers for the model to learn it.
        return tuple(claims)
    if claims[0].rule == TITLE_NAME:
        # Annotated papers seldom introduce a name that others use, so the model takes "BERT: ..." for a use.
        likely = {**likely, RelationType.INTRODUCES: max(likely[RelationType.INTRODUCES], claims[0].confidence)}
    primary = max(likely, key=lambda relation: (likely[relation], -RELATIONS.index(relation)))
    by_relation = {claim.relation: claim for claim in claims}
    first = by_relation.get(primary) or _claim(group, primary, claims, whole, scores, text, rule)
    result = [replace(first, confidence=likely[primary])]
    if primary is not RelationType.MENTIONS:
        result += [
            replace(claim, confidence=likely[claim.relation])
            for claim in claims
            if claim.relation not in {primary, RelationType.MENTIONS}
            and likely[claim.relation] >= _LEAST
            and (claim.start, claim.end) != (first.start, first.end)  # one mention says one thing
        ]
    return tuple(result)


def _claim(
    group: Group,
    relation: RelationType,
    claims: Sequence[Claim],
    whole: Outline,
    scores: WordScores,
    text: str,
    rule: str,
) -> Claim:
    column = _relation_columns(scores)[RELATIONS.index(relation)]
    best = max(group.candidates, key=lambda c: (round(float(scores.mean(c.start, c.end)[column]), 4), -c.start))
    sentence = whole.sentence_at(best.start)
    model = claims[0]
    return Claim(
        relation=relation,
        confidence=0.0,
        evidence=text[sentence.start : sentence.end],
        start=best.start,
        end=best.end,
        rule=rule,
        hedged=model.hedged and model.start == best.start,
        negated=False,
        said_low_resource=model.said_low_resource,
    )


def _relation_columns(scores: WordScores) -> list[int]:
    first = 2 * len(scores.kinds)
    return [first + scores.relation_names.index(relation.word) for relation in RELATIONS]


def _each(group: Group, scores: WordScores) -> NDArray[np.float32]:
    return np.stack([scores.mean(c.start, c.end) for c in group.candidates])
