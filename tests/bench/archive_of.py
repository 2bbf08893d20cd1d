"""Write an archive of N articles made of chance words, the same for the same N: `python -m tests.bench.archive_of N FOLDER`."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

WORDS = (
    "lesson question pupil class room week plan draft reader voice choice goal note table group hour start end view line "
    "small large clear early late open first last new old good real whole half next same other many few more less most "
    "asks gives takes shows finds keeps makes needs helps turns the a an of to in for with on from by at as and or but so"
).split()
ATTRIBUTES = ("Voice", "Co-Creation", "Social Construction", "Self-Discovery")
CATEGORIES = tuple(f"Category {letter}" for letter in "ABCDEFGHIJKL")


def main(count: int, folder: Path) -> None:
    """Four headings and about 900 words an article, one to three authors, one to three attributes."""
    chance = random.Random(count)
    writers = [f"writer-{n:04d}" for n in range(max(8, count // 20))]
    for writer in writers:
        put(folder / f"authors/{writer}.md", [f"name: {writer.replace('-', ' ').title()}"], sentence(chance))
    for facet, names in (("attributes", ATTRIBUTES), ("categories", CATEGORIES)):
        for name in names:
            put(folder / f"docs/{facet}/{name.lower().replace(' ', '-')}.md", [f"name: {name}"], sentence(chance))
    for n in range(count):
        day = date(2012, 1, 1) + timedelta(days=n * 4700 // count)
        title = f"{sentence(chance, 6)} {n}"
        fields = [
            f"title: {title}",
            f"date: {day}",
            f"authors: [{', '.join(chance.sample(writers, chance.choice((1, 1, 1, 2, 3))))}]",
            f"attributes: [{', '.join(chance.sample(ATTRIBUTES, chance.choice((1, 1, 2, 3))))}]",
            f"categories: [{', '.join(chance.sample(CATEGORIES, chance.choice((1, 1, 2))))}]",
            f"summary: {sentence(chance)}",
        ]
        put(folder / f"docs/articles/{day.year}/{title.lower().replace(' ', '-')}.md", fields, text(chance))


def sentence(chance: random.Random, length: int = 0) -> str:
    """Chance words, the first with a capital letter."""
    return " ".join(chance.choice(WORDS) for _ in range(length or chance.randint(8, 22))).capitalize()


def text(chance: random.Random) -> str:
    """Paragraphs, headings, a list, links and emphasis, as articles have them."""
    parts = [paragraph(chance)]
    for _ in range(4):
        parts += [f"## {sentence(chance, 4)}", paragraph(chance), paragraph(chance)]
        parts.append("\n".join(f"- {sentence(chance)}" for _ in range(chance.choice((0, 4)))))
    return "\n\n".join(part for part in parts if part)


def paragraph(chance: random.Random) -> str:
    """Four or five sentences, one with a link and one with emphasis."""
    lines = [sentence(chance) for _ in range(chance.randint(4, 5))]
    lines[0] += f" [{chance.choice(WORDS)}](https://example.org/{chance.choice(WORDS)})"
    lines[1] += f" **{chance.choice(WORDS)} {chance.choice(WORDS)}**"
    return ". ".join(lines) + "."


def put(path: Path, fields: list[str], body: str) -> None:
    """One content file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *fields, "---", "", body, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
