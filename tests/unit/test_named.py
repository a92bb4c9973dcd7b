"""Numbers with names are the same memory in Python, in arrays and in compiled rules."""

import copy
import pickle
from typing import NamedTuple

import numpy as np
import pytest
from whitesmoke.model.lang import kernel, pack, plain
from whitesmoke.model.lang.named import FLOAT, INTEGER, Named


class Count(Named):
    __slots__ = ()
    _fields_ = [("sheep", INTEGER), ("goats", INTEGER)]


class Weight(Named):
    __slots__ = ()
    _fields_ = [("lamb", FLOAT), ("kid", FLOAT)]


class Turned(Named):
    __slots__ = ()
    _fields_ = [("kid", FLOAT), ("lamb", FLOAT)]


class Farm(NamedTuple):
    count: Count
    weight: Weight


def farm():
    return Farm(Count(3, 4), Weight(0.5, 0.25))


def test_a_view_shares_the_memory_of_an_array():
    array = np.arange(5.0)
    view = Weight.from_buffer(array)
    view.kid = 7.5
    view.array[0] = -1.0
    assert array.tolist() == [-1.0, 7.5, 2.0, 3.0, 4.0]
    assert (view.lamb, type(view.lamb), Count.names(), view.shape, view.nbytes) == (
        -1.0,
        float,
        ("sheep", "goats"),
        (2,),
        16,
    )


@pytest.mark.parametrize("again", [Count.copy, copy.deepcopy, lambda count: pickle.loads(pickle.dumps(count))])
def test_a_copy_is_independent(again):
    count = Count(3, 4)
    other = again(count)
    other.sheep = 9
    assert (count.array.tolist(), other.array.tolist()) == ([3, 4], [9, 4])


def test_a_misspelt_name_is_an_error():
    with pytest.raises(AttributeError):
        Count().sheeps = 1


def graze(farm, days):
    for _ in range(days):
        farm.count.goats += 2
        farm.weight.kid = farm.weight.kid + 0.1 * farm.count.sheep


def test_both_languages_write_the_same():
    ours, theirs = farm(), farm()
    graze(plain(ours), 3)
    kernel(graze)(pack(theirs), 3)
    assert (ours.count.goats, theirs.count.goats) == (10, 10)
    assert bytes(ours.weight) == bytes(theirs.weight)


def test_another_order_of_names_is_another_type():
    """Or code that was compiled before would read the wrong number."""
    assert pack(Farm(Count(), Weight())).kind != pack(Farm(Count(), Turned())).kind


def shear(farm):
    farm.count.llamas = 1


def test_a_name_that_is_not_there_does_not_compile():
    with pytest.raises(Exception, match="llamas"):
        kernel(shear)(pack(farm()))
