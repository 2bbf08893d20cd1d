"""The table of fields -> the web editor's form, in the words of Sveltia CMS: collections of files, with a field each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..dates import PATTERN
from ..fields import SHAPES, Field
from ..judging.vocabulary import tables
from ..model import Shelf
from ..reading import folders
from ..settings import Settings, WebEditor

Data = dict[str, Any]
# Where the name of a file is made of what stands in this field.
_NAMED_BY: Mapping[Shelf, str] = {"article": "title", "author": "name", "term": "name", "series": "name"}
_ADDRESS = ["^https?://[^\\s<>\"'`\\\\]+$", "Start the address with https:// and leave no spaces in it."]


def form(editor: WebEditor, settings: Settings) -> Data:
    """The whole configuration of the web editor."""
    fields = tables(settings.facets)
    collections = [each for shelf in _NAMED_BY for each in _collections(shelf, fields[shelf], settings)]
    return {
        "backend": _backend(editor),
        "publish_mode": "editorial_workflow",
        "site_url": settings.address,
        "app_title": settings.name,
        "media_folder": f"{settings.docs}/assets",
        "public_folder": "/assets",
        "media_libraries": {"default": {"config": {"slugify_filename": True}}, "stock_assets": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80},
        "output": {"omit_empty_optional_fields": True},
        "collections": collections,
    }


def _backend(editor: WebEditor) -> Data:
    common: Data = {"name": editor.host, "repo": editor.repository, "branch": editor.branch}
    if editor.application:
        return {**common, "auth_type": "pkce", "app_id": editor.application}
    if editor.open:
        common |= {"open_authoring": True, "auth_scope": "public_repo"}
    return {**common, **({"base_url": editor.sign_in} if editor.sign_in else {"auth_methods": ["token"]})}


def _collections(shelf: Shelf, fields: tuple[Field, ...], settings: Settings) -> list[Data]:
    """The collections of one kind of file: one for each folder; articles have several."""
    own = [folder for folder in folders(settings.facets, settings.docs) if folder.shelf == shelf]
    if shelf == "article":
        return _of_articles(fields, own[0].path, settings)
    labels = {"author": "Authors", "series": "Series"} | {name: facet.many for name, facet in settings.facets.items()}
    chosen = tuple(field for field in fields if field.name not in _LEFT_OUT.get(shelf, ()))
    return [
        _collection(shelf, chosen, settings, name=_NAMES.get(shelf, folder.facet), folder=folder.path)
        | {"label": labels[folder.facet or shelf]}
        for folder in own
    ]


def _of_articles(fields: tuple[Field, ...], folder: str, settings: Settings) -> list[Data]:
    """Articles in folders of their own; those of them with a picture at the head; those of one file, which are not begun here.

    The form knows one way to write a picture, with its description, and leaves one that is written in another way as it is.
    """

    def of(name: str, label: str, also: tuple[str, ...] = (), **more: Any) -> Data:
        chosen = tuple(f for f in fields if f.name not in _LEFT_OUT["article"] or f.name in also)
        return {**_collection("article", chosen, settings, name=name, folder=folder), "label": label, **more}

    inside = "{{year}}/{{slug}}/index"
    pictured = {"field": "image.alt", "pattern": "^(?!null$)."}
    return [
        of("articles", "Articles", path=inside),
        of("pictured-articles", "Articles with a picture at the head", ("image",), path=inside, filter=pictured),
        of("articles-of-one-file", "Articles of one file", path="{{year}}/{{slug}}", create=False),
    ]


def _collection(shelf: Shelf, fields: tuple[Field, ...], settings: Settings, *, name: str, folder: str) -> Data:
    first = [field for field in fields if field.required or field.type in ("people", "image")]
    rest = [field for field in fields if field not in first]
    body = {"name": "body", "label": _BODY[shelf], "widget": "richtext", "required": shelf == "article", "editor_components": []}
    return {
        "name": name,
        "folder": folder,
        "identifier_field": _NAMED_BY[shelf],
        "format": "yaml-frontmatter",
        # Pictures lie beside the file.
        "media_folder": "",
        "public_folder": "",
        "aliases_field": False,
        "fields": [*(_field(f, settings) for f in first), body, *(_field(f, settings) for f in rest)],
    }


_NAMES: Mapping[Shelf, str] = {"author": "authors", "series": "series"}
_BODY: Mapping[Shelf, str] = {"article": "Text", "author": "Biography", "term": "Definition", "series": "Introduction"}
# What may be written in a way that the form can't hold: there it is left as it stands in the file.
_LEFT_OUT: Mapping[Shelf, tuple[str, ...]] = {"article": ("author", "image"), "author": ("image",)}


def _field(field: Field, settings: Settings) -> Data:
    # `author` and `authors` are one field with two names: that one of them is there, the check of the archive says.
    required = field.required and field.type != "people"
    hint = f"{field.meaning} {SHAPES[field.type] if field.type in _TYPED else ''}".replace("`", "").strip()
    common = {"name": field.name, "label": _words(field.name), "required": required, "hint": hint}
    return {**common, **_WIDGETS[field.type](field, settings)}


# What a writer types letter by letter; for the rest the form has something to choose from.
_TYPED = ("date", "language", "web address", "web addresses", "former addresses", "name of an article")


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _one(**widget: Any) -> Callable[[Field, Settings], Data]:
    return lambda field, settings: widget


def _people(field: Field, settings: Settings) -> Data:
    found: Data = {"widget": "relation", "collection": "authors", "value_field": "{{slug}}", "display_fields": ["name"]}
    return found if field.name == "author" else {**found, "multiple": True}


def _terms(field: Field, settings: Settings) -> Data:
    least = {"min": 1} if field.required else {}
    return {"widget": "relation", "collection": field.name, "value_field": "name", "multiple": True, **least}


def _choice(field: Field, settings: Settings) -> Data:
    return {"widget": "select", "options": list(field.choices)}


def _image(field: Field, settings: Settings) -> Data:
    file = {"name": "src", "label": "File", "widget": "image", "choose_url": False}
    alt = {"name": "alt", "label": "Description", "widget": "string", "hint": "What is to be seen, for readers who can't see it."}
    caption = {"name": "caption", "label": "Caption", "widget": "string", "required": False}
    return {"widget": "object", "required": True, "fields": [file, alt, caption]}


_PART = {"name": "part", "label": "Part", "widget": "number", "value_type": "int", "min": 1}
_SERIES = {"name": "id", "label": "Series", "widget": "relation", "collection": "series", "value_field": "{{slug}}"}
_DAY = [f"^{PATTERN}$", "Write a date as year-month-day, such as 2016-09-14."]
_WIDGETS: Mapping[str, Callable[[Field, Settings], Data]] = {
    "line": _one(widget="string"),
    "words": _one(widget="string"),
    "date": _one(widget="string", pattern=_DAY),
    "people": _people,
    "image": _image,
    "place in a series": _one(widget="object", collapsed="auto", fields=[{**_SERIES, "display_fields": ["name"]}, _PART]),
    "number": _one(widget="number", value_type="int", min=0),
    # A switch would take the word `yes` for no.
    "yes or no": _one(widget="select", options=[{"label": "Yes", "value": "true"}, {"label": "No", "value": "false"}]),
    "choice": _choice,
    "language": _one(widget="string", pattern=["^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$", "Write `en`, `es`, `fr` or another."]),
    "web address": _one(widget="string", pattern=_ADDRESS),
    "web addresses": _one(widget="list"),
    "former addresses": _one(widget="list"),
    "list of words": _one(widget="list"),
    "named addresses": _one(widget="keyvalue", key_label="Name", value_label="Address"),
    "name of an article": _one(widget="string"),
    "name of a file": _one(widget="string"),
    "terms": _terms,
}
