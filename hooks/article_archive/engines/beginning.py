"""`archive new`: what is missing is asked for on a terminal, or named; then the files are written, and judged."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct

from ..checking.some import Ground, problems_of
from ..dates import NoDate, date
from ..judging.vocabulary import nearest, spelled
from ..mending.writing import NotWritten, begin
from ..options import moment
from ..problems import as_text
from ..progress import Progress
from ..saying import Stopped
from ..starting import choices, drafts, questions, skeletons
from ..starting.choices import Choice, NotBegun, terms_given
from ..starting.drafts import Desk, Draft
from .contributing import ground_of, words_of
from .written import written


class Wish(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line; "" and () where nothing was said."""

    title: str = ""
    authors: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    day: str = ""
    summary: str = ""
    file_name: str = ""
    in_folder: bool = False
    is_ready: bool = False
    new_authors: bool = False


class Clip(Struct, frozen=True, kw_only=True):
    """What was asked for of a clip."""

    title: str = ""
    speakers: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    group: str = ""
    order: int | None = None
    file_name: str = ""


class Beginning:
    """One new file, and those of authors who had none. What raises NotBegun has written nothing."""

    def __init__(self, config_file: Path) -> None:
        self.config_file = config_file
        self.ground: Ground = ground_of(config_file, written(config_file), moment())
        self.desk = Desk(self.ground.settings, self.ground.found, words_of(self.ground))
        self.drafts: list[Draft] = []
        # Other files, by their paths.
        self.beside: dict[str, str] = {}
        self.may_ask = sys.stdin.isatty()

    def article(self, wish: Wish) -> None:
        """A new article; raises NotBegun."""
        day, terms = self.day(wish.day), terms_given(wish.terms, self.desk.words)
        asks = self.asks_for(self.missing(wish, terms))
        title = _plain(wish.title) or questions.line("Title")
        called = self.article_name(wish.file_name or title)
        authors = list(dict.fromkeys(self.author_of(name, wish) for name in wish.authors)) or self.asked_authors()
        terms = self.asked_terms(terms) if asks else terms
        summary = {"summary": _plain(wish.summary)} if _plain(wish.summary) else {}
        fields = {"title": title, "date": day, "authors": authors, **terms, **summary}
        how = {"in_folder": wish.in_folder, "is_ready": wish.is_ready}
        self.drafts.append(drafts.article(self.desk, fields, int(day[:4]), called=called, **how))

    def article_name(self, words: str) -> str:
        """The name of its file; where that is taken, somebody is asked for another."""
        while True:
            try:
                return drafts.article_name(self.desk, words)
            except NotBegun as reason:
                if not self.may_ask:
                    raise
                click.echo(str(reason), err=True)
            words = questions.line("Another name for the file")

    def day(self, given: str) -> str:
        """The date that is wanted, or today's."""
        zone = self.ground.settings.zone
        day = _plain(given) or moment().astimezone(zone).date().isoformat()
        try:
            found = date(day, zone)
        except NoDate as reason:
            raise NotBegun(f"`{day}` is no date. {reason}") from None
        if found.about:
            raise NotBegun(f"`{day}` is no date for a new article. Write it such as 2016-09-14.")
        return day

    def missing(self, wish: Wish, terms: Mapping[str, Sequence[str]]) -> list[str]:
        """The options that are needed and not given."""
        facets = self.ground.settings.facets.values()
        needed = [f"--term {f.name}=TERM" for f in facets if f.required and f.name not in terms]
        return [*(() if _plain(wish.title) else ["--title"]), *(() if wish.authors else ["--author"]), *needed]

    def asks_for(self, missing: Sequence[str]) -> bool:
        """Whether there is something to ask for; where nobody can be asked, it is named."""
        if missing and not self.may_ask:
            raise NotBegun(f"Missing: {', '.join(missing)}.")
        return bool(missing)

    def author_of(self, name: str, wish: Wish) -> str:
        """The id of a known author, or of a new one whose file is to be made."""
        found = choices.named(name, choices.authors(self.desk.words))
        if len(found) > 1:
            raise NotBegun(f"`{name}` can be {' or '.join(c.id for c in found)}.")
        new = None if found else self.new_author(_plain(name)) if wish.new_authors else self.offered_author(name)
        if choice := new or (found[0] if found else None):
            return choice.id
        remedy = f"{nearest(name, self.desk.words.authors)} With --new-authors, their file is made too.".strip()
        raise NotBegun(f"There is no author `{name}`. {remedy}")

    def asked_authors(self) -> list[str]:
        known = choices.authors(self.desk.words)
        found = questions.several("Author", known, is_needed=True, unknown=self.offered_author)
        return [choice.id for choice in found]

    def offered_author(self, name: str) -> Choice | None:
        """A new author, if somebody says that this was meant."""
        question = f"There is no author `{name}` yet. Make a file for them too?"
        return self.new_author(name) if self.may_ask and click.confirm(question, err=True) else None

    def new_author(self, name: str) -> Choice:
        draft = drafts.author(self.desk, name)
        self.desk = drafts.with_author(self.desk, draft)
        self.drafts.append(draft)
        return Choice(self.desk.found.entries[-1].name, name)

    def asked_terms(self, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """One question for each facet of which nothing was said."""
        found = dict(given)
        for facet in self.ground.settings.facets.values():
            known = choices.terms(self.desk.words, facet.name)
            if facet.name not in found and known:
                chosen = questions.several(facet.one, known, is_needed=facet.required)
                found |= {facet.name: [c.name for c in chosen]} if chosen else {}
        return found

    def author(self, name: str, role: str, file_name: str, *, is_minor: bool) -> None:
        """A new author. Raises Stopped or NotBegun where nothing was written."""
        asks = self.asks_for(() if _plain(name) else ["--name"])
        name = _plain(name) or questions.line("Name, as it is printed")
        role = _plain(role) or (questions.line("Role, such as Science teacher (none: Enter)", is_needed=False) if asks else "")
        is_minor = is_minor or (asks and click.confirm("Is this person under age?", default=False, err=True))
        self.drafts.append(drafts.author(self.desk, name, role, called=file_name, is_minor=is_minor))

    def of_facet(self, facet: str, name: str, summary: str, file_name: str) -> None:
        """A new term. Raises NotBegun where nothing was written."""
        facets = [Choice(f.name, f.one) for f in self.ground.settings.facets.values()]
        facet = facet or (facets[0].id if len(facets) == 1 else "")
        asks = self.asks_for([*(() if facet else ["--facet"]), *(() if _plain(name) else ["--name"])])
        facet = facet or questions.one("Facet", facets).id
        if facet not in self.ground.settings.facets:
            raise NotBegun(f"There is no facet `{facet}`. {nearest(facet, self.ground.settings.facets)}".strip())
        name = _plain(name) or questions.line("Name, as it is printed")
        if known := self.desk.words.spellings[facet].get(spelled(name)):
            raise NotBegun(f"There is such a term already: {known.place.path}.")
        summary = _plain(summary) or (questions.line("One sentence about it (none: Enter)", is_needed=False) if asks else "")
        self.drafts.append(drafts.term(self.desk, facet, name, summary, called=file_name))

    def series(self, name: str, summary: str, file_name: str) -> None:
        """A new series. Raises NotBegun where nothing was written."""
        asks = self.asks_for(() if _plain(name) else ["--name"])
        name = _plain(name) or questions.line("Name, as it is printed")
        if known := next((s for s in self.desk.words.series.values() if spelled(s.name) == spelled(name)), None):
            raise NotBegun(f"There is such a series already: {known.place.path}.")
        summary = _plain(summary) or (questions.line("One sentence about it (none: Enter)", is_needed=False) if asks else "")
        self.drafts.append(drafts.series(self.desk, name, summary, called=file_name))

    def clip(self, wish: Clip) -> None:
        """A new clip, and room for its words. Raises NotBegun where nothing was written."""
        heard = [*wish.speakers, *wish.guests]
        asks = self.asks_for([*(() if _plain(wish.title) else ["--title"]), *(() if heard else ["--speaker"])])
        terms = terms_given(wish.terms, self.desk.words)
        title = _plain(wish.title) or questions.line("Title: the question, or the subject")
        name = drafts.clip_name(self.desk, wish.file_name or title)
        people = self.people(wish) if heard else self.asked_speakers()
        group = _plain(wish.group) or (questions.line("Group (none: Enter)", is_needed=False) if asks else "")
        order = {} if wish.order is None else {"order": str(wish.order)}
        speakers = [choice.id or {"name": choice.name} for choice in people]
        fields = {"title": title, "speakers": speakers, **({"group": group} if group else {}), **order, **terms}
        self.drafts.append(drafts.clip(self.desk, name, fields))
        if not drafts.lying(self.desk, name, "transcript"):
            self.beside[f"{self.ground.settings.docs}/clips/{name}.vtt"] = skeletons.transcript(choice.name for choice in people)

    def people(self, wish: Clip) -> list[Choice]:
        """Who is heard: authors with a file, then guests, who have none."""
        authors = [self.named_author(name) for name in wish.speakers]
        return list(dict.fromkeys((*authors, *(Choice("", _plain(name)) for name in wish.guests))))

    def named_author(self, name: str) -> Choice:
        found = choices.named(name, choices.authors(self.desk.words))
        if len(found) == 1:
            return found[0]
        if found:
            raise NotBegun(f"`{name}` can be {' or '.join(c.id for c in found)}.")
        remedy = f"{nearest(name, self.desk.words.authors)} Somebody without a file is a `--guest`.".strip()
        raise NotBegun(f"There is no author `{name}`. {remedy}")

    def asked_speakers(self) -> list[Choice]:
        return questions.several("Speaker", choices.authors(self.desk.words), is_needed=True, unknown=self.offered_guest)

    def offered_guest(self, name: str) -> Choice | None:
        """Somebody without a file, if somebody says that this was meant."""
        question = f"There is no author `{name}`. Name them as a guest, without a page?"
        return Choice("", name) if click.confirm(question, err=True) else None

    def write(self) -> None:
        """Write the files, say where they are, and what is still to be done. Raises Stopped."""
        for path, text in {**{draft.path: draft.text for draft in self.drafts}, **self.beside}.items():
            try:
                begin(self.ground.root, path, text.encode())
            except NotWritten as reason:
                raise Stopped(str(reason)) from None
            click.echo(path)
        click.echo("Write your own words into it; `archive check` with its name says what is still missing.", err=True)
        ground = ground_of(self.config_file, written(self.config_file), moment())
        paths = frozenset(draft.path for draft in self.drafts)
        for problem in problems_of(paths, ground, Progress("Judging", len(ground.found.entries), sys.stderr)):
            click.echo(as_text(problem), err=True)


def _plain(words: str) -> str:
    return " ".join(words.split())
