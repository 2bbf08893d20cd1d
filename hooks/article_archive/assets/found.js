// What was found -> what the page shows of it: cards of the archive's own lists, or hits with their words.
import { data, names } from "./bundle.js";
import { make, marked } from "./making.js";

const lists = new Map();

// Cards by the numbers of their articles, newest first: they are taken from the archive's lists of all articles.
export async function cards(numbers, { articles, aPage }, postings) {
  const of = (n) => Math.floor(n / aPage) + 1;
  await Promise.all([...new Set(numbers.map(of))].map((page) => list(articles, page)));
  const found = [];
  for (const n of numbers) {
    const card = (await list(articles, of(n)))[n % aPage];
    if (!card || !isOf(card, n, postings)) throw new Error("The lists are of another edition.");
    found.push(document.importNode(card, true));
  }
  return found;
}

function list(articles, page) {
  const address = page === 1 ? articles : `${articles}page/${page}/`;
  if (!lists.has(address)) {
    const asked = fetch(address).then((answer) => answer.text());
    lists.set(address, asked.then((text) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".a-card")]));
    asked.catch(() => lists.delete(address));
  }
  return lists.get(address);
}

// A list that was published since the postings were loaded would show other articles than those that were counted.
function isOf(card, number, postings) {
  const values = postings.of(number);
  const chips = [...card.querySelectorAll(".a-chip")];
  return chips.every((chip) => values.get(chip.dataset.facet)?.includes(chip.dataset.term));
}

// The hits of one page of results, each as soon as it is loaded. A hit brings its whole text with it: the first has the line to itself.
export function hits([first, ...others]) {
  const best = data(first).then(hit);
  return [best, ...others.map((result) => best.then(() => data(result)).then(hit))];
}

function hit({ url, meta, excerpt, sub_results: parts }) {
  // The best place within it: a heading, or the second at which a voice says the words.
  const best = [...(parts ?? [])].sort((one, other) => other.weighted_locations.length - one.weighted_locations.length)[0];
  const inside = best && best.url !== url ? best : null;
  const facts = [meta.what, meta.people, meta.date].filter(Boolean).map((words) => make("span", { class: "a-when" }, words));
  return make(
    "li",
    { class: "a-hit" },
    make("h2", { class: "a-card__title" }, make("a", { href: url }, meta.title)),
    make("p", { class: "a-meta" }, ...facts),
    make("p", { class: "a-hit__words" }, ...marked((inside ?? { excerpt }).excerpt)),
    inside && make("p", { class: "a-hit__inside" }, make("a", { href: inside.url }, called(inside))),
  );
}

// A heading by its words, a line of a voice by its time.
function called({ url, title }) {
  const second = Number(/#t=(\d+)$/.exec(url)?.[1] ?? Number.NaN);
  if (Number.isNaN(second)) return title;
  return `Listen from ${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
}

// People and terms, as themselves.
export async function named(bundle, words, most) {
  const found = await names(bundle, words, most);
  const line = ({ url, meta }) => {
    const count = Number(meta.count) || 0;
    const beside = [meta.what, count && `${count.toLocaleString("en")} article${count === 1 ? "" : "s"}`].filter(Boolean).join(", ");
    return make("li", {}, make("a", { href: url }, meta.title), " ", make("span", { class: "a-role" }, beside));
  };
  return found.map(line);
}
