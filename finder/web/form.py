"""The form of the find page: what can be chosen, what is chosen, and a way to take each choice back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from babel import Locale

from finder.languages import LANGUAGES
from finder.listing import Record
from finder.search.asking import subjects_in
from finder.search.terms import CHOICES, DEFAULT_WITHIN, FACETS, facet_of
from finder.taxonomy import access_facts, facets, label
from finder.tiles.layout import HOSTS
from finder.web import words
from finder.web.asking import Params, address, changed, without
from finder.web.kinds import kind_words
from finder.web.language import _, remembered

Options = tuple[tuple[str, str], ...]
"""Value and label of each choice."""

Choice = tuple[str, str, bool, str | None]
"""Value and label of one choice, whether it is made, and how many groups it would find, the others as they are."""


class Chip(Record, frozen=True, kw_only=True):
    """One thing that is asked for, and the address that asks for all but it."""

    label: str
    href: str


class Form:
    """The form filled in with what was asked; it reads raw parameters, so that it shows even what cannot be used."""

    def __init__(
        self, params: Params, locale: Locale, units: str = "km", counts: Mapping[str, Mapping[str, int]] | None = None
    ) -> None:
        self.params = params
        self._counts = counts or {}
        self._numbers: dict[str, dict[str, str]] = {}
        self.units = units
        self._locale = locale

    def value(self, name: str, default: str = "") -> str:
        """Return what stands in a field."""
        return self.params.get(name, [default])[0]

    def choices(self, name: str) -> list[Choice]:
        """Return the choices of a field."""
        return self._choices(name, _options(name, self._locale))

    def choice(self, name: str, value: str, text: str) -> Choice:
        """Return one choice of a field."""
        return self._choices(name, [(value, text)])[0]

    def beginners(self, text: str) -> Choice:
        """Return the choice of what welcomes beginners, which is a tag as well as a field of its own."""
        value, _text, is_made, _count = self.choice("beginners", "1", text)
        return value, text, is_made, self._told("welcome").get("beginners")

    def _choices(self, name: str, options: Iterable[tuple[str, str]]) -> list[Choice]:
        made = [self.value(name)] if name in _SINGLE else self.params.get(name, ())
        counts = self._told(name)
        return [(value, text, value in made, counts.get(value)) for value, text in options]

    def _told(self, name: str) -> dict[str, str]:
        """Return how many groups each choice of a field would find, as the locale writes it."""
        if name not in self._numbers:
            self._numbers[name] = words.numbers(self._counts.get(name, {}), self._locale)
        return self._numbers[name]

    @property
    def usual(self) -> str:
        """How far is looked where nobody says."""
        return f"{DEFAULT_WITHIN[self.units]:g}"

    @property
    def is_usual(self) -> bool:
        """Tell whether neither a distance nor its unit was asked for."""
        return not {"within", "units"} & self.params.keys()

    def distances(self) -> Options:
        """Return how far one can look, with any other distance that was asked for."""
        asked = self.value("within")
        return tuple((one, one) for one in (*_DISTANCES, *([asked] if asked and asked not in _DISTANCES else ())))

    def refined(self) -> list[str]:
        """Return in words the choices that are made among those that are folded away."""
        return [
            text for name, values in self.params.items() if name not in _VISIBLE for text in self._texts(name, values)
        ]

    def activities(self) -> list[tuple[str, list[Choice]]]:
        """Return the activities under the pathway that each belongs to."""
        return [(name, self._choices("activity", children)) for name, children in _activities(self._locale)]

    def hours(self) -> str:
        """Return the hours that are asked for other than by a part of the day."""
        return next((value for value in self.params.get("time", []) if ":" in value), "")

    def sorts(self) -> Options:
        """Return the orders of results."""
        return (("best", _("Best match")), ("nearest", _("Nearest first")), ("soonest", _("Soonest first")))

    def _texts(self, name: str, values: list[str]) -> list[str]:
        return [text for value in values if (text := self._chip(name, value))]

    def chips(self, path: str) -> list[Chip]:
        """Return one chip for each thing that is asked for."""
        return [
            chip
            for name, values in self.params.items()
            for chip in (self._word_chips(path) if name == "q" else self._value_chips(name, values, path))
        ]

    def _value_chips(self, name: str, values: Iterable[str], path: str) -> Iterator[Chip]:
        for value in values:
            if text := self._chip(name, value):
                yield Chip(label=text, href=address(path, without(self.params, name, value)))

    def _word_chips(self, path: str) -> Iterator[Chip]:
        """Yield a chip for each word, so that one that nobody says can be taken off alone; one for all where many."""
        asked = self.value("q")
        found = [one for one in subjects_in(asked) if any(map(str.isalnum, one))]
        each = found if len(found) <= _MOST_WORDS else [asked]
        for place, one in enumerate(each):
            left = " ".join(each[:place] + each[place + 1 :])
            yield Chip(label=_WRITTEN["q"](one), href=address(path, changed(self.params, {"q": left or None})))

    def _chip(self, name: str, value: str) -> str | None:
        if name in FACETS:
            return _(label(name, value))
        if name == "access" and value in access_facts():
            return _(access_facts()[value].label)
        if name == "silent":
            return _("or not stated: %(what)s", what=_silent(value))
        if name in _FLAGS:
            return _FLAGS[name]()
        if name in {"day", "language"} or name in _OPTIONS:
            return dict(_options(name, self._locale)).get(value) or (value if name == "time" else None)
        return self._written(name, value)

    def _written(self, name: str, value: str) -> str | None:
        sentence = _WRITTEN.get(name)
        return sentence(self._day(value) if name in {"from", "to"} else value) if sentence else None

    def _day(self, value: str) -> str:
        try:
            return words.day_words(date.fromisoformat(value).isoformat(), self._locale) or value
        except ValueError:
            return value


@remembered
def _options(name: str, locale: Locale) -> Options:
    """Return the choices of a field of the form."""
    if name in _OPTIONS:
        return tuple(_OPTIONS[name]())
    if name == "day":
        names = locale.days["stand-alone"]["wide"]
        return tuple((day, str(names[place])) for place, day in enumerate(_DAYS))
    if name == "language":
        return tuple((code, str(locale.languages[code])) for code in LANGUAGES)
    return tuple((tag, _(info.label)) for tag, info in facets()[name].tags.items())


@remembered
def _activities(locale: Locale) -> tuple[tuple[str, Options], ...]:
    """Return the name of each pathway with the activities that belong to it."""
    children: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
    for tag, info in facets()["activity"].tags.items():
        children[info.parent].append((tag, _(info.label)))
    return tuple((name, tuple(children[pathway])) for pathway, name in _options("pathway", locale))


def _capital(text: str) -> str:
    """Return a name that stands within sentences elsewhere as it stands alone."""
    return text[:1].upper() + text[1:]


def in_form_words(sentence: str) -> str:
    """Return a sentence on a parameter with the name of its field in the form: nobody there knows `max_price`."""
    name = re.split(r"[ :]", sentence, maxsplit=1)[0]
    return _("“%(field)s”", field=_FIELDS[name]()) + sentence[len(name) :] if name in _FIELDS else sentence


_FIELDS: dict[str, Callable[[], str]] = {
    "near": lambda: _("Where?"),
    "within": lambda: _("How far?"),
    "q": lambda: _("What?"),
    "max_price": lambda: _("At most"),
    "from": lambda: _("From"),
    "to": lambda: _("Until"),
}


def _silent(name: str) -> str:
    if name in access_facts():
        return _(access_facts()[name].label)
    return _SILENT[name]() if name in _SILENT else _(label("situation", name))


_VISIBLE = frozenset(
    {"near", "lat", "lon", "within", "units", "q", "pathway", "silent", "sort", "per_page", "after", "before"}
)
_MOST_WORDS = 5
"""Words that are chips of their own."""
_SINGLE = frozenset({"when", "mode", "join", "activity"})
"""Fields of the form of which only one choice can be made."""

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_OPTIONS: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "time": lambda: [("morning", _("Morning")), ("afternoon", _("Afternoon")), ("evening", _("Evening"))],
    "when": lambda: [
        ("today", _("Today")),
        ("tomorrow", _("Tomorrow")),
        ("this-week", _("This week")),
        ("this-weekend", _("This weekend")),
        ("next-14-days", _("In the next 14 days")),
        ("next-30-days", _("In the next 30 days")),
    ],
    "mode": lambda: [("in-person", _("In person")), ("online", _("Online"))],
    "join": lambda: [("join", _("Take part")), ("watch", _("Watch or listen"))],
    "cadence": lambda: [
        ("again", _("Meets again and again")),
        ("one-off", _("Meets only once")),
        ("course", _("A course over several dates")),
    ],
    "host": lambda: [(kind, _capital(kind_words(kind))) for kind in HOSTS],
    "all": lambda: [(facet, _("all of: %(what)s", what=_SILENT[facet]())) for facet in CHOICES["all"]],
    "any": lambda: [(name, _("any of: %(what)s", what=_SILENT[name]())) for name in CHOICES["any"]],
}
_DISTANCES = ("1", "2", "5", "10", "15", "25", "50", "100")
_SILENT: dict[str, Callable[[], str]] = {
    "price": lambda: _("cost"),
    "beginners": lambda: _("beginners welcome"),
    "ages": lambda: _("ages"),
    "format": lambda: _("kind of meeting"),
    "mode": lambda: _("in person or online"),
    "join": lambda: _("take part or watch"),
    "time": lambda: _("time of day"),
    "day": lambda: _("day"),
    "when": lambda: _("day"),
    "cadence": lambda: _("how often it meets"),
    "host": lambda: _("kind of host"),
    "language": lambda: _("language"),
    "without": lambda: _("what was left out"),
    "situation": lambda: _("whom it suits"),
    "access": lambda: _("access"),
    "activity": lambda: _("activity"),
    "pathway": lambda: _("what is made"),
    "together": lambda: _("who comes along"),
    "purpose": lambda: _("purpose"),
}
_FLAGS: dict[str, Callable[[], str]] = {
    "stated": lambda: _("only what is stated"),
    "beginners": lambda: _("beginners welcome"),
    "free": lambda: _("free"),
}
_WRITTEN: dict[str, Callable[[str], str]] = {
    "near": lambda value: _("near %(place)s", place=value),
    "lat": lambda _value: _("near my location"),
    "q": lambda value: _("“%(words)s”", words=value),
    "max_price": lambda value: _("at most %(amount)s", amount=value),
    "from": lambda value: _("from %(day)s", day=value),
    "to": lambda value: _("until %(day)s", day=value),
    "without": lambda value: _("not: %(what)s", what=_(label(facet_of(value) or "", value))),
}
