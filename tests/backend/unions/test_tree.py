import pytest

from backend.accounts.models import Membership
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel.errors import Conflict, Invalid
from backend.unions import tree
from backend.unions.models import Union, UnionKind


def test_a_moved_union_takes_its_subtree_and_everything_placed_there_along(cast: Cast) -> None:
    moved = tree.move(cast.unions["joint"], cast.unions["west"], actor=DemoActor())
    west, federation = cast.unions["west"], cast.unions["federation"]
    assert moved.ancestors == (federation.pk, west.pk, moved.pk, None, None)
    assert moved.level == 3
    below = Union.objects.get(number="GH-0006")
    assert below.ancestors == (federation.pk, west.pk, moved.pk, below.pk, None)
    assert below.level == 4
    placed = Membership.objects.get(person=cast.people["feng_xue"])
    assert placed.ancestors == below.ancestors
    untouched = Membership.objects.get(person=cast.people["li_mei"])
    assert untouched.ancestors == cast.unions["factory"].ancestors


def test_a_union_may_move_up_and_takes_its_subtree_along(cast: Cast) -> None:
    moved = tree.move(cast.unions["joint"], cast.unions["federation"], actor=DemoActor())
    federation = cast.unions["federation"]
    assert (moved.level, moved.ancestors) == (2, (federation.pk, moved.pk, None, None, None))
    below = Union.objects.get(number="GH-0006")
    assert (below.level, below.parent_id) == (3, moved.pk)
    assert below.ancestors == (federation.pk, moved.pk, below.pk, None, None)


def test_a_union_cannot_hang_below_itself(cast: Cast) -> None:
    before = list(Union.objects.order_by("pk").values())
    with pytest.raises(Conflict) as refusal:
        tree.move(cast.unions["street"], cast.unions["restaurant"], actor=DemoActor())
    assert refusal.value.code == "tree_ring"
    assert list(Union.objects.order_by("pk").values()) == before


def test_the_tree_is_at_most_five_levels_deep(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        tree.found("GH-9999", "第六级工会", UnionKind.BASIC, cast.unions["restaurant"])
    assert refusal.value.code == "tree_too_deep"
    with pytest.raises(Conflict) as too_deep:
        tree.move(cast.unions["west"], cast.unions["restaurant"], actor=DemoActor())
    assert too_deep.value.code == "tree_too_deep"
    assert not Union.objects.filter(number="GH-9999").exists()
