"""A visit to hostile pages: everything on them is touched, and what runs, is asked for or goes against the policy is noted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

RAN, BROKE = "a payload ran", "against the policy"
# Whatever a payload calls is heard in every frame.
HEAR = f"""
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...said) => {{ console.error({RAN!r}, name, ...said); return null; }};
addEventListener("securitypolicyviolation", e => console.error({BROKE!r}, e.violatedDirective, e.blockedURI, e.sample));
"""
# Whatever listens is called, and every link that does not lead to a page is followed.
TOUCH = """async () => {
  const found = [];
  const isPage = link => ["http:", "https:", "mailto:"].includes(new URL(link.href || link.baseURI, document.baseURI).protocol);
  addEventListener("click", e => { const a = e.target.closest?.("a, area"); if (a && isPage(a)) e.preventDefault(); }, true);
  addEventListener("submit", e => e.preventDefault(), true);
  document.querySelectorAll("details").forEach(each => { each.open = !each.open; each.open = true; });
  for (const each of document.querySelectorAll("*")) {
    const isStrange = each.closest("svg a, math") || each.matches("body script:not([src]):not([type]), base, object, embed");
    if (isStrange) found.push(each.outerHTML);
    const handled = [];
    for (const {name, value} of each.attributes) {
      if (name.startsWith("on")) handled.push(name.slice(2));
      const leads = /^(href|src|action|formaction|data|xlink:href|poster|srcset|background|style)$/.test(name);
      if (name.startsWith("on") || (leads
          && /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data(?!:image\\/svg\\+xml,|:application\\/))/i.test(value)))
        found.push(`${each.tagName} ${name}=${value}`);
    }
    for (const type of handled) each.dispatchEvent(new Event(type, {bubbles: true, cancelable: true}));
    if (each.matches("a, area") ? !isPage(each) : each.matches("[tabindex], summary, label, [contenteditable]")) {
      each.focus?.();
      each.click?.();
    }
  }
  await new Promise(done => setTimeout(done, 0));
  return found.slice(0, 5);
}"""
# Elements of ours by tag, class and role: what nobody but our templates may print.
SHAPES = """() => [...document.querySelectorAll("main *, body > *")].map(each => {
  const ours = /^(data-|aria-|role$|type$|name$|style$|itemprop$|for$|is$|part$|slot$)/;
  const data = each.getAttributeNames().filter(name => ours.test(name));
  return [each.tagName.toLowerCase(), each.className?.baseVal ?? each.className, ...data].join(" ");
}).filter(shape => /\\s./.test(shape) && !shape.includes('a-contents'))"""
POLICY = re.compile(r"<meta http-equiv=\"?Content-Security-Policy\"?[^>]*>", re.IGNORECASE)


def without_policy(site: Path, to: Path) -> Path:
    """A copy of a site whose pages may run whatever is on them."""
    shutil.copytree(site, to)
    for path in to.rglob("*.html"):
        text, count = POLICY.subn("", path.read_text(encoding="utf-8"))
        assert count == 1 or 'http-equiv="refresh"' in text, path
        path.write_text(text, encoding="utf-8")
    return to


class Visit:
    """One reader who goes from page to page; `heard` is what should not have happened, with the page's address."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.heard: list[str] = []
        self.asked: list[str] = []
        context.add_init_script(HEAR)
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("dialog", self._dismiss)
        self.page.on("request", self._note)

    def see(self, path: str) -> Page:
        """Open a page and touch all that is on it."""
        self.page.goto(self.address + path)
        self.heard += [f"{path}: {found}" for found in self.page.evaluate(TOUCH)]
        return self.page

    def follow(self, path: str) -> None:
        """Open a page that leads on to another at once."""
        self.page.goto(self.address + path, wait_until="commit")
        self.page.wait_for_url(lambda url: url != self.address + path)

    def fragments(self, path: str, payloads: Iterable[str]) -> None:
        """Follow links into a page by every payload as its fragment, as it is and encoded."""
        self.page.goto(self.address + path)
        move = "all => { for (const one of all) { location.hash = one; dispatchEvent(new HashChangeEvent('hashchange')); } }"
        self.page.evaluate(move, [form for p in payloads for form in (p, quote(p))])

    def _dismiss(self, dialog: Dialog) -> None:
        self.heard.append(f"{self.page.url}: a dialog")
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:image/svg+xml,")):
            self.asked.append(f"{self.page.url}: {request.url[:200]}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith((RAN, BROKE)):
            self.heard.append(f"{self.page.url}: {message.text[:300]}")
