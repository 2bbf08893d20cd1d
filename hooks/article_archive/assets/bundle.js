// Words -> articles, voices, people and terms, by Pagefind's index. It is loaded when a search begins, never before.
import { folded } from "./making.js";

const NAMES = { shelf: { any: ["author", "term"] } };
const THINGS = { shelf: { none: ["author", "term"] } };
let loaded = null;
let order = null;

export function load(path) {
  loaded ??= (async () => {
    const folder = new URL(path, document.baseURI);
    const pagefind = await import(new URL("pagefind.js", folder));
    await pagefind.options({ baseUrl: new URL("..", folder).pathname, excerptLength: 24 });
    await pagefind.init();
    return pagefind;
  })();
  loaded.catch(() => (loaded = null));
  return loaded;
}

// The articles and voices that hold the words, best first.
export async function things(path, words) {
  const pagefind = await load(path);
  return (await pagefind.search(words, { filters: THINGS })).results;
}

// What is shown of a document and must not be searched lies in planes for private use, where no word is.
const unveiled = (words) => words.replace(/[\u{F0000}-\u{FFFFD}]/gu, (sign) => String.fromCodePoint(sign.codePointAt(0) - 0xf0000));

// What Pagefind keeps of a result, ready to be shown.
export async function data(result) {
  const found = await result.data();
  return { ...found, meta: Object.fromEntries(Object.entries(found.meta).map(([name, words]) => [name, unveiled(words)])) };
}

// The people and terms that the words name: each word begins one of their names. Their texts are found, too, but they are not it.
export async function names(path, words, most) {
  const pagefind = await load(path);
  const { results } = await pagefind.search(words, { filters: NAMES });
  const found = await Promise.all(results.slice(0, 2 * most).map(data));
  const asked = parts(words);
  const isNamed = ({ meta }) => asked.every((word) => parts(`${meta.title} ${meta.also ?? ""}`).some((part) => part.startsWith(word)));
  return found.filter(isNamed).slice(0, most);
}

const parts = (words) => folded(words).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

// The numbers that the postings have for what was found, by the index's own names for it. The file has one name in all editions.
export function numbers(path) {
  order ??= fetch(new URL("order.json", new URL(path, document.baseURI)), { cache: "no-cache" })
    .then((answer) => answer.json())
    .then(({ ids }) => new Map(ids.map((id, n) => [id, n])));
  order.catch(() => (order = null));
  return order;
}
