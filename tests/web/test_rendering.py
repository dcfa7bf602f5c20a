from __future__ import annotations

import pytest
from babel.support import NullTranslations
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from finder.web.rendering import TranslatedEnvironment

_SHOWN = TranslatedEnvironment(Flask("test"), loader=DictLoader({"page.html": "{{ it }}"}), autoescape=True)


class _Spanish(NullTranslations):
    """Two texts, as a catalogue would hold them."""

    def gettext(self, message: str) -> str:
        known = {"by %(host)s & co": "de %(host)s & cía.", "100 %% yours": "100 %% l'tuyo"}
        return known.get(message, message)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ _('by %(host)s & co', host=name) }}", "de &lt;b&gt; & cía."),
        ("{{ _('100 %% yours') }}", "100 % l'tuyo"),
        ("{% set text = _('unknown') %}{{ text }}, {{ name }}", "unknown, &lt;b&gt;"),
        ("<a title=\"{{ name or _('none') }}\">", '<a title="&lt;b&gt;">'),
    ],
)
def test_a_template_holds_its_texts_in_its_language_and_only_values_are_escaped(template: str, expected: str) -> None:
    environment = TranslatedEnvironment(Flask("test"), loader=DictLoader({"page.html": template}), autoescape=True)
    environment.texts = _Spanish()
    assert environment.get_template("page.html").render(name="<b>") == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("say('<b>', 2)", "&lt;b&gt; twice"),
        ("say('<b>')", "&lt;b&gt; once"),
        ("say(times=2, name=name)", "&lt;i&gt; twice"),
        ("say(name, 1) | upper", "&LT;I&GT; ONCE"),
    ],
)
def test_a_macro_takes_its_arguments_by_place_or_name_and_gives_what_needs_no_escaping(
    call: str, expected: str
) -> None:
    macro = "{% macro say(name, times=1) %}{{ name }} {{ 'twice' if times == 2 else 'once' }}{% endmacro %}"
    page = f"{macro}{{% for _one in [1] %}}{{{{ {call} }}}}{{% endfor %}}"
    environment = TranslatedEnvironment(Flask("test"), loader=DictLoader({"page.html": page}), autoescape=True)
    assert environment.get_template("page.html").render(name="<i>") == expected


def test_a_macro_may_use_what_it_was_not_given_and_names_what_it_lacks() -> None:
    macro = "{% macro say(name, more='!') %}{{ name }}{{ more }}{% endmacro %}"
    environment = TranslatedEnvironment(
        Flask("test"), loader=DictLoader({"page.html": f"{macro}{{{{ say(more='?') }}}}"}), undefined=StrictUndefined
    )
    with pytest.raises(UndefinedError, match="parameter 'name' was not provided"):
        environment.get_template("page.html").render()


@given(st.one_of(st.text(alphabet="ab&<>'\"é\n"), st.text().map(Markup), st.integers(), st.none()))
def test_values_are_escaped_as_jinja_does(value: object) -> None:
    assert _SHOWN.get_template("page.html").render(it=value) == str(escape(value))
