"""An archive's settings -> what is dangerous in them: which hosts pages ask, and whose programs run."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import click
import yaml

from . import reading
from .model import Place
from .problems import Problem, errors, tally
from .saying import Stopped, say_problems
from .starting import lists

# What is looked at beside mkdocs.yml; the folders with all below them.
FILES = ("CNAME", "_headers", "netlify.toml", "vercel.json", ".htaccess")
FOLDERS = ("overrides", "requirements", "hooks", ".github/workflows")
ENDINGS = (".html", ".txt", ".py", ".yml", ".yaml")
OURS = "hooks/article_archive/"

# Plugins whose programs come with this one's locked requirements, and touch no article.
PLUGINS = frozenset(("archive", "search", "material/search", "/blog"))

# What a build makes, below the archive's folder.
CACHE = ".cache"
_OF_CACHE = "It holds the words of drafts, and fields that no page prints: whoever gets the repository can read them."
_OF_SITE = "A proposal can change a page there that no check looks at, and what you take back stays in the history."
# Seconds that git may take to list what it keeps.
_PATIENCE = 20

_REMOTE = re.compile(
    r"<(?:script|img|iframe|link|source|video|audio|embed|object)\b[^>]*?\s(?:src|href|data|poster|srcset)\s*=\s*[\"']?"
    r"((?:https?:)?//[^\s\"'>]+)|(?:@import|url\()\s*[\"']?((?:https?:)?//[^\s\"')]+)",
    re.IGNORECASE,
)
# A link of another kind than these loads nothing.
_HARMLESS_LINK = re.compile(
    r"<link\b(?=[^>]*\brel\s*=\s*[\"']?(?:canonical|alternate|license|author|me|next|prev)\b)", re.IGNORECASE
)
_LOOSE = re.compile(r"(?:script-src|default-src)[^;\"\n]*?\s('unsafe-inline'|'unsafe-eval'|\*|https?:(?!//)|data:)(?=[\s;\"]|$)")
_HASHED = re.compile(r"--hash=sha\d+:")
# A commit is the digest of all its files.
_AT_COMMIT = re.compile(r"@ git\+https://\S+@[0-9a-f]{40}(?:\s|$)")
_USES = re.compile(r"^\s*-?\s*uses:\s*[\"']?([\w./-]+)@([^\s\"'#]+)", re.MULTILINE)
_INSTALLED = re.compile(r"pip3? install (?!.*--require-hashes)(?!.*(?:-e|--editable|--no-deps) )[^\n|&]*")

Texts = Mapping[str, str]
Question = Callable[[Texts, str], Iterator[Problem]]


def found(texts: Texts, config: str = "mkdocs.yml") -> list[Problem]:
    """Everything dangerous, by place; `texts` are the files by their paths, `config` is the path of MkDocs' settings."""
    told = (problem for question in QUESTIONS for problem in question(texts, config))
    return sorted(told, key=lambda problem: (problem.place, problem.code))


def examine(config_file: Path) -> None:
    """Say what is dangerous in the archive's settings; raises Stopped where something is."""
    root, name = config_file.resolve().parent, config_file.name
    at_the_top = (path.name for path in sorted(root.glob("requirements*.txt")))
    files = (name, *FILES, *(f"docs/{file}" for file in FILES), *at_the_top)
    texts = reading.texts(root, files, FOLDERS, ENDINGS, OURS)
    dangers = [*found(texts, name), *build_in_git(root, texts, name)]
    say_problems(dangers)
    if errors(dangers):
        raise Stopped(f"{tally(dangers)}. Mend what is dangerous before you publish.")
    click.echo(f"Nothing dangerous stands in the settings{f' ({tally(dangers)})' if dangers else ''}.", err=True)


def other_address(texts: Texts, config: str) -> Iterator[Problem]:
    """Pages that name another host as their own than the one that serves them."""
    hosts = [(path, texts[path].strip().lower()) for path in ("CNAME", "docs/CNAME") if texts.get(path, "").strip()]
    for value in _named(texts, config, "site_url"):
        host = (urlsplit(value.value).hostname or "").lower()
        for path, named in hosts:
            if host != named:
                message = (
                    f"`site_url` says `{host or value.value}`, and {path} says `{named}`: links of the pages leave your site."
                )
                yield Problem("other-address", _place(config, value), message, "Write the same host in both.")


def loosened_policy(texts: Texts, config: str) -> Iterator[Problem]:
    for path, text in texts.items():
        if not path.startswith("hooks/"):
            for line, each in enumerate(text.split("\n"), 1):
                if loose := _LOOSE.search(each):
                    message = f"This policy lets pages run scripts that are not yours: {loose[1]}."
                    yield Problem("loosened-policy", Place(path, line, loose.start(1) + 1), message, "Leave it out.")


def unpinned_program(texts: Texts, config: str) -> Iterator[Problem]:
    """Programs that may be other ones tomorrow: packages without a version and a hash, actions without a commit."""
    remedy = "Write its version behind two equals signs; `uv pip compile --generate-hashes` adds the digests of its files."
    if not any(_is_list(path) for path in texts):
        yield Problem("unpinned-program", Place(config), "No file says which program builds this archive.", remedy)
    for path, text in texts.items():
        if _is_list(path):
            yield from _of_list(path, text, remedy)
        elif path.startswith(".github/workflows/"):
            yield from _of_workflow(path, text, remedy)


def _of_list(path: str, text: str, remedy: str) -> Iterator[Problem]:
    packages = [*_packages(text)]
    for line, package in packages:
        if "==" not in package and not _AT_COMMIT.search(package):
            yield Problem("unpinned-program", Place(path, line), f"`{_name(package)}` has no version.", remedy)
    half = [(line, package) for line, package in packages if "==" in package and not _HASHED.search(package)]
    if half:
        names = f"`{_name(half[0][1])}` has" if len(half) == 1 else f"`{_name(half[0][1])}` and {len(half) - 1} others have"
        message = f"{names} a version, and no digest of the files."
        digests = f"`uv pip compile {path} --universal --generate-hashes -o {path}` writes them."
        yield Problem("half-pinned-program", Place(path, half[0][0]), message, digests)
    if path == lists.ITSELF and not packages:
        message = "No line here names the program that builds this archive."
        yield Problem("half-pinned-program", Place(path), message, "Name it by its commit, as the remark there shows.")


def _name(package: str) -> str:
    return re.split(r"[\s=<>!~;\[@]", package, maxsplit=1)[0]


def _of_workflow(path: str, text: str, remedy: str) -> Iterator[Problem]:
    for used in _USES.finditer(text):
        if not used[1].startswith("./") and not re.fullmatch(r"[0-9a-f]{40}", used[2]):
            message = f"`{used[1]}@{used[2]}` may be another program tomorrow."
            yield Problem("unpinned-program", _at(path, text, used.start(1)), message, "Name it by its commit, of 40 signs.")
    for installed in _INSTALLED.finditer(text):
        message = "This takes whatever version there is on that day."
        yield Problem("unpinned-program", _at(path, text, installed.start()), message, remedy)


def _is_list(path: str) -> bool:
    return path.endswith(".txt") and path.startswith("requirements")


def _packages(text: str) -> Iterator[tuple[int, str]]:
    """Each package of a list with its line, and what follows on the next lines."""
    number, whole = 0, ""
    for line, each in enumerate(text.split("\n"), 1):
        plain = re.sub(r"(^|\s)#.*", "", each).rstrip()
        if not whole:
            number = line
        whole += plain.removesuffix("\\") + " "
        if not plain.endswith("\\"):
            if whole.strip() and not whole.strip().startswith("-"):
                yield number, whole.strip()
            whole = ""


def remote_host(texts: Texts, config: str) -> Iterator[Problem]:
    """Hosts that learn of every reader, and could send them another script tomorrow."""
    remedy = "Put the file into your own archive, and name it by its path."
    for path, text in texts.items():
        if path.startswith("overrides/"):
            for remote in _REMOTE.finditer(_HARMLESS_LINK.sub("<x", text)):
                message = f"Every page with this asks {_host(remote[1] or remote[2])}."
                yield Problem("remote-host", _at(path, text, max(text.find(remote[1] or remote[2]), 0)), message, remedy)
    for name in ("extra_css", "extra_javascript"):
        for value in _each(_named(texts, config, name)):
            if value.value.startswith(("http:", "https:", "//")):
                message = f"Every page asks {_host(value.value)} for this."
                yield Problem("remote-host", _place(config, value), message, remedy)
    fonts = [*_named(texts, config, "theme", "font")]
    if not any(value.value in ("false", "no", "off") for value in fonts if isinstance(value, yaml.ScalarNode)):
        place = _place(config, fonts[0]) if fonts else Place(config)
        yield Problem("remote-host", place, "The theme asks Google for its letters.", "Write `font: false` below `theme:`.")


def unknown_program(texts: Texts, config: str) -> Iterator[Problem]:
    """Programs that run with every build, and it can change any page."""
    remedy = "Take it out, unless you have read it and trust whoever can change it."
    for value in _each(_named(texts, config, "hooks")):
        if not _only_joins(texts.get(value.value, "")):
            message = f"The program `{value.value}` runs with every build."
            yield Problem("unknown-program", _place(config, value), message, remedy)
    for value in _each(_named(texts, config, "plugins")):
        if value.value not in PLUGINS:
            message = f"The plugin `{value.value}` is not one that this program knows, and it can change any page."
            yield Problem("unknown-program", _place(config, value), message, remedy)


def _only_joins(text: str) -> bool:
    """Whether a hook does nothing but let the archive in."""
    try:
        steps = ast.parse(text).body
    except SyntaxError:
        return False
    joins = [step for step in steps if not (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))]
    return bool(joins) and all(isinstance(s, ast.ImportFrom) and (s.module or "").startswith("article_archive") for s in joins)


def flat_addresses(texts: Texts, config: str) -> Iterator[Problem]:
    for value in _named(texts, config, "use_directory_urls"):
        if value.value in ("false", "no", "off"):
            message = "The editors' pages get addresses that end with .html, and articles don't."
            yield Problem("flat-addresses", _place(config, value), message, "Leave `use_directory_urls` out.")


def privileged_workflow(texts: Texts, config: str) -> Iterator[Problem]:
    """Workflows that hold your secrets while they look at what a stranger sends."""
    for path, text in texts.items():
        asked = re.search(r"\b(pull_request_target|workflow_run)\b", text) if path.startswith(".github/workflows/") else None
        if asked and re.search(r"actions/checkout|git (?:fetch|clone|checkout)|gh pr checkout", text):
            message = f"With `{asked[1]}`, what a stranger sends is laid beside your secrets."
            remedy = "Check pull requests with `pull_request`, which holds no secrets; let this workflow check nothing out."
            yield Problem("privileged-workflow", _at(path, text, asked.start()), message, remedy)


def build_in_git(root: Path, texts: Texts, config: str) -> Iterator[Problem]:
    """What builds make, kept in git by mistake; nothing where git is not there, or keeps nothing of this archive."""
    sites = [value.value for value in _named(texts, config, "site_dir") if isinstance(value, yaml.ScalarNode)]
    site = PurePosixPath((sites or ["site"])[0]).as_posix().removesuffix("/")
    for folder, why in ((CACHE, _OF_CACHE), (site, _OF_SITE)):
        if kept := _kept_in_git(root, folder):
            message = f"Git keeps {kept:,} {'files' if kept > 1 else 'file'} of `{folder}`, which builds make. {why}"
            remedy = f"Type `git rm -r --cached {folder}`, and write `{folder}/` on a line of `.gitignore`."
            yield Problem("build-in-git", Place(folder), message, remedy)


def _kept_in_git(root: Path, folder: str) -> int:
    # A repository's own settings may name a program to be run at each look; this one asks for none.
    command = ("git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", f":(literal){folder}/")
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    return done.stdout.count(b"\0") if done.returncode == 0 else 0


QUESTIONS: tuple[Question, ...] = (
    other_address,
    loosened_policy,
    unpinned_program,
    remote_host,
    unknown_program,
    flat_addresses,
    privileged_workflow,
)


def _named(texts: Texts, config: str, *names: str) -> Iterator[yaml.Node]:
    """The values below these names of the settings; nothing where they can't be read, which every other command tells."""
    try:
        nodes = [yaml.compose(texts.get(config, ""), Loader=yaml.CBaseLoader)]
    except yaml.YAMLError:
        return
    for name in names:
        tables = (node for node in nodes if isinstance(node, yaml.MappingNode))
        nodes = [value for node in tables for key, value in node.value if key.value == name]
    yield from (node for node in nodes if node is not None)


def _each(nodes: Iterator[yaml.Node]) -> Iterator[yaml.ScalarNode]:
    """The words in lists, and the names in tables."""
    for node in nodes:
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.SequenceNode):
            yield from _each(iter(node.value))
        elif isinstance(node, yaml.MappingNode):
            keys = [key for key, _ in node.value]
            paths = [value for key, value in node.value if key.value == "path"]
            yield from _each(iter(paths or keys[:1]))


def _place(path: str, node: yaml.Node) -> Place:
    return Place(path, node.start_mark.line + 1, node.start_mark.column + 1)


def _at(path: str, text: str, offset: int) -> Place:
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _host(address: str) -> str:
    return f"`{urlsplit(address).netloc or address}`"
