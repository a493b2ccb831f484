"""Checking a statement against the graph schema before it runs, and against the rules that keep it portable."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from papergraph.graph.schema import NODE_LABELS, RELATIONSHIP_TYPES
from papergraph.stores.syntax import Token, pointed_at, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PROPERTIES: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(part.name for part in entry.properties) for name, entry in NODE_LABELS.items()
} | {name: frozenset(part.name for part in entry.properties) for name, entry in RELATIONSHIP_TYPES.items()}
_ALL_PROPERTIES: Final = frozenset(name for names in _PROPERTIES.values() for name in names)
_CLAUSES: Final = frozenset(
    {
        "MATCH",
        "WHERE",
        "WITH",
        "RETURN",
        "ORDER",
        "UNWIND",
        "CALL",
        "UNION",
        "CREATE",
        "MERGE",
        "SET",
        "DELETE",
        "OPTIONAL",
    }
    | {"SKIP", "LIMIT", "REMOVE", "DETACH", "FOREACH", "YIELD"}
)
_PREDICATES: Final = frozenset({"ANY", "ALL", "NONE", "SINGLE", "EXISTS", "CASE", "COUNT", "COLLECT"})
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
_MIN_SIMILARITY = 55.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place of the statement."""

    place: int
    message: str

    def told(self, text: str) -> str:
        """Return the message with its place: `line 1, column 8: no label 'Papr'; did you mean 'Paper'?`."""
        return f"{pointed_at(text, self.place)}: {self.message}"


def schema_problems(text: str) -> list[Problem]:
    """Return the labels, types and properties that the schema does not have, in the order of the statement."""
    return sorted(_Reader(text).problems, key=lambda problem: problem.place)


class _Reader:
    """One walk over the tokens, with the open brackets and what each variable was bound to."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.problems: list[Problem] = []
        self.bound: dict[str, set[str]] = defaultdict(set)  # variable -> labels or types; empty for any
        self.nodes: set[str] = set()
        self._patterns()
        self._properties()

    def _at(self, place: int) -> Token | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def _text(self, place: int) -> str:
        token = self._at(place)
        return token.text if token else ""

    def _patterns(self) -> None:
        """Read labels and types: what follows a colon that is not in a map."""
        stack: list[str] = []
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.text in {"(", "[", "{"}:
                stack.append(token.text)
                self._bind(place)
            elif token.text in _CLOSING and stack:
                stack.pop()
            elif token.text == ":" and (not stack or stack[-1] != "{"):
                place = self._names(place, in_relationship=bool(stack) and stack[-1] == "[")
                continue
            place += 1

    def _bind(self, place: int) -> None:
        """Note the variable of a node or relationship pattern."""
        name, after = self._at(place + 1), self._text(place + 2)
        if name is None or name.kind != "name":
            return
        relationship = self._text(place) == "[" and self._text(place - 1) == "-"
        called = self._at(place - 1)
        call = called is not None and called.kind == "name" and called.word not in _CLAUSES | _PREDICATES
        node = self._text(place) == "(" and not call and after in {")", ":", "{"}
        if (relationship and after in {"]", ":", "{", "*"}) or node:
            self.bound.setdefault(name.name, set())
            if node:
                self.nodes.add(name.name)

    def _names(self, place: int, *, in_relationship: bool) -> int:
        """Read `:A|B` from its colon on and return the place after it."""
        known = RELATIONSHIP_TYPES if in_relationship else NODE_LABELS
        variable = self._at(place - 1)
        owner = variable.name if variable is not None and variable.kind == "name" else None
        place += 1
        while (token := self._at(place)) is not None:
            if token.kind == "name":
                if token.name not in known:
                    self.problems.append(Problem(token.start, _unknown(token.name, in_relationship=in_relationship)))
                elif owner is not None and owner in self.bound:
                    self.bound[owner].add(token.name)
                place += 1
                if self._text(place) not in {"|", "&", ":"}:
                    return place
            elif token.text not in {"|", "&", "!", ":", "("}:
                return place
            place += 1
        return place

    def _properties(self) -> None:
        for place, token in enumerate(self.tokens):
            before, dot, after = self._at(place - 2), self._text(place - 1), self._text(place + 1)
            if token.kind != "name" or dot != "." or after == "(" or before is None or before.kind != "name":
                continue
            if self._text(place - 3) != "." and before.name in self.bound:
                self._check_property(token, self.bound[before.name])
        self._pattern_maps()

    def _pattern_maps(self) -> None:
        """Check the keys of `(p:Paper {id: 1})` and `-[r:USES {rule: 'x'}]-`."""
        for place, token in enumerate(self.tokens):
            if token.text != "{" or self._text(place - 2) not in {":", "|"} or self._text(place + 2) != ":":
                continue
            owners = {self._text(place - 1)} & _PROPERTIES.keys()
            key = self._at(place + 1)
            if key is not None and key.kind == "name":
                self._check_property(key, owners)

    def _check_property(self, token: Token, owners: set[str]) -> None:
        allowed = frozenset(name for owner in owners for name in _PROPERTIES[owner]) if owners else _ALL_PROPERTIES
        if token.name in allowed or token.name in {"papergraph", "papergraph_digest"}:
            return
        whose = f"{'|'.join(sorted(owners))} has no property" if owners else "no property"
        self.problems.append(Problem(token.start, f"{whose} {token.name!r}{_nearest(token.name, sorted(allowed))}"))


def _unknown(name: str, *, in_relationship: bool) -> str:
    what, known, other = ("relationship type", RELATIONSHIP_TYPES, NODE_LABELS)
    if not in_relationship:
        what, known, other = ("label", NODE_LABELS, RELATIONSHIP_TYPES)  # type: ignore[assignment]  # the other way round
    if name in other:
        return f"{name!r} is a {'label' if in_relationship else 'relationship type'}, not a {what}"
    return f"no {what} {name!r}{_nearest(name, list(known))}"


def _nearest(name: str, known: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for what is not known

    by_key = {entry.lower().replace("_", ""): entry for entry in known}
    found = process.extractOne(
        name.lower().replace("_", ""), list(by_key), scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY
    )
    return f"; did you mean {by_key[found[0]]!r}?" if found else f"; there are {', '.join(known)}"


def portability_problems(text: str, *, strict: bool = False) -> list[Problem]:
    """Return what may give other rows on another engine (`docs/cypher.md`).

    Args:
        text: The statement.
        strict: Also what is only good style: every column named, every LIMIT with an ORDER BY, every node labelled.
    """
    parts = tokens(text)
    found = list(_mixed_conditions(parts)) + list(_unsupported(parts))
    if strict:
        found += [*_unlabelled(parts), *_unnamed_columns(parts), *_unordered_limits(parts)]
    return sorted(found, key=lambda problem: problem.place)


def _mixed_conditions(parts: Sequence[Token]) -> Iterator[Problem]:
    """OR or NOT beside any(), EXISTS or CASE on another variable, directly after MATCH, is tested too early there."""
    clause = ""
    for place, token in enumerate(parts):
        if token.word in _CLAUSES:
            if token.word == "WHERE" and clause == "MATCH":
                body = list(_until_clause(parts, place + 1))
                words = {part.word for part in body}
                variables = {
                    body[n].text for n in range(len(body) - 1) if body[n].kind == "name" and body[n + 1].text == "."
                }
                if words & {"OR", "NOT", "XOR"} and words & _PREDICATES and len(variables) > 1:
                    yield Problem(token.start, "OR or NOT beside any() or EXISTS: write it after WITH * WHERE")
            clause = token.word


def _until_clause(parts: Sequence[Token], place: int) -> Iterator[Token]:
    depth = 0
    for token in parts[place:]:
        depth += (token.text in {"(", "[", "{"}) - (token.text in _CLOSING)
        if depth < 0 or (depth == 0 and token.word in _CLAUSES - {"MATCH"} and token.word != "WHERE"):
            return
        if depth == 0 and token.word == "MATCH":
            return
        yield token


def _unsupported(parts: Sequence[Token]) -> Iterator[Problem]:
    for place, token in enumerate(parts):
        following = parts[place + 1].text if place + 1 < len(parts) else ""
        if token.word == "SHORTEST" or (token.word == "ALL" and following.upper() == "SHORTEST"):
            yield Problem(token.start, "SHORTEST is not portable: write shortestPath((a)-[*..6]-(b))")
        if token.word == "CYPHER" and place == 0:
            yield Problem(token.start, "the CYPHER prefix is not portable: leave it out")
        inside = place > 0 and (parts[place - 1].kind == "name" or parts[place - 1].text in {"[", ":"})
        if token.text == "*" and inside and parts[place - 1].word not in {"WITH", "RETURN", "DISTINCT"}:
            bounded = [part.text for part in parts[place + 1 : place + 4]]
            if bounded[:1] == ["]"] or (bounded[:1] == [".."] and bounded[1:2] == ["]"]) or bounded[1:3] == ["..", "]"]:
                yield Problem(token.start, "a * without an upper bound: write *1..3")


def _unlabelled(parts: Sequence[Token]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, token in enumerate(parts[:-2]):
        if token.text != "(" or parts[place + 1].kind != "name":
            continue
        name, after = parts[place + 1].text, parts[place + 2].text
        before = parts[place - 1] if place else None
        in_pattern = before is not None and (before.word in {"MATCH", "MERGE"} or before.text in {"-", ">", ",", "="})
        if not in_pattern or name in seen:
            continue
        if after == ":":
            seen.add(name)
        elif after in {")", "{"} and before is not None and before.text != ",":
            yield Problem(token.start, f"{name} has no label where it is first bound")


def _unnamed_columns(parts: Sequence[Token]) -> Iterator[Problem]:
    depth, place = 0, 0
    while place < len(parts):
        token = parts[place]
        depth += (token.text in {"(", "[", "{"}) - (token.text in _CLOSING)
        if depth == 0 and token.word == "RETURN":
            item: list[Token] = []
            inner = 0
            for part in [*parts[place + 1 :], Token("symbol", ",", token.end, token.end)]:
                inner += (part.text in {"(", "[", "{"}) - (part.text in _CLOSING)
                ends = inner == 0 and (part.text in {",", ";"} or part.word in {"ORDER", "LIMIT", "SKIP", "UNION"})
                if ends:
                    if item and not (len(item) >= 3 and item[-2].word == "AS") and len(item) != 1:
                        yield Problem(item[0].start, "a column without a name: write AS")
                    item = []
                    if part.text != ",":
                        break
                else:
                    item.append(part)
        place += 1


def _unordered_limits(parts: Sequence[Token]) -> Iterator[Problem]:
    ordered = False
    for token in parts:
        if token.word in {"WITH", "RETURN"}:
            ordered = False
        ordered = ordered or token.word == "ORDER"
        if token.word == "LIMIT" and not ordered:
            yield Problem(token.start, "LIMIT without ORDER BY: which rows come is left to the engine")
