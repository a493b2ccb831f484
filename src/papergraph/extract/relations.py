"""What a text says that the paper does with a concept: one claim a relation, with its sentence.

Every mention is judged by its sentence: the part the sentence plays, cue words before the mention, and the type of the
concept (a dataset in a result is evaluated on, a language is covered). The strongest claim of a concept is its primary
one; hedged and negated wordings are marked, and what is background only stays `MENTIONS`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.extract.low_resource import says_low_resource
from papergraph.extract.sentences import Part, Sentence
from papergraph.values import Claim, ConceptType, RelationType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papergraph.extract.candidates import Candidate
    from papergraph.extract.grouping import Group

_MAKE = (
    r"(?:propos|introduc|present|releas|develop|creat|construct|build|built|design|devis|formulat|publish|unveil)\w*"
)
_INTRODUCED = re.compile(rf"\b{_MAKE} (?:(?:a|an|the|our|two|three|novel|new|called|named|[a-z]+ly) ){{0,4}}[\"“'`]*$")
_NEW_ONE = re.compile(
    rf"\b{_MAKE} (?:a|an|our|the first|two|three|new|novel)\b(?:[ ,][\w\-]+){{0,7}}[\s,:–—\-\"“'‘`]+"
    r"(?:an? |the )?[\"“'‘`]*$"
)
_MADE = re.compile(rf"\b{_MAKE}\b")
_STUDY_OF = re.compile(
    r"\b(?:study|analysis|investigation|survey|review|overview|evaluation|extension|comparison|application"
    r"|results?|approach"
    r"|methods?|experiments?|findings|insights?|framing|infrastructure|version|detailed|empirical)\b[^.;]*?"
    r"\b(?:of|to|for|on|in|into|with|using|via|by|based on|between|across|from|about)\b"
    r"(?![^.;]*\b(?:called|named|dubbed|namely)\b)"
    r"[^.;]*$"
)
_COMPARED = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|compar\w+ (?:[\w\-.]+ ){0,6}?(?:to|with|against)"
    r"|(?:better|lower|higher|fewer|faster|smaller|larger|stronger|more|less)(?: [\w\-]+){0,3} than"
    r"|superior\w* (?:of (?:[\w\-]+ ){1,5})?(?:to|over)"
    r"|(?:other|competing|competitive|baseline|alternative|previous|existing|prior|traditional|conventional) "
    r"(?:[\w\-]+ )?(?:models|methods|approaches|systems|techniques)(?: such as| like|,? including| \(e\.g\.,?)"
    r"|in comparison (?:to|with)|improv\w+ (?:over|upon)|over (?:the )?(?:strong|standard|vanilla|baseline)"
    r"|versus|vs\.?|unlike|compet(?:e|es|itive) with|baselines?(?: such as| like|,| including| of|:)"
    r"|rather than|on par with"
    r"|relative to|as opposed to|rivals?|points? over|gains? over|advantages? over)\b[^.;:]{0,70}$",
    re.IGNORECASE,
)
_COMPARED_AFTER = re.compile(r"[\s\w\-]{0,25} (?:baselines?|counterparts?)\b")
_EXAMPLE = re.compile(r"\b(?:such as|like|e\.g\.,?|for example,?|for instance,?)[^.;:]{0,60}$", re.IGNORECASE)
_TRAINED_ON = re.compile(
    r"\b(?:(?:pre-?)?train(?:ed|ing)?|fine-?tun(?:e|ed|ing)|learn\w*|adapt\w*|built|construct\w*|extract\w*|collect\w*"
    r"|annotat\w*|derived|crawled|from|using|corpus|based on|sourced)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:reminiscent of|connections? (?:between|to|with)|analogous to|akin to"
    r"|recent (?:works?|progress|advances?|success) (?:on|in|of))\b[^.;:]{0,60}$"
    r"|\b(?:valuable|useful|beneficial|helpful|important|crucial|essential|critical) (?:for|in|to)\b[^.;:]{0,80}$"
    r"|\b(?:applications?|benefits?|improvements?) (?:in|to|of|such as|like|including|for)\b(?: \w+){0,3} "
    r"(?:tasks|applications|areas|fields)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
_PRIOR_RESULT = re.compile(
    r"[^.;:,]{0,30}\b(?:has|have) (?:\w+ ){0,2}?(?:shown|demonstrated|achieved|been|become|revolutioni[sz]ed|emerged"
    r"|led|made|proven|gained|attracted|improved|transformed)\b"
)
_WE = re.compile(r"\b(?:we|our|ours|us|this (?:paper|work|study))\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:may|might|could|potential(?:ly)?|possibl[ey]|can be (?:used|applied|extended)|suggests?|seems?|appears?"
    r"|likely)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:without|not|no|never|neither|nor|free (?:of|from)|don't|cannot|lack(?:s|ing)?|absence of|instead of"
    r"|rather than"
    r"|obviat\w+|eliminat\w+|avoid\w*)\b(?: (?!but|only)[\w\-]+){0,4} ?$",
    re.IGNORECASE,
)
_SURVEY = re.compile(
    r"\b(?:survey|review|overview|tutorial|position|perspectives?|roadmap|challenges|opportunities|taxonomy|primer)\b",
    re.IGNORECASE,
)
_RESOURCE = re.compile(
    r"\b(?:resources?|corpus|corpora|dataset|data set|treebank|benchmark\w*|annotat\w+|toolkit|library|lexicon"
    r"|platform)\b",
    re.IGNORECASE,
)
_OTHER_LANGUAGE = re.compile(
    r"\b(?:beyond|other than|except(?: for)?|than|outside(?: of)?|besides|unlike|not|dominated by|biased towards?"
    r"|(?:primarily|mostly|mainly|predominantly|largely|only|exclusively|almost exclusively)(?: \w+){0,3}"
    r"|(?:high|rich)-resource(?:d)? languages?(?:,)? (?:such as|like|\(?e\.g\.,?)|limited to|cent(?:er|r)ed "
    r"(?:on|around))\s$",
    re.IGNORECASE,
)
_STUDIED_AFTER = re.compile(
    r"\s*:\s+(?:an?\s|the\s)?(?:[\w-]+\s){0,3}"
    r"(?:study|analysis|evaluation|review|survey|comparison|investigation|overview|application)s?\s(?:of|on)\b",
    re.IGNORECASE,
)
_STRENGTH = tuple(RelationType)
TITLE_NAME = "cue-title-name"
"""The rule of a claim that a title of the form "NAME: what it is" makes."""

FUTURE = "cue-outlook"
"""The rule of a claim that rests on plans alone."""
_REACH = 160  # characters before a mention in which a cue can stand; longer sentences speak of something else by then


@dataclass(frozen=True, slots=True)
class Outline:
    """What decides relations for the whole text: its sentences, whether it is a survey or a resource, has results."""

    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    survey: bool
    resource: bool
    results: bool

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence that a character stands in or behind; the first one for what stands before all."""
        return self.sentences[max(0, bisect_right(self.starts, place) - 1)]


def outline(sentences: Sequence[Sentence], text: str) -> Outline:
    """Return the outline of a text."""
    title = text[: sentences[0].end] if sentences and sentences[0].part is Part.TITLE else ""
    return Outline(
        sentences=tuple(sentences),
        starts=tuple(sentence.start for sentence in sentences),
        survey=bool(_SURVEY.search(title)),
        resource=bool(_RESOURCE.search(title)),
        results=any(sentence.part is Part.RESULT for sentence in sentences),
    )


def read_claims(group: Group, whole: Outline, text: str, original: str | None = None) -> tuple[Claim, ...]:
    """Return the claims about one concept, strongest first, at most one a relation and never none.

    The evidence is cut from `original` where `text` is a searchable form of it.
    """
    original = text if original is None else original
    best: dict[RelationType, Claim] = {}
    for candidate in group.candidates:
        sentence = whole.sentence_at(candidate.start)
        claim = _judge(group, candidate, sentence, whole, text, original)
        known = best.get(claim.relation)
        if known is None or (claim.confidence, -claim.start) > (known.confidence, -known.start):
            best[claim.relation] = claim
    claims = sorted(best.values(), key=lambda c: (c.negated, _STRENGTH.index(c.relation)))
    if len(claims) > 1 and claims[0].relation is RelationType.USES and claims[1].relation is RelationType.EVALUATES_ON:
        # A task that is the subject and has results is evaluated on; of data the stronger wording decides.
        claims[0], claims[1] = claims[1], claims[0]
    # MENTIONS says that there is nothing stronger.
    return tuple(c for c in claims if c.relation is not RelationType.MENTIONS or len(claims) == 1)


def _judge(group: Group, candidate: Candidate, sentence: Sentence, whole: Outline, text: str, original: str) -> Claim:
    before = text[max(sentence.start, candidate.start - _REACH) : candidate.start]
    after = text[candidate.end : min(sentence.end, candidate.end + 60)]
    relation, confidence, rule = _relation(group, candidate, sentence.part, before, after, whole)
    negated = relation not in {RelationType.INTRODUCES, RelationType.COVERS} and bool(_NEGATED.search(before))
    if negated:
        relation, rule = RelationType.MENTIONS, "negated"
    evidence = original[sentence.start : sentence.end]
    return Claim(
        relation=relation,
        confidence=confidence,
        evidence=evidence,
        start=candidate.start,
        end=candidate.end,
        rule=f"cue-{rule}",
        hedged=bool(_HEDGE.search(before)),
        negated=negated,
        said_low_resource=group.type is ConceptType.LANGUAGE
        and says_low_resource(
            evidence, candidate.start - sentence.start, candidate.end - sentence.start, group.vocabulary_id
        ),
    )


def _relation(
    group: Group, candidate: Candidate, part: Part, before: str, after: str, whole: Outline
) -> tuple[RelationType, float, str]:
    kind = group.type
    if kind in {ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP}:
        return _language(part, before)
    known = group.vocabulary_id is not None
    studied = part is Part.TITLE and (whole.survey or bool(_STUDIED_AFTER.match(after)))
    if candidate.start == 0 and not studied and _names_title(kind, after):
        return RelationType.INTRODUCES, 0.98, TITLE_NAME.removeprefix("cue-")
    if not (known and studied) and _introduces(candidate, part, before, known=known):
        return RelationType.INTRODUCES, 0.9, "introduced"
    if prior := _prior(part, before, after):
        return RelationType.MENTIONS, 0.6 if prior == "background" else 0.5, prior
    if kind is ConceptType.DATASET:
        if part is not Part.RESULT and _TRAINED_ON.search(before):
            return RelationType.USES, 0.6, "trained-on"
        return RelationType.EVALUATES_ON, 0.8, "dataset"
    if kind is ConceptType.TASK:
        if whole.survey or not whole.results:
            return RelationType.USES, 0.6, "subject"
        return RelationType.EVALUATES_ON, 0.7, "task"
    if part is not Part.TITLE and (_COMPARED.search(before) or _COMPARED_AFTER.match(after)):
        return RelationType.COMPARES_WITH, 0.6, "compared"
    return RelationType.USES, 0.75, part.value


def _names_title(kind: ConceptType | None, after: str) -> bool:
    """Whether the title is "NAME: what it is", a paper's way to say that it introduces a model, dataset or method.

    In 1,112 annotated papers 227 of 229 such names are introduced, of those that are known elsewhere 35 of 36.
    """
    named = kind in {ConceptType.MODEL, ConceptType.DATASET, ConceptType.METHOD}
    return named and after.lstrip().startswith(":")


def _introduces(candidate: Candidate, part: Part, before: str, *, known: bool) -> bool:
    if part in {Part.BACKGROUND, Part.OUTLOOK}:
        return candidate.introduced and not known and not _studied(before)
    if candidate.introduced:
        # A known name is introduced by its own paper only: "we introduce BERT", not "we propose early exiting BERT".
        return not _studied(before) and (not known or part is Part.TITLE or bool(_INTRODUCED.search(before)))
    made = _NEW_ONE.search(before) or _INTRODUCED.search(before)
    return not known and bool(made) and not _studied(before)


def _prior(part: Part, before: str, after: str) -> str | None:
    """Return in which way the wording speaks of what is known, needed or to come; None where the paper does it."""
    if part in {Part.BACKGROUND, Part.OUTLOOK}:
        return part.value
    if _BACKGROUND.search(before) or (_PRIOR_RESULT.match(after) and not _WE.search(before)):
        return "prior"
    return None


def _studied(before: str) -> bool:
    """Whether what is made is a study of the concept: "we present an analysis of X", not "this study presents X"."""
    made = max((match.end() for match in _MADE.finditer(before)), default=0)
    return bool(_STUDY_OF.search(before, made))


def _language(part: Part, before: str) -> tuple[RelationType, float, str]:
    if _OTHER_LANGUAGE.search(before):
        return RelationType.MENTIONS, 0.6, "other-language"
    if part is Part.BACKGROUND and _EXAMPLE.search(before):
        return RelationType.MENTIONS, 0.6, "language-example"
    return RelationType.COVERS, 0.95, "language"
