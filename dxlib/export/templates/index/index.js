(() => {
  const form = document.querySelector(".find");
  const list = document.querySelector(".list");
  // As in data/spellings: accents go, but a vowel of Devanagari, Khmer or Thai is a mark that tells names apart.
  const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f]/g;
  const letters = { đ: "d", ð: "d", ł: "l", ø: "o", ı: "i", ħ: "h", ŧ: "t", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
  const simplify = (text) => text.toLowerCase().replace(/[đðłøıħŧßæœþ]/g, (letter) => letters[letter]).normalize("NFD").replace(accents, "");
  const pages = [...list.querySelectorAll("article, li")].map((node) => {
    const group = node.closest("[data-brief]");
    const link = node.querySelector("a");
    const title = group.querySelector("summary, h3").textContent;
    const every = group.dataset.topics.split(";").filter(Boolean);
    // By their places among those of the brief, where a page does not have all of them.
    const topics = link.dataset.topic?.split(" ").filter(Boolean).map((place) => every[place]) ?? every;
    const edition = node.closest("[data-edition]").dataset.edition;
    const area = link.dataset.area ?? link.textContent;
    const key = link.dataset.key ?? link.getAttribute("href").split("/").at(-1).replace(".html", "");
    const own = JSON.parse(link.dataset.own ?? "{}");
    const told = Object.values(own).map(([, text]) => text);
    const text = simplify([title, area, ...told, edition, topics.join(" "), node.matches("article") ? node.textContent : ""].join(" "));
    // Readers type a name of two words as one, where newspapers write it so.
    const joined = simplify([title, area, ...told].join(" ")).replace(/\s+/g, "");
    return { node, group, title, topics, edition, area, key, own, brief: group.dataset.brief, text, joined };
  });
  const fill = (name, pairs) => {
    const known = new Map(pairs);
    [...known].sort((one, other) => (name === "edition" ? other[0].localeCompare(one[0]) : one[1].localeCompare(other[1], document.documentElement.lang)))
      .forEach(([value, text]) => form[name].add(new Option(text, value)));
  };
  fill("brief", pages.map((page) => [page.brief, page.title]).reverse());
  fill("area", pages.map((page) => [page.area, page.area]));
  fill("topic", pages.flatMap((page) => page.topics.map((topic) => [topic, topic])));
  fill("edition", pages.map((page) => [page.edition, page.edition]));
  const names = [...form.elements].map((element) => element.name);
  const choices = names.filter((name) => name.startsWith("own-")).map((name) => [name, name.slice(4)]);
  choices.forEach(([name, own]) => fill(name, pages.flatMap((page) => (page.own[own] ? [page.own[own]] : []))));
  const status = form.querySelector(".found");
  // A shorter word would be found by chance, where one name ends and the next begins.
  const holds = (page, word) => page.text.includes(word) || (word.length >= 5 && page.joined.includes(word));
  const find = () => {
    const wanted = Object.fromEntries(names.map((name) => [name, form[name].value]));
    const words = simplify(wanted.words).split(/\s+/).filter(Boolean);
    const asked = names.some((name) => wanted[name]);
    let count = 0;
    for (const page of pages) {
      page.shown = words.every((word) => holds(page, word)) && (!wanted.brief || page.brief === wanted.brief)
        && (!wanted.area || page.area === wanted.area) && (!wanted.topic || page.topics.includes(wanted.topic))
        && (!wanted.edition || page.edition === wanted.edition)
        && choices.every(([name, own]) => !wanted[name] || page.own[own]?.[0] === wanted[name]);
      page.node.hidden = !page.shown;
      count += page.shown;
    }
    const few = count <= 80;
    list.querySelectorAll("details").forEach((group) => {
      group.hidden = !group.querySelector("li:not([hidden])");
      group.open = asked && (few || Boolean(wanted.brief && wanted.edition));
    });
    list.querySelectorAll("section").forEach((section) => {
      section.hidden = !section.querySelector("article:not([hidden]), details:not([hidden])");
    });
    status.textContent = !asked ? "" : count ? status.dataset.some.replace("{count}", count) : status.dataset.none;
    const hash = new URLSearchParams(Object.entries(wanted).filter((pair) => pair[1])).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname.split("/").at(-1) || ".");
    document.querySelectorAll(".languages a").forEach((link) => {
      link.hash = new URLSearchParams(["brief", "edition", ...choices.map(([name]) => name)].filter((name) => wanted[name]).map((name) => [name, wanted[name]])).toString();
    });
  };
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    names.forEach((name) => { form[name].value = given.get(name) ?? "" });
    const area = pages.find((page) => page.key === given.get("area"));
    if (area) form.area.value = area.area;
    names.slice(1).forEach((name) => { if (form[name].selectedIndex < 0) form[name].value = "" });
  };
  form.hidden = false;
  form.addEventListener("input", find);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { read(); find() });
  read();
  find();
})();
