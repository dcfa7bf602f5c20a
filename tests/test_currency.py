from __future__ import annotations

import pytest

from finder.currency import dollar_of, in_dollars
from finder.listing import Price


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Toronto", "CAD"),
        ("America/Vancouver", "CAD"),
        ("America/New_York", "USD"),
        ("America/Indiana/Indianapolis", "USD"),
        ("Pacific/Honolulu", "USD"),
        ("Australia/Sydney", "AUD"),
        ("Pacific/Auckland", "NZD"),
        ("America/Mexico_City", None),
        ("Europe/London", None),
        ("UTC", None),
        (None, None),
    ],
)
def test_a_bare_dollar_is_the_one_that_is_paid_with_there(zone: str | None, expected: str | None) -> None:
    assert dollar_of(zone) == expected


def test_a_price_without_the_sign_or_with_a_currency_stays_as_it_is() -> None:
    assert in_dollars(Price(status="paid", min=5.0), "5", "America/Toronto") == Price(status="paid", min=5.0)
    dear = Price(status="paid", min=5.0, currency="USD")
    assert in_dollars(dear, "US$5", "America/Toronto") == dear
    assert in_dollars(Price(status="free", min=0.0), "$0", "America/Toronto") == Price(status="free", min=0.0)
    assert in_dollars(Price(status="paid", min=5.0), "$5", "America/Toronto") == Price(
        status="paid", min=5.0, currency="CAD"
    )
