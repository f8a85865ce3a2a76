"""Every text of the pages exists in every language."""

import io
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from dashboard import texts
from dashboard.language import LANGUAGES

FOLDER = Path(texts.__file__).parents[1]
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def texts_of_the_code() -> set[str | tuple[str, ...]]:
    keywords = {"gettext": None, "ngettext": (1, 2), "_": None}
    found = extract_from_dir(str(FOLDER), METHODS, keywords=keywords)
    return {message for _file, _line, message, _comments, _context in found}


def catalogue(language: str) -> Catalog:
    po = FOLDER / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(po.read_bytes()), locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    known = catalogue(language)
    wanted = texts_of_the_code()
    assert len(wanted) > 80
    for text in wanted:
        message = known.get(text if isinstance(text, str) else text[0])
        assert message is not None, f"{language} lacks {text!r}"
        assert not message.fuzzy, f"{language}: {text!r} is unsure"
        forms = forms_of(message)
        assert len(forms) == (1 if isinstance(text, str) else known.num_plurals)
        assert all(forms), f"{language} has nothing for {text!r}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over_or_lost_a_placeholder(language: str) -> None:
    wanted = {text if isinstance(text, str) else text[0] for text in texts_of_the_code()}
    for message in catalogue(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        assert (message.id if isinstance(message.id, str) else message.id[0]) in wanted
        for form in forms_of(message):
            assert fields(form) == fields(source), source
            assert form.count("%(") == source.count("%(")


def forms_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def fields(text: str) -> set[str | None]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("language", "forms"), [("en", {"one", "other"}), ("ko", {"other"})])
def test_counted_texts_have_the_forms_of_the_language(app: Flask, language: str, forms: set[str]) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        messages = texts.of()
    counted = messages["visitors"]
    assert isinstance(counted, dict)
    assert set(counted) == forms
    assert all("{n}" in form for form in counted.values())
