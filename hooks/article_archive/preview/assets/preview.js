// Follows the archive's editions, and shows what is wrong over the last good page.
(() => {
  const { edition, state, messages, src } = { ...document.currentScript.dataset, src: document.currentScript.src };
  const beside = (name) => new URL(name, src).href;
  const words = { error: "Mistake", warning: "Warning" };
  let events, note, dialog, told;

  const made = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  const item = ({ severity, where, message, remedy, code }) => {
    const told = made("li", { class: severity }, made("strong", {}, words[severity] ?? severity));
    if (where) told.append(" ", made("code", { class: "where" }, where));
    told.append(made("p", {}, message));
    if (remedy) told.append(made("p", { class: "remedy" }, remedy));
    if (code) told.append(made("a", { class: "code", href: `${messages}${code}/` }, made("code", {}, code)));
    return told;
  };

  const heading = ({ is_last_good, remarks, more }) => {
    const count = remarks.length + more;
    const many = remarks.filter((remark) => remark.severity === "error").length;
    if (is_last_good) return many + more > 1 ? `${many + more} mistakes keep this from being seen` : "A mistake keeps this from being seen";
    return count > 1 ? `${count} warnings` : "A warning";
  };

  // A tree of its own, so that the page's style sheet and the overlay's know nothing of each other.
  const host = () => {
    const host = made("div", { id: "archive-preview" });
    const root = host.attachShadow({ mode: "open" });
    root.append(made("link", { rel: "stylesheet", href: beside("preview.css") }));
    const scheme = document.documentElement.dataset.mdColorScheme ?? document.body.dataset.mdColorScheme;
    if (scheme) host.dataset.scheme = scheme === "slate" ? "dark" : "light";
    document.body.append(host);
    return root;
  };

  const hide = () => {
    document.getElementById("archive-preview")?.remove();
    note = dialog = undefined;
  };

  const open = () => {
    if (!dialog.open) dialog.showModal();
  };

  const show = (news) => {
    const is_open = dialog?.open, is_same = JSON.stringify([told?.is_last_good, told?.remarks]) === JSON.stringify([news.is_last_good, news.remarks]);
    if (note && is_same) return;
    hide();
    told = news;
    if (!news.remarks.length) return;
    const root = host(), title = heading(news);
    const close = made("button", { type: "button", class: "close", autofocus: "" }, "Hide (Escape)");
    const beneath = news.is_last_good ? (news.edition ? "Beneath is the page as it last was. It follows what you save." : "The page follows what you save.") : "The page is shown all the same.";
    dialog = made(
      "dialog",
      { role: news.is_last_good ? "alertdialog" : "dialog", "aria-labelledby": "title", "aria-describedby": "remarks" },
      made("h2", { id: "title" }, title),
      made("ol", { id: "remarks", tabindex: "0", "aria-labelledby": "title" }, ...news.remarks.map(item)),
      ...(news.more ? [made("p", {}, `${news.more} more are named in the terminal.`)] : []),
      made("p", { class: "beneath" }, beneath),
      close,
    );
    note = made("button", { type: "button", class: "note", "aria-haspopup": "dialog" }, title);
    root.append(made("div", { role: "region", "aria-label": "Preview" }, note), dialog);
    close.addEventListener("click", () => dialog.close());
    note.addEventListener("click", open);
    // Warnings wait until somebody asks for them.
    if (news.is_last_good || is_open) open();
  };

  const hear = ({ data }) => {
    const news = JSON.parse(data);
    const is_old = edition === undefined ? news.state !== state : news.edition !== edition;
    if (is_old) {
      events.close();
      location.reload();
    } else if (edition !== undefined) {
      show(news);
    }
  };

  // A browser keeps six connections to a host: pages that nobody sees give theirs back.
  const follow = () => {
    events?.close();
    if (document.visibilityState === "hidden") return;
    const asked = new URLSearchParams({ page: location.pathname, state: edition === undefined ? state : "" });
    events = new EventSource(`${beside("events")}?${asked}`);
    events.onmessage = hear;
  };

  document.addEventListener("visibilitychange", follow);
  addEventListener("pageshow", (event) => event.persisted && follow());
  addEventListener("pagehide", () => events?.close());
  follow();
})();
