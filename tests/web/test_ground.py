from __future__ import annotations

from flask.testing import FlaskClient

from finder.geo import Box
from finder.web import caching
from finder.web.ground import LEVELS, Level, box_of, lines, outlines

INDIANA = Box(south=37.5, west=-88.5, north=42, east=-84.5)


def test_a_tile_lies_where_every_map_on_the_web_has_it() -> None:
    assert box_of(0, 0, 0).west == -180
    half = box_of(1, 1, 0)
    assert (round(half.south, 6), half.west, half.east, round(half.north, 4)) == (0, 0, 180, 85.0511)


def test_states_and_counties_are_drawn_nearby_and_counties_left_out_far_away() -> None:
    near = lines(INDIANA, Level(1, 0), with_counties=True)
    far = lines(INDIANA, Level(1, 0), with_counties=False)
    assert {kind for kind, _line in near} >= {"state", "county"}
    assert "county" not in {kind for kind, _line in far}


def test_lines_are_cut_where_they_leave_the_tile_and_thinned_far_away() -> None:
    box = box_of(6, 31, 20)
    fine, coarse = (lines(box, Level(step, 0), with_counties=False) for step in (1, 8))
    count = [sum(len(line) for _kind, line in drawn) for drawn in (fine, coarse)]
    assert 0 < count[1] < count[0] < 20_000
    assert all(len(line) >= 2 for _kind, line in fine + coarse)


def test_outlines_hold_the_coasts_of_the_world_in_degrees() -> None:
    known = outlines()
    assert known.firsts[-1] == len(known.points) > 100_000
    assert (abs(known.points) <= (180, 90)).all()


def test_a_tile_names_its_towns_and_is_kept_by_browsers(client: FlaskClient) -> None:
    answer = client.get("/map/ground/9/132/195")
    assert answer.headers["Cache-Control"] == caching.STEADY
    drawn = answer.get_json()
    assert drawn["towns"] == [{"name": "Bloomington", "at": [39.1653, -86.5264], "people": 79168}]
    assert {line["kind"] for line in drawn["lines"]} == {"county"}


def test_there_are_no_other_tiles(client: FlaskClient) -> None:
    for address in ("5/1/1", "9/512/1", "9/1/512", "9/-1/1", "9/x/1"):
        assert client.get(f"/map/ground/{address}").status_code == 404
    assert set(LEVELS) == {3, 6, 9}
