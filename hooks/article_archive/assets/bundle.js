// Words -> articles, voices, people and terms, by Pagefind's index. It is loaded when a search begins, never before.
const NAMES = { shelf: { any: ["author", "term"] } };
const THINGS = { not: NAMES };
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

// The people and terms that the words name.
export async function names(path, words, most) {
  const pagefind = await load(path);
  const { results } = await pagefind.search(words, { filters: NAMES });
  return Promise.all(results.slice(0, most).map((result) => result.data()));
}

// The numbers that the postings have for what was found, by the index's own names for it.
export function numbers(path) {
  order ??= fetch(new URL("order.json", new URL(path, document.baseURI)))
    .then((answer) => answer.json())
    .then(({ ids }) => new Map(ids.map((id, n) => [id, n])));
  order.catch(() => (order = null));
  return order;
}
