from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np

DRAWN = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "draw_ground.py"))


def test_arcs_are_read_as_degrees() -> None:
    atlas = {"transform": {"scale": [0.5, 0.25], "translate": [-10, 40]}, "arcs": [[[0, 0], [2, 4], [-2, 4]]]}
    assert [arc.tolist() for arc in DRAWN["arcs"](atlas)] == [[[-10, 40], [-9, 41], [-10, 42]]]


def test_a_border_is_what_two_shapes_share() -> None:
    shapes = [{"id": "a", "arcs": [[0, 1]]}, {"id": "b", "arcs": [[[~1, 2]]]}, {"id": "c"}]
    assert DRAWN["uses"]({"objects": {"all": {"geometries": shapes}}}, "all") == {0: {"a"}, 1: {"a", "b"}, 2: {"b"}}


def test_a_line_loses_the_points_that_lie_close_to_it() -> None:
    line = np.array([[0.0, 0.0], [0.5, 0.001], [1.0, 0.0], [1.5, 0.5], [2.0, 0.0]])
    assert DRAWN["thinned"](line).tolist() == [[0, 0], [1, 0], [1.5, 0.5], [2, 0]]


def test_an_islet_is_a_small_ring() -> None:
    ring = np.array([[0.0, 0.0], [0.01, 0.01], [0.0, 0.0]])
    assert DRAWN["is_islet"](ring)
    assert not DRAWN["is_islet"](ring * 10)
    assert not DRAWN["is_islet"](ring[:2])


def test_shores_of_the_great_lakes_are_told_from_coasts() -> None:
    assert DRAWN["is_of_the_lakes"](np.array([[-87.6, 41.9], [-87.7, 42.1]]))
    assert not DRAWN["is_of_the_lakes"](np.array([[-70.0, 42.0], [-70.1, 42.1]]))
