"""What definitions are made of, filters and actions, as they are checked and stored.

They are checked by the code that checks a question, for it is questions that they become part of.
"""

import time
from typing import Any

import msgspec

from liveinsight.domain.address import clean
from liveinsight.query.answer import QueriedSite
from liveinsight.query.engine import Engine
from liveinsight.query.reports import steps
from liveinsight.query.reports.question import Asked, Question, ask, happened
from liveinsight.query.reports.steps import Action


def valid_filters(raw: list[Any], site: QueriedSite, engine: Engine) -> list[Any]:
    """Filters that a question about the site may have. Raises `InvalidRequest`."""
    asked = _asked(raw, site, engine)
    happened(asked.anew())
    cleaned: list[Any] = _cleaned(raw)
    return raw if cleaned == raw else valid_filters(cleaned, site, engine)


def valid_action(action: Action, field: str, site: QueriedSite, engine: Engine) -> Action:
    """A page, event or goal that a report about the site may name. Raises `InvalidRequest` that names the field."""
    texts = {name: _cleaned(text).strip() for name in ("page", "event") if (text := getattr(action, name)) is not None}
    found = msgspec.structs.replace(action, **texts)
    asked = _asked([], site, engine)
    wanted, filters = steps.checked(found, field, site.goals, engine)
    steps.condition(wanted, filters, asked.anew())
    return msgspec.structs.replace(found, filters=valid_filters(found.filters, site, engine))


def _asked(filters: list[Any], site: QueriedSite, engine: Engine) -> Asked:
    """A question with these filters. It is about today, for which nothing has to be read."""
    question = Question(site_id=site.key, date_range="day", filters=filters)
    return ask(question, site, engine, int(time.time() * 1000))


def _cleaned(raw: Any) -> Any:
    """With what is not to be seen in any text replaced as in the texts of visitors, but for spaces at the ends."""
    if isinstance(raw, str):
        return clean(f"[{raw}]", len(raw) + 2)[1:-1]
    return [_cleaned(part) for part in raw] if isinstance(raw, list) else raw
