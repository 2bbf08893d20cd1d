// The archive by its traits: which articles and voices have which values. Every count beside a choice is counted here.
const loaded = new Map();

// Loaded once, whoever asks.
export function load(address) {
  if (!loaded.has(address)) {
    const asked = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer.json();
    });
    loaded.set(address, asked.then((data) => new Postings(data)));
    asked.catch(() => loaded.delete(address));
  }
  return loaded.get(address);
}

export class Postings {
  constructor({ articles, dated, traits, titles }) {
    this.every = Array.from({ length: articles }, (_, n) => n);
    this.dated = dated;
    this.titles = titles;
    this.traits = traits.map((trait) => ({
      ...trait,
      place: new Map(trait.values.map(([value], n) => [value, n])),
      // Whether one article can have several of its values, so that all of them can be asked for at once.
      isShared: trait.sets.some((set) => set.length > 1),
    }));
  }

  // Of these numbers (all articles, where none are given) those that fit, in their order, and for each trait how many there are
  // with each value. Values of a trait are alternatives unless all are asked for, so its own choice does not narrow its counts.
  find({ chosen, all }, among = this.every) {
    const wanted = this.traits.map((trait) => this.#fitting(trait, chosen.get(trait.name), all.has(trait.name)));
    const counts = this.traits.map((trait) => new Uint32Array(trait.values.length));
    const numbers = [];
    for (const n of among) {
      let failed = -1;
      let failures = 0;
      for (let t = 0; t < wanted.length && failures < 2; t += 1) {
        if (wanted[t] && !wanted[t][this.traits[t].of[n]]) {
          failed = t;
          failures += 1;
        }
      }
      if (!failures) numbers.push(n);
      if (failures > 1) continue;
      for (let t = 0; t < wanted.length; t += 1) {
        const trait = this.traits[t];
        const isCounted = !failures || (failed === t && !all.has(trait.name));
        if (isCounted) for (const value of trait.sets[trait.of[n]]) counts[t][value] += 1;
      }
    }
    return { numbers, counts: new Map(this.traits.map((trait, t) => [trait.name, counts[t]])) };
  }

  // The numbers in another order: newest first, oldest first (those without a date last), or by title.
  sorted(numbers, sort) {
    if (sort === "title") {
      const found = new Set(numbers);
      return this.titles.filter((n) => found.has(n));
    }
    const newest = [...numbers].sort((one, other) => one - other);
    if (sort !== "oldest") return newest;
    return [...newest.filter((n) => n < this.dated).reverse(), ...newest.filter((n) => n >= this.dated)];
  }

  // The values of an article, by trait.
  of(number) {
    return new Map(this.traits.map((trait) => [trait.name, trait.sets[trait.of[number]].map((v) => trait.values[v][0])]));
  }

  // For each set of values, whether an article with it fits; nothing where nothing is chosen.
  #fitting(trait, values, isAll) {
    if (!values?.size) return null;
    const places = [...values].map((value) => trait.place.get(value));
    return trait.sets.map((set) => (isAll ? places.every((n) => set.includes(n)) : places.some((n) => set.includes(n))));
  }
}
