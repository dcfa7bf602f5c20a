"""Start your own: what to begin, where, and when; out come a checklist, a flyer, dates, and what is missing nearby."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask import Blueprint, Response, redirect, request, url_for

from finder.errors import InputError, PlaceNotFound
from finder.listing import Place, Record
from finder.places.rooms import Room
from finder.search.given import text
from finder.search.terms import units_in
from finder.starting import RHYTHMS, WEEKDAYS, Kind, Rhythm, dates, group, kinds, rule
from finder.taxonomy import label
from finder.web import asking, words
from finder.web.backend import backend
from finder.web.errors import trouble
from finder.web.language import _, country, current, ngettext
from finder.web.rendering import render

blueprint = Blueprint("own", __name__)

_NEAR = {"km": 5, "mi": 3}
_ROOMS = 6
_PARTS = ((12, "morning"), (17, "afternoon"), (24, "evening"))
_SIZES = (4, 6, 8, 12, 20)


class Plan(Record, frozen=True, kw_only=True):
    """What somebody wants to begin."""

    kind: Kind
    place: Place
    near: str
    day: str
    at: time
    rhythm: Rhythm
    people: int
    days: tuple[date, ...]
    room: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The clock there."""
        return ZoneInfo(self.place.timezone or "UTC")


@blueprint.get("/start-your-own")
def show() -> Any:
    """Show the form, and below it the plan once a kind and a place are chosen."""
    try:
        asking.check(request)
        plan = _plan()
    except (InputError, PlaceNotFound) as error:
        return _page(trouble=trouble(error)), 404 if isinstance(error, PlaceNotFound) else 400
    return _page(plan=plan, **(_shown(plan) if plan else {}))


@blueprint.post("/start-your-own/flyer.pdf")
def flyer() -> Any:
    """Send the flyer; what is typed as contact is printed on it and kept nowhere."""
    from finder import paper  # noqa: PLC0415  Typst takes a while to load, and few ask for paper

    plan = _plan()
    if plan is None:
        return redirect(url_for("own.show"))
    document = paper.pdf("flyer", _flyer(plan, _said("contact"), paper))
    return Response(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{plan.kind.name}.pdf"'},
    )


@blueprint.get("/start-your-own/dates.ics")
def calendar() -> Any:
    """Send the first dates as a calendar file."""
    from finder.web.calendar import ics  # noqa: PLC0415  as in `pages`

    plan = _plan()
    if plan is None:
        return redirect(url_for("own.show"))
    known = {"id": f"own-{plan.kind.name}-{plan.days[0]}", "venue": plan.room, "cadence": rule(plan.day, plan.rhythm)}
    begun = group(plan.kind, list(plan.days), plan.at, plan.zone, **known)
    page = url_for("own.show", _external=True)
    content = ics([begun], begun.title, page, lambda _group: page, backend().now(), as_series=True)
    disposition = f'attachment; filename="{plan.kind.name}.ics"'
    headers = {"Content-Disposition": disposition}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _page(**more: Any) -> str:
    chosen = {name: _said(name) or usual for name, usual in _USUAL.items()}
    nothing: dict[str, Any] = {"trouble": None, "plan": None}
    return render(
        "pages/own.html",
        kinds=kinds(current().language),
        days=list(_weekdays("stand-alone").items()),
        rhythms=list(_rhythms().items()),
        sizes=[(str(n), ngettext("%(num)s person", "%(num)s people", n)) for n in _SIZES],
        given=chosen,
        **{**nothing, **more},
    )


def _shown(plan: Plan) -> dict[str, Any]:
    units = units_in(plan.place.country)
    found = backend().locator.rooms(plan.place.latitude, plan.place.longitude, _ROOMS)
    params = {name: [value] for name in _USUAL if (value := _said(name))}
    return {
        "when": _when(plan),
        "steps": _steps(plan),
        "rooms": [(room, _far(room, units), _address("own.show", {**params, "room": [room.name]})) for room in found],
        "gap": _gap(plan, units),
        "calendar": _address("own.calendar", params),
        "hidden": params,
    }


def _address(page: str, params: asking.Params) -> str:
    return asking.address(url_for(page), params)


def _plan() -> Plan | None:
    """Return what is asked for; None as long as the kind or the place is open.

    Raises:
        InputError, PlaceNotFound: something cannot be used.
    """
    kind = next((one for one in kinds(current().language) if one.name == _said("kind")), None)
    near = _said("near")
    if kind is None or near is None:
        return None
    place = backend().locator.find(near)
    day, rhythm = _one_of("day", WEEKDAYS), cast(Rhythm, _one_of("rhythm", RHYTHMS))
    people = _one_of("people", tuple(map(str, _SIZES)))
    zone = ZoneInfo(place.timezone or "UTC")
    return Plan(
        kind=kind,
        place=place,
        near=near,
        day=day,
        at=_clock(_said("at") or _USUAL["at"]),
        rhythm=rhythm,
        people=int(people),
        days=tuple(dates(day, rhythm, backend().now().astimezone(zone).date())),
        room=_said("room"),
    )


def _clock(given: str) -> time:
    try:
        return time.fromisoformat(given).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise InputError(_("“%(time)s” is no time of day. Write it like 18:30.", time=given)) from error


def _said(name: str) -> str | None:
    return text(request.values.to_dict(flat=False), name)


def _one_of(name: str, choices: tuple[str, ...]) -> str:
    """Return the choice; the usual one for what no form of ours offers."""
    given = _said(name)
    return given if given in choices else _USUAL[name]


def _when(plan: Plan) -> str:
    days = _weekdays("format")
    clock = format_time(datetime.combine(plan.days[0], plan.at), "short", locale=current())
    sentences = {
        "weekly": _("Every %(day)s, %(time)s", day=days[plan.day], time=clock),
        "fortnightly": _("Every second %(day)s, %(time)s", day=days[plan.day], time=clock),
        "monthly": _("First %(day)s of the month, %(time)s", day=days[plan.day], time=clock),
    }
    return sentences[plan.rhythm]


def _weekdays(use: str) -> dict[str, str]:
    """Return the names of the days, by code, for use alone or inside of a date."""
    return {code: str(current().days[use]["wide"][place]) for place, code in enumerate(WEEKDAYS)}


def _day(value: date) -> str:
    return str(format_date(value, "long", locale=current()))


def _steps(plan: Plan) -> list[str]:
    room = plan.room or _("the room you like best")
    return [
        _("Ask one person to begin with you. Two of you is a group already."),
        _("Ask for %(room)s. Ask what it costs, whether there are steps, and whether tea is allowed.", room=room),
        _("Fix three dates, not one: %(days)s. People come back the second time.", days=_days(plan)),
        plan.kind.tip,
        _("Hang the flyer at the library, the shop, the surgery and the bus stop."),
        _("On the day, come a quarter of an hour early and put a sign on the door."),
        _("Say at the start what will happen, and that nobody has to speak. Late is fine, leaving early is fine."),
        _("At the end, say when you meet next. If only one came, you were two."),
        _("Ask the library to put it in its calendar. Finders like this one read it there."),
    ]


def _days(plan: Plan) -> str:
    return ", ".join(_day(value) for value in plan.days)


def _gap(plan: Plan, units: str) -> tuple[str, str | None]:
    """Return what is listed nearby of the kind, free and at that time of day, with the way to it."""
    name, tag = plan.kind.like.split("=")
    part = next(part for hour, part in _PARTS if plan.at.hour < hour)
    point = {"lat": [f"{plan.place.latitude:.2f}"], "lon": [f"{plan.place.longitude:.2f}"], "units": [units]}
    wanted = {**point, "within": [str(_NEAR[units])], name: [tag], "free": ["1"], "time": [part], "mode": ["in-person"]}
    answer = asking.answer(backend(), wanted)
    parts = {"morning": _("in the morning"), "afternoon": _("in the afternoon"), "evening": _("in the evening")}
    values = {
        "what": _(label(name, tag)),
        "part": parts[part],
        "distance": words.distance(answer.query.within_km, units, current()),
        "place": answer.place_label or plan.near,
    }
    if answer.total:
        sentence = ngettext(
            "%(num)s free group is listed here within %(distance)s of %(place)s: %(what)s, %(part)s.",
            "%(num)s free groups are listed here within %(distance)s of %(place)s: %(what)s, %(part)s.",
            answer.total,
            **values,
        )
        return sentence, asking.address(url_for("pages.find"), wanted)
    return _("No free group is listed here within %(distance)s of %(place)s: %(what)s, %(part)s.", **values), None


def _far(room: Room, units: str) -> str:
    return words.distance(room.distance_km, units, current())


def _flyer(plan: Plan, contact: str | None, paper: Any) -> dict[str, Any]:
    around = {"near": [plan.near], plan.kind.like.split("=")[0]: [plan.kind.like.split("=")[1]]}
    locale = current()
    lines = [
        (_when(plan), _("First: %(days)s", days=_days(plan))),
        (plan.room or _("Where: ____________________"), plan.place.city or plan.place.matched),
        (_("Free"), _("Bring: %(things)s", things=plan.kind.bring)),
    ]
    if contact:
        lines.append((_("Questions?"), contact))
    return {
        "title": plan.kind.title,
        "promise": plan.kind.promise,
        "lines": lines,
        "welcome": [
            _("Come alone or bring a friend."),
            ngettext("For about %(num)s person.", "For about %(num)s people.", plan.people),
            _("Come late, leave early: both are fine."),
        ],
        "qr": paper.qr_code(asking.address(url_for("pages.find", _external=True), around)),
        "qr_alt": _("QR code that leads to groups like this near %(place)s", place=plan.near),
        "qr_words": _("More groups like this"),
        "small": backend().settings.site_name,
        "site": backend().settings.site_name,
        "paper": paper.paper_of(plan.place.country or country(locale)),
        "lang": locale.language,
    }


def _rhythms() -> dict[str, str]:
    labels = (_("every week"), _("every two weeks"), _("once a month"))
    return dict(zip(RHYTHMS, labels, strict=True))


_USUAL = {
    "kind": "", "near": "", "day": "th", "at": "18:30", "rhythm": "monthly", "people": "8", "room": "",
}  # fmt: skip
"""What stands in the form before anybody chose."""
