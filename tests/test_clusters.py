from hypothesis import given
from hypothesis import strategies as st

from papergraph.clusters import UnionFind, join

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30)


def partition(union: UnionFind[int]) -> set[frozenset[int]]:
    return {frozenset(group) for group in union.groups()}


@given(PAIRS, st.randoms())
def test_groups_are_the_connected_components_in_any_order(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    unions = []
    for order in (pairs, shuffled):
        union = UnionFind(range(13))
        for left, right in order:
            union.union(left, right)
        unions.append(partition(union))
    assert unions[0] == unions[1]
    assert all(any({left, right} <= group for group in unions[0]) for left, right in pairs)


@given(PAIRS, st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6))
def test_no_group_holds_two_that_must_stay_apart(pairs, apart):
    forbidden = {frozenset(pair) for pair in apart if pair[0] != pair[1]}
    union = UnionFind(range(13))
    joined, refused = join(union, pairs, apart=lambda a, b: frozenset((a, b)) in forbidden)
    assert not any(pair <= group for group in partition(union) for pair in forbidden)
    assert not set(joined) & set(refused)


def test_a_giant_group_is_sampled_not_compared_in_full():
    calls = []

    def apart(left, right):
        calls.append((left, right))
        return False

    union = UnionFind(range(2000))
    pairs = [(0, item) for item in range(1, 1000)] + [(1000, item) for item in range(1001, 2000)] + [(5, 1500)]
    join(union, pairs, apart=apart, checks=100)
    assert len(union.members(0)) == 2000
    assert len(calls) < 300_000
