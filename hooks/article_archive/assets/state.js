// What is looked for, as the address says it: ?q=words&attributes=voice&attributes=goals&all=attributes&sort=oldest&page=2
const MOST_SIGNS = 300;
export const SORTS = ["newest", "oldest", "title"];

export const empty = () => ({ words: "", chosen: new Map(), all: new Set(), sort: "", page: 1 });

// Words as they can be searched for: one line, no control characters, no book.
export const clean = (words) => (words ?? "").replace(/[\p{Cc}\p{Co}\s]+/gu, " ").trim().slice(0, MOST_SIGNS);

// The state that a query string names, and the values in it that no article can have.
export function read(query, traits) {
  const given = new URLSearchParams(query);
  const state = { ...empty(), words: clean(given.get("q")) };
  const unknown = [];
  for (const trait of traits) {
    const values = [...new Set(given.getAll(trait.name))];
    const known = values.filter((value) => trait.place.has(value));
    unknown.push(...values.filter((value) => !trait.place.has(value)).map((value) => clean(value).slice(0, 60)));
    if (known.length) state.chosen.set(trait.name, new Set(known));
    if (trait.isShared && given.getAll("all").includes(trait.name)) state.all.add(trait.name);
  }
  if (SORTS.includes(given.get("sort"))) state.sort = given.get("sort");
  state.page = Math.max(1, Math.min(1e6, Number.parseInt(given.get("page"), 10) || 1));
  return { state, unknown };
}

// The query string of a state, with its question mark; "" where nothing is chosen.
export function written(state) {
  const query = new URLSearchParams();
  if (state.words) query.set("q", state.words);
  for (const [name, values] of state.chosen) for (const value of values) query.append(name, value);
  for (const name of state.all) query.append("all", name);
  if (state.sort) query.set("sort", state.sort);
  if (state.page > 1) query.set("page", state.page);
  return query.size ? `?${query}` : "";
}

// The same with one value taken out or put in, from the first page on.
export function toggled(state, name, value) {
  const values = new Set(state.chosen.get(name));
  if (!values.delete(value)) values.add(value);
  const chosen = new Map(state.chosen);
  if (values.size) chosen.set(name, values);
  else chosen.delete(name);
  return { ...state, chosen, page: 1 };
}
