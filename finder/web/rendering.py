"""Templates, compiled once for each language: what only the language decides is looked up when a template is read.

A page holds a few hundred texts of the interface; looking each up for every visitor would take a third of its time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import CodeType, FunctionType, MethodType
from typing import Any

from babel.support import NullTranslations
from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import StrictUndefined, Template, nodes
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from finder.web.language import current, ngettext, translations
from finder.web.layout import shared

_KEY = "finder-templates"
_has_special = re.compile("[&<>'\"]").search


def escaped(value: Any) -> str:
    """Return what `escape` does; a text that needs nothing, as nearly all do, is not copied into another object."""
    kind = type(value)
    if kind is Markup or (kind is str and not _has_special(value)):
        text: str = value
        return text
    return escape(value)


class _Template(Template):
    """A template whose code escapes by `escaped`: a fifth of the time of a page, which holds two thousand values."""

    @classmethod
    def from_code(cls, environment: Any, code: CodeType, *args: Any, **options: Any) -> Template:
        found = super().from_code(environment, code, *args, **options)
        found.root_render_func.__globals__.update(escape=escaped, Macro=_macro)
        return found


def _macro(environment: Any, render: Callable[..., str], name: str, arguments: Sequence[str], *flags: bool) -> Any:
    """Return what `Macro` does; where each of its arguments is given in order, they go straight to its code."""
    macro = Macro(environment, render, name, list(arguments), *flags)
    is_plain, count = flags == (False, False, False, True), len(arguments)

    def call(*given: Any, **named: Any) -> Any:
        if len(given) != count or named:
            return macro(*given, **named)
        return Markup(render(*given))  # noqa: S704  as `Macro` does: its code has escaped all values

    return call if is_plain else macro


class _Context(Context):
    """Calls what wants nothing of the template without asking what it wants: a page makes three hundred calls."""

    @internalcode
    def call(self, called: Callable[..., Any], *args: Any, **values: Any) -> Any:
        """Return what `Context.call` does."""
        if type(called) not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **values)
        values.pop("_loop_vars", None)
        values.pop("_block_vars", None)
        return called(*args, **values)


_PLAIN = frozenset({FunctionType, MethodType})


class TranslatedEnvironment(Environment):
    """Puts the texts of one language in the place of `_('…')` while it compiles; see `render`."""

    template_class = _Template
    context_class = _Context
    texts: NullTranslations = NullTranslations()

    def compile(self, source: str | nodes.Template, *args: Any, **options: Any) -> Any:
        """Compile a template as Jinja does, its texts in the language of this environment."""
        tree = self.parse(source, *args[:2]) if isinstance(source, str) else source
        return super().compile(_Translation(self.texts).visit(tree), *args, **options)


class _Translation(NodeTransformer):
    """Makes `_('…')` text of the template, and `_('… %(name)s', name=…)` that text with the values put in, escaped."""

    def __init__(self, texts: NullTranslations) -> None:
        self._texts = texts

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  named after the node, as Jinja wants it
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_"):
            return node
        [asked] = node.args
        text = self._texts.gettext(asked.as_const())
        if not node.kwargs:
            return nodes.TemplateData(text % {}, lineno=node.lineno)
        values = [nodes.Pair(nodes.Const(one.key), one.value) for one in node.kwargs]
        return nodes.Mod(nodes.TemplateData(text), nodes.Dict(values), lineno=node.lineno)


def init_app(app: Flask) -> None:
    """Give the app its templates; comes before whatever adds filters to them."""
    app.jinja_environment = TranslatedEnvironment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["ngettext"] = ngettext
    app.extensions[_KEY] = {}


def render(name: str, **values: Any) -> str:
    """Return a page in the visitor's language."""
    locale = current()
    known: dict[str, TranslatedEnvironment] = current_app.extensions[_KEY]
    if locale.language not in known:
        known[locale.language] = _in_language(locale.language)
    return known[locale.language].get_template(name).render(shared(locale), **values)


def _in_language(language: str) -> TranslatedEnvironment:
    found = current_app.jinja_env.overlay()
    assert isinstance(found, TranslatedEnvironment)
    found.texts = translations(language)
    return found
