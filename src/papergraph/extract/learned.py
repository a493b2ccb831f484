"""Rules and the encoder, weighed against each other.

Rules are precise and miss much, the encoder finds more and errs more. Two small linear models over what both say of a
concept decide whether it is kept, with which probability, and what the paper does with it. Their coefficients are
fitted on annotated papers that the encoder was not trained on (`training/judge.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from papergraph.extract.candidates import OWN, Candidate
from papergraph.extract.spans import LINGUAL
from papergraph.values import Claim, ConceptReading, ConceptType, RelationType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from papergraph.extract.decoding import WordScores
    from papergraph.extract.encoder import Encoder, TextReading
    from papergraph.extract.grouping import Group
    from papergraph.extract.relations import Outline

RULE = "encoder"
"""Prefix of the rule of what the encoder found by itself."""

TYPES = (ConceptType.MODEL, ConceptType.DATASET, ConceptType.METHOD, ConceptType.TASK, ConceptType.LANGUAGE)
RELATIONS = tuple(RelationType)
_LEAST = 0.15  # a claim that the model thinks less likely is not stored beside the primary one
_RULE_TYPE = 0.45  # how much a type that a rule reads from the text outweighs the encoder's, in probability
_VOCABULARY_TYPE = 0.7
_LEADING = re.compile(
    r"(?:\s+|[(\[,;:\"'“‘]|(?:an?|the|and|or|of|for|in|on|with|our|new|novel|proposed|popular|existing|standard|recent"
    r"|various|different|modified|improved|effective|efficient|simple|so-called)\s+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s+|[)\],;:\"'”’.‘“](?<!\w\.)"
    r"|(?<=\w)\s+(?:and|or|of|for|in|on|with|to|by|as|the|an?|between|from|via|using"
    r"|(?<!shared )tasks?|algorithms?|techniques?|methods?|approach(?:es)?|ideas?|strateg(?:y|ies)|benchmarks?"
    r"|data ?sets?|prompts|setups?|settings?|schemes?|(?<!attention )mechanisms?))$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"-(?:based|aware|adaptive|driven|specific|dependent|wise|level|oriented|enhanced)$"
    r"|^(?:un|self-|semi-)?supervised$|^(?:generative|discriminative|multimodal|multilingual|cross-lingual|neural)$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s(?:large language |language )?(?:models?|LLMs?|systems?|frameworks?|corpus|corpora)$")
_MIXED = re.compile(r"[A-Z].*[A-Z0-9]|[a-z\d][A-Z]|\d")


def encoder_candidates(reading: TextReading, text: str, version: str) -> list[Candidate]:
    """Return the encoder's mentions as candidates, with tidy ends.

    What it takes for generic is none, nor are its languages: the table of names is nearly complete, and right.
    """
    return [
        Candidate(
            start,
            end,
            ConceptType(mention.kind),
            round(mention.score, 4),
            f"{RULE}-{version}",
            typed=False,
        )
        for mention in reading.mentions
        if mention.kind not in {"other", "group", "language"}
        for start, end in tidy(text, mention.start, mention.end)
    ]


def tidy(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a span that can be names: none crosses a line, none begins or ends with a loose word.

    "the novel attention algorithm" gives "attention", "BERT model" gives "BERT", "language model" stays; an adjective
    alone names nothing.
    """
    result = []
    for piece in re.finditer(r"[^\n]+", text[start:end]):
        left, right = start + piece.start(), start + piece.end()
        while match := _LEADING.match(text, left, right):
            left = match.end()
        while match := _TRAILING.search(text[left:right]):
            right = left + match.start()
        if (match := _AFTER_NAME.search(text[left:right])) and _MIXED.search(text[left : left + match.start()]):
            right = left + match.start()
        if (closed := text.find(")", left, right)) >= 0 and "(" not in text[left:closed]:
            right = closed
        if right > left and not _ADJECTIVE.search(text[left:right]):
            result.append((left, right))
    return result


def retyped(group: Group, scores: WordScores) -> Group:
    """Return the group with the type that rules and encoder together find most likely."""
    if group.type in LINGUAL or any(c.rule == OWN for c in group.candidates):
        return group
    weights = {kind: _mean(group, scores.probability, scores)[scores.kinds.index(kind.value)] for kind in TYPES[:4]}
    for candidate in group.candidates:
        if candidate.type in weights and not candidate.rule.startswith(RULE):
            bonus = _VOCABULARY_TYPE if candidate.vocabulary_id else _RULE_TYPE if candidate.typed else 0.0
            if candidate.type is group.type:
                weights[group.type] += bonus
                break
    best = max(weights, key=lambda kind: (weights[kind], kind is group.type))
    if best is group.type:
        return group
    return replace(group, type=best, vocabulary_id=None)


def keep_features(group: Group, scores: WordScores, text: str) -> list[float]:
    """Return what the decision to keep a concept rests on; the order is that of the coefficients."""
    kind = scores.kinds.index(group.type.value)
    probability = _best(group, scores.probability, scores)
    required = _best(group, scores.required, scores)
    mean = _mean(group, scores.probability, scores)
    rules = [c for c in group.candidates if not c.rule.startswith(RULE)]
    from_rules = float(bool(rules))
    loose = [scores.kinds.index(t.value) for t in TYPES[:4]]
    longest = max((text[c.start : c.end] for c in group.candidates), key=len)
    base = [
        float(probability[kind]),
        float(required[kind]),
        float(mean[kind]),
        float(probability[loose].max()),
        # a name that wavers between model and method is a name all the same
        float(_mean(group, scores.required, scores)[loose].sum())
        if group.type not in LINGUAL
        else float(required[kind]),
        float(mean[scores.kinds.index("other")]),
        from_rules,
        max((c.score for c in rules), default=0.0),
        float(group.vocabulary_id is not None),
        float(group.introduced),
        float(np.log1p(len(group.candidates))),
        float(any(c.start < text.find("\n") for c in group.candidates)),
        min(longest.count(" "), 6) / 6,
        float(bool(_MIXED.search(longest))),
        from_rules * float(required[kind]),
    ]
    which = [float(group.type is kind) for kind in TYPES]
    return [1.0, *base, *which, *(flag * base[1] for flag in which), *(flag * from_rules for flag in which)]


def relation_features(
    group: Group, claims: Sequence[Claim], whole: Outline, scores: WordScores, text: str
) -> list[float]:
    """Return what the decision on the relation rests on; the order is that of the coefficients."""
    logs = _relation_logs(group, scores)
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
    decided = judged_claims(group, claims, likely, whole, scores, text, f"{RULE}-{encoder.version}")
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
    primary = max(likely, key=lambda relation: (likely[relation], -RELATIONS.index(relation)))
    by_relation = {claim.relation: claim for claim in claims}
    first = by_relation.get(primary) or _claim(group, primary, claims, whole, scores, text, rule)
    result = [replace(first, confidence=likely[primary])]
    if primary is not RelationType.MENTIONS:
        result += [
            replace(claim, confidence=likely[claim.relation])
            for claim in claims
            if claim.relation not in {primary, RelationType.MENTIONS} and likely[claim.relation] >= _LEAST
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
    column = RELATIONS.index(relation)
    best = max(group.candidates, key=lambda c: (round(_logs_at(c, scores)[column], 4), -c.start))
    sentence = max(
        (s for s in whole.sentences if s.start <= best.start), key=lambda s: s.start, default=whole.sentences[0]
    )
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


def _logs_at(candidate: Candidate, scores: WordScores) -> NDArray[np.float32]:
    place = scores.within(candidate.start, candidate.end)
    order = [scores.relation_names.index(relation.word) for relation in RELATIONS]
    logs = scores.relations[place]
    return logs.mean(axis=0)[order] if len(logs) else np.full(len(RELATIONS), -1.8, dtype=np.float32)


def _relation_logs(group: Group, scores: WordScores) -> NDArray[np.float32]:
    return np.asarray(np.mean([_logs_at(c, scores) for c in group.candidates], axis=0))


def _each(group: Group, values: NDArray[np.float32], scores: WordScores) -> NDArray[np.float32]:
    rows = [values[scores.within(c.start, c.end)] for c in group.candidates]
    return np.array([row.mean(axis=0) if len(row) else np.zeros(values.shape[1]) for row in rows], dtype=np.float32)


def _best(group: Group, values: NDArray[np.float32], scores: WordScores) -> NDArray[np.float32]:
    return np.asarray(_each(group, values, scores).max(axis=0))


def _mean(group: Group, values: NDArray[np.float32], scores: WordScores) -> NDArray[np.float32]:
    return np.asarray(_each(group, values, scores).mean(axis=0))
