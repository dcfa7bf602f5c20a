"""What every store engine does; a new engine joins by a line in `ENGINES`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from shown import found

from finder.errors import NameTaken, Outdated, SelectionNotFound, StoreError
from finder.geo import Box
from finder.listing import (
    Ages,
    AlsoListed,
    Correction,
    Fact,
    Group,
    GroupEdit,
    HarvestReport,
    Listing,
    Mode,
    Occurrence,
    Place,
    Price,
    Source,
    SourceRef,
    Tag,
    Twin,
    Validators,
)
from finder.saved import Counted, Counts, Look, SavedSelection
from finder.store import MOST_SELECTIONS, Store, open_store
from finder.tiles import UNPLACED, Span

ENGINES: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: open_store(folder / "finder.sqlite")}
LIBRARY = Source(id="library", name="Public Library", url="https://library.example/", city="Bloomington", region="IN")
ARTS = Source(id="arts", name="Arts Council", url="https://arts.example/", latitude=39.2, longitude=-86.5)
EVERYWHERE = Box(south=-90, west=-180, north=90, east=180)


@pytest.fixture(params=list(ENGINES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = ENGINES[request.param](tmp_path)
    opened.save_sources([LIBRARY, ARTS])
    yield opened
    opened.close()


def listing(uid: str | None, start: str | None = "2026-11-24T18:00:00-05:00", title: str = "Knit night") -> Listing:
    return Listing(title=title, uid=uid, start=start, timezone="America/Indiana/Indianapolis")


def group(
    group_id: str,
    title: str = "Knit night",
    point: tuple[float, float] | None = (39.17, -86.53),
    mode: Mode | None = None,
) -> Group:
    place = point and Place(
        latitude=point[0], longitude=point[1], precision="venue", radius_km=0.1, matched="x", provider="test"
    )
    return Group(title=title, id=group_id, place=place or None, mode=mode, creative=True)


FULL_LISTING = Listing(
    title="Mending circle — “bring socks” ☕",
    uid="m-1",
    series_uid="m",
    url="https://library.example/m-1",
    start="2026-11-24",
    end="2026-11-25",
    timezone="America/Indiana/Indianapolis",
    all_day=True,
    status="scheduled",
    mode="hybrid",
    venue="Main Library",
    price=Price(status="paid", min=5.0, max=10.5, currency="USD", text="$5 to 10.50"),
    registration="required",
    ages=Ages(min=12.0),
    categories=("Crafts", "Adults"),
    source=SourceRef(id="library", name="Public Library", fetched_at="2026-11-21T12:00:00Z"),
    creative=True,
    participation="join",
    tags=(Tag(facet="pathway", tag="crafts", level="stated", evidence="Mending circle", field="title"),),
    facts=(
        Fact(topic="venue-access", name="lift", value="yes", limit="partly", evidence="Lift: yes", field="access"),
        Fact(topic="first-visit", name="bring", evidence="bring socks", field="title", date="2026-11-21"),
    ),
)
FULL_GROUP = replace(
    group("mending", "Mending circle — “bring socks” ☕", mode="hybrid"),
    cadence="FREQ=WEEKLY;BYDAY=TU",
    cadence_text="Every Tuesday",
    occurrences=(Occurrence(start="2026-11-24", end="2026-11-25", uid="m-1", status="scheduled", room="2"),),
    members=("m-1",),
    confidence=0.9,
    also_listed_at=(AlsoListed(name="Its own page", url="https://mend.example/"),),
    organizer="Menders",
    venue="Main Library",
    price=Price(status="donation"),
    categories=("Crafts",),
    creative=True,
    tags=FULL_LISTING.tags,
    facts=FULL_LISTING.facts,
)


def test_sources_come_back_whole_by_id(store: Store) -> None:
    assert store.sources() == [ARTS, LIBRARY]


def test_a_source_saved_again_is_replaced_and_keeps_its_listings(store: Store) -> None:
    store.save_listings("library", [listing("a")])
    moved = replace(LIBRARY, url="https://new.example/")
    store.save_sources([moved])
    assert store.sources() == [ARTS, moved]
    assert store.listings("library") == [listing("a")]


def test_a_removed_source_takes_along_its_listings_groups_report_and_validators(store: Store) -> None:
    store.save_listings("library", [listing("a")])
    store.save_groups("library", [group("g")])
    store.save_groups("arts", [group("h")])
    store.save_report(HarvestReport(source_id="library", started_at="2026-11-21T12:00:00Z"))
    store.save_validators("library", "https://library.example/", Validators(etag='"1"'))
    assert store.remove_source("library") is True
    assert store.remove_source("library") is False
    assert (store.sources(), store.listings("library"), store.groups(), store.reports()) == (
        [ARTS],
        [],
        [group("h")],
        [],
    )
    assert store.validators("library", "https://library.example/") == Validators()
    assert found(store, None, ["knit"]) == [group("h")]
    assert store.problems() == []


def test_records_come_back_whole(store: Store) -> None:
    store.save_listings("library", [FULL_LISTING])
    store.save_groups("library", [FULL_GROUP])
    assert store.listings("library") == [FULL_LISTING]
    assert store.groups("library") == [FULL_GROUP]
    assert store.group("mending") == FULL_GROUP
    assert found(store, None) == [FULL_GROUP]


def test_listings_come_by_moment_of_start_then_uid_and_undated_last(store: Store) -> None:
    in_order = [
        listing("z", "2026-11-24T23:00:00+01:00"),
        listing("c", "2026-11-24T18:00:00-05:00"),
        listing("d", "2026-11-24T18:00:00-05:00"),
        listing("a", "2026-11-25"),
        listing("b", None),
    ]
    store.save_listings("library", in_order[::-1])
    assert store.listings("library") == in_order


def test_what_is_saved_replaces_what_was_current(store: Store) -> None:
    store.save_listings("library", [listing("a"), listing("b")])
    store.save_listings("arts", [listing("a")])
    store.save_listings("library", [listing("b", title="Knitting"), listing("c")])
    assert store.listings("library") == [listing("b", title="Knitting"), listing("c")]
    assert store.listings("arts") == [listing("a")]


def test_a_listing_that_comes_back_is_current_again(store: Store) -> None:
    store.save_listings("library", [listing("a")])
    store.save_listings("library", [])
    assert store.listings("library") == []
    store.save_listings("library", [listing("a")])
    assert store.listings("library") == [listing("a")]


def test_listings_without_uid_are_told_apart_by_what_they_are(store: Store) -> None:
    both = [listing(None, "2026-11-24"), listing(None, "2026-12-01")]
    store.save_listings("library", both)
    store.save_listings("library", [*both, both[0]])
    assert store.listings("library") == both


def test_one_uid_for_several_dates_keeps_every_date(store: Store) -> None:
    dates = [listing("same", "2026-11-24"), listing("same", "2026-12-01"), listing("same", "2026-12-08")]
    store.save_listings("library", dates)
    store.save_listings("library", dates)
    assert store.listings("library") == dates


def test_next_is_left_out_of_the_store(store: Store) -> None:
    store.save_groups("library", [replace(group("g"), next="2026-11-24")])
    assert store.groups() == [group("g")]


def test_groups_of_a_source_are_replaced_and_found_by_their_new_words(store: Store) -> None:
    store.save_groups("library", [group("g", "Knit night"), group("h", "Poetry")])
    store.save_groups("arts", [group("i", "Choir")])
    store.save_groups("library", [group("g", "Crochet night"), group("j", "Jam")])
    assert store.groups("library") == [group("g", "Crochet night"), group("j", "Jam")]
    assert [g.id for g in store.groups()] == ["g", "i", "j"]
    assert store.group("h") is None
    assert found(store, None, ["knit"]) == []
    assert found(store, None, ["crochet"]) == [group("g", "Crochet night")]


def test_a_group_of_another_source_cannot_be_taken_over(store: Store) -> None:
    store.save_groups("library", [group("g")])
    with pytest.raises(StoreError, match="belongs to another source, library"):
        store.save_groups("arts", [group("h"), group("g")])
    assert store.groups("arts") == []


def test_a_group_without_id_and_a_source_that_is_not_known_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="has no id"):
        store.save_groups("library", [Group(title="Choir")])
    saves: list[Callable[[], None]] = [
        lambda: store.save_groups("nobody", []),
        lambda: store.save_listings("nobody", []),
        lambda: store.save_report(HarvestReport(source_id="nobody", started_at="2026-11-21T12:00:00Z")),
        lambda: store.save_validators("nobody", "https://x.example/", Validators()),
    ]
    for save in saves:
        with pytest.raises(StoreError, match="no source “nobody”"):
            save()


def test_text_that_is_no_unicode_is_refused_and_nothing_is_changed(store: Store) -> None:
    store.save_listings("library", [listing("a")])
    with pytest.raises(StoreError, match="no Unicode"):
        store.save_listings("library", [listing("b", title="\ud800")])
    assert store.listings("library") == [listing("a")]


def test_groups_are_found_by_the_marks_that_they_share(store: Store) -> None:
    store.save_groups("library", [group(i) for i in "abcdef"])
    store.save_groups("arts", [group("z")])
    marks = {"a": {1, 9}, "b": {1, 9}, "c": {2, 9}, "d": {3, 9}, "e": {2**63 - 1}, "z": {2**63 - 1, 2}}
    assert store.save_marks(marks) == set(marks)
    assert store.save_marks({**marks, "c": {2}, "nobody": {1}}) == {"c"}
    store.link_twins({"e": Twin(shown_id="f", reason="same")})
    assert [g.id for g in store.groups_alike(["a"], 2)] == ["a", "b"]
    assert [g.id for g in store.groups_alike(["a"], 3)] == ["a", "b", "d"]
    assert [g.id for g in store.groups_alike(["c", "f"], 2)] == ["c", "e", "f", "z"]
    assert [g.id for g in store.groups_alike(["z"], 2)] == ["c", "e", "f", "z"]
    store.save_groups("arts", [])
    assert [g.id for g in store.groups_alike(["c", "gone"], 2)] == ["c"]


def test_who_is_shown_with_whom_is_known_from_each_of_them(store: Store) -> None:
    store.save_groups("library", [group(i) for i in "abcd"])
    store.link_twins({"a": Twin(shown_id="b", reason="same"), "c": Twin(shown_id="b", reason="same")})
    assert [store.shown_with([i]) for i in "abcd"] == [{"a", "b", "c"}] * 3 + [set()]
    assert store.shown_with([]) == set()


def test_what_is_found_in_a_box_lies_in_it_or_is_online(store: Store) -> None:
    saved = [
        group("in", point=(39.0, -86.0)),
        group("out", point=(50.0, 0.0)),
        group("online", point=None, mode="online"),
        group("hybrid far away", point=(50.0, 0.0), mode="hybrid"),
        group("nowhere", point=None, mode="in-person"),
        group("unknown", point=None),
    ]
    store.save_groups("library", saved)
    near = {g.id for g in found(store, Box(south=38, west=-87, north=40, east=-85))}
    assert near == {"in", "online", "hybrid far away"}
    assert {g.id for g in found(store, None)} == {g.id for g in saved}


def test_every_word_must_be_in_title_description_venue_organizer_or_categories(store: Store) -> None:
    one = replace(
        group("one", "Knitting night"),
        description="Bring wool to the café, don't be shy",
        venue="Main Library",
        organizer="Purl Society",
        categories=("Fibre arts",),
    )
    store.save_groups("library", [one, group("other", "Choir")])
    for words in (["knit"], ["KNITS", "wool"], ["cafe"], ["don't"], ["library", "purl"], ["fibre"], ["fibre arts"], []):
        assert "one" in {g.id for g in found(store, None, words)}, words
    for words in (["knitting", "choir"], ["clay"], ["arts clay"]):
        assert found(store, None, words) == [], words


def test_an_accent_written_apart_is_the_same_word(store: Store) -> None:
    store.save_groups("library", [group("g", "Atelier de rés\u0301ine"), group("h", "Re\u0301sume\u0301 club")])
    assert {g.id for g in found(store, None, ["résumé"])} == {"h"}
    assert {g.id for g in found(store, None, ["re\u0301sume\u0301"])} == {"h"}


def test_tidying_changes_nothing_that_is_found(store: Store) -> None:
    for number in range(12):
        store.save_groups("library", [group(f"g{n}", "Knit night") for n in range(number + 1)])
    before = {g.id for g in found(store, None, ["knit"])}
    store.tidy()
    assert {g.id for g in found(store, None, ["knit"])} == before == {f"g{n}" for n in range(12)}
    assert store.problems() == []


@pytest.mark.parametrize(
    "word", ['"', '"knit', "knit*", "NEAR(", "-", "AND", "OR", "NOT", "title:knit", "^", "\0", "'", "{x}"]
)
def test_words_that_look_like_operators_are_harmless(store: Store, word: str) -> None:
    store.save_groups("library", [group("g", "Knit night")])
    assert found(store, EVERYWHERE, [word]) in ([], [group("g", "Knit night")])


def test_a_twin_is_shown_once_as_the_other_with_where_else_it_is_listed(store: Store) -> None:
    mine, theirs = group("mine"), replace(group("theirs"), url="https://arts.example/knit")
    store.save_groups("library", [mine])
    store.save_groups("arts", [theirs])
    store.link_twins({"mine": None, "theirs": Twin(shown_id="mine", reason="same name, hall and hour")})
    shown = replace(
        mine,
        also_listed_at=(
            AlsoListed(
                name="Arts Council",
                url="https://arts.example/knit",
                group_id="theirs",
                reason="same name, hall and hour",
            ),
        ),
    )
    assert found(store, None) == [shown]
    assert store.group("mine") == store.group("theirs") == shown
    assert store.groups() == [mine, theirs]
    assert store.shown_between(1, store.last_number()) == [mine]


def test_a_group_tells_what_every_source_that_lists_it_says(store: Store) -> None:
    lift = Fact(topic="venue-access", name="lift", value="yes", evidence="A lift.", field="access", date="2026-11-02")
    none = replace(lift, value="no", evidence="No lift.", date="2026-11-03")
    store.save_groups("library", [replace(group("mine"), facts=(lift,))])
    store.save_groups("arts", [replace(group("theirs"), facts=(lift, none))])
    store.link_twins({"mine": None, "theirs": Twin(shown_id="mine", reason="same name, hall and hour")})
    [shown] = found(store, None)
    assert shown.facts == (replace(lift, disputed=True), replace(none, disputed=True, source="Arts Council"))


def test_groups_are_read_by_their_numbers(store: Store) -> None:
    assert (store.last_number(), store.shown_between(1, 9)) == (0, [])
    store.save_groups("library", [group("a"), group("b"), group("c")])
    last = store.last_number()
    assert store.shown_between(last - 1, last) == [group("b"), group("c")]


def test_a_link_lasts_while_both_groups_do_and_can_be_taken_back(store: Store) -> None:
    store.save_groups("library", [group("mine")])
    store.save_groups("arts", [group("theirs")])
    store.link_twins({"theirs": Twin(shown_id="mine", reason="same")})
    store.save_groups("arts", [group("theirs", "Knitting")])
    assert [g.id for g in found(store, None)] == ["mine"]
    store.link_twins({"theirs": None})
    assert {g.id for g in found(store, None)} == {"mine", "theirs"}
    store.link_twins({"theirs": Twin(shown_id="mine", reason="same")})
    store.save_groups("library", [])
    assert found(store, None) == [group("theirs", "Knitting")]


def test_links_in_a_chain_or_a_ring_lead_to_one_shown_group(store: Store) -> None:
    store.save_groups("library", [group(i) for i in "abcdef"])
    links = {"a": "b", "b": "c", "d": "e", "e": "f", "f": "d"}
    store.link_twins({start: Twin(shown_id=end, reason="same") for start, end in links.items()})
    shown = {g.id: {also.group_id for also in g.also_listed_at} for g in found(store, None)}
    assert shown == {"c": {"a", "b"}, "d": {"e", "f"}}


def test_a_link_to_a_group_that_is_not_there_is_refused(store: Store) -> None:
    store.save_groups("library", [group("a")])
    with pytest.raises(StoreError, match="no group “b”"):
        store.link_twins({"a": Twin(shown_id="b", reason="same")})
    assert found(store, None) == [group("a")]


def test_reports_are_the_last_of_each_source(store: Store) -> None:
    first = HarvestReport(source_id="library", started_at="2026-11-20T12:00:00Z", listings=3)
    last = HarvestReport(source_id="library", started_at="2026-11-21T12:00:00Z", dropped={"no title": 2})
    other = HarvestReport(source_id="arts", started_at="2026-11-19T12:00:00Z", error="no answer")
    for report in (last, first, other):
        store.save_report(report)
    assert store.reports() == [other, last]


def test_two_sources_that_share_an_address_ask_each_with_what_it_was_told_itself(store: Store) -> None:
    store.save_validators("library", "https://shared.example/", Validators(etag='"1"'))
    assert store.validators("arts", "https://shared.example/") == Validators()
    store.save_validators("arts", "https://shared.example/", Validators(etag='"2"'))
    assert store.validators("library", "https://shared.example/") == Validators(etag='"1"')


def test_validators_come_back_until_a_harvest_fails(store: Store) -> None:
    given = Validators(etag='W/"1"', last_modified="Sat, 21 Nov 2026 12:00:00 GMT")
    for source, url in (("library", "https://library.example/a"), ("arts", "https://arts.example/")):
        store.save_validators(source, url, given)
    store.save_report(HarvestReport(source_id="library", started_at="2026-11-21T12:00:00Z", error="no answer"))
    store.save_report(HarvestReport(source_id="arts", started_at="2026-11-21T12:00:00Z"))
    assert store.validators("library", "https://library.example/a") == Validators()
    assert store.validators("arts", "https://arts.example/") == given
    assert store.validators("arts", "https://other.example/") == Validators()


def test_a_transaction_keeps_all_or_nothing(store: Store) -> None:
    def replace_all() -> None:
        store.save_listings("library", [listing("b")])
        store.save_groups("library", [group("g")])

    def interrupted() -> None:
        with store.transaction():
            replace_all()
            assert store.listings("library") == [listing("b")]
            raise KeyboardInterrupt

    store.save_listings("library", [listing("a")])
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (store.listings("library"), store.groups()) == ([listing("a")], [])
    with store.transaction():
        replace_all()
    assert (store.listings("library"), store.groups()) == ([listing("b")], [group("g")])


def test_a_failed_step_inside_a_transaction_is_undone_alone(store: Store) -> None:
    def step() -> None:
        with store.transaction():
            store.save_groups("arts", [group("h")])
            store.save_groups("arts", [group("i"), group("g")])

    with store.transaction():
        store.save_groups("library", [group("g")])
        with pytest.raises(StoreError):
            step()
        store.save_listings("arts", [listing("a")])
    assert store.groups() == [group("g")]
    assert store.listings("arts") == [listing("a")]


def test_a_reader_that_stops_half_way_holds_nothing_up(store: Store) -> None:
    store.save_groups("library", [group(f"g{i}") for i in range(50)])
    with suppress(RuntimeError), store.snapshot():
        assert len(store.packed([Span(0, UNPLACED)]).groups) == 50
        raise RuntimeError
    store.save_groups("library", [group("h")])
    assert found(store, None) == [group("h")]


def test_threads_read_whole_states_while_one_writes(store: Store) -> None:
    states: list[set[str]] = [{"a", "b"}, {"c", "d", "e"}]
    store.save_groups("library", [group(i) for i in states[0]])
    seen: list[set[str | None]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append({g.id for g in found(store, None)})

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(1, 30):
        store.save_groups("library", [group(i) for i in states[turn % 2]])
    done.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(state in states for state in seen)


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="has been closed"):
        store.sources()
    store.close()


def test_a_sound_store_has_no_problems(store: Store) -> None:
    store.save_listings("library", [FULL_LISTING])
    store.save_groups("library", [FULL_GROUP, group("g")])
    assert store.problems() == []


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
listings = st.builds(
    Listing, title=texts, uid=st.none() | texts, start=st.sampled_from([None, "2026-11-24", "soon", "9999-12-31"])
)


@given(st.lists(st.lists(listings, max_size=6), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_current_listings_are_those_saved_last_each_once(store: Store, saves: list[list[Listing]]) -> None:
    for saved in saves:
        store.save_listings("library", saved)
    assert sorted(map(repr, store.listings("library"))) == sorted({repr(saved) for saved in saves[-1]})


def test_corrections_are_numbered_found_by_source_and_group_and_removed(store: Store) -> None:
    made = Correction(facet="pathway", name="crafts", by="me", why="so it is", at="2026-11-21T12:00:00Z")
    first = store.save_correction(replace(made, source_id="library", group_id="knit", value="stated"))
    second = store.save_correction(replace(made, source_id="arts", uid="7", removed=True))
    assert (store.corrections(), store.corrections("arts"), store.corrections_of(["knit", "x"])) == (
        [first, second],
        [second],
        [first],
    )
    again = store.save_correction(replace(first, listed=False))
    assert store.corrections("library") == [again]
    assert (store.remove_correction(first.number), store.remove_correction(first.number)) == (again, None)
    third = store.save_correction(replace(made, source_id="library", group_id="knit"))
    assert third.number not in {first.number, second.number}
    store.remove_source("library")
    assert (store.corrections(), store.problems()) == ([second], [])


def test_a_correction_of_an_unknown_source_is_refused(store: Store) -> None:
    made = Correction(source_id="nowhere", facet="x", name="y", by="me", why="so", at="2026-11-21T12:00:00Z", uid="7")
    with pytest.raises(StoreError, match="knows no source"):
        store.save_correction(made)


def test_groups_are_replaced_where_they_stand(store: Store) -> None:
    store.save_groups("library", [group("a"), group("b")])
    store.replace_groups([group("b", "Sewing"), group("c", "Nowhere")])
    assert [(one.id, one.title) for one in store.groups("library")] == [("a", "Knit night"), ("b", "Sewing")]


def test_what_people_merged_is_numbered_and_the_group_that_went_leads_to_the_one_that_stays(store: Store) -> None:
    made = GroupEdit(kind="merge", groups=("knit", "purl"), by="me", at="2026-11-22T12:00:00Z")
    store.save_groups("library", [group("knit"), group("sew")])
    first = store.save_edit(replace(made, source_id="library"))
    second = store.save_edit(replace(made, groups=("sew", "knit"), source_id="library", why="one circle"))
    of_two = store.save_edit(replace(made, groups=("sew", "hemming")))
    assert (store.edits(), store.problems()) == ([first, second, of_two], [])
    assert [store.group(name) for name in ("purl", "knit", "hemming")] == [group("knit"), group("knit"), None]
    store.save_groups("library", [group("sew")])
    assert [store.group(name) for name in ("purl", "knit")] == [group("sew"), group("sew")]
    assert (store.remove_edit(first.number), store.remove_edit(first.number)) == (first, None)
    assert store.group("purl") is None
    store.remove_source("library")
    assert (store.edits(), store.problems()) == ([of_two], [])
    with pytest.raises(StoreError, match="knows no source"):
        store.save_edit(replace(made, source_id="nowhere"))


CRAFTS = SavedSelection(
    name="elm-crafts",
    title="Crafts — “near Elm” ☕",
    asks={"near": ("Bloomington, Indiana",), "pathway": ("crafts", "writing")},
    look=Look(layout="cards", ink="#111111", paper="#ffffff", link="#003366", line="#777777"),
    language="es",
    created="2026-11-21",
    changed="2026-11-22",
    key_hash="ab" * 32,
)


def test_a_selection_comes_back_whole_by_its_name_and_goes_with_all_that_belongs_to_it(store: Store) -> None:
    music = replace(CRAFTS, name="a-music", asks={}, look=Look(), language=None)
    store.add_selection(CRAFTS)
    store.add_selection(music)
    store.save_count("elm-crafts", "2026-11-22", 3)
    assert (store.selection("elm-crafts"), store.selection("nothing")) == (CRAFTS, None)
    assert (store.selections(), store.problems()) == ([music, CRAFTS], [])
    assert (store.remove_selection("elm-crafts"), store.remove_selection("elm-crafts")) == (True, False)
    assert (store.selections(), store.counts("elm-crafts"), store.problems()) == ([music], Counts(), [])
    store.add_selection(CRAFTS)
    assert store.counts("elm-crafts") == Counts()


def test_a_retired_selection_leaves_nothing_but_names_that_nobody_gets_until_it_is_removed(store: Store) -> None:
    store.add_selection(replace(CRAFTS, name="elm"))
    store.change_selection("elm", replace(CRAFTS, version=2))
    store.save_count("elm-crafts", "2026-11-22", 3)
    assert (store.retire_selection("elm"), store.retire_selection("elm-crafts")) == (True, False)
    assert (store.selections(), store.selection("elm"), store.counts("elm")) == ([], None, Counts())
    assert store.problems() == []
    for name in ("elm", "elm-crafts"):
        with pytest.raises(NameTaken):
            store.add_selection(replace(CRAFTS, name=name, title="Another"))
    with pytest.raises(SelectionNotFound):
        store.change_selection("elm", replace(CRAFTS, version=3))
    assert store.remove_selection("elm") is True
    store.add_selection(CRAFTS)
    assert store.selections() == [CRAFTS]


def test_two_selections_never_have_one_name_not_even_a_former_one(store: Store) -> None:
    store.add_selection(CRAFTS)
    with pytest.raises(NameTaken, match="“elm-crafts”"):
        store.add_selection(replace(CRAFTS, title="Another"))
    moved = replace(CRAFTS, name="oak-crafts", version=2)
    store.change_selection("elm-crafts", moved)
    assert (store.selection("elm-crafts"), store.selection("oak-crafts")) == (moved, moved)
    with pytest.raises(NameTaken):
        store.add_selection(CRAFTS)
    store.add_selection(replace(CRAFTS, name="music"))
    with pytest.raises(NameTaken):
        store.change_selection("music", replace(CRAFTS, name="elm-crafts", version=2))
    assert [one.name for one in store.selections()] == ["music", "oak-crafts"]
    back = replace(moved, name="elm-crafts", version=3)
    store.change_selection("elm-crafts", back)
    assert store.selection("oak-crafts") == back
    assert store.problems() == []


def test_a_change_on_the_ground_of_an_old_state_is_refused(store: Store) -> None:
    store.add_selection(CRAFTS)
    store.change_selection("elm-crafts", replace(CRAFTS, title="First", version=2))
    with pytest.raises(Outdated):
        store.change_selection("elm-crafts", replace(CRAFTS, title="Second", version=2))
    with pytest.raises(SelectionNotFound):
        store.change_selection("nothing", replace(CRAFTS, version=2))
    assert [one.title for one in store.selections()] == ["First"]


def test_of_those_who_save_one_name_at_once_one_wins(store: Store) -> None:
    won: list[str] = []

    def save(title: str) -> None:
        with suppress(NameTaken):
            store.add_selection(replace(CRAFTS, title=title))
            won.append(title)

    savers = [threading.Thread(target=save, args=(str(number),)) for number in range(8)]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert [one.title for one in store.selections()] == won
    assert len(won) == 1


def test_counts_are_kept_for_the_days_on_which_they_changed(store: Store) -> None:
    store.add_selection(CRAFTS)
    assert (store.counts("elm-crafts"), store.counts("nothing")) == (Counts(), Counts())
    for day, groups in enumerate((3, 3, 5, 0, 0), start=10):
        store.save_count("elm-crafts", f"2026-11-{day}", groups)
    store.save_count("nothing", "2026-11-10", 3)
    found = store.counts("elm-crafts")
    assert found == Counts(
        counted_on="2026-11-14",
        changes=tuple(Counted(day=f"2026-11-{day}", groups=groups) for day, groups in ((10, 3), (12, 5), (13, 0))),
    )
    assert found.empty_since == "2026-11-13"
    store.save_count("elm-crafts", "2026-11-14", 2)
    assert store.counts("elm-crafts").empty_since is None
    store.save_count("elm-crafts", "2026-11-14", 0)
    assert store.counts("elm-crafts") == replace(found, counted_on="2026-11-14")


def test_what_was_counted_goes_when_another_thing_is_asked(store: Store) -> None:
    store.add_selection(CRAFTS)
    store.save_count("elm-crafts", "2026-11-20", 3)
    store.change_selection("elm-crafts", replace(CRAFTS, title="Crafts", version=2))
    assert store.counts("elm-crafts").changes == (Counted(day="2026-11-20", groups=3),)
    store.change_selection("elm-crafts", replace(CRAFTS, asks={}, version=3))
    assert store.counts("elm-crafts").changes == ()


def test_nobody_fills_the_disk_with_selections(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.store.selections.MOST_SELECTIONS", 2)
    for number in range(2):
        store.add_selection(replace(CRAFTS, name=f"list-{number}"))
    with pytest.raises(StoreError, match="2 saved lists already"):
        store.add_selection(CRAFTS)
    assert MOST_SELECTIONS >= 1000
    assert len(store.selections()) == 2


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 3)), max_size=20))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_last_change_is_the_last_count(store: Store, days: list[tuple[int, int]]) -> None:
    store.remove_selection("elm-crafts")
    store.add_selection(CRAFTS)
    for day, groups in sorted(days, key=lambda one: one[0]):
        store.save_count("elm-crafts", f"2026-11-{day:02}", groups)
    changes = store.counts("elm-crafts").changes
    assert all(one.groups != other.groups for one, other in pairwise(changes))
    assert [one.groups for one in changes[-1:]] == [groups for _, groups in sorted(days, key=lambda one: one[0])][-1:]
