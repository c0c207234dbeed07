(() => {
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
    card.replaceChildren(subject, ...[...about, ...note.childNodes].map((node) => node.cloneNode(true)));
    card.setAttribute("aria-label", subject.textContent);
    card.hidden = false;
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 12);
    card.style.left = Math.max(12, left) + scrollX + "px";
    card.style.top = box.bottom + scrollY + 6 + "px";
    card.focus({ preventScroll: true });
  };
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
