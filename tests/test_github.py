"""The files for GitHub and GitLab: what they may do, whom they trust, and what the privileged one says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SCHEMAS = {
    **{str(path.relative_to(ROOT)): "vendor.github-workflows" for path in WORKFLOWS},
    ".github/ISSUE_TEMPLATE/report-a-mistake.yml": "vendor.github-issue-forms",
    ".github/ISSUE_TEMPLATE/suggest-an-article.yml": "vendor.github-issue-forms",
    ".github/ISSUE_TEMPLATE/config.yml": "vendor.github-issue-config",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
SHA, OTHER = "a" * 40, "b" * 40


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def beside_python(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def read(path: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(persona: str) -> None:
    done = tool(beside_python("zizmor"), "--offline", "--no-config", f"--persona={persona}", ".github")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_the_one_thing_that_zizmor_is_told_to_pass_over_is_the_trigger_of_the_link(tmp_path: Path) -> None:
    # Without our words beside it, it finds this one thing and no other.
    for path in WORKFLOWS:
        told = path.read_text(encoding="utf-8").replace("# zizmor: ignore[dangerous-triggers]", "")
        assert "zizmor" not in told
        file = tmp_path / ".github" / "workflows" / path.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(told, encoding="utf-8")
    asked = tool(beside_python("zizmor"), "--offline", "--no-config", "--persona=auditor", "--format=json", str(tmp_path))
    (found,) = json.loads(asked.stdout)
    assert found["ident"] == "dangerous-triggers"
    assert "preview-link.yml" in json.dumps(found["locations"][0]["symbolic"]["key"])


@pytest.mark.parametrize("path", SCHEMAS)
def test_every_file_is_what_github_and_gitlab_expect(path: str) -> None:
    done = tool(beside_python("check-jsonschema"), "--builtin-schema", SCHEMAS[path], path)
    assert done.returncode == 0, done.stdout


def test_no_file_for_github_is_left_unlooked_at() -> None:
    ours = {str(path.relative_to(ROOT)) for path in GITHUB.rglob("*.yml")} | {".gitlab-ci.yml"}
    assert ours == set(SCHEMAS)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_starts_with_no_rights_and_ends_by_itself(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    assert all(job["timeout-minutes"] <= 20 and job["permissions"] for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert [line for line in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_what_a_stranger_can_start_may_only_read() -> None:
    look = read(GITHUB / "workflows" / "contribution.yml")
    assert look[True] == {"pull_request": None}  # `on` is a yes in this version of the language
    assert look["jobs"]["look"]["permissions"] == {"contents": "read"}
    text = (GITHUB / "workflows" / "contribution.yml").read_text(encoding="utf-8")
    assert re.findall(r"\$\{\{[^}]*(?:secrets|token|head_ref|title|body)[^}]*\}\}", text) == []
    assert re.findall(r"ref: (.+)", text) == ["${{ github.event.pull_request.base.sha }}"]
    assert "pull_request_target" not in "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)


def test_what_may_comment_uses_nothing_of_others_and_takes_no_words_into_its_script() -> None:
    link = read(GITHUB / "workflows" / "preview-link.yml")["jobs"]["link"]
    assert link["permissions"] == {"actions": "read", "pull-requests": "write"}
    (step,) = link["steps"]
    assert "uses" not in step
    assert "${{" not in step["run"]
    assert step["env"] == {"TOKEN": "${{ github.token }}"}


def test_what_runs_and_what_decides_belongs_to_the_maintainers() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owners = dict(line.split() for line in lines if line and not line.startswith("#"))
    guarded = (
        "/hooks/",
        "/overrides/",
        "/mkdocs.yml",
        "/.github/",
        "/.ci/",
        "/.gitlab-ci.yml",
        "/requirements/",
        "/pyproject.toml",
    )
    assert {owners[path] for path in guarded} == {"@our-organisation/maintainers"}
    assert all((ROOT / path.strip("/")).exists() for path in owners if "*" not in path and path != "/docs/assets/")


# What is written under a proposal, asked of a server on this machine that answers as GitHub does


class Answers:
    """What GitHub knows, and what it was told."""

    def __init__(self) -> None:
        self.pulls: list[dict[str, Any]] = [{"number": 7, "head": {"sha": SHA}}]
        self.files: list[dict[str, Any]] = [{"filename": "docs/articles/2026/new.md"}]
        self.artifacts: list[dict[str, Any]] = [{"id": 99, "name": "preview"}]
        self.comments: list[dict[str, Any]] = []
        self.sent: list[tuple[str, str, str]] = []
        self.asked: list[str] = []

    def to(self, path: str, page: int) -> object:
        self.asked.append(path)
        if path.endswith("/artifacts"):
            return {"artifacts": self.artifacts}
        rows = {"pulls": self.pulls, "files": self.files, "comments": self.comments}[path.rpartition("/")[2]]
        return rows if path.endswith("/pulls") else rows[100 * (page - 1) : 100 * page]


@contextmanager
def github(answers: Answers) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def reply(self, value: object) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            assert self.headers["Authorization"] == "Bearer t0ken"
            answers.asked.append(self.path)
            self.reply(answers.to(split.path, int(parse_qs(split.query).get("page", ["1"])[0])))

        def told(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
            answers.sent.append((self.command, urlsplit(self.path).path, body))
            self.reply({})

        do_POST = do_PATCH = told  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def commented(answers: Answers, folder: Path, *, sha: str = SHA, branch: str = "main") -> subprocess.CompletedProcess[str]:
    """Run the workflow's step, as GitHub runs it."""
    (step,) = read(GITHUB / "workflows" / "preview-link.yml")["jobs"]["link"]["steps"]
    owner = {"owner": {"login": "writer-one"}}
    run = {"id": 12, "head_sha": sha, "head_branch": branch, "head_repository": owner, "event": "pull_request"}
    (folder / "event.json").write_text(json.dumps({"workflow_run": run}), encoding="utf-8")
    (folder / "script.py").write_text(step["run"], encoding="utf-8")
    with github(answers) as address:
        environment = {
            "TOKEN": "t0ken",
            "GITHUB_REPOSITORY": "our-organisation/archive",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_API_URL": address,
            "GITHUB_EVENT_PATH": str(folder / "event.json"),
        }
        words = [sys.executable, *step["shell"].format(folder / "script.py").split()[1:]]
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_proposal_gets_one_comment_with_the_link(tmp_path: Path) -> None:
    answers = Answers()
    done = commented(answers, tmp_path)
    assert done.returncode == 0, done.stderr
    ((method, path, body),) = answers.sent
    assert (method, path) == ("POST", "/repos/our-organisation/archive/issues/7/comments")
    assert "(https://github.com/our-organisation/archive/actions/runs/12/artifacts/99)" in body
    assert SHA[:10] in body


def test_the_comment_is_written_anew_and_not_beside(tmp_path: Path) -> None:
    answers = Answers()
    commented(answers, tmp_path)
    ours = {"id": 5, "body": answers.sent[0][2], "user": {"login": "github-actions[bot]"}}
    forged = {"id": 4, "body": answers.sent[0][2], "user": {"login": "writer-one"}}
    answers.comments, answers.sent = [{"id": n, "body": "", "user": {"login": "x"}} for n in range(120)] + [forged, ours], []
    commented(answers, tmp_path)
    assert [sent[:2] for sent in answers.sent] == [("PATCH", "/repos/our-organisation/archive/issues/comments/5")]


def test_a_proposal_that_changes_the_workflows_gets_no_link_to_what_they_made(tmp_path: Path) -> None:
    for file in ({"filename": ".github/workflows/contribution.yml"}, {"filename": "x.yml", "previous_filename": ".github/x.yml"}):
        answers = Answers()
        answers.files = [*({"filename": f"docs/{n}.md"} for n in range(150)), file]
        assert commented(answers, tmp_path).returncode == 0
        assert "artifacts" not in answers.sent[0][2]
        assert "proves nothing" in answers.sent[0][2]


def test_without_a_preview_the_comment_leads_to_the_messages(tmp_path: Path) -> None:
    answers = Answers()
    answers.artifacts = []
    assert commented(answers, tmp_path).returncode == 0
    assert "There is no preview" in answers.sent[0][2]


def test_a_branch_that_has_moved_on_gets_no_comment(tmp_path: Path) -> None:
    answers = Answers()
    assert commented(answers, tmp_path, sha=OTHER).returncode == 0
    assert answers.sent == []


@pytest.mark.parametrize("branch", ["$(touch ran)", "a&head=other:b", "a b'\"\\", "../../../user", "\u202e", "x#y?z"])
def test_a_branchs_name_is_a_value_and_nothing_else(branch: str, tmp_path: Path) -> None:
    answers = Answers()
    assert commented(answers, tmp_path, branch=branch).returncode == 0
    (query,) = {urlsplit(path).query for path in answers.asked if "/pulls?" in path}
    assert parse_qs(query)["head"] == [f"writer-one:{branch}"]
    assert branch not in answers.sent[0][2]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("number", ["7/../8", "7\n8", None, "７"])
def test_what_is_no_number_goes_no_further(number: object, tmp_path: Path) -> None:
    answers = Answers()
    answers.pulls = [{"number": number, "head": {"sha": SHA}}]
    assert commented(answers, tmp_path).returncode != 0
    assert answers.sent == []
