"""Questions asked of the whole catalogue: the same address twice, links that lead nowhere, authors without articles."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from msgspec import Struct

from . import addresses
from .catalogue import Catalogue
from .judging.vocabulary import spelled
from .links import Destination, Map, destination
from .model import Article, Author, Body, Clip, Link, Place, Series, Term
from .problems import Problem
from .redirects import redirects
from .settings import RESERVED, Settings
from .text.likeness import are_alike, candidates, words
from .text.markdown import stretches

# What a visitor may get as a file: pictures, sound, film and documents. Nothing that a browser would run.
SERVED = frozenset(
    "avif gif jpg jpeg png webp m4a mp3 ogg oga opus wav mp4 webm vtt pdf docx odt pptx odp xlsx ods csv txt epub zip".split()
)
RECORDINGS = {"recording": frozenset("m4a mp3 ogg oga opus wav mp4 webm".split()), "transcript": frozenset(["vtt"])}
# Folders that people have at home: macOS, Linux, and both sides of Windows.
_ON_A_DISK = re.compile(r"/(?:Users|home|Volumes|private|tmp|mnt/[a-z]|[a-zA-Z]:|Documents and Settings)/|~/")
# A date before a name, as several programs write addresses.
_DATED = re.compile(r"^\d{4}-\d\d(?:-\d\d)?-(?=.)")
PICTURES = frozenset("avif gif jpg jpeg png webp".split())


class Scene(Struct, frozen=True):
    """What the checks look at: the catalogue, where links can lead, and who claims which address."""

    catalogue: Catalogue
    settings: Settings
    map: Map
    claims: tuple[tuple[str, Place], ...]


def check(scene: Scene) -> Iterator[Problem]:
    """All problems that only the whole archive shows."""
    for question in CHECKS:
        yield from question(scene)


def same_address(scene: Scene) -> Iterator[Problem]:
    """Two owners of one address, or of two that a disk without case takes for one."""
    files = [addresses.folded(addresses.file_of(address)) for address, _ in scene.claims]
    times = Counter(files)
    owners: defaultdict[str, dict[tuple[Place, str], None]] = defaultdict(dict)
    for file, (address, place) in zip(files, scene.claims, strict=True):
        if times[file] > 1:
            owners[file][place, address] = None
    for found in owners.values():
        for place, address in found if len(found) > 1 else ():
            other, its_address = next(claim for claim in found if claim != (place, address))
            if its_address == address:
                yield Problem(
                    "same-address", place, f"{other.path} has the address {address} too.", "Rename one of the two files."
                )
            else:
                message = f"{address} and {its_address} ({other.path}) are one file on a disk that ignores case."
                yield Problem("same-name", place, message, "Rename one of the two.")


def same_id(scene: Scene) -> Iterator[Problem]:
    """Two series of one name in different folders: the second would take the first one's place."""
    yield from (
        Problem("same-address", place, f"There is another series called `{name}`: {other.path}.", "Rename one of the two files.")
        for name, place, other in scene.catalogue.twice
    )


def former_addresses(scene: Scene) -> Iterator[Problem]:
    """Former addresses that are the present one."""
    for former, to, place in redirects(scene.catalogue, scene.settings.permalink):
        if addresses.folded(former) == addresses.folded(to):
            message = f"The former address {former} is the one that this file has now."
            yield Problem("same-address", place, message, "Take it out of `aliases`.")


def numbered_pages(scene: Scene) -> Iterator[Problem]:
    """Addresses that a list may need for its further pages."""
    numbered = [(page[1], claim) for claim in scene.claims if (page := re.fullmatch(r"(.*/)page/\d+/", claim[0]))]
    taken = {addresses.folded(address) for address in scene.map.addresses} if numbered else set()
    for above, (address, place) in numbered:
        if addresses.folded(above) in taken:
            yield Problem(
                "reserved-name", place, f"The site needs the address {address} for pages of its own.", "Choose another address."
            )


def file_and_folder(scene: Scene) -> Iterator[Problem]:
    """An address that is a file and the folder of another."""
    files = {addresses.file_of(address): place for address, place in scene.claims}
    for path, place in files.items():
        above = path
        while above := above.rpartition("/")[0]:
            if above in files:
                message = f"/{path} lies below /{above}, which is a file ({files[above].path})."
                yield Problem("same-address", place, message, "Choose another address.")


def reserved_names(scene: Scene) -> Iterator[Problem]:
    """Names that the site's own pages need."""
    catalogue, settings = scene.catalogue, scene.settings
    taken = {*RESERVED, *settings.facets}
    at_top = settings.permalink.startswith("/{slug}/")
    found: list[tuple[str, Place, bool]] = [(a.slug, a.place, at_top) for a in (*catalogue.articles, *catalogue.unpublished)]
    found += [(a.id, a.place, False) for a in catalogue.authors]
    found += [(t.id, t.place, False) for terms in catalogue.terms.values() for t in terms]
    for name, place, is_at_top in found:
        if name.casefold() == "page" or (is_at_top and name.casefold() in taken):
            yield Problem(
                "reserved-name", place, f"The site needs the name `{name}` for pages of its own.", "Choose another file name."
            )


def inner_links(scene: Scene) -> Iterator[Problem]:
    """Links and pictures in texts that lead nowhere."""
    known = _Known(scene)
    for path, body in _bodies(scene.catalogue):
        for link in body.links:
            problem = _followed(link, destination(link.target, path, scene.map), known)
            if problem is not None:
                yield problem


def head_pictures(scene: Scene) -> Iterator[Problem]:
    """Pictures named in fields that are not there."""
    known = _Known(scene)
    pictured: tuple[Article | Author, ...] = (*scene.catalogue.articles, *scene.catalogue.authors)
    for item in pictured:
        if item.image is not None and "://" not in item.image.src:
            link = Link(item.image.src, item.image.place, True)
            problem = _followed(link, destination(link.target, item.place.path, scene.map), known)
            if problem is not None:
                yield problem


def recordings(scene: Scene) -> Iterator[Problem]:
    """Clips whose recording or words are not there."""
    for clip in scene.catalogue.clips:
        for name, what, place in clip.files():
            to = destination(name, clip.place.path, scene.map)
            if to.leads != "file":
                others = (f for f in _beside(to.path, scene.map.files) if _ending(f) in RECORDINGS[what])
                remedy = _nearest(posixpath.basename(to.path), {posixpath.basename(f) for f in others})
                message = f"There is no {what} `{name}` beside this file."
                yield Problem("missing-recording", place, message, remedy or "Put it there, or correct its name.")
            elif _ending(name) not in RECORDINGS[what]:
                message = f"`{name}` is no {what} that every browser knows."
                yield Problem("refused-file", place, message, f"Allowed are {', '.join(sorted(RECORDINGS[what]))}.")


def covers(scene: Scene) -> Iterator[Problem]:
    """A podcast's cover that is no file of the site."""
    cover = scene.settings.feeds.podcast.cover
    if cover and cover not in scene.map.addresses:
        message, remedy = (
            f"The podcast's cover is {cover}, where nothing stands.",
            "Put the picture into `docs`, or mend the name.",
        )
        yield Problem("missing-picture", Place("mkdocs.yml"), message, remedy)


def announcements(scene: Scene) -> Iterator[Problem]:
    """An announcement that leads to an address where nothing stands."""
    link = scene.settings.announcement.link if scene.settings.announcement else ""
    if link.startswith("/") and destination(link, "mkdocs.yml", scene.map).leads == "nowhere":
        yield Problem("dead-link", Place("mkdocs.yml"), f"The announcement leads to {link}, where nothing stands.")


def same_spelling(scene: Scene) -> Iterator[Problem]:
    """Two terms of a facet that answer to one spelling."""
    for terms in scene.catalogue.terms.values():
        owners: dict[str, Term] = {}
        for term in terms:
            for word in (term.name, *term.also):
                if (other := owners.setdefault(spelled(word), term)) is not term:
                    message = f"{other.place.path} answers to `{word}` too."
                    yield Problem("same-spelling", term.place, message, "Take it out of one of the two files.")


def translations(scene: Scene) -> Iterator[Problem]:
    """Two translations of one text into one language, and a text that is called its own translation."""
    for article in (*scene.catalogue.articles, *scene.catalogue.unpublished):
        if article.translation_of == article.slug:
            message = "This article is called a translation of itself."
            yield Problem("same-language", article.place, message, "Take out `translation_of`, or name the other article.")
    for path, group in scene.catalogue.translations.items():
        ours = next(a for a in group if a.place.path == path)
        other = next((a for a in group if _language(a, scene) == _language(ours, scene) and a is not ours), None)
        if other:
            message = f"{other.place.path} is the same text in the same language."
            yield Problem("same-language", ours.place, message, "Write the language of the translation, such as `lang: es`.")


def same_texts(scene: Scene) -> Iterator[Problem]:
    """Articles whose text is nearly that of an older one; a text and its translations are one."""
    shelved = scene.catalogue
    texts = [a for a in (*reversed(shelved.articles), *shelved.unpublished) if a.kind != "reference"]
    told: set[int] = set()
    for at, before in candidates([a.body.sketch for a in texts]):
        article, other = texts[at], texts[before]
        if at in told or _is_translation(article, other, shelved):
            continue
        if are_alike(*(words(stretches(a.body.parts)) for a in (article, other))):
            told.add(at)
            message = f"The text of this article is nearly that of {other.place.path}."
            remedy = "Keep one of the two, and write the address of the other into its `aliases`."
            yield Problem("same-text", article.place, message, remedy)


def _is_translation(article: Article, other: Article, shelved: Catalogue) -> bool:
    if other in shelved.translations.get(article.place.path, ()):
        return True
    return bool(article.translation_of) and article.translation_of in (other.slug, other.translation_of)


def authors_without_articles(scene: Scene) -> Iterator[Problem]:
    """Authors who are named nowhere yet."""
    waiting = {c.author for a in scene.catalogue.unpublished for c in a.credits}
    for author in scene.catalogue.authors:
        if author.id not in scene.catalogue.by_author and author.id not in waiting:
            yield Problem("author-without-articles", author.place, f"{author.name} has no article yet.")


CHECKS: tuple[Callable[[Scene], Iterator[Problem]], ...] = (
    same_address,
    same_id,
    former_addresses,
    numbered_pages,
    file_and_folder,
    reserved_names,
    inner_links,
    head_pictures,
    recordings,
    announcements,
    covers,
    same_spelling,
    translations,
    same_texts,
    authors_without_articles,
)


def _language(article: Article, scene: Scene) -> str:
    return article.lang or scene.settings.language


def _bodies(catalogue: Catalogue) -> Iterator[tuple[str, Body]]:
    shelves: tuple[tuple[Article | Author | Term | Series | Clip, ...], ...] = (
        catalogue.articles,
        catalogue.unpublished,
        catalogue.authors,
        *catalogue.terms.values(),
        tuple(catalogue.series.values()),
        catalogue.clips,
    )
    for shelf in shelves:
        for item in shelf:
            yield item.place.path, item.body


class _Known:
    """Where links can lead, and the last steps of addresses by their first letters, for whoever asks what was meant."""

    def __init__(self, scene: Scene) -> None:
        self.map, self._catalogue = scene.map, scene.catalogue
        self._anchors: dict[str, frozenset[str]] = {}

    def anchors(self, path: str) -> frozenset[str] | None:
        """The names of a text's headings; None where there is no such text. They are asked for of a few."""
        if path not in self._anchors and path in self._texts:
            self._anchors[path] = frozenset(h.anchor for h in self._texts[path].headings)
        return self._anchors.get(path)

    @cached_property
    def _texts(self) -> Mapping[str, Body]:
        return dict(_bodies(self._catalogue))

    @cached_property
    def steps(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for step in self.map.by_last_step:
            found[step[:2]].append(step)
        return found


def _followed(link: Link, to: Destination, known: _Known) -> Problem | None:
    """The problem with a link that leads to `to`, if there is one."""
    shown = link.target
    if to.leads == "outside":
        return Problem(
            "unsafe-path", link.place, f"`{shown}` leads out of the archive's folder.", "Put the file beside the article."
        )
    if to.leads == "nowhere":
        return _lost(link, to, known)
    if to.leads == "unpublished":
        if to.path in known.map.broken:
            message = f"`{shown}` has a mistake of its own, so it has no page to lead to."
            return Problem("unpublished-link", link.place, message, f"Mend {to.path}.")
        message = f"`{shown}` is not published yet: its words stay, without the link."
        return Problem("unpublished-link", link.place, message, "Nothing to do; the link comes with that article.")
    if to.leads == "file" and _ending(to.path) not in (PICTURES if link.is_picture else SERVED):
        return _refused(link, to)
    anchors = known.anchors(to.path) if to.anchor and to.leads in ("page", "here") else None
    if anchors is not None and to.anchor not in anchors:
        remedy = _nearest(to.anchor, anchors, shown="#{}".format)
        return Problem("dead-anchor", link.place, f"There is no heading `#{to.anchor}` in {to.path}.", remedy)
    return None


def _refused(link: Link, to: Destination) -> Problem:
    if link.is_picture:
        return Problem(
            "refused-file",
            link.place,
            f"`{link.target}` is no picture that every browser shows safely.",
            "Use PNG, JPEG, WebP or AVIF.",
        )
    return Problem(
        "refused-file", link.place, f"Files such as `{link.target}` are not served.", f"Allowed are {', '.join(sorted(SERVED))}."
    )


def _lost(link: Link, to: Destination, known: _Known) -> Problem:
    if link.is_picture:
        remedy = _nearest(posixpath.basename(to.path), {posixpath.basename(f) for f in _beside(to.path, known.map.files)})
        return Problem(
            "missing-picture", link.place, f"There is no picture `{link.target}`.", remedy or "Put the file beside the article."
        )
    if _ON_A_DISK.match(unquote(link.target)):
        message = f"`{unquote(link.target)}` can be followed on one computer only."
        return Problem("local-link", link.place, message, "Put the file beside the article and write its name.")
    if link.target.startswith("/"):
        remedy = _moved(to.path, known) or "Write the address of a page that is there, or take the link out."
        return Problem("dead-link", link.place, f"Nothing stands at {link.target} on this site.", remedy)
    if to.path.endswith(".md"):
        remedy = _nearest(to.path, {*known.map.pages}, shown=_from(link.place.path))
        return Problem("missing-page", link.place, f"`{link.target}` leads to no page.", remedy)
    near = _nearest(posixpath.basename(to.path), {posixpath.basename(f) for f in _beside(to.path, known.map.files)})
    remedy = near or "Put it beside the article, or link to a page by its .md file."
    return Problem("missing-file", link.place, f"There is no file `{link.target}`.", remedy)


def _moved(path: str, known: _Known) -> str:
    """What a dead address may mean: the page whose last step is the same, but for a date before it, or nearly the same."""
    step = path.rstrip("/").rpartition("/")[2].removesuffix(".md").removesuffix(".html")
    undated, by_step = _DATED.sub("", step), known.map.by_last_step
    if meant := by_step.get(step) or by_step.get(undated):
        return f"Did you mean `{meant}`?"
    return _nearest(undated, known.steps.get(undated[:2], ()), shown=lambda name: by_step[name], likeness=85)


def _beside(path: str, files: frozenset[str]) -> set[str]:
    folder = posixpath.dirname(path)
    return {f for f in files if posixpath.dirname(f) == folder}


def _from(source: str) -> Callable[[str], str]:
    return lambda path: posixpath.relpath(path, posixpath.dirname(source))


def _nearest(word: str, known: Collection[str], shown: Callable[[str], str] = str, likeness: int = 75) -> str:
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=likeness) if known else None
    return f"Did you mean `{shown(found[0])}`?" if found else ""


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".").lower()
