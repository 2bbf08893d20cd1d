// The search page: looks through titles, people and terms. The list is loaded when a search begins, never before.
(() => {
  const form = document.querySelector("form[data-list]");
  const status = document.querySelector('[role="status"]');
  const found = document.querySelector("[data-found]");
  if (!form || !status || !found) return;
  const most = 50;
  let list = null;
  let latest = 0;

  // Small letters without accents, so that "Garcia" finds "García".
  const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const load = async () => (list ??= await (await fetch(form.dataset.list)).json());

  const line = (href, words, beside) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = words;
    const note = document.createElement("span");
    note.className = "a-role";
    note.textContent = beside.filter(Boolean).join(", ");
    item.append(link, " ", note);
    return item;
  };

  const search = async (words) => {
    const turn = (latest += 1);
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    if (!wanted.length) {
      found.replaceChildren();
      status.textContent = "";
      return;
    }
    let all;
    try {
      all = await load();
    } catch {
      status.textContent = "The list could not be loaded. Try again, or browse below.";
      return;
    }
    if (turn !== latest) return; // another letter was typed in the meantime
    const fits = (...texts) => {
      const text = folded(texts.join(" "));
      return wanted.every((word) => text.includes(word));
    };
    const names = all.names.filter(([name]) => fits(name));
    const articles = all.articles.filter(([title, people, date]) => fits(title, people, date));
    found.replaceChildren(
      ...names.slice(0, most).map(([name, what, href, count]) => line(href, name, [what, `${count} article${count === 1 ? "" : "s"}`])),
      ...articles.slice(0, most).map(([title, people, date, href]) => line(href, title, [people, date])),
    );
    const total = names.length + articles.length;
    const shown = found.children.length;
    status.textContent = total ? `${total} found${shown < total ? `, the first ${shown} are shown` : ""}` : "Nothing found. Try fewer or other words.";
  };

  const asked = new URLSearchParams(location.search).get("q") ?? "";
  form.elements.q.value = asked;
  form.elements.q.addEventListener("input", () => search(form.elements.q.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = form.elements.q.value;
    history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
    search(words);
  });
  search(asked);
})();
