"""Countries and their first-level regions: the names and short forms that people write, and GeoNames' codes."""

from __future__ import annotations

from finder.listing import Record
from finder.places.names import plain_key


class Area(Record, frozen=True, kw_only=True):
    """A country (no region) or a region of one; `code` is how addresses write it, `geonames` how GeoNames does."""

    country: str
    name: str
    code: str | None = None
    geonames: str | None = None
    county: bool = False
    """A part of a region: its towns are looked for in the whole region, and elsewhere its name means a town."""


def _areas(country: str, table: str) -> tuple[Area, ...]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return tuple(Area(country=country, code=code, geonames=geonames, name=name) for code, geonames, name in rows)


_US = """
AL|AL|Alabama
AK|AK|Alaska
AZ|AZ|Arizona
AR|AR|Arkansas
CA|CA|California
CO|CO|Colorado
CT|CT|Connecticut
DE|DE|Delaware
DC|DC|District of Columbia
FL|FL|Florida
GA|GA|Georgia
HI|HI|Hawaii
ID|ID|Idaho
IL|IL|Illinois
IN|IN|Indiana
IA|IA|Iowa
KS|KS|Kansas
KY|KY|Kentucky
LA|LA|Louisiana
ME|ME|Maine
MD|MD|Maryland
MA|MA|Massachusetts
MI|MI|Michigan
MN|MN|Minnesota
MS|MS|Mississippi
MO|MO|Missouri
MT|MT|Montana
NE|NE|Nebraska
NV|NV|Nevada
NH|NH|New Hampshire
NJ|NJ|New Jersey
NM|NM|New Mexico
NY|NY|New York
NC|NC|North Carolina
ND|ND|North Dakota
OH|OH|Ohio
OK|OK|Oklahoma
OR|OR|Oregon
PA|PA|Pennsylvania
RI|RI|Rhode Island
SC|SC|South Carolina
SD|SD|South Dakota
TN|TN|Tennessee
TX|TX|Texas
UT|UT|Utah
VT|VT|Vermont
VA|VA|Virginia
WA|WA|Washington
WV|WV|West Virginia
WI|WI|Wisconsin
WY|WY|Wyoming
"""

_CA = """
AB|01|Alberta
BC|02|British Columbia
MB|03|Manitoba
NB|04|New Brunswick
NL|05|Newfoundland and Labrador
NS|07|Nova Scotia
ON|08|Ontario
PE|09|Prince Edward Island
QC|10|Quebec
SK|11|Saskatchewan
YT|12|Yukon
NT|13|Northwest Territories
NU|14|Nunavut
"""

_AU = """
ACT|01|Australian Capital Territory
NSW|02|New South Wales
NT|03|Northern Territory
QLD|04|Queensland
SA|05|South Australia
TAS|06|Tasmania
VIC|07|Victoria
WA|08|Western Australia
"""

_GB = """
ENG|ENG|England
NIR|NIR|Northern Ireland
SCT|SCT|Scotland
WLS|WLS|Wales
"""

_NZ = """
AUK|E7|Auckland
BOP|E8|Bay of Plenty
CAN|E9|Canterbury
GIS|F1|Gisborne
HKB|F2|Hawke's Bay
MWT|F3|Manawatu-Wanganui
MBH|F4|Marlborough
NSN|F5|Nelson
NTL|F6|Northland
OTA|F7|Otago
STL|F8|Southland
TKI|F9|Taranaki
WKO|G1|Waikato
WGN|G2|Wellington
WTC|G3|West Coast
TAS|TAS|Tasman
"""

_DE = """
BW|01|Baden-Württemberg
BY|02|Bavaria
HB|03|Bremen
HH|04|Hamburg
HE|05|Hesse
NI|06|Lower Saxony
NW|07|North Rhine-Westphalia
RP|08|Rhineland-Palatinate
SL|09|Saarland
SH|10|Schleswig-Holstein
BB|11|Brandenburg
MV|12|Mecklenburg-Western Pomerania
SN|13|Saxony
ST|14|Saxony-Anhalt
TH|15|Thuringia
BE|16|Berlin
"""

_COUNTIES = {
    "ENG": (
        "Bedfordshire", "Berkshire", "Buckinghamshire", "Cambridgeshire", "Cheshire", "Cornwall", "Cumbria",
        "Derbyshire", "Devon", "Dorset", "Co Durham", "County Durham", "East Riding of Yorkshire", "East Sussex",
        "East Yorkshire", "Essex", "Gloucestershire", "Greater London", "Greater Manchester", "Hampshire",
        "Herefordshire", "Hertfordshire", "Herts", "Isle of Wight", "Kent", "Lancashire", "Lancs", "Leicestershire",
        "Lincolnshire", "Lincs", "Merseyside", "Middlesex", "Norfolk", "North Yorkshire", "Northamptonshire",
        "Northumberland", "Nottinghamshire", "Notts", "Oxfordshire", "Rutland", "Shropshire", "Somerset",
        "South Yorkshire", "Staffordshire", "Suffolk", "Surrey", "Teesside", "Tyne and Wear", "Warwickshire",
        "West Midlands", "West Sussex", "West Yorkshire", "Wiltshire", "Worcestershire", "Yorkshire",
    ),
    "SCT": ("Aberdeenshire", "Angus", "Argyll", "Ayrshire", "Fife", "Highland", "Lanarkshire", "Lothian", "Perthshire"),
    "WLS": (
        "Carmarthenshire", "Ceredigion", "Glamorgan", "Gwent", "Gwynedd", "Monmouthshire", "Pembrokeshire", "Powys",
    ),
    "NIR": ("Co Antrim", "Co Armagh", "Co Down", "Co Fermanagh", "Co Tyrone", "County Antrim", "County Down"),
}  # fmt: skip
"""British counties as they stand in addresses; GeoNames' files tell only the four countries apart."""

REGIONS = tuple(
    area
    for country, table in {"US": _US, "CA": _CA, "AU": _AU, "GB": _GB, "NZ": _NZ, "DE": _DE}.items()
    for area in _areas(country, table)
)

_TOLD_BY_REGION = frozenset({"US", "CA", "AU", "GB"})
"""Countries whose people tell cities apart by region; elsewhere the country is shown."""

_OTHER_NAMES = {
    "usa": "US", "us": "US", "u s a": "US", "u s": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "u k": "GB", "gb": "GB", "great britain": "GB", "britain": "GB",
    "deutschland": "DE", "aotearoa": "NZ", "new zealand": "NZ", "holland": "NL", "czech republic": "CZ",
    "eire": "IE", "republic of ireland": "IE", "espana": "ES", "italia": "IT", "schweiz": "CH", "suisse": "CH",
    "osterreich": "AT", "belgie": "BE", "belgique": "BE", "brasil": "BR",
    "nz": "NZ", "au": "AU", "ie": "IE", "fr": "FR",
}  # fmt: skip


class Areas:
    """Looks regions and countries up by any of their names; one name may mean several ("WA", "Georgia")."""

    def __init__(self, countries: dict[str, str]) -> None:
        """Take the countries' English names by ISO 3166 code."""
        self.countries = countries
        self._by_geonames = {(area.country, area.geonames): area for area in REGIONS}
        self._by_name: dict[str, tuple[Area, ...]] = {}
        for area in REGIONS:
            for name in {plain_key(area.name), plain_key(area.code or "")}:
                self._add(name, area)
        for geonames, names in _COUNTIES.items():
            for name in names:
                self._add(plain_key(name), Area(country="GB", geonames=geonames, name=name, county=True))
        for code, name in countries.items():
            self._add(plain_key(name), Area(country=code, name=name))
        for name, code in _OTHER_NAMES.items():
            self._add(name, Area(country=code, name=countries.get(code, code)))
        self._last_words = {name.split()[-1] for name in self._by_name}

    def named(self, text: str) -> tuple[Area, ...]:
        """Return every region or country of that name or short form, regions first."""
        return self._by_name.get(plain_key(text), ())

    def ends(self, word: str) -> bool:
        """Tell whether the name of a region or country may end with this word."""
        words = plain_key(word).split()
        return not words or words[-1] in self._last_words

    def region(self, country: str, geonames: str) -> Area | None:
        """Return the region that GeoNames gives this code."""
        return self._by_geonames.get((country, geonames))

    def label(self, city: str, country: str, geonames: str) -> str:
        """Return how people tell one city from another: "Bloomington, Indiana", "Kraków, Poland"."""
        region = self.region(country, geonames) if country in _TOLD_BY_REGION else None
        return f"{city}, {region.name if region else self.countries.get(country, country)}"

    def _add(self, name: str, area: Area) -> None:
        known = self._by_name.get(name, ())
        if area not in known:
            self._by_name[name] = (*known, area)
