// The pages /browse/ and /search/: choices in, results out, and the address says what is shown.
import { numbers, things } from "./bundle.js";
import { cards, hits, named } from "./found.js";
import { amount, make } from "./making.js";
import { load } from "./postings.js";
import { clean, empty, read, SORTS, toggled, written } from "./state.js";

const A_PAGE = 10;
const MOST_NAMES = 3;
const WORDS = { relevance: "Most relevant", newest: "Newest", oldest: "Oldest", title: "Title" };

const root = document.querySelector(".a-finding");
const form = root.querySelector("form");
const status = root.querySelector('[role="status"]');
const place = root.querySelector(".a-found");
const { bundle, search } = root.dataset;
const isSearch = root.dataset.isSearch === "true";
const lists = { articles: root.dataset.articles, aPage: Number(root.dataset.aPage) };
const started = status.textContent;

const chips = make("ul", { class: "a-chosen", "aria-label": "Chosen filters" });
const people = make("ul", { class: "a-named", "aria-label": "People and terms" });
const order = make("select", { id: "__sort" });
const results = make("div", { class: "a-results" });
const steps = make("nav", { class: "a-steps", "aria-label": "Pages of results" });
order.addEventListener("change", () => change({ ...state, sort: order.value === "relevance" ? "" : order.value, page: 1 }));
place.append(chips, make("p", { class: "a-sort" }, make("label", { for: "__sort" }, "Sort by "), order), people, results, steps);

let state = { ...empty(), words: clean(new URLSearchParams(location.search).get("q")) };
let postings = null;
let controls = null;
let turn = 0;
let strange = [];
// What the page shows now, and whether all of it is there.
let printed = [];
let others = Promise.resolve();

// A state that the reader made: a step in the browser's history, and shown.
function change(next, { isTyping = false } = {}) {
  const before = state;
  state = next;
  const address = written(state) || location.pathname;
  if (isTyping && before.words) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  strange = [];
  return show();
}

async function show() {
  const mine = (turn += 1);
  const isOver = () => mine !== turn;
  try {
    const found = state.words ? await byWords(isOver) : await byTraits(isOver);
    if (found && !isOver()) await print(found, isOver);
  } catch {
    if (!isOver()) say("This could not be loaded. Try again, or use the lists: everything can be reached without searching.");
  }
}

// Without words: the postings know it all.
async function byTraits() {
  await prepare();
  const { numbers: fitting, counts } = postings.find(state);
  if (isSearch && !state.chosen.size) return { nothingAsked: true, counts };
  return {
    total: fitting.length,
    counts,
    without: (next) => postings.find(next).numbers.length,
    shown: postings.sorted(fitting, state.sort),
    nodes: (numbers) => cards(numbers, lists, postings),
  };
}

// With words: the index finds what holds them; the postings narrow, count and sort that.
async function byWords(isOver) {
  if (!bundle) {
    await prepare();
    say("This copy of the archive was built without its index of words. Browse by the lists instead.");
    return null;
  }
  const isPlain = !location.search.replace(/^\?q=[^&]*/, "");
  const [results, people] = await Promise.all([things(bundle, state.words), named(bundle, state.words, MOST_NAMES)]);
  // Words alone are answered at once; what there is to choose comes after.
  if (isPlain && !isOver()) await print({ total: results.length, people, shown: results, nodes: hits }, isOver);
  await prepare();
  const known = await numbers(bundle);
  const of = new Map(results.map((result) => [known.get(result.id), result]));
  const { numbers: fitting, counts } = postings.find(state, [...of.keys()]);
  const ordered = state.sort ? postings.sorted(fitting, state.sort) : fitting;
  return {
    total: fitting.length,
    people,
    counts,
    without: (next) => postings.find(next, [...of.keys()]).numbers.length,
    shown: ordered.map((n) => of.get(n)),
    nodes: hits,
  };
}

// Load the postings, make choices of the lists, and read what the address says of them.
async function prepare() {
  if (postings) return;
  const [loaded, { Controls }] = await Promise.all([load(root.dataset.postings), import("./controls.js")]);
  postings = loaded;
  if (controls) return;
  controls = new Controls(root.querySelector(".a-traits"), postings, isSearch ? postings.titles : postings.every, change);
  root.classList.add("a-finding--awake");
  const asked = read(location.search, postings.traits);
  state = { ...asked.state, words: state.words };
  strange = asked.unknown;
}

async function print(found, isOver) {
  if (found.nothingAsked) {
    place.hidden = true;
    say(started);
    controls.show(state, found.counts);
    return;
  }
  const pages = Math.max(1, Math.ceil(found.total / A_PAGE));
  state = { ...state, page: Math.min(state.page, pages) };
  const from = (state.page - 1) * A_PAGE;
  await printResults(found, from, isOver);
  if (isOver()) return;
  place.hidden = false;
  people.replaceChildren(...(state.page === 1 ? (found.people ?? []) : []));
  people.hidden = !people.children.length;
  printOrder(found.total);
  printSteps(pages);
  say(told(found.total, pages));
  if (!found.counts) return; // the choices are still on their way
  printChips();
  controls.show(state, found.counts, found.total);
  await others;
  restore();
}

// What stood there stays until the first result has come, and what is the same is left alone, with the focus that it may have.
async function printResults(found, from, isOver) {
  const shown = found.total ? found.shown.slice(from, from + A_PAGE) : [];
  if (shown.length && shown.length === printed.length && shown.every((each, n) => each === printed[n])) return;
  const made = shown.length ? await found.nodes(shown) : instead(found);
  const first = await made[0];
  if (isOver()) return;
  printed = shown;
  const list = state.words && shown.length ? make("ol", { class: "a-hits", start: String(from + 1) }) : results;
  list.replaceChildren(first);
  if (list !== results) results.replaceChildren(list);
  others = append(list, made.slice(1), () => printed !== shown);
}

async function append(list, nodes, isOver) {
  for (const node of nodes) {
    const made = await node;
    if (isOver()) return;
    list.append(made);
  }
}

function told(total, pages) {
  const what = state.words ? `${amount(total, "result")} for “${state.words}”` : amount(total, "article");
  const where = pages > 1 ? `, page ${state.page} of ${pages}` : "";
  const unknown = strange.length ? ` Not known here, and left out: ${strange.join(", ")}.` : "";
  return `${what}${where}.${unknown}`;
}

// A message that is there already is not announced again.
function say(words) {
  if (status.textContent !== words) status.textContent = words;
}

const wordsOf = (name, value) => {
  const trait = postings.traits.find((each) => each.name === name);
  return trait.values[trait.place.get(value)][1];
};

const chosen = () => [...state.chosen].flatMap(([name, values]) => [...values].map((value) => [name, value]));

function printChips() {
  const at = [...chips.querySelectorAll("button")].indexOf(document.activeElement);
  const chip = ([name, value]) => {
    const words = wordsOf(name, value);
    const button = make("button", { type: "button", class: "a-chip", "aria-label": `Remove ${words}`, "data-facet": name, "data-term": value }, words);
    button.addEventListener("click", () => change(toggled(state, name, value)));
    return make("li", {}, button);
  };
  const all = chosen();
  const clear = make("button", { type: "button", class: "a-chosen__clear", onclick: () => change({ ...empty(), words: state.words, sort: state.sort }) }, "Clear all");
  chips.replaceChildren(...all.map(chip), ...(all.length ? [make("li", {}, clear)] : []));
  chips.hidden = !all.length;
  // The focus stays where it was, or as near as can be.
  if (at >= 0) (chips.querySelectorAll("button")[at] ?? [...chips.querySelectorAll("button")].at(-1) ?? status).focus();
}

function printOrder(total) {
  const offered = state.words ? ["relevance", ...SORTS] : SORTS;
  order.replaceChildren(...offered.map((name) => make("option", { value: name }, WORDS[name])));
  order.value = state.sort || offered[0];
  order.closest("p").hidden = total < 2;
}

function printSteps(pages) {
  steps.hidden = pages < 2;
  const near = new Set([1, pages, state.page - 1, state.page, state.page + 1].filter((n) => n >= 1 && n <= pages));
  const ordered = [...near].sort((one, other) => one - other);
  const items = ordered.flatMap((n, i) => {
    const link = make("a", { href: written({ ...state, page: n }) || location.pathname, "aria-label": `Page ${n}` }, n.toLocaleString("en"));
    if (n === state.page) link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      change({ ...state, page: n }).then(() => {
        status.focus({ preventScroll: true });
        root.scrollIntoView();
      });
    });
    const gap = i && n - ordered[i - 1] > 1 ? [make("li", { "aria-hidden": "true" }, "…")] : [];
    return [...gap, make("li", {}, link)];
  });
  steps.replaceChildren(make("ul", {}, ...items));
}

// Nothing found: which choice to take back, and what that would give.
function instead(found) {
  const offers = chosen().map(([name, value]) => ({ name, value, count: found.without(toggled(state, name, value)) }));
  const useful = offers.filter(({ count }) => count).sort((one, other) => other.count - one.count);
  const button = ({ name, value, count }) => {
    const words = `Without ${wordsOf(name, value)}: ${amount(count, state.words ? "result" : "article")}`;
    return make("li", {}, make("button", { type: "button", class: "a-button", onclick: () => change(toggled(state, name, value)) }, words));
  };
  const advice = useful.length ? "Take one of the filters back:" : state.words ? "Try fewer or other words." : "Take some of the filters back.";
  return [make("p", {}, `Nothing fits. ${advice}`), make("ul", { class: "a-instead" }, ...useful.map(button))];
}

// Back from an article, a page stands where it was left.
function restore() {
  const at = history.state?.at;
  if (at === undefined) return;
  history.replaceState(null, "");
  scrollTo({ top: at, behavior: "instant" });
}
addEventListener("pagehide", () => history.replaceState({ at: scrollY }, ""));

addEventListener("popstate", () => {
  state = postings ? read(location.search, postings.traits).state : { ...empty(), words: clean(new URLSearchParams(location.search).get("q")) };
  form.elements.q.value = state.words;
  show();
});

form.elements.q.value = state.words;
status.tabIndex = -1;
let typed;
form.elements.q.addEventListener("input", () => {
  clearTimeout(typed);
  if (isSearch) typed = setTimeout(() => change({ ...state, words: clean(form.elements.q.value), page: 1 }, { isTyping: true }), 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typed);
  const next = { ...state, words: clean(form.elements.q.value), page: 1 };
  if (isSearch) change(next);
  else location.assign(search + written(next));
});
// On the search page the lists stand until somebody begins.
if (!isSearch || location.search) show();
