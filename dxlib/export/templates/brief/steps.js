(() => {
  const tidy = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const say = (cell) => {
    const row = cell.parentElement;
    const heads = row.closest("table").tHead.rows[0].cells;
    const series = heads.length > 2 ? `${tidy(heads[cell.cellIndex])}, ` : "";
    return `${series}${tidy(row.cells[0])}: ${tidy(cell)}`;
  };
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach((pair) => node.setAttribute(...pair));
    return node;
  };
  // Where figures stand: those of lines as the picture says, others where they are written.
  const found = new WeakMap();
  const locate = (svg) => {
    if (found.has(svg)) return found.get(svg);
    const spots = new Map((svg.dataset.at ?? "").split(" ").filter(Boolean).map((one) => {
      const [key, x, y] = one.split(",");
      return [key, [Number(x), Number(y)]];
    }));
    svg.querySelectorAll("text[data-q]").forEach((text) => {
      const box = text.getBBox();
      if (!spots.has(text.dataset.q)) spots.set(text.dataset.q, [box.x + box.width / 2, box.y + box.height / 2]);
    });
    found.set(svg, spots);
    return spots;
  };
  const follow = (chart) => {
    const table = chart.querySelector("table.twin");
    const known = (cell) => cell && cell.querySelector('a[href^="#e-"]');
    const grid = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1)).filter((row) => row.some(known));
    if (!grid.length) return;
    const cells = new Map(grid.flat().filter(known).map((cell) => [known(cell).hash.slice(3), cell]));
    const step = document.getElementById("step").content.firstElementChild.cloneNode(true);
    const output = step.querySelector("output");
    const order = [...cells.values()];
    step.setAttribute("aria-valuemax", order.length);
    chart.querySelector(".narrow").after(step);
    let at = [grid.length, 0];
    let current = null;
    const shown = () => [...chart.querySelectorAll("svg.chart-svg")].find((svg) => svg.getBoundingClientRect().width);
    const leave = () => chart.querySelectorAll(".here").forEach((node) => node.remove());
    const show = (cell) => {
      current = cell;
      output.textContent = say(cell);
      step.setAttribute("aria-valuenow", order.indexOf(cell) + 1);
      step.setAttribute("aria-valuetext", output.textContent);
      leave();
      const svg = shown();
      const spot = svg && locate(svg).get(known(cell).hash.slice(3));
      if (!spot) return;
      const here = make("g", { class: "here" });
      here.append(make("circle", { cx: spot[0], cy: spot[1], r: 7, class: "s-ink", "stroke-width": 2 }));
      const width = svg.viewBox.baseVal.width;
      const anchor = spot[0] < width * 0.15 ? "start" : spot[0] > width * 0.85 ? "end" : "middle";
      const text = make("text", {
        x: spot[0], y: spot[1] > 24 ? spot[1] - 12 : spot[1] + 24, "text-anchor": anchor, "font-weight": 600,
        class: "f-ink s-paper", "stroke-width": 5, "paint-order": "stroke",
      });
      text.textContent = tidy(known(cell));
      here.append(text);
      svg.append(here);
    };
    const move = (down, across) => {
      let [row, column] = at;
      for (;;) {
        row += down;
        column += across;
        if (row < 0 || row >= grid.length || column < 0 || column >= grid[row].length) return;
        if (known(grid[row][column])) break;
      }
      at = [row, column];
      show(grid[row][column]);
    };
    const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    step.addEventListener("keydown", (event) => {
      if (event.key in keys) {
        if (current === null) at = event.key === "ArrowRight" ? [-1, 0] : [grid.length, 0];
        move(...(current === null && keys[event.key][1] ? [-1, 0] : keys[event.key]));
      } else if (event.key === "Home" || event.key === "End") {
        at = [event.key === "Home" ? -1 : grid.length, at[1]];
        move(event.key === "Home" ? 1 : -1, 0);
      } else if (event.key === "Enter" && current) known(current).click();
      else if (event.key === "Escape") leave();
      else return;
      event.preventDefault();
    });
    step.addEventListener("blur", leave);
    chart.querySelectorAll(".wide, .narrow").forEach((place) => {
      place.addEventListener("pointermove", (event) => {
        const svg = shown();
        const box = svg.getBoundingClientRect();
        const scale = svg.viewBox.baseVal.width / box.width;
        const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
        let best = null;
        for (const [key, spot] of locate(svg)) {
          const far = Math.hypot(spot[0] - x, spot[1] - y);
          if (cells.has(key) && far < 40 && (!best || far < best[0])) best = [far, key];
        }
        if (!best) return leave();
        const cell = cells.get(best[1]);
        at = grid.flatMap((row, index) => (row.includes(cell) ? [[index, row.indexOf(cell)]] : []))[0];
        if (cell !== current || !chart.querySelector(".here")) show(cell);
      });
      place.addEventListener("pointerleave", leave);
    });
  };
  document.querySelectorAll("figure.chart").forEach(follow);
})();
