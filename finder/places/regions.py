"""Countries and their first-level regions: the names and short forms that people write, and GeoNames' codes."""

from __future__ import annotations

from collections.abc import Iterator

from finder.listing import Record
from finder.places.counties import COUNTIES
from finder.places.names import plain_key


class Area(Record, frozen=True, kw_only=True):
    """A country (no region) or a region of one; `code` is how addresses write it, `geonames` how GeoNames does."""

    country: str
    name: str
    code: str | None = None
    geonames: str | None = None
    middle: tuple[float, float] | None = None
    """Of a county, latitude and longitude: of the towns of one name the nearest is meant, and abroad it is a town."""


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

_SHORT_FORMS = {
    "US": """
AZ Ariz|AR Ark|CA Calif, Cal|CO Colo|CT Conn|DE Del|DC D C|FL Fla|IL Ill|IN Ind|KS Kan, Kans|MA Mass|MI Mich|MN Minn
MS Miss|MT Mont|NE Neb, Nebr|NV Nev|NH N H|NJ N J|NM N M, N Mex|NY N Y|NC N C|ND N D, N Dak|OK Okla|OR Ore, Oreg
PA Penn, Penna|RI R I|SC S C|SD S D, S Dak|TN Tenn|TX Tex|VA Virg|WA Wash|WV W Va|WI Wis, Wisc|WY Wyo
""",
    "CA": """
AB Alta|BC B C|MB Man|NB N B|NL N L, Nfld, Newfoundland, Labrador|NS N S|ON Ont|PE P E I, PEI|QC Que, Québec, PQ|SK Sask
NT N W T, NWT
""",
}
"""How people and newspapers shorten states and provinces, beside the two letters of the post."""

REGIONS = tuple(
    area
    for country, table in {"US": _US, "CA": _CA, "AU": _AU, "GB": _GB, "NZ": _NZ, "DE": _DE}.items()
    for area in _areas(country, table)
)

_SHORT = 5
"""Letters of the longest short form that may be another word."""

_TOLD_BY_REGION = frozenset({"US", "CA", "AU", "GB"})
"""Countries whose people tell cities apart by region; elsewhere the country is shown."""

_OTHER_NAMES = {
    "usa": "US", "us": "US", "u s a": "US", "u s": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "u k": "GB", "gb": "GB", "great britain": "GB", "britain": "GB",
    "deutschland": "DE", "aotearoa": "NZ", "new zealand": "NZ", "holland": "NL", "czech republic": "CZ",
    "eire": "IE", "republic of ireland": "IE", "espana": "ES", "italia": "IT", "schweiz": "CH", "suisse": "CH",
    "osterreich": "AT", "belgie": "BE", "belgique": "BE", "brasil": "BR",
    "nz": "NZ", "au": "AU", "ie": "IE", "fr": "FR", "pr": "PR", "gu": "GU", "mp": "MP", "danmark": "DK", "norge": "NO",
    "netherlands": "NL", "sverige": "SE", "suomi": "FI", "polska": "PL", "nederland": "NL", "svizzera": "CH",
}  # fmt: skip


def _short_forms() -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each region, as country and code, with a short form of its name as it is looked up."""
    for country, table in _SHORT_FORMS.items():
        for line in table.replace("|", "\n").strip().splitlines():
            code, _, forms = line.partition(" ")
            yield from (((country, code), plain_key(form)) for form in forms.split(", "))


class Areas:
    """Looks regions and countries up by any of their names; one name may mean several ("WA", "Georgia")."""

    def __init__(self, countries: dict[str, str]) -> None:
        """Take the countries' English names by ISO 3166 code."""
        self.countries = countries
        self._by_geonames = {(area.country, area.geonames): area for area in REGIONS}
        self._by_code = {(area.country, area.code): area for area in REGIONS}
        self._by_name: dict[str, tuple[Area, ...]] = {}
        for area in REGIONS:
            for name in {plain_key(area.name), plain_key(area.code or "")}:
                self._add(name, area)
        for region, form in _short_forms():
            self._add(form, self._by_code[region])
        for county in COUNTIES:
            middle = (county.latitude, county.longitude)
            for name in county.names:
                area = Area(country=county.country, geonames=county.geonames, name=name, middle=middle)
                self._add(plain_key(name), area)
        for code, name in countries.items():
            self._add(plain_key(name), Area(country=code, name=name))
        for name, code in _OTHER_NAMES.items():
            self._add(name, Area(country=code, name=countries.get(code, code)))
        self._short = {form for _, form in _short_forms() if len(form) <= _SHORT}
        self._first_words = {name.split()[0] for name in self._by_name}
        self._last_words = {name.split()[-1] for name in self._by_name}

    def named(self, text: str) -> tuple[Area, ...]:
        """Return every region or country of that name or short form, regions first."""
        return self._by_name.get(plain_key(text), ())

    def begins(self, word: str) -> bool:
        """Tell whether the name of a region or country may begin with this word."""
        return plain_key(word).partition(" ")[0] in self._first_words

    def ends(self, word: str) -> bool:
        """Tell whether the name of a region or country may end with this word."""
        words = plain_key(word).split()
        return not words or words[-1] in self._last_words

    def is_short(self, text: str) -> bool:
        """Tell whether the text is a region's short form that is also a word: "Mass", "Wash"."""
        return plain_key(text) in self._short

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
