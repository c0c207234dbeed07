(() => {
  const read = (selector, within = document) => within.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const readFigures = () => {
    const evidence = JSON.parse(document.getElementById("dxlib-evidence").textContent);
    const units = new Map(Object.entries(evidence.units).flatMap(([unit, names]) => names.split(" ").map((name) => [name, unit])));
    const figures = new Map();
    for (const [source, stated] of Object.entries(evidence.stated))
      for (const [indicator, words] of Object.entries(stated)) {
        let area;
        for (const word of words.split(" ")) {
          const [, key, period, mark, value] = word.match(/^(\w+):([^!=]*)(!?)=(.*)$/) ?? [];
          const kind = mark ? "target" : "actual";
          const unit = units.get(indicator);
          if (!key) area = word;
          else figures.set(key, { indicator, area, period, kind, value: Number(value), unit, source: evidence.sources[source] });
        }
      }
    for (const [key, [formula, value, unit, power]] of Object.entries(evidence.computed))
      figures.set(key, { indicator: formula, value: Number(`${value}e${power}`), unit });
    return figures;
  };
  const offer = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const cell = (value) => {
    const text = String(value ?? "");
    return `"${(/^[=+@\t]|^-(?!\d)/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`;
  };
  const about = (chart) => [
    read("h3", chart), read(".subtitle", chart), read(".source-line", chart), ...[...chart.querySelectorAll(".note")].map((note) => note.textContent),
    read(".citation"), read(".cite p:not(.citation)"),
  ];
  const columns = ["series", "indicator", "area", "period", "kind", "value", "unit", "out_of", "shown", "flag", "source"];
  const list = (table) => {
    const figures = readFigures();
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
    return [...table.tBodies[0].rows].flatMap((row) => [...row.cells].slice(1).flatMap((place, at) =>
      [...place.querySelectorAll('a[href^="#e-"]')].map((link) => {
        const key = link.hash.slice(3);
        const total = place.querySelector(`[data-q="${key}0"]`);
        const flag = place.querySelector(`[data-flag="${key}"]`);
        const figure = figures.get(key) ?? {};
        return columns.map((name) => ({
          series: heads[at + 1], shown: link.textContent, flag: flag?.textContent,
          out_of: total?.textContent.replace(/\D/g, ""), ...figure,
        })[name]);
      })));
  };
  const csv = (chart) => {
    const rows = [...about(chart).map((line) => [line]), [], columns, ...list(chart.querySelector("table.twin"))];
    return "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
  };
  // In letters of Latin: squares of East Asia are twice as wide, those from Hindi to Lao somewhat wider, and marks stand above or below.
  const widths = [[/\p{M}/u, 0], [/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/, 2.1], [/[\u0900-\u0eff]/, 1.3]];
  const count = (text) => [...text].reduce((sum, letter) => sum + (widths.find(([letters]) => letters.test(letter))?.[1] ?? 1), 0);
  // Japanese, Chinese and Thai are written without spaces: what is longer than a line is cut between words, marks with the word before them.
  const cut = (text, most) => count(text) <= most || !Intl.Segmenter ? [text]
    : [...new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(text)].reduce((words, { segment, isWordLike }) =>
      isWordLike || !words.length ? [...words, segment] : [...words.slice(0, -1), words.at(-1) + segment], []);
  const wrap = (text, most) => text.split(" ").flatMap((word) => cut(word, most).map((part, at) => [at ? "" : " ", part])).reduce((lines, [space, part]) => {
    const longer = lines.at(-1) + space + part;
    return lines.length && count(longer) <= most ? [...lines.slice(0, -1), longer] : [...lines, part];
  }, []);
  const svg = (chart) => {
    const shown = [...chart.querySelectorAll("svg.chart-svg")].find((one) => one.getBoundingClientRect().width);
    const picture = shown.cloneNode(true);
    const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
    const head = [...wrap(read("h3", chart), width / 8.2).map((text) => [text, 16, 600]), ...wrap(read(".subtitle", chart), width / 6.4).map((text) => [text, 13, 400])];
    const foot = [read(".source-line", chart), read(".citation")].flatMap((text) => wrap(text, width / 5.8)).map((text) => [text, 12, 400]);
    const top = 21 * head.length + 12;
    const bottom = 17 * foot.length + 16;
    const write = ([text, size, weight], y) => {
      const line = document.createElementNS(picture.namespaceURI, "text");
      Object.entries({ x: 0, y, "font-size": size, "font-weight": weight, fill: "#1d252c" }).forEach((pair) => line.setAttribute(...pair));
      line.textContent = text;
      picture.append(line);
    };
    head.forEach((line, at) => write(line, 21 * at + 16 - top));
    foot.forEach((line, at) => write(line, height + 24 + 17 * at));
    picture.setAttribute("viewBox", `-12 ${-top - 12} ${width + 24} ${top + height + bottom + 24}`);
    picture.setAttribute("width", width + 24);
    picture.setAttribute("height", top + height + bottom + 24);
    picture.setAttribute("font-family", "'Source Sans Pro', 'Source Sans 3', 'Segoe UI', Arial, sans-serif");
    picture.removeAttribute("aria-describedby");
    if (document.documentElement.dir === "rtl") picture.setAttribute("dir", "rtl");
    const rules = [...document.styleSheets[0].cssRules].filter((rule) => rule.selectorText?.includes(".chart-svg") && !rule.cssText.includes("inherit"));
    const style = document.createElementNS(picture.namespaceURI, "style");
    style.textContent = "svg{background:#fff}" + rules.map((rule) => rule.cssText.replaceAll("var(--paper)", "#fff")).join("");
    picture.prepend(style);
    return new XMLSerializer().serializeToString(picture);
  };
  const depth = read(".citation [data-quote=address]").split("/").length;
  const stem = location.pathname.split("/").slice(-Math.max(4, depth)).join("-").replace(/\.html$/, "");
  const tools = document.getElementById("tools").content;
  document.querySelectorAll("figure.chart").forEach((chart, at) => {
    const bar = tools.cloneNode(true);
    const title = read("h3", chart);
    bar.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-label", `${button.textContent}: ${title}`);
      button.addEventListener("click", () => button.dataset.do === "csv"
        ? offer(`${stem}-${at + 1}.csv`, "text/csv;charset=utf-8", csv(chart))
        : offer(`${stem}-${at + 1}.svg`, "image/svg+xml", svg(chart)));
    });
    chart.querySelector("table.twin").closest("details").append(bar);
  });
  const citation = document.querySelector(".citation");
  const button = document.getElementById("copy").content.firstElementChild.cloneNode(true);
  button.addEventListener("click", async () => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(read(".citation"));
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = said }, 2000);
    } catch {
      getSelection().selectAllChildren(citation);
    }
  });
  citation.after(button);
})();
