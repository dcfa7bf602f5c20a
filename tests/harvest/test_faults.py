from __future__ import annotations

import pytest

from finder.errors import Changed, FarFewer, InputError, NotACalendar, Refused, SourceError, TooLarge, Unreachable
from finder.harvest.faults import fault_of, in_words


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (Refused("the robots.txt of a.example forbids asking"), "blocked"),
        (NotACalendar("a login page"), "blocked"),
        (NotACalendar("a Cloudflare challenge page"), "blocked"),
        (NotACalendar("an error page (403 forbidden)"), "blocked"),
        (NotACalendar("an error page (404 not found)"), "gone"),
        (NotACalendar("an error page (410 gone)"), "gone"),
        (Unreachable("there is no host a.example, or no network"), "gone"),
        (Unreachable("a.example accepts no connections"), "unreachable"),
        (NotACalendar("a web page without events"), "changed"),
        (Changed("libcal", "no results"), "changed"),
        (FarFewer(20, 3), "changed"),
        (TooLarge("a.example is larger than 2 bytes"), "changed"),
        (SourceError("no scraper reads trumba yet"), "ours"),
        (InputError("x"), "ours"),
        (KeyError("x"), "ours"),
    ],
)
def test_each_trouble_is_of_a_kind(error: Exception, fault: str) -> None:
    assert fault_of(error) == fault


def test_a_fault_of_ours_is_called_so() -> None:
    assert in_words(KeyError("x")) == "a fault of ours: KeyError: 'x'"
    assert in_words(FarFewer(20, 3)) == "only 3 coming dates where there were 20: the old ones are kept"
