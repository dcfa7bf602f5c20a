# ruff: noqa: E501  one answer a line, however long, is read most easily
"""Answers that no honest server gives, each in the size asked for: who reads them must end soon, and say what is wrong.

`ANSWERS` maps a name to its maker.  A maker takes a count: at 100,000 the answer is as hostile as it gets (a hundred
thousand nested tags, ten megabytes in one line); a test takes a smaller one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

Make = Callable[[int], bytes]

PAGE = b"<!doctype html><html><head><title>Pots</title></head><body>%s</body></html>"
LINK = "https://clay.example/events/"


def page(body: str) -> bytes:
    """Return a web page."""
    return PAGE % body.encode()


def calendar(lines: str, *, properties: str = "") -> bytes:
    """Return a calendar around these lines."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{properties}{lines}END:VCALENDAR\r\n".encode()


def entry(number: int = 0, lines: str = "", *, start: str = ":20261124T180000Z") -> str:
    """Return one entry with these further lines."""
    return f"BEGIN:VEVENT\r\nUID:{number}@clay\r\nDTSTART{start}\r\nSUMMARY:Clay {number}\r\n{lines}END:VEVENT\r\n"


def feed(items: str, *, before: str = "") -> bytes:
    """Return an RSS feed."""
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Clay</title>{items}</channel></rss>'.encode()
    )


def event(**values: object) -> dict[str, object]:
    """Return an event of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Clay",
        "startDate": "2026-11-24T18:00",
        **values,
    }


def linked_data(*nodes: object) -> bytes:
    """Return a page with these nodes in a script element."""
    return page(f'<script type="application/ld+json">{json.dumps(nodes)}</script>')


def _nested(before: str, after: str, inner: str = "Clay") -> Callable[[int], str]:
    return lambda count: before * count + inner + after * count


def _laughs(count: int) -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return feed(
        "<item><title>&l9;</title></item>" * max(1, count // 10_000),
        before=f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]>',
    )


def _quadratic_laughs(count: int) -> bytes:
    return feed(f"<item><title>{'&a;' * count}</title></item>", before=f'<!DOCTYPE rss [<!ENTITY a "{"ha" * count}">]>')


def _outside(_: int) -> bytes:
    return feed(
        "<item><title>&a;</title></item>",
        before='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    )


def _often(rule: str) -> Make:
    return lambda count: calendar("".join(entry(n, f"RRULE:{rule}\r\n") for n in range(max(1, count // 100))))


def _zone_of_rules(count: int) -> bytes:
    change = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=YEARLY;BYMONTH=1\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
    zone = f"BEGIN:VTIMEZONE\r\nTZID:Clay Time\r\n{change * count}END:VTIMEZONE\r\n"
    return calendar(zone + entry(start=";TZID=Clay Time:20261124T180000"))


def _many_zones(count: int) -> bytes:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Clay {0}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=YEARLY;BYMONTH=1\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    zones = "".join(zone.format(n) for n in range(count // 5))
    return calendar(zones + "".join(entry(n, start=f";TZID=Clay {n}:20261124T180000") for n in range(count // 5)))


def _dates(name: str) -> Make:
    return lambda count: calendar(
        entry(
            lines="RRULE:FREQ=DAILY\r\n"
            f"{name}:{','.join(f'2027{1 + n % 12:02d}{1 + n % 28:02d}T{n % 24:02d}0000Z' for n in range(count))}\r\n"
        )
    )


def _one_series(count: int) -> bytes:
    changed = "".join(
        entry(0, f"RECURRENCE-ID:2026{1 + n % 12:02d}{1 + n % 28:02d}T{n % 24:02d}{n % 60:02d}{n // 100 % 60:02d}Z\r\n")
        for n in range(count // 2)
    )
    return calendar(entry(0, "RRULE:FREQ=DAILY\r\n") + changed)


def _entries(count: int) -> bytes:
    return calendar("".join(entry(n) for n in range(count)))


def _one_uid(count: int) -> bytes:
    return calendar(
        "".join(
            entry(0, start=f":2026{1 + n % 12:02d}{1 + n % 28:02d}T{n % 24:02d}{n % 60:02d}00Z")
            for n in range(count // 2)
        )
    )


def _text(piece: str, *, times: int = 100) -> list[tuple[str, Make]]:
    """Return where one piece of text, over and over, can stand: in a title, a description, an attribute, a page, alone."""
    return [
        ("of an ICS title", lambda n: calendar(entry(lines=f"SUMMARY:{piece * (n * times // len(piece))}\r\n"))),
        (
            "of an ICS description",
            lambda n: calendar(entry(lines=f"DESCRIPTION:Clay {piece * (n * times // len(piece))}\r\n")),
        ),
        ("of an ICS place", lambda n: calendar(entry(lines=f"LOCATION:{piece * (n * times // len(piece))}\r\n"))),
        (
            "of JSON-LD",
            lambda n: linked_data(
                event(name="Clay", description=piece * (n * times // len(piece)), location=piece * 1_000)
            ),
        ),
        (
            "of an RSS item",
            lambda n: feed(
                f"<item><title>Clay</title><description><![CDATA[{piece * (n * times // len(piece))}]]></description></item>"
            ),
        ),
        ("of a page", lambda n: page(piece * (n * times // len(piece)))),
        ("alone", lambda n: (piece * (n * times // len(piece))).encode("utf-8", "surrogatepass")),
    ]


_FOOD = {
    "letters": "a",
    "blanks": " ",
    "line breaks": "\n",
    "less-than signs": "<",
    "ampersands": "&amp;",
    "bare ampersands": "&",
    "digits": "7",
    "commas": "1, ",
    "dashes": "- ",
    "brackets": "[",
    "parentheses": "(",
    "backslashes": "\\",
    "quotes": '"',
    "stars": "**a",
    "amounts": "$1 or ",
    "free": "free ",
    "ages": "ages 5 to ",
    "dates": "November 24, 2026 ",
    "addresses": "https://zoom.us/j/1 ",
    "zero widths": "\u200b",
    "NULs": "\x00",
    "comments": "<!--",
    "CDATA": "<![CDATA[",
    "open scripts": "<script>",
    "open metas": '<meta content="',
    "open titles": "<title",
    "links": '<a href="https://x.example/?a=1">',
    "open links": '<a href="x',
    "open attributes": " href=",
    "event types": 'itemtype="http://schema.org/Event" ',
    "classes": 'class="vevent ',
    "tables": "<table><tr><td>",
    "open forms": "<form><b>",
}

_TIMES = (
    "00000101T000000Z",
    "99991231T235959Z",
    "1000000000T000000Z",
    "20269999T999999Z",
    "-0011124T180000",
    "9" * 5_000,
)


def _odd_times(_: int) -> bytes:
    return calendar(
        "".join(
            entry(n, f"DTEND:{time}\r\nRDATE:{time}\r\nRRULE:FREQ=YEARLY;UNTIL={time}\r\n", start=f":{time}")
            for n, time in enumerate(_TIMES)
        )
    )


def _odd_json_times(_: int) -> bytes:
    odd: tuple[object, ...] = (
        *_TIMES,
        "0000-00-00",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        10**9,
        -1,
        1e300,
        None,
        [],
        {},
        "2026-W53-9",
    )
    return linked_data(*(event(startDate=time, endDate=time, doorTime=time) for time in odd))


def _deep_json(before: str, after: str) -> Callable[[int], str]:
    return lambda count: before * count + "1" + after * count


ANSWERS: dict[str, Make] = {
    "nested tags": lambda n: page(_nested("<div>", "</div>")(n)),
    "nested tags of different names": lambda n: page("".join(f"<x{i}>" for i in range(n))),
    "nested tags that never close": lambda n: page("<b><i>" * (n // 2)),
    "nested tables": lambda n: page("<table><tr><td>" * (n // 3)),
    "nested lists": lambda n: page("<ul><li>" * (n // 2)),
    "nested microdata": lambda n: page(_nested('<div itemscope itemtype="https://schema.org/Event" itemprop="subEvent"><b itemprop="name">C</b>', "</div>")(n)),
    "nested microdata of one event": lambda n: page(
        '<div itemscope itemtype="https://schema.org/Event"><b itemprop="name">C</b>' + _nested('<div itemprop="location" itemscope>', "</div>")(n) + "</div>"
    ),
    "nested h-events": lambda n: page(_nested('<div class="h-event"><b class="p-name">C</b>', "</div>")(n)),
    "nested hCalendar": lambda n: page(_nested('<div class="vevent"><b class="summary">C</b><abbr class="dtstart" title="2026-11-24">', "</abbr></div>")(n)),
    "many h-events": lambda n: page('<div class="h-event"><b class="p-name">C</b><i class="dt-start">2026-11-24</i></div>' * (n // 2)),
    "many microdata events": lambda n: page(
        '<div itemscope itemtype="https://schema.org/Event"><b itemprop="name">C</b><i itemprop="startDate">2026-11-24T18:00</i></div>' * (n // 2)
    ),
    "nested JSON lists": lambda n: _deep_json("[", "]")(n).encode(),
    "nested JSON objects": lambda n: _deep_json('{"events":', "}")(n).encode(),
    "nested JSON-LD": lambda n: page(f'<script type="application/ld+json">{_deep_json(chr(123) + chr(34) + "@type" + chr(34) + ":" + chr(34) + "Event" + chr(34) + "," + chr(34) + "subEvent" + chr(34) + ":", "}")(n)}</script>'),
    "nested page state": lambda n: page(f'<script id="__NEXT_DATA__" type="application/json">{_deep_json("[", "]")(n)}</script>'),
    "JSON-LD within JSON-LD": lambda n: linked_data(
        event(name="Clay", startDate="2026-11-24", subEvent=[event(name=f"C{i}", startDate="2026-11-24", description="c" * 50) for i in range(n // 5)])
    ),
    "JSON-LD that refers to itself": lambda n: linked_data(
        *(event(**{"@id": f"#{i}", "name": f"C{i}", "location": {"@id": f"#{(i + 1) % max(1, n // 10)}"}, "organizer": {"@id": f"#{i}"}}) for i in range(n // 10))
    ),
    "many JSON-LD scripts": lambda n: page(
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Event","name":"C","startDate":"2026-11-24"}</script>' * (n // 2)
    ),
    "many broken JSON-LD scripts": lambda n: page('<script type="application/ld+json">{"@type": "Event", </script>' * n),
    "many JSON-LD events": lambda n: linked_data(*(event(name=f"Clay {i}") for i in range(n))),
    "JSON-LD events far from UTC": lambda n: page(
        "".join(f"Clay {i} 6 pm " for i in range(n // 5))
        + f'<script type="application/ld+json">{json.dumps([event(name=f"Clay {i}", startDate="2026-11-24T18:00:00+00:00") for i in range(n // 5)])}</script>'
    ),
    "nested RSS elements": lambda n: feed(_nested("<item>", "</item>")(n)),
    "nested RSS elements in an item": lambda n: feed(f"<item><title>C</title>{_nested('<x>', '</x>')(n)}</item>"),
    "many RSS items": lambda n: feed("".join(f"<item><title>C {i}</title><link>{LINK}{i}</link><description>&lt;p&gt;Clay.&lt;/p&gt;</description></item>" for i in range(n // 10))),
    "many RSS elements": lambda n: feed(f"<item><title>C</title>{'<category>a</category>' * n}</item>"),
    "billion laughs": _laughs,
    "quadratic laughs": _quadratic_laughs,
    "entities outside": _outside,
    "nested components": lambda n: calendar("BEGIN:VEVENT\r\n" * n + "END:VEVENT\r\n" * n),
    "components that never end": lambda n: ("BEGIN:VCALENDAR\r\n" * n).encode(),
    "many calendars": lambda n: calendar(entry()) * (n // 10),
    "every second": _often("FREQ=SECONDLY"),
    "every second, counted": _often("FREQ=SECONDLY;COUNT=999999999"),
    "every second, until": _often("FREQ=SECONDLY;UNTIL=99991231T235959Z"),
    "every minute": _often("FREQ=MINUTELY"),
    "every minute, counted": _often("FREQ=MINUTELY;COUNT=999999999"),
    "every hour, counted": _often("FREQ=HOURLY;INTERVAL=1;COUNT=999999999"),
    "every day, counted": _often("FREQ=DAILY;COUNT=999999999"),
    "every day at all times": _often(f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE={','.join(map(str, range(60)))}"),
    "never": _often("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"),
    "hardly ever": _often("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;INTERVAL=7"),
    "every day of a century": lambda n: calendar("".join(entry(i, "RRULE:FREQ=DAILY\r\n", start=":19010101T180000Z") for i in range(max(1, n // 100)))),
    "one endless rule": lambda n: calendar(entry(lines=f"RRULE:FREQ=DAILY;BYDAY={'MO,' * n}TU\r\n")),
    "many rules": lambda n: calendar(entry(lines="".join(f"RRULE:FREQ=WEEKLY;INTERVAL={i + 1}\r\n" for i in range(n // 5)))),
    "many further dates": _dates("RDATE"),
    "many dates left out": _dates("EXDATE"),
    "many changed dates": _one_series,
    "a zone of many rules": _zone_of_rules,
    "many zones": _many_zones,
    "many names of zones": lambda n: calendar("".join(entry(i, start=f";TZID=Clay {i}:20261124T180000") for i in range(n // 5))),
    "many entries": _entries,
    "many entries of one UID": _one_uid,
    "many categories": lambda n: calendar(entry(lines=f"CATEGORIES:{'a,' * (n * 50)}\r\n")),
    "many properties": lambda n: calendar(entry(lines="X-A:1\r\n" * n * 5)),
    "many parameters": lambda n: calendar(entry(start=f"{';X=1' * n}:20261124T180000Z")),
    "an open parameter": lambda n: calendar(entry(start=f";X=\"{'1;' * n}:20261124T180000Z")),
    "many typed lines": lambda n: calendar(entry(lines="DESCRIPTION:Clay\r\n" + "and clay\r\n" * n)),
    "many folds": lambda n: calendar(entry(lines="DESCRIPTION:Clay" + "\r\n a" * n * 10 + "\r\n")),
    "a long zone name": lambda n: calendar(entry(start=f";TZID={'Clay/' * (n * 2)}:20261124T180000"), properties=f"X-WR-TIMEZONE:{'Clay/' * (n * 2)}\r\n"),
    "a long address": lambda n: calendar(entry(lines=f"URL:https://clay.example/{'a' * n * 10}\r\n")),
    "a long address in JSON-LD": lambda n: linked_data(event(url=f"https://clay.example/{'a/../' * n * 2}", image=f"https://clay.example/?{'a=1&' * n}")),
    "a long link on a page": lambda n: page(f'<a href="https://clay.example/{"a" * n * 100}">Clay</a>'),
    "an attribute of ten megabytes": lambda n: page(f'<div data-x="{"x" * n * 100}" class="vevent">Clay</div>'),
    "many attributes": lambda n: page(f"<div {''.join(f'a{i}=1 ' for i in range(n))}>Clay</div>"),
    "odd times": _odd_times,
    "odd times in JSON-LD": _odd_json_times,
    "a long number in JSON": lambda n: b'{"events": [{"id": ' + b"9" * n + b', "title": "Clay", "start": ' + b"9" * n + b"}]}",
    "lone surrogates in JSON": lambda n: json.dumps([event(name="Clay \ud800", description="\udfff" * n, location="\ud83d")]).encode(),
    "lone surrogates": lambda n: calendar(entry()).replace(b"Clay 0", "\ud800".encode("utf-8", "surrogatepass") * n),
    "UTF-16": lambda _: calendar(entry()).decode().encode("utf-16"),
    "UTF-16 without a mark": lambda _: calendar(entry()).decode().encode("utf-16-le"),
    "UTF-32": lambda _: calendar(entry()).decode().encode("utf-32"),
    "UTF-32 without a mark": lambda _: calendar(entry()).decode().encode("utf-32-le"),
    "half of a UTF-16 letter": lambda _: calendar(entry()).decode().encode("utf-16")[:-1],
    "a compressed bomb": lambda n: gzip.compress(b" " * n * 1_000),
    "binary data": lambda n: bytes(range(256)) * (n * 100 // 256),
    **{f"{name} {where}": make for name, piece in _FOOD.items() for where, make in _text(piece)},
}  # fmt: skip
