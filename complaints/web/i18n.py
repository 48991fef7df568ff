"""The language is in the URL: `/kk/`, `/ru/`, `/en/`. Views never see it; links get it back by themselves.

`/` redirects by cookie, then Accept-Language, then Kazakh. The language switch keeps the page and its query.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, current_app, g, request, url_for

from complaints.extensions import babel

LANGUAGES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
LOCALES: Final = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en"}
DEFAULT: Final = "kk"
PREFIX: Final = "/<any(kk, ru, en):lang>"
COOKIE: Final = "lang"


def preferred_language() -> str:
    """For pages without a language in the URL: the cookie, then what the browser accepts, then Kazakh."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, DEFAULT)


def switch_url(code: str) -> str:
    """This page in another language."""
    if request.endpoint is None or "lang" not in (request.url_rule.arguments if request.url_rule else ()):
        return url_for("rounds.start", lang=code)
    return url_for(request.endpoint, **{**(request.view_args or {}), **request.args.to_dict(), "lang": code})


def _pull_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    given = values.pop("lang", None) if values else None
    g.lang = given or _language_of_path() or preferred_language()


def _language_of_path() -> str | None:
    """Error pages keep the language of the address that was asked for, even when no page is there."""
    first = request.path.split("/", 2)[1]
    return first if first in LANGUAGES else None


def _push_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and g.get("lang") and _has_language(endpoint):
        values["lang"] = g.lang


def _has_language(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "lang")


def install(app: Flask) -> None:
    babel.init_app(app, locale_selector=lambda: LOCALES[g.get("lang", DEFAULT)])
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(_push_language)
    app.jinja_env.globals.update(switch_url=switch_url, LANGUAGES=LANGUAGES)
    app.context_processor(lambda: {"lang": g.get("lang", DEFAULT)})
