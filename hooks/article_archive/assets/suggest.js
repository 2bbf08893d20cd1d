// A search field anywhere: what is found appears below it while words are typed.
import { load, things } from "./bundle.js";
import { hits, named } from "./found.js";
import { amount, make } from "./making.js";
import { clean } from "./state.js";

const MOST_NAMES = 3;
const MOST_HITS = 5;

export function begin(form) {
  if (form.dataset.awake) return;
  form.dataset.awake = "true";
  const { bundle } = form.dataset;
  const field = form.elements.q;
  const status = make("p", { class: "a-role", role: "status" });
  const list = make("ul", { class: "a-suggested__list" });
  const box = make("div", { class: "a-suggested", hidden: true }, status, list);
  let turn = 0;
  form.append(box);
  load(bundle).catch(() => {});

  const close = () => {
    turn += 1;
    box.hidden = true;
  };

  const show = async () => {
    const words = clean(field.value);
    const mine = (turn += 1);
    if (!words) {
      close();
      return;
    }
    try {
      const [results, people] = await Promise.all([things(bundle, words), named(bundle, words, MOST_NAMES)]);
      const articles = results.length ? await Promise.all(hits(results.slice(0, MOST_HITS))) : [];
      if (mine !== turn) return;
      const all = make("li", {}, make("a", { href: `${form.action}?${new URLSearchParams({ q: words })}` }, `All ${amount(results.length, "result")}`));
      for (const hit of articles) hit.querySelector("h2").replaceWith(hit.querySelector("h2 a"));
      list.replaceChildren(...people, ...articles, ...(articles.length ? [all] : []));
      status.textContent = list.children.length ? amount(results.length, "result") : "Nothing found";
      box.hidden = false;
    } catch {
      close(); // the search page says what is wrong
    }
  };

  let typed;
  field.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(show, 150);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) {
      close();
      field.focus();
      event.preventDefault();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (box.hidden || !next) return;
    event.preventDefault();
    next.focus();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  if (field.value) show();
}
