// The explorer of dxlib. Jupyter's own keys (b inserts a cell, dd deletes one) are kept away from whatever takes the
// focus by data-lm-suppress-shortcuts: Lab looks for it on the focused element itself before its ancestors.
const KEYS = "a, button, input, select, summary, [tabindex]";

// As in data/spellings: accents go, but a vowel of Devanagari, Khmer or Thai is a mark that tells names apart.
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f]/g;
const fold = text => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(ACCENTS, "");

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

const keep = root => root.querySelectorAll(KEYS).forEach(one => one.setAttribute("data-lm-suppress-shortcuts", "true"));

let count = 0;

// A field in which several things are chosen: a search box with suggestions, and a button for each chosen thing.
function makePicker(label, known, further, chosen, change) {
  const id = `dx-pick-${++count}`;
  const names = new Map(known);
  const texts = new Map(known.map(([key, name]) => [key, fold(`${key} ${name} ${further[key] ?? ""}`)]));
  const chips = make("ul", { class: "dx-chips", "aria-label": `${label}: chosen` });
  const list = make("ul", { class: "dx-list", role: "listbox", id: `${id}-list`, hidden: true });
  const none = make("span", { class: "dx-none", role: "status" });
  const input = make("input", {
    id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: "type to search",
    "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
  });
  let at = -1;

  const close = () => { list.hidden = true; none.textContent = ""; at = -1; input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant"); };
  const mark = index => {
    const options = [...list.children];
    at = options.length ? (index + options.length) % options.length : -1;
    options.forEach((one, place) => one.setAttribute("aria-selected", place === at));
    if (at >= 0) { input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" }); }
  };
  const choose = key => { if (!key) return; if (!chosen.includes(key)) chosen.push(key); input.value = ""; close(); draw(); change(); };
  const suggest = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const found = known.filter(([key]) => words.every(word => texts.get(key).includes(word)) && !chosen.includes(key))
      .slice(0, 60);
    list.replaceChildren(...found.map(([key, name], place) => make("li", {
      role: "option", id: `${id}-${place}`, "aria-selected": "false",
      onmousedown: event => { event.preventDefault(); choose(key); },
    }, make("b", {}, key), ` ${name}`)));
    list.hidden = !found.length; at = -1;
    none.textContent = found.length ? "" : "No name has these words.";
    input.setAttribute("aria-expanded", String(!!found.length));
  };
  // Of whoever typed and marked none the name itself is meant, else the first; without a word nothing is.
  const findAsked = () => {
    const keys = [...list.children].map(one => one.firstElementChild.textContent);
    const typed = fold(input.value.trim());
    return at >= 0 ? keys[at] : typed ? keys.find(key => fold(key) === typed) ?? keys[0] : "";
  };
  function draw() {
    setTimeout(() => keep(chips));
    chips.replaceChildren(...chosen.map(key => make("li", {}, make("button", {
      type: "button", title: names.get(key) || key, "aria-label": `Remove ${names.get(key) || key}`,
      onclick: () => { chosen.splice(chosen.indexOf(key), 1); draw(); input.focus(); change(); },
    }, key, make("span", { "aria-hidden": "true" }, " ×")))));
  }
  input.addEventListener("input", suggest);
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault(); if (list.hidden) suggest(); mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") { event.preventDefault(); if (!list.hidden) choose(findAsked());
    } else if (event.key === "Escape") close();
    else if (event.key === "Backspace" && !input.value && chosen.length) { chosen.pop(); draw(); change(); }
  });
  draw();
  return make("div", { class: "dx-field dx-picker" }, make("label", { for: id }, label), chips, input, list, none);
}

function makeField(label, control) {
  control.id = `dx-field-${++count}`;
  return make("div", { class: "dx-field" }, make("label", { for: control.id }, label), control);
}

function makeSelect(options, value, change) {
  const select = make("select", { onchange: () => change(select.value) },
    ...options.map(one => make("option", { value: one, selected: one === value }, one.replace("_", " "))));
  return select;
}

function makePeriod(value, placeholder, change) {
  const take = event => change(event.target.value.trim());
  return make("input", { type: "text", inputmode: "numeric", size: "8", placeholder, value, onchange: take,
    onkeydown: event => { if (event.key === "Enter") take(event); } });
}

async function copy(text, button) {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = make("textarea"); area.value = text; button.after(area); area.select();
    document.execCommand("copy"); area.remove(); button.focus();
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy code"; }, 1500);
}

function render({ model, el }) {
  const { indicators, areas, further, charts, languages } = model.get("choices");
  const choice = structuredClone(model.get("choice"));
  let waiting;
  // What is asked again is not answered again.
  const send = () => { clearTimeout(waiting); waiting = setTimeout(() => {
    if (JSON.stringify(choice) === JSON.stringify(model.get("choice"))) return;
    root.setAttribute("aria-busy", "true"); model.set("choice", structuredClone(choice)); model.save_changes(); }, 120); };
  const set = name => value => { choice[name] = value; send(); };

  const since = makePeriod(choice.since, "2015", set("since"));
  const until = makePeriod(choice.until, "2024", set("until"));
  const day = make("input", { type: "date", value: choice.as_of,
    onchange: event => set("as_of")(event.target.value) });
  const form = make("div", { class: "dx-form" },
    makePicker("Indicators", indicators, further, choice.indicators, send),
    makePicker("Areas and groups", areas, further, choice.areas, send),
    makeField("Since", since), makeField("Until", until),
    makeField("Chart", makeSelect(charts, choice.chart, set("chart"))),
    makeField("Language", makeSelect(languages, choice.language, set("language"))),
    makeField("As of", day));

  const error = make("pre", { class: "dx-error", role: "alert" });
  const chart = make("div", { class: "dx-chart" });
  const table = make("div", { class: "dx-table", tabindex: "0", role: "region", "aria-label": "Table" });
  const code = make("pre", { class: "dx-code", tabindex: "0", "aria-label": "Code" });
  const button = make("button", { type: "button", onclick: () => copy(code.textContent, button) }, "Copy code");

  const draw = () => {
    const shown = model.get("shown");
    error.textContent = shown.error;
    error.hidden = !shown.error;
    chart.innerHTML = shown.chart;
    table.innerHTML = shown.table;
    code.textContent = shown.code;
    root.setAttribute("aria-busy", "false");
    keep(root);
  };
  const root = make("div", { class: "dx-explorer", "data-lm-suppress-shortcuts": "true" }, form, error, chart, table,
    make("div", { class: "dx-foot" }, button), code);
  model.on("change:shown", draw);
  el.append(root);
  draw();
  return () => model.off("change:shown", draw);
}

export default { render };
