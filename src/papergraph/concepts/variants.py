"""How concepts hang together: variants of a model, subtasks of a task."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.concepts.names import key_words, name_key
from papergraph.concepts.values import ConceptLink
from papergraph.values import Concept, ConceptType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PARTS = re.compile(r"\d+(?:\.\d+)*[A-Za-z]?(?![a-z])|[A-Za-z]+|[+]+|\d+(?:\.\d+)*")
_SIZES = frozenset("base large small tiny mini medium big xl xxl xs huge giant nano micro lite light".split())
_TUNING = frozenset(
    "instruct chat turbo preview it uncased cased hf awq gptq gguf distilled pro flash ultra opus sonnet haiku vision "
    "instruction multilingual long online latest".split()
)
_ROMAN = frozenset("II III IV V VI VII VIII IX".split())
_TERM = "narrower term"
_WHOLE_TASKS = frozenset("summarization parsing captioning transliteration paraphrasing lemmatization".split())
"""Tasks whose one word says it all; "detection" and "generation" do not."""
_VENDORS = frozenset(
    "openai google meta facebook microsoft nvidia anthropic mistralai deepmind alibaba huggingface amazon apple ibm "
    "salesforce tencent baidu eleutherai stabilityai cohere".split()
)


def structure(concepts: Sequence[Concept]) -> list[ConceptLink]:
    """Return VARIANT_OF and SUBTASK_OF between the concepts: each to its nearest broader one."""
    labels = {kind.label: kind for kind in ConceptType}
    by_key: dict[tuple[ConceptType, str], Concept] = {}
    for concept in sorted(concepts, key=lambda c: (c.paper_count, c.id)):
        kind = labels[concept.label]
        for name in concept.aliases:
            if _speaks_for(concept, name):
                by_key[kind, name_key(name, kind)] = concept
    by_key.update({(labels[c.label], name_key(c.name, labels[c.label])): c for c in concepts})
    links = []
    for concept in concepts:
        kind = labels[concept.label]
        for name, rule in broader_names(concept.name, kind):
            parent = by_key.get((kind, name_key(name, kind)))
            if parent is not None and parent.id != concept.id and _fits(parent, rule):
                relation = "SUBTASK_OF" if kind is ConceptType.TASK else "VARIANT_OF"
                links.append(ConceptLink(concept.id, relation, parent.id, rule))
                break
    return _without_cycles(links)


def _speaks_for(concept: Concept, alias: str) -> bool:
    """Whether a broader name may be found under an alias: a proper name, or a term for the same kind of thing.

    "language detection" is another name of language identification; offensive language detection is no kind of it.
    """
    return _proper(alias) or alias.lower().split()[-1:] == concept.name.lower().split()[-1:]


def _fits(parent: Concept, rule: str) -> bool:
    return rule == _TERM or any(_proper(name) for name in (parent.name, *parent.aliases))


def _proper(name: str) -> bool:
    return name != name.lower()


def broader_names(name: str, kind: ConceptType) -> list[tuple[str, str]]:
    """Return names of which `name` would be a variant or subtask, the nearest first, each with its rule."""
    if kind in (ConceptType.LANGUAGE, ConceptType.LANGUAGE_GROUP):
        return []
    if kind is ConceptType.TASK:
        return _narrower_term(name, kind)
    found = _shortened(name)
    if kind is ConceptType.MODEL:
        found += _prefixed(name)
    if kind is ConceptType.METHOD:
        found += _narrower_term(name, kind)
    return found


def _shortened(name: str) -> list[tuple[str, str]]:
    """Take sizes, versions and suffixes off the end: LLaMA-2-7B -> LLaMA-2 -> LLaMA."""
    found = []
    parts = list(_PARTS.finditer(name))
    while len(parts) > 1:
        last = parts[-1]
        rule = _suffix_rule(last.group())
        head = name[: last.start()].rstrip(" -_/.(v")
        if rule is None or sum(character.isalpha() for character in head) < 3:
            break
        found.append((head, rule))
        parts = parts[:-1]
    return found


def _suffix_rule(part: str) -> str | None:
    if re.fullmatch(r"\d+(?:\.\d+)*[bmkBMK]", part):
        return "size"
    if part.lower() in _SIZES:
        return "size"
    if part.lower() in _TUNING:
        return "tuned or released variant"
    if re.fullmatch(r"\d+(?:\.\d+)*[a-z]?", part) or part in _ROMAN:
        return "version"
    if part.startswith("+"):
        return "trailing plus"
    return None


def _prefixed(name: str) -> list[tuple[str, str]]:
    found = []
    words = re.split(r"[\s/]+|(?<=\w)['\u2019]s\s+", name)
    if len(words) > 1 and words[0].lower() in _VENDORS:
        found.append((" ".join(words[1:]), "vendor"))
    first, _, rest = name.partition("-")
    if rest and first.lower() in _VENDORS:
        found.append((rest, "vendor"))
    if re.match(r"m[A-Z]", name):
        found.append((name[1:], "multilingual variant"))
    if name.lower().startswith("multilingual "):
        found.append((name[len("multilingual ") :], "multilingual variant"))
    return found


def _narrower_term(name: str, kind: ConceptType) -> list[tuple[str, str]]:
    """A term that ends in a term of two words or more is a kind of it: neural machine translation."""
    words = key_words(name, kind)
    if any(re.search(r"\d", word) for word in words):
        return []
    found = [(" ".join(words[start:]), _TERM) for start in range(1, len(words) - 1)]
    if len(words) > 1 and kind is ConceptType.TASK and words[-1] in _WHOLE_TASKS:
        found.append((words[-1], _TERM))
    return found


def _without_cycles(links: Iterable[ConceptLink]) -> list[ConceptLink]:
    parent: dict[str, str] = {}
    kept = []
    for link in sorted(links, key=lambda link: (link.source, link.target)):
        node: str | None = link.target
        while node is not None and node != link.source:
            node = parent.get(node)
        if node is None:
            parent[link.source] = link.target
            kept.append(link)
    return kept
