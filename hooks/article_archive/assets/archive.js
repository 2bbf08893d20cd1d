(() => {
  // The switch of the colours: auto, then what the system does not show, then what it shows.
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const show = window.__colours;
  if (!show) return;
  const next = { auto: () => (dark.matches ? "light" : "dark"), light: () => (dark.matches ? "dark" : "auto"), dark: () => (dark.matches ? "auto" : "light") };

  document.getElementById("__colours")?.addEventListener("click", () => {
    const chosen = next[root.dataset.colours]();
    try {
      if (chosen === "auto") localStorage.removeItem("colours");
      else localStorage.setItem("colours", chosen);
    } catch {
      // Where nothing may be stored, the choice holds for this page.
    }
    show(chosen);
  });
  // Another tab, the system, or a page that comes back from the browser's memory.
  dark.addEventListener("change", () => show());
  addEventListener("storage", () => show());
  addEventListener("pageshow", (event) => event.persisted && show());

  // What is too wide for the screen is pushed aside with the arrow keys, once it can be reached.
  const reach = () => {
    for (const box of document.querySelectorAll(".md-typeset :is(table, pre > code)")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  reach();
  addEventListener("resize", reach);
  // Another typeface makes lines longer or shorter.
  document.fonts.ready.then(reach);
})();
(() => {
  // Searching: the slash leads to the field, and what helps there is loaded when it is first entered.
  const forms = [...document.querySelectorAll('form[role="search"]')];
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const field = forms.map((form) => form.elements.q).find((each) => each.checkVisibility());
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
  for (const form of forms.filter((each) => each.dataset.bundle)) {
    form.addEventListener("focusin", async () => (await import("./suggest.js")).begin(form), { once: true });
  }
})();
