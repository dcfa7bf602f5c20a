"""Texts that try to become markup or script on a page, for every field that a listing has.

Written by us after the kinds that the OWASP cheat sheet on filter evasion describes: tags, attributes, addresses,
encodings, broken markup, mutation, templates, and what other formats than HTML would read as their own.
"""

from __future__ import annotations

from itertools import product

_RUNS = "alert(1)"
_TAGS = (
    f"<script>{_RUNS}</script>",
    f"<ScRiPt>{_RUNS}</sCrIpT>",
    "<script src=//x.example/a.js></script>",
    f"<script/x>{_RUNS}</script>",
    f"<scr<script>ipt>{_RUNS}</script>",
    f"<img src=x onerror={_RUNS}>",
    f"<img src=x:x onerror={_RUNS}//",
    f"<img/src=x/onerror={_RUNS}>",
    f"<img src onerror\n=\n{_RUNS}>",
    f"<svg onload={_RUNS}>",
    f"<svg/onload={_RUNS}>",
    f"<svg><script>{_RUNS}</script></svg>",
    f"<svg><animate onbegin={_RUNS} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{_RUNS}><text y=1>x</text></a></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_RUNS}>",
    f"<body onload={_RUNS}>",
    f"<iframe src=javascript:{_RUNS}></iframe>",
    f"<iframe srcdoc='<script>{_RUNS}</script>'></iframe>",
    f"<object data=javascript:{_RUNS}></object>",
    f"<embed src=javascript:{_RUNS}>",
    f"<video><source onerror={_RUNS}></video>",
    f"<audio src=x onerror={_RUNS}>",
    f"<details open ontoggle={_RUNS}>",
    f"<select autofocus onfocus={_RUNS}>",
    f"<input autofocus onfocus={_RUNS}>",
    f"<textarea autofocus onfocus={_RUNS}>",
    f"<marquee onstart={_RUNS}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_RUNS}'>",
    f"<base href=javascript:{_RUNS}//>",
    f"<link rel=stylesheet href=javascript:{_RUNS}>",
    f"<style>@import 'javascript:{_RUNS}';</style>",
    f"<div style=background:url(javascript:{_RUNS})>",
    f"<a href=javascript:{_RUNS}>x</a>",
    f"<a href='java\nscript:{_RUNS}'>x</a>",
    f"<form action=javascript:{_RUNS}><button>x</button></form>",
    f"<button formaction=javascript:{_RUNS}>x</button>",
    f"<isindex action=javascript:{_RUNS}>",
    f"<template><script>{_RUNS}</script></template>",
    f'<noscript><p title="</noscript><img src=x onerror={_RUNS}>">',
    f"<x onclick={_RUNS} tabindex=1 id=x>",
    f"<custom-tag onfocus={_RUNS} autofocus tabindex=1>",
    f"<plaintext>{_RUNS}",
    f"<xmp><script>{_RUNS}</script></xmp>",
    f"<title></title><script>{_RUNS}</script>",
    f"<![CDATA[<script>{_RUNS}</script>]]>",
    f"<?xml-stylesheet href='javascript:{_RUNS}'?>",
    f"<!--><script>{_RUNS}</script>-->",
    f"<!-- --!><img src=x onerror={_RUNS}>",
)
_BREAKERS = ("", '">', "'>", '"/>', "</textarea>", "</title>", "</script>", "</style>", "--><!---", "]]>")
_PLAIN = (
    f"javascript:{_RUNS}",
    f"JaVaScRiPt:{_RUNS}",
    f"\tjavascript:{_RUNS}",
    f"java\tscript:{_RUNS}",
    f"vbscript:{_RUNS}",
    f"data:text/html,<script>{_RUNS}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f'" onmouseover="{_RUNS}',
    f"' onfocus='{_RUNS}' autofocus '",
    f"` onload=`{_RUNS}",
    f'"><svg onload={_RUNS}>',
    f"&lt;script&gt;{_RUNS}&lt;/script&gt;",
    f"&#60;script&#62;{_RUNS}&#60;/script&#62;",
    f"&#x3C;img src=x onerror={_RUNS}&#x3E;",
    f"%3Cscript%3E{_RUNS}%3C/script%3E",
    f"\\u003cscript\\u003e{_RUNS}",
    f"\\x3cscript\\x3e{_RUNS}",
    f"\uff1cscript\uff1e{_RUNS}\uff1c/script\uff1e",
    f"\u2028{_RUNS}//\u2029",
    f"</script><script>{_RUNS}//",
    "{{ 7 * 7 }} {% print(7) %}",
    f"${{{_RUNS}}} #{{{_RUNS}}} <%= {_RUNS} %>",
    f"{{{{constructor.constructor('{_RUNS}')()}}}}",
    "\r\nX-Injected: yes\r\n\r\n<script>alert(1)</script>",
    "BEGIN:VEVENT\r\nSUMMARY:other\r\nEND:VEVENT",
    "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:other",
    "=cmd|'/C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "[link](javascript:alert(1)) ![x](x onerror=alert(1))",
    "<<SCRIPT>alert(1)//<</SCRIPT>",
    "<IMG SRC=&#106;avascript:alert(1)>",
    "\x00<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "<a title='" + "x" * 3000 + "' onclick=alert(1)>",
    "<" * 400,
    "&" * 400 + "#",
)

HOSTILE_TEXTS = tuple(
    dict.fromkeys(
        (
            *(f"{breaker}{tag}" for tag, breaker in product(_TAGS, _BREAKERS[:4])),
            *(f"{breaker}{tag}" for tag, breaker in product(_TAGS[:6], _BREAKERS[4:])),
            *_PLAIN,
        )
    )
)
"""More than two hundred, each once."""
