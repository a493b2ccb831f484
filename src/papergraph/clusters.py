"""Groups from pairwise matches: a partition that no order of the input changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class UnionFind(Generic[T]):
    """Disjoint sets that keep their members, for questions about whole groups."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._parent: dict[T, T] = {}
        self._members: dict[T, list[T]] = {}
        for item in items:
            self.add(item)

    def add(self, item: T) -> None:
        """Add an item as a group of its own; an item that is there stays where it is."""
        if item not in self._parent:
            self._parent[item] = item
            self._members[item] = [item]

    def find(self, item: T) -> T:
        """Return the item that stands for the group of `item`."""
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def members(self, item: T) -> Sequence[T]:
        """Return every item of the group of `item`, in no promised order."""
        return self._members[self.find(item)]

    def union(self, left: T, right: T) -> bool:
        """Join two groups; False when they are one already."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return False
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a].extend(self._members.pop(b))
        return True

    def groups(self) -> list[list[T]]:
        """Return the groups, in the order in which their first items were added."""
        seen: dict[T, list[T]] = {}
        for item in self._parent:
            seen.setdefault(self.find(item), []).append(item)
        return list(seen.values())


def join(
    union: UnionFind[T], pairs: Iterable[tuple[T, T]], *, apart: Callable[[T, T], bool], checks: int = 4096
) -> tuple[list[int], list[int]]:
    """Join pairs one after the other, best first, unless some pair of members of the two groups must stay apart.

    The caller gives the pairs in an order that depends on content alone; the result then does too. Two groups of
    more than `checks` member pairs are compared by an even sample of their members, so that one giant group cannot
    make the work quadratic.

    Returns:
        The positions of the pairs that joined two groups, and of those that were refused.
    """
    joined: list[int] = []
    refused: list[int] = []
    for position, (left, right) in enumerate(pairs):
        a, b = union.find(left), union.find(right)
        if a == b:
            continue
        if _any_apart(union.members(a), union.members(b), (left, right), apart, checks):
            refused.append(position)
            continue
        union.union(a, b)
        joined.append(position)
    return joined, refused


def _any_apart(
    left: Sequence[T], right: Sequence[T], pair: tuple[T, T], apart: Callable[[T, T], bool], checks: int
) -> bool:
    if apart(*pair):
        return True
    if len(left) * len(right) > checks:
        side = max(1, int(checks**0.5))
        left, right = _sample(left, side), _sample(right, side)
    return any(apart(a, b) for a in left for b in right)


def _sample(items: Sequence[T], size: int) -> Sequence[T]:
    step = -(-len(items) // size)
    return items[::step]
