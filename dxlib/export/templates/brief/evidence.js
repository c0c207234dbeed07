(() => {
  // What is out of sight is laid out when the page is there already.
  const root = document.documentElement.classList;
  if (!location.hash) {
    root.add("loading");
    addEventListener("load", () => setTimeout(() => root.remove("loading")));
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
    const section = note.closest("section");
    const subject = document.createElement("p");
    subject.className = "subject";
    subject.textContent = section.querySelector("h3").textContent;
    const about = [...section.children].filter((node) => node.matches("p"));
    const group = note.parentElement.closest("li");
    const name = group ? [...[...group.childNodes].filter((node) => node.nodeName !== "UL"), document.createTextNode(": ")] : [];
    card.replaceChildren(subject, ...[...about, ...name, ...note.childNodes].map((node) => node.cloneNode(true)));
    card.setAttribute("aria-label", subject.textContent);
    card.hidden = false;
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 12);
    card.style.left = Math.max(12, left) + scrollX + "px";
    card.style.top = box.bottom + scrollY + 6 + "px";
    card.focus({ preventScroll: true });
  };
  // On paper a figure leads to its note by a number.
  addEventListener("beforeprint", () => {
    const numbers = new Map();
    document.querySelectorAll('.sources li[id^="e-"]').forEach((note) => {
      numbers.set(`#${note.id}`, numbers.size + 1);
      note.dataset.note = numbers.size;
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
