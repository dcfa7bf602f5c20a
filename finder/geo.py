"""Distances and boxes on the globe: WGS 84 degrees in, kilometres out."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt

from finder.listing import Record

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

KM_PER_MILE = 1.609344


class Box(Record, frozen=True, kw_only=True):
    """A rectangle in degrees; one that crosses the antimeridian has `west` > `east`."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether the point lies in the rectangle, its edges included."""
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance (haversine, on a sphere: within 0.6 % of the ellipsoid)."""
    a, b = radians(lat1), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def box_around(latitude: float, longitude: float, km: float) -> Box:
    """Return the smallest rectangle that holds the circle of `km` around a point, poles and antimeridian included."""
    angle = km / EARTH_RADIUS_KM
    south, north = latitude - degrees(angle), latitude + degrees(angle)
    if south <= -90 or north >= 90 or angle >= radians(90):  # noqa: PLR2004  the poles: every longitude is near
        return Box(south=max(south, -90.0), west=-180.0, north=min(north, 90.0), east=180.0)
    reach = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude)))))
    west, east = longitude - reach, longitude + reach
    if reach >= 180:  # noqa: PLR2004
        west, east = -180.0, 180.0
    return Box(
        south=south,
        west=west + 360 if west < -180 else west,  # noqa: PLR2004
        north=north,
        east=east - 360 if east > 180 else east,  # noqa: PLR2004
    )


_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
_BITS_PER_LETTER = 5


def geohash(latitude: float, longitude: float, letters: int) -> str:
    """Return the name of the cell that holds a point (geohash.org); six letters are a cell of 0.6 by 1.2 km or less."""
    count = letters * _BITS_PER_LETTER
    ways = (_halvings(longitude, 180.0, (count + 1) // 2), _halvings(latitude, 90.0, count // 2))
    bits = [ways[at % 2][at // 2] for at in range(count)]
    starts = range(0, count, _BITS_PER_LETTER)
    return "".join(_GEOHASH[int("".join(bits[at : at + _BITS_PER_LETTER]), 2)] for at in starts)


def geohash_middle(name: str) -> tuple[float, float] | None:
    """Return latitude and longitude of the middle of a cell; None for what is no name of one."""
    if not name or not set(name) <= set(_GEOHASH):
        return None
    bits = "".join(f"{_GEOHASH.index(letter):05b}" for letter in name)
    return _middle(bits[1::2], 90.0), _middle(bits[0::2], 180.0)


def _halvings(value: float, end: float, count: int) -> str:
    step = min(int((value + end) / (2 * end) * 2**count), 2**count - 1)
    return f"{step:0{count}b}" if count else ""


def _middle(bits: str, end: float) -> float:
    return (int(bits or "0", 2) + 0.5) / (1 << len(bits)) * 2 * end - end
