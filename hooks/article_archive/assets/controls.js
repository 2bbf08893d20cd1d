// Lists of a trait's values -> labelled choices with counts; on a narrow screen they stand in a drawer.
import { amount, folded, make } from "./making.js";
import { toggled } from "./state.js";

const AT_FIRST = 12;
const TO_LOOK_THROUGH = 30;
const WIDE = matchMedia("(min-width: 76.25em)");

export class Controls {
  // `lists` is the element that holds the lists, `among` the numbers to choose from; `changed` is told of each new state.
  constructor(lists, postings, among, changed) {
    this.changed = changed;
    this.fields = postings.traits.map((trait) => new Field(trait, (state) => changed(state)));
    const totals = postings.find({ chosen: new Map(), all: new Set() }, among).counts;
    for (const field of this.fields) field.begin(totals.get(field.trait.name));
    this.#drawer(lists);
  }

  // Set every choice as the state has it, with counts where they are known.
  show(state, counts, total) {
    this.state = state;
    for (const field of this.fields) field.show(state, counts?.get(field.trait.name));
    const chosen = [...state.chosen.values()].reduce((sum, values) => sum + values.size, 0);
    this.opener.textContent = chosen ? `Filters (${chosen})` : "Filters";
    this.closer.textContent = total === undefined ? "Show the results" : `Show ${amount(total, "result")}`;
  }

  #drawer(lists) {
    const name = make("h2", { id: "__filters", class: "a-drawer__title" }, "Filters");
    this.closer = make("button", { type: "button", class: "a-button", onclick: () => this.dialog.close() });
    const inside = make("div", { class: "a-drawer__fields" }, ...this.fields.map((field) => field.element));
    this.dialog = make("dialog", { class: "a-drawer", "aria-labelledby": "__filters" }, name, inside, make("p", { class: "a-drawer__foot" }, this.closer));
    this.opener = make("button", { type: "button", class: "a-button a-drawer__open", onclick: () => this.dialog.showModal() });
    // A click beside an open drawer closes it.
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && !WIDE.matches && this.dialog.close());
    const stand = () => {
      if (this.dialog.open) this.dialog.close();
      // Beside the results it is a part of the page, and no dialog that takes the focus.
      this.dialog.toggleAttribute("open", WIDE.matches);
    };
    stand();
    WIDE.addEventListener("change", stand);
    lists.replaceChildren(this.opener, this.dialog);
  }
}

class Field {
  constructor(trait, changed) {
    this.trait = trait;
    this.changed = changed;
    this.isOpen = false;
    this.list = make("ul");
    this.items = trait.values.map(([value, words]) => this.#item(value, words));
    this.element = make("fieldset", { class: "a-trait", "data-trait": trait.name }, make("legend", {}, trait.many));
    if (trait.isShared) this.element.append(this.#switch());
    this.element.append(this.list);
  }

  // The values that articles have at all, those with most of them first where not all are shown.
  begin(totals) {
    this.items.forEach((item, n) => Object.assign(item, { total: totals[n] }));
    this.items = this.items.filter((item) => item.total);
    this.element.hidden = !this.items.length;
    // Years keep their order; of the others those with most articles stand first, where there are too many for all.
    const isRanked = this.items.length > AT_FIRST && this.trait.name !== "year";
    const ordered = isRanked ? [...this.items].sort((one, other) => other.total - one.total) : this.items;
    this.first = ordered.slice(0, AT_FIRST);
    if (this.items.length > AT_FIRST) this.element.append(this.#opener());
    this.#arrange(new Set());
  }

  show(state, counts) {
    this.state = state;
    const chosen = state.chosen.get(this.trait.name) ?? new Set();
    for (const item of this.items) {
      item.box.checked = chosen.has(item.value);
      const count = counts?.[this.trait.place.get(item.value)];
      item.count.textContent = count === undefined ? "" : count.toLocaleString("en");
      item.element.classList.toggle("a-trait__none", count === 0 && !item.box.checked);
    }
    if (this.all) this.all.checked = state.all.has(this.trait.name);
    this.#arrange(chosen);
  }

  // Who is chosen is always in the list. Nothing moves that stands there already.
  #arrange(chosen) {
    const words = (this.look?.value ?? "").trim();
    const fits = (item) => folded(item.words).includes(folded(words));
    const shown = this.isOpen ? this.items.filter((item) => fits(item) || chosen.has(item.value)) : this.first;
    const added = this.isOpen ? [] : this.items.filter((item) => chosen.has(item.value) && !shown.includes(item));
    const wanted = [...shown, ...added].map((item) => item.element);
    if (wanted.length !== this.list.children.length || wanted.some((each, n) => each !== this.list.children[n])) {
      const focused = document.activeElement;
      this.list.replaceChildren(...wanted);
      if (focused && this.list.contains(focused)) focused.focus({ preventScroll: true });
    }
  }

  #item(value, words) {
    const box = make("input", { type: "checkbox", name: this.trait.name, value });
    const count = make("span", { class: "a-count" });
    box.addEventListener("change", () => this.changed(toggled(this.state, this.trait.name, value)));
    return { value, words, box, count, element: make("li", {}, make("label", {}, box, ` ${words} `, count)) };
  }

  #switch() {
    this.all = make("input", { type: "checkbox", name: "all", value: this.trait.name });
    this.all.addEventListener("change", () => {
      const all = new Set(this.state.all);
      if (this.all.checked) all.add(this.trait.name);
      else all.delete(this.trait.name);
      this.changed({ ...this.state, all, page: 1 });
    });
    return make("label", { class: "a-trait__all" }, this.all, " All of these, not any");
  }

  #opener() {
    const closed = `All ${amount(this.items.length, this.trait.one, this.trait.many).toLowerCase()}`;
    const button = make("button", { type: "button", class: "a-trait__more", "aria-expanded": "false" }, closed);
    button.addEventListener("click", () => {
      this.isOpen = !this.isOpen;
      button.setAttribute("aria-expanded", String(this.isOpen));
      button.textContent = this.isOpen ? "Fewer" : closed;
      if (this.look) this.look.parentElement.hidden = !this.isOpen;
      this.#arrange(this.state?.chosen.get(this.trait.name) ?? new Set());
    });
    if (this.items.length > TO_LOOK_THROUGH) this.element.insertBefore(this.#lookThrough(), this.list);
    return button;
  }

  #lookThrough() {
    this.look = make("input", { type: "text", autocomplete: "off" });
    this.look.addEventListener("input", () => this.#arrange(this.state?.chosen.get(this.trait.name) ?? new Set()));
    const label = make("label", { class: "a-trait__look" }, `Look through ${this.trait.many.toLowerCase()}`, this.look);
    label.hidden = true;
    return label;
  }
}
