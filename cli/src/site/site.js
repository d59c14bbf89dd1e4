
"use strict";
{
  const SHOWN = 50;
  // A part of a frame, of which the browser needs the rest.
  const MILLISECONDS = 8;

  const form = document.getElementById("search");
  const query = document.getElementById("query");
  const count = document.getElementById("count");
  const results = document.getElementById("results");
  const services = document.getElementById("services");
  const fleet = FLEET.map(([name, page, lines]) => ({
    name,
    page,
    lines: lines === "" ? [] : lines.split("\n"),
    text: `${lines}\n`.toLowerCase(),
  }));

  const element = (name, text, attributes = {}) =>
    Object.assign(document.createElement(name), { textContent: text, ...attributes });

  const show = ({ name, page }, line) => {
    const [anchor, status, error, message] = line.split("\t");
    const [code] = anchor.split("-");
    const item = document.createElement("li");
    const link = element("a", `${code} ${error}`, { href: `${page}#${anchor}` });
    item.append(link, " ", element("span", `${status} ${name}`, { className: "soft" }));
    if (message) {
      item.append(element("p", message));
    }
    results.append(item);
  };

  // The lines of a service that have all words. The service's own name is part of each.
  const found = (service, words) => {
    const name = service.name.toLowerCase();
    const rest = words.filter((word) => !name.includes(word));
    if (rest.length === 0) {
      return service.lines;
    }
    const [rarest, ...others] = rest.sort((a, b) => b.length - a.length);
    const { text, lines } = service;
    const found = [];
    let number = 0;
    let counted = 0;
    for (let at = text.indexOf(rarest); at >= 0; ) {
      const start = text.lastIndexOf("\n", at) + 1;
      const end = text.indexOf("\n", at);
      const line = text.slice(start, end);
      for (; counted < start; counted = text.indexOf("\n", counted) + 1) {
        number++;
      }
      if (others.every((word) => line.includes(word))) {
        found.push(lines[number]);
      }
      at = text.indexOf(rarest, end);
    }
    return found;
  };

  let search = 0;
  const start = () => {
    const mine = ++search;
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const searching = words.length > 0;
    services.hidden = searching;
    results.hidden = !searching;
    results.replaceChildren();
    count.textContent = "";
    let total = 0;
    let next = 0;
    const go = () => {
      const end = performance.now() + MILLISECONDS;
      while (mine === search && next < fleet.length && performance.now() < end) {
        const service = fleet[next++];
        const lines = found(service, words);
        lines.slice(0, Math.max(0, SHOWN - total)).forEach((line) => show(service, line));
        total += lines.length;
      }
      if (mine === search) {
        const more = next < fleet.length ? "…" : "";
        count.textContent = `${total}${more} ${total === 1 && !more ? "error" : "errors"}`;
        if (more) {
          setTimeout(go);
        }
      }
    };
    if (searching) {
      go();
    }
  };

  query.addEventListener("input", start);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target !== query && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape" && query.value !== "") {
      query.value = "";
      start();
      query.focus();
    }
  });
  form.hidden = false;
  start();
}
