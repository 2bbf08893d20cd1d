// Elements are made from words, never from text that could hold tags.
export function make(tag, given = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...inside.filter((each) => each !== undefined && each !== null && each !== ""));
  return element;
}

export const amount = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

// Small letters without accents, so that "Garcia" finds "García".
export const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// An excerpt as Pagefind writes it: text in which the words that were found are marked, and < and > are escaped.
export function marked(excerpt) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return excerpt.split(/<\/?mark>/).map((text, n) => (n % 2 ? make("mark", {}, plain(text)) : plain(text)));
}
