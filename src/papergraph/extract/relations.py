"""What a text says that the paper does with a concept: one claim a relation, with its sentence.

Every mention is judged by its sentence: the part the sentence plays, cue words before and after the mention, and the
type of the concept (a dataset in a result is evaluated on, a language is covered). The strongest claim of a concept is
its primary one; hedged and negated wordings are marked, and what is background only stays `MENTIONS`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from papergraph.extract.sentences import Part, Sentence
from papergraph.values import Claim, ConceptType, RelationType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papergraph.extract.grouping import Group
    from papergraph.values import Mention

_OURS = re.compile(r"\b(?:we|our|this (?:paper|work|study|article|thesis|survey)|i|us)\b", re.IGNORECASE)
_INTRODUCE = re.compile(
    r"\b(?:propos|introduc|present|releas|develop|creat|construct|buil[dt]|design|devis|curat|compil|collect"
    r"|publish|contribut|formulat)\w*\b",
    re.IGNORECASE,
)
_NEW = re.compile(r"\b(?:a|an|the first|new|novel|our)\b[^.;:]{0,60}$", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|better than|superior to|compared? (?:to|with"
    r"|against)|comparable (?:to|with)"
    r"|in comparison (?:to|with)|improv\w+ (?:over|upon)|over (?:the )?(?:strong |standard |vanilla )?|than"
    r"|versus|vs\.?|unlike|competitive with"
    r"|baselines?(?: such as| like|,| including| of)?|rather than|instead of|on par with|relative to"
    r"|as opposed to|match(?:es|ing)?)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\b(?:such as|like|e\.g\.,?|including|for example,?|for instance,?)[^.;:]{0,80}$", re.IGNORECASE)
_EVALUATE = re.compile(
    r"\b(?:evaluat\w*|experiment\w*|test(?:ed|s|ing)?|results?|benchmark\w*|performance|outperform\w*"
    r"|achiev\w*|state-of-the-art|SOTA|score\w*|accuracy"
    r"|F1|BLEU|improv\w*|gains?|tasks?)\b",
    re.IGNORECASE,
)
_TRAIN = re.compile(
    r"\b(?:(?:pre-?)?train(?:ed|ing)?|fine-?tun(?:e|ed|ing)|learn\w*|adapt\w*|built|construct\w*|extract\w*"
    r"|collect\w*|annotat\w*|derived|crawled|from|using|corpus)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|potential(?:ly)?|possibl[ey]|can be (?:used|applied|extended)|suggests?|seems?"
    r"|appears?|likely)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:without|not|no|never|neither|nor|free of|free from|does not|do not|don't|cannot|lack(?:s|ing)?"
    r"|absence of|instead of|rather than|no need for"
    r"|obviat\w+|eliminat\w+|avoid\w*)\b(?: (?!but|only)[\w\-]+){0,4} ?$",
    re.IGNORECASE,
)
_SURVEY = re.compile(
    r"\b(?:survey|review|overview|tutorial|position paper|perspective|roadmap|challenges|resource|corpus"
    r"|dataset|data set|treebank|benchmark|annotat\w+|toolkit)\b",
    re.IGNORECASE,
)
_LOW_RESOURCE = re.compile(
    r"\b(?:low|lower|under|less|lesser|scarce)[- ]?resourced?\b|\bresource-(?:poor|scarce|constrained|lean)\b"
    r"|\bunder-?(?:represented|served|studied)\b|\bendangered\b",
    re.IGNORECASE,
)
_STRENGTH = tuple(RelationType)


def read_claims(group: Group, sentences: Sequence[Sentence], text: str) -> tuple[Claim, ...]:
    """Return the claims about one concept, strongest first, at most one a relation and never none."""
    starts = [sentence.start for sentence in sentences]
    best: dict[RelationType, Claim] = {}
    for candidate, mention in zip(group.candidates, group.mentions, strict=True):
        sentence = sentences[max(0, bisect_right(starts, mention.start) - 1)]
        claim = _judge(group, mention, sentence, text, introduced=candidate.introduced)
        known = best.get(claim.relation)
        if known is None or (claim.confidence, -claim.start) > (known.confidence, -known.start):
            best[claim.relation] = claim
    claims = sorted(best.values(), key=lambda c: (c.negated, _STRENGTH.index(c.relation)))
    # MENTIONS says that there is nothing stronger.
    return tuple(c for c in claims if c.relation is not RelationType.MENTIONS or len(claims) == 1)


def _judge(group: Group, mention: Mention, sentence: Sentence, text: str, *, introduced: bool) -> Claim:
    before = text[sentence.start : mention.start]
    relation, confidence, rule = _relation(group, sentence, before, text, introduced=introduced)
    negated = bool(_NEGATED.search(before)) and relation not in {RelationType.INTRODUCES, RelationType.COVERS}
    if negated:
        relation, rule = RelationType.MENTIONS, "negated"
    whole = text[sentence.start : sentence.end]
    return Claim(
        relation=relation,
        confidence=confidence,
        evidence=whole,
        start=mention.start,
        end=mention.end,
        rule=f"cue-{rule}",
        hedged=bool(_HEDGE.search(before)),
        negated=negated,
        said_low_resource=group.type is ConceptType.LANGUAGE and bool(_LOW_RESOURCE.search(whole)),
    )


def _relation(
    group: Group, sentence: Sentence, before: str, text: str, *, introduced: bool
) -> tuple[RelationType, float, str]:
    kind, part = group.type, sentence.part
    if kind in {ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP}:
        if part is Part.BACKGROUND and _EXAMPLE.search(before):
            return RelationType.MENTIONS, 0.6, "language-example"
        return RelationType.COVERS, 0.95, "language"
    if introduced:
        return RelationType.INTRODUCES, 0.9, "introduced"
    if part is Part.BACKGROUND:
        return RelationType.MENTIONS, 0.6, "background"
    if part is Part.OUTLOOK:
        return RelationType.MENTIONS, 0.5, "outlook"
    if kind is ConceptType.DATASET:
        return _dataset(sentence, before)
    if kind is ConceptType.TASK:
        if _SURVEY.search(text[: text.find("\n")] if "\n" in text else ""):
            return RelationType.USES, 0.6, "subject"
        return RelationType.EVALUATES_ON, 0.7, "task"
    if part is Part.RESULT and _COMPARED.search(before):
        return RelationType.COMPARES_WITH, 0.6, "compared"
    return RelationType.USES, 0.75, part.value


def _dataset(sentence: Sentence, before: str) -> tuple[RelationType, float, str]:
    if sentence.part is not Part.RESULT and _TRAIN.search(before):
        return RelationType.USES, 0.6, "trained-on"
    return RelationType.EVALUATES_ON, 0.8, "dataset"
