// What the components of a page can do with script. Without it they are read, played and followed as they stand.

const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const isPlain = (click) => !(click.ctrlKey || click.metaKey || click.shiftKey || click.altKey || click.button);

// Only one clip plays at a time.
document.addEventListener("play", ({ target }) => {
  for (const other of document.querySelectorAll("audio, video")) if (other !== target) other.pause();
}, true);

// A clip and its transcript: the line that is spoken is marked and kept in view, and a click on a line goes there.
const seekers = [];
for (const transcript of document.querySelectorAll(".a-clip .a-transcript")) {
  const player = transcript.closest(".a-clip").querySelector("audio, video");
  if (!player) continue;
  const lines = [...transcript.querySelectorAll("li[data-start]")];

  const mark = (line) => {
    const marked = transcript.querySelector("[aria-current]");
    if (line === marked) return;
    marked?.removeAttribute("aria-current");
    if (!line) return;
    line.setAttribute("aria-current", "true");
    // The transcript's own box moves, never the page.
    const box = transcript.getBoundingClientRect();
    const at = line.getBoundingClientRect();
    if (at.top < box.top) transcript.scrollTop += at.top - box.top;
    else if (at.bottom > box.bottom) transcript.scrollTop += Math.min(at.bottom - box.bottom, at.top - box.top);
  };

  const seek = (line) => {
    player.currentTime = line.dataset.start;
    mark(line);
  };

  player.addEventListener("timeupdate", () => {
    // A player may stop a hair before the moment that it was sent to.
    const now = player.currentTime + 0.05;
    mark(lines.findLast((line) => line.dataset.start <= now && now < line.dataset.end));
  });
  player.addEventListener("ended", () => mark());

  transcript.addEventListener("click", (click) => {
    const line = click.target.closest("li[data-start]");
    const link = click.target.closest("a");
    // Words that are being marked, and links in them, keep their meaning.
    const isMeant = link ? link.matches(".a-time") : getSelection().isCollapsed;
    if (!line || !isPlain(click) || !isMeant) return;
    click.preventDefault();
    history.replaceState(history.state, "", line.querySelector(".a-time").hash);
    seek(line);
    player.play().catch(() => {}); // the player itself shows that its file is missing
  });
  // Lines are called t=83; where a page has several clips, those of all but the first have a name in front: q2:t=83.
  const name = lines.find((line) => line.id)?.id.replace(/t=\d+$/, "") ?? "";
  seekers.push((written) => {
    const found = written.startsWith(name) && /^t=(\d+)$/.exec(written.slice(name.length));
    if (!found) return;
    const second = Number(found[1]);
    const line =
      lines.find((line) => Math.floor(line.dataset.start) === second) ??
      lines.findLast((line) => line.dataset.start <= second && second < line.dataset.end);
    if (!line) return;
    seek(line);
    player.currentTime = Math.max(second, line.dataset.start);
  });
}

// An address such as #t=83 sets the clip to that second; the reader starts it.
const goToAddress = () => {
  let written = location.hash.slice(1);
  try {
    written = decodeURIComponent(written);
  } catch {} // half a percent sign leads nowhere
  for (const seek of seekers) seek(written);
};
addEventListener("hashchange", goToAddress);
goToAddress();

// A video is a picture and a link to its host until it is asked for; then its player takes their place.
for (const card of document.querySelectorAll(".a-video[data-src]")) {
  const link = card.querySelector(".a-play");
  const play = (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    const player = document.createElement("iframe");
    player.allow = "autoplay; encrypted-media; picture-in-picture; fullscreen";
    player.referrerPolicy = "strict-origin";
    // The link's own words are the title; what stands in spans says what the link does.
    player.title = [...link.childNodes].map((part) => (part.nodeType === Node.TEXT_NODE ? part.data : "")).join("").trim();
    player.src = card.dataset.src;
    card.replaceChildren(player);
    player.focus();
  };
  link?.addEventListener("click", play);
  link?.addEventListener("keydown", (key) => key.key === " " && play(key));
}

// A wall of statements moves only when it is told to, and stops as soon as somebody reads it.
for (const wall of document.querySelectorAll(".a-statements")) {
  const list = wall.querySelector(".a-statements__wall");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "a-statements__move";
  let frame = 0;
  let at = 0;
  let before = 0;

  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    button.textContent = "Let them move";
  };
  const step = (now) => {
    // 24 pixels a second; the list itself would lose the fractions.
    at += before ? (now - before) * 0.024 : 0;
    before = now;
    list.scrollTo({ top: at, behavior: "instant" });
    if (at < list.scrollHeight - list.clientHeight) frame = requestAnimationFrame(step);
    else stop();
  };
  const start = () => {
    const isAtEnd = list.scrollTop >= list.scrollHeight - list.clientHeight - 1;
    at = isAtEnd ? 0 : list.scrollTop;
    before = 0;
    button.textContent = "Stop";
    frame = requestAnimationFrame(step);
  };
  const fit = () => {
    button.hidden = stillness.matches || list.scrollHeight <= list.clientHeight;
    if (button.hidden) stop();
  };

  button.addEventListener("click", () => (frame ? stop() : start()));
  for (const event of ["focusin", "pointerenter"]) list.addEventListener(event, stop);
  document.addEventListener("visibilitychange", stop);
  stillness.addEventListener("change", fit);
  addEventListener("resize", fit);
  stop();
  fit();
  list.before(button);
}

// Sharing: what needs script is shown only where it works. The button is hidden, or the item of the list that it stands in.
const offer = (button, act) => {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", act);
};
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copy]") : []) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  offer(button, async () => {
    said.textContent = "";
    try {
      // Without words of its own a button in a heading copies what stands below that.
      await navigator.clipboard.writeText(button.dataset.copy || button.parentElement.nextElementSibling.textContent);
      said.textContent = "Copied";
    } catch {
      said.textContent = "Your browser did not allow it";
    }
  });
}
for (const button of document.querySelectorAll("button[data-print]")) offer(button, () => print());
