"""The application factory: settings in, a bound Flask application out."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from dashboard import appearance, assets, errors, history, language, people, proxies, rate, security
from dashboard.api import NOUNS, docs
from dashboard.config import flask_config
from dashboard.extensions import babel, cache, csrf, login_manager
from dashboard.live.hub import LiveHub
from dashboard.views import auth, live, reports, share, sites, tracker_script
from dashboard.views import language as language_choice
from dashboard.views import settings as settings_pages
from liveinsight import tables
from liveinsight.settings import Settings
from liveinsight.settings import settings as settings_of_process

BLUEPRINTS = (tracker_script, assets, auth, language_choice, sites, reports, live, settings_pages, share, docs, *NOUNS)


def create_app(settings: Settings | None = None, config: Mapping[str, Any] | None = None) -> Flask:
    """The dashboard for these settings, or for those of the environment. `config` overrides Flask's own keys.

    Raises `InvalidSetting` when a setting is missing that the dashboard cannot do without.
    """
    settings = settings or settings_of_process()
    app = Flask("dashboard", static_folder=None)
    app.config.from_mapping(flask_config(settings) | dict(config or {}))
    app.extensions["settings"] = settings
    app.extensions["live_hub"] = LiveHub(settings.live_poll_ms / 1000)
    tables.bind(settings)
    babel.init_app(app, locale_selector=language.choose)
    cache.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    for room in (people, security, rate, errors, language, appearance, assets, history, proxies):
        room.init_app(app)
    for noun in BLUEPRINTS:
        app.register_blueprint(noun.blueprint)
    return app
