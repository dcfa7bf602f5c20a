from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from rights import ordinary_rights

from finder.config import Settings
from finder.errors import StoreError
from finder.health import Finding, findings
from finder.places import build
from finder.places.build import Material
from finder.places.gazetteer import Gazetteer
from finder.places.post_office import Known, counties, hamlets, namesakes, post_towns
from finder.places.rows import Postal


def test_the_first_call_builds_and_says_so_the_second_finds_it_ready(tmp_path: Path, material: Material) -> None:
    path, said = tmp_path / "new" / "gazetteer.sqlite", list[str]()
    build.ensure(path, material, said.append)
    build.ensure(path, material, said.append)
    assert said == [f"building the gazetteer at {path}, once"]
    assert build.made_from(path) == "a handful"


def test_it_is_built_anew_when_its_material_changes(tmp_path: Path, material: Material) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build.ensure(path, material, lambda _: None)
    build.ensure(path, msgspec.structs.replace(material, made_from="another handful"), lambda _: None)
    assert build.made_from(path) == "another handful"


def test_of_two_that_build_at_once_one_builds_and_both_find_it(tmp_path: Path, material: Material) -> None:
    path, said = tmp_path / "gazetteer.sqlite", list[str]()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: build.ensure(path, material, said.append), range(4)))
    assert len(said) == 1
    assert build.made_from(path) == "a handful"


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 500])
def test_a_damaged_file_is_replaced(tmp_path: Path, material: Material, content: bytes) -> None:
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(content)
    build.ensure(path, material, lambda _: None)
    assert build.made_from(path) == "a handful"


def test_a_failed_build_leaves_the_old_file_and_nothing_half_made(tmp_path: Path, material: Material) -> None:
    def broken() -> list[Postal]:
        raise OSError("disk on fire")

    path = tmp_path / "gazetteer.sqlite"
    build.ensure(path, material, lambda _: None)
    with pytest.raises(StoreError, match="disk on fire"):
        build.ensure(path, msgspec.structs.replace(material, made_from="x", postal_codes=broken), lambda _: None)
    assert build.made_from(path) == "a handful"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gazetteer.lock", "gazetteer.sqlite"]


def test_a_folder_that_cannot_be_made_is_named_in_one_sentence(tmp_path: Path, material: Material) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot build the gazetteer at"):
        build.ensure(tmp_path / "file" / "gazetteer.sqlite", material, lambda _: None)


def test_a_built_gazetteer_is_read_from_a_read_only_folder(tmp_path: Path, material: Material) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build.ensure(path, material, lambda _: None)
    tmp_path.chmod(0o500)
    with ordinary_rights():
        build.ensure(path, material, lambda _: None)


def test_hamlets_that_only_the_post_office_names_become_places() -> None:
    codes = [
        Postal(code="1", country="US", latitude=40.0, longitude=-80.0, city="Gosport", region="IN"),
        Postal(code="2", country="US", latitude=40.2, longitude=-80.2, city="Gosport", region="IN"),
        Postal(code="3", country="US", latitude=41.0, longitude=-81.0, city="Known", region="IN"),
        Postal(code="4", country="US", latitude=42.0, longitude=-82.0, city="Casco", region="IN"),
    ]
    known = {"known": [Known(7, 41.1, -81.0, own=True)], "casco": [Known(8, 45.0, -82.0, own=False)]}
    towns = hamlets(post_towns(codes), lambda name, _: known.get(name, []))
    assert [(town.name, round(town.latitude, 3), round(town.longitude, 3)) for town in towns] == [
        ("Gosport", 40.1, -80.1),
        ("Casco", 42.0, -82.0),
    ]


def test_of_two_towns_of_one_name_the_one_beside_its_postal_code_is_meant() -> None:
    codes = [Postal(code="1", country="US", latitude=40.0, longitude=-80.0, city="Gurley", region="AL")]
    both = [Known(1, 40.1, -80.1, own=True), Known(2, 42.0, -80.0, own=True)]
    assert list(namesakes(post_towns(codes), lambda _name, _region: both)) == [2]


def test_a_county_reaches_as_far_as_its_codes() -> None:
    codes = [
        Postal(code="1", country="US", latitude=40.0, longitude=-80.0, county="Monroe County", region="IN"),
        Postal(code="2", country="US", latitude=40.2, longitude=-80.0, county="Monroe County", region="IN"),
    ]
    assert list(counties(codes)) == [("monroe county", "IN", "US", "Monroe County", 40.1, -80.0, 17, None)]


def test_a_file_that_is_damaged_inside_says_what_to_do(tmp_path: Path, material: Material) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build.ensure(path, material, lambda _: None)
    with closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'city_key'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\x5a" * size
    path.write_bytes(content)
    with closing(Gazetteer(path)) as gazetteer, pytest.raises(StoreError, match="delete it, and it is built anew"):
        gazetteer.cities_named("bloomington")
    (finding,) = (found for found in findings(Settings(data_dir=tmp_path)) if found.what == "gazetteer")
    assert finding == Finding(
        what="gazetteer", ok=False, detail=f"{path}: the file is damaged; delete it, and it is built anew"
    )
