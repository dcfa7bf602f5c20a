"""Templates, compiled once for each language: what only the language decides is looked up when a template is read.

A page holds a few hundred texts of the interface; looking each up for every visitor would take a third of its time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from types import CodeType
from typing import Any
from urllib.parse import quote

from babel.support import NullTranslations
from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # `escape` without a new object

from finder.web.language import current, ngettext, translations
from finder.web.layout import shared
from finder.web.links import url_for
from finder.web.tongues import chosen, tongues

_KEY = "finder-templates"
_REMEMBERED = 4096
"""Results of a macro that are kept where a template asks for that: what it is given must be plain text of ours."""


class _Template(Template):
    """A template whose code has what `_Code` writes."""

    @classmethod
    def from_code(cls, environment: Any, code: CodeType, *args: Any, **options: Any) -> Template:
        found = super().from_code(environment, code, *args, **options)
        found.root_render_func.__globals__.update(plain=_escape_inner, Macro=_macro)
        return found

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return the one module of this template: all of them have the same globals, so `ctx` makes no difference."""
        del ctx
        return super()._get_default_module()


def _macro(environment: Any, render: Callable[..., str], name: str, arguments: Sequence[str], *flags: bool) -> Any:
    """Return what `Macro` does; where it takes nothing out of the ordinary, Python itself brings arguments in order."""
    if flags != (False, False, False, True):
        return Macro(environment, render, name, list(arguments), *flags)
    # Its code has escaped all values, and puts in what is missing.
    code = f"lambda {', '.join(f'{one}=_missing' for one in arguments)}: _marked(_render({', '.join(arguments)}))"
    return eval(code, {"_missing": missing, "_marked": _marked, "_render": render})  # noqa: S307  of names in our templates


_marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Does what `Markup` does with a text, without asking it whether it is one."""


class _Code(CodeGenerator):
    """Writes `one.name` and `call(one)` as Python does them: Jinja asks each value anew what kind of thing it is.

    So templates read attributes as attributes alone, and nothing that they call is given the context.  Values are
    escaped where they stand: a page holds two thousand, and a call for each took a twentieth of its time.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(value if (kind := (value := (")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")).__class__) is Markup else plain(value) if kind is str else escape(value))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  named after the node, as Jinja wants it
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802  as in Jinja
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write(")")


class TranslatedEnvironment(Environment):
    """Puts the texts of one language in the place of `_('…')` while it compiles; see `render`."""

    template_class = _Template
    code_generator_class = _Code
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


def _quoted(part: str) -> str:
    """Return a part of a path as Jinja's `urlencode` does; ids, as nearly all are, stay as they are."""
    return part if _is_plain(part) else quote(part)


_is_plain = re.compile(r"[\w.~-]*", re.ASCII).fullmatch


def init_app(app: Flask) -> None:
    """Give the app its templates; comes before whatever adds filters to them."""
    app.jinja_environment = TranslatedEnvironment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"ngettext": ngettext, "url_for": url_for, "tongues": tongues, "chosen_tongue": chosen}
    app.jinja_env.filters |= {"remembering": lru_cache(_REMEMBERED), "urlencode": _quoted}
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
