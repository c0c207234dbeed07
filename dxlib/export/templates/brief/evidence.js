(() => {
  // What is out of sight is laid out when the page is there already.
  const root = document.documentElement.classList;
  if (!location.hash) {
    root.add("loading");
    addEventListener("load", () => setTimeout(() => root.remove("loading")));
  }
  // Another language opens at the same section. Its headings have names of their own, so their number is handed on.
  const headings = [...document.querySelectorAll("main h2")];
  document.querySelectorAll(".languages a").forEach((link) => link.addEventListener("click", () => {
    const read = headings.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).length;
    link.hash = read ? `section-${read}` : "";
  }));
  const heading = headings[location.hash.match(/^#section-(\d+)$/)?.[1] - 1];
  if (heading) {
    history.replaceState(null, "", `#${heading.id}`);
    heading.scrollIntoView({ behavior: "instant" });
  }
  const card = document.createElement("div");
  card.className = "evidence-card";
  card.setAttribute("role", "dialog");
  card.tabIndex = -1;
  card.hidden = true;
  document.body.append(card);
  let opener = null;
  const close = (refocus) => {
    if (card.hidden) return;
    card.hidden = true;
    if (refocus && opener) opener.focus();
  };
  const open = (link, note) => {
    opener = link;
    const source = note.closest("details");
    const [head, , ...rest] = [...source.firstElementChild.childNodes].slice(0, -1);
    const [subject, about] = ["subject", "about"].map((name) => Object.assign(document.createElement("p"), { className: name }));
    subject.textContent = head.textContent;
    about.append(...rest.map((node) => node.cloneNode(true)));
    const addresses = [...source.children].filter((node) => node.matches("p"));
    const group = note.parentElement.closest("li");
    const name = group ? [...[...group.childNodes].filter((node) => node.nodeName !== "UL"), document.createTextNode(": ")] : [];
    card.replaceChildren(subject, about, ...[...addresses, ...name, ...note.childNodes].map((node) => node.cloneNode(true)));
    card.setAttribute("aria-label", subject.textContent);
    card.hidden = false;
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 12);
    const { height } = card.getBoundingClientRect();
    const [above, below] = [box.top - height - 6, box.bottom + 6];
    const fits = below + height <= innerHeight || above < 0;
    card.style.left = Math.max(12, left) + scrollX + "px";
    card.style.top = (fits ? below : above) + scrollY + "px";
    card.focus({ preventScroll: true });
    // Where there is no room above the figure either, the window follows.
    card.scrollIntoView({ block: "nearest" });
  };
  // On paper a figure leads by a number to its source, and to its note where the reader opened the source.
  addEventListener("beforeprint", () => {
    const numbers = new Map();
    document.querySelectorAll(".sources details").forEach((source, at) => {
      source.firstElementChild.dataset.note = at + 1;
      source.querySelectorAll('li[id^="e-"]').forEach((note, place) => {
        const number = source.open ? `${at + 1}.${place + 1}` : at + 1;
        numbers.set(`#${note.id}`, number);
        note.dataset.note = number;
      });
    });
    document.querySelectorAll('a[href^="#e-"]').forEach((link) => {
      if (numbers.has(link.hash)) link.dataset.note = numbers.get(link.hash);
    });
  });
  addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#e-"]');
    if (link && !card.contains(link)) {
      const note = document.getElementById(link.hash.slice(1));
      if (!note || note.contains(link)) return;
      event.preventDefault();
      open(link, note);
    } else if (!card.contains(event.target) || event.target.closest("a")) close(false);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });
})();
