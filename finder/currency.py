"""Which dollar a bare "$" is: the one of the country around a time zone (IANA zone.tab)."""

from __future__ import annotations

import msgspec

from finder.listing import Price

_CANADA = frozenset(
    [
        "Atikokan",
        "Blanc-Sablon",
        "Cambridge_Bay",
        "Creston",
        "Dawson",
        "Dawson_Creek",
        "Edmonton",
        "Fort_Nelson",
        "Glace_Bay",
        "Goose_Bay",
        "Halifax",
        "Inuvik",
        "Iqaluit",
        "Moncton",
        "Montreal",
        "Nipigon",
        "Pangnirtung",
        "Rainy_River",
        "Rankin_Inlet",
        "Regina",
        "Resolute",
        "St_Johns",
        "Swift_Current",
        "Thunder_Bay",
        "Toronto",
        "Vancouver",
        "Whitehorse",
        "Winnipeg",
        "Yellowknife",
    ]
)
_UNITED_STATES = frozenset(
    [
        "Adak",
        "Anchorage",
        "Boise",
        "Chicago",
        "Denver",
        "Detroit",
        "Fort_Wayne",
        "Indianapolis",
        "Juneau",
        "Los_Angeles",
        "Louisville",
        "Menominee",
        "Metlakatla",
        "New_York",
        "Nome",
        "Phoenix",
        "Shiprock",
        "Sitka",
        "Yakutat",
        "Puerto_Rico",
    ]
)
_STATES_WITH_ZONES = ("Indiana/", "Kentucky/", "North_Dakota/")
_AREAS = {"US": "USD", "Canada": "CAD", "Australia": "AUD"}
_PLACES = {"Pacific/Honolulu": "USD", "Pacific/Guam": "USD", "Pacific/Auckland": "NZD", "Pacific/Chatham": "NZD"}


def dollar_of(zone: str | None) -> str | None:
    """Return the ISO 4217 code of the dollar that is paid with in a zone; None where it is no dollar, or unknown."""
    area, _, place = (zone or "").partition("/")
    if area != "America":
        return _PLACES.get(zone or "") or _AREAS.get(area)
    if place in _CANADA:
        return "CAD"
    return "USD" if place in _UNITED_STATES or place.startswith(_STATES_WITH_ZONES) else None


def in_dollars(price: Price | None, words: str | None, zone: str | None) -> Price | None:
    """Return a price whose words have a bare "$" with the currency that it is where the listing takes place."""
    if price is None or price.currency or not price.min or "$" not in (words or ""):
        return price
    return msgspec.structs.replace(price, currency=dollar_of(zone))
