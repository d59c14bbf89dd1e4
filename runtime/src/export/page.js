
"use strict";
{
  const form = document.getElementById("search");
  const query = document.getElementById("query");
  const results = document.getElementById("results");
  const all = document.getElementById("show-all");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const errors = [...document.querySelectorAll("article")].map((article) => ({
    article,
    status: article.dataset.status,
    text: article.textContent.toLowerCase(),
  }));

  // Every word must be there, and the status be one of those that are checked.
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = boxes.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    for (const { article, status, text } of errors) {
      const fits =
        (statuses.length === 0 || statuses.includes(status)) &&
        words.every((word) => text.includes(word));
      article.hidden = !fits;
      shown += fits;
    }
    for (const section of document.querySelectorAll("section")) {
      section.hidden = shown < errors.length && !section.querySelector("article:not([hidden])");
    }
    const noun = errors.length === 1 ? "error" : "errors";
    results.textContent =
      shown === errors.length ? `${shown} ${noun}` : `${shown} of ${errors.length} ${noun}`;
    all.hidden = words.length === 0 && statuses.length === 0;
  };

  const showAll = () => {
    form.reset();
    filter();
  };

  // A followed link shows its error, but its event may come late: a search that was typed after the
  // address changed stays.
  let filtered = location.href;
  const showTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (location.href !== filtered && target?.closest("[hidden]")) {
      showAll();
      target.scrollIntoView();
    }
    filtered = location.href;
  };

  // What is scrolled to shall not lie under the form, which keeps to the top.
  const makeRoom = () => {
    const keeps = getComputedStyle(form).position === "sticky";
    document.documentElement.style.scrollPaddingTop = keeps ? `${form.offsetHeight}px` : "";
  };

  form.addEventListener("input", () => {
    filtered = location.href;
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", () => {
    showAll();
    query.focus();
  });
  addEventListener("hashchange", showTarget);
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input[type=search], textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape" && form.contains(event.target)) {
      showAll();
      query.focus();
    }
  });

  form.hidden = false;
  filter();
  new ResizeObserver(makeRoom).observe(form);
  makeRoom();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}
