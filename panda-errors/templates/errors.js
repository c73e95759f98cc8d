"use strict";

// All of this is extra: without it the page is as readable, so what needs it is hidden until here.
for (const element of document.querySelectorAll("[data-needs-script]")) {
  element.hidden = false;
}

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const root = document.documentElement;
const [box] = all(".search input");
const [overview] = all(".overview");
const [side] = all(".side");
const [said] = all(".said");
const [nothing] = all(".nothing");
const groups = all("[data-group]");
const { title } = document;

const rows = all("tbody tr", overview);
const links = all("li", side);
const errors = all("article").map((article, index) => ({ article, row: rows[index], link: links[index] }));

const escaped = (text) => text.replace(/[^\w\s]/g, "\\$&");

/** The text of an error in which the search looks, and the pattern of its answers. Made at the first search. */
function read(error) {
  const { article } = error;
  const shown = all("h3, .about, .head", article).map(({ textContent }) => textContent);
  error.text = ` ${[article.dataset.words, ...shown].join(" ").toLowerCase()} `;
  // A message whose values are left out is like any other if little is left of it.
  const messages = all(".message", article)
    .map(({ textContent }) => textContent.split(/\{[^}]*\}/))
    .filter((parts) => parts.join("").length > 8)
    .map((parts) => parts.map(escaped).join(".+"));
  error.pattern = RegExp([`"${escaped(article.dataset.name)}"`, ...messages].join("|"));
}

let found = errors;

function search() {
  const wanted = box.value.trim();
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted && !errors[0]?.text) {
    errors.forEach(read);
  }
  // `404` is a status and not a part of a number.
  const has = ({ text }, word) => text.includes(/^[45](\d\d|xx)$/.test(word) ? ` ${word} ` : word);
  found = wanted.length > 8 ? errors.filter(({ pattern }) => pattern.test(wanted)) : [];
  if (found.length === 0) {
    found = errors.filter((error) => words.every((word) => has(error, word)));
  }
  const shown = new Set(found);
  for (const error of errors) {
    for (const element of [error.article, error.row, error.link]) {
      element.hidden = !shown.has(error);
    }
  }
  for (const group of groups) {
    const count = all(":scope > article, :scope > ul > li", group).filter(({ hidden }) => !hidden).length;
    group.hidden = count === 0;
    all(".number", group)[0].textContent = count;
  }
  for (const button of all("[data-word]")) {
    button.ariaPressed = words.includes(button.dataset.word);
  }
  root.classList.toggle("is-searching", wanted !== "");
  nothing.hidden = found.length > 0;
  overview.hidden = found.length === 0;
  overview.open ||= wanted !== "";
  const total = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  all(".count")[0].textContent = wanted ? `${found.length} of ${total}` : total;
  mark(words.filter((word) => word.length > 1));
}

/** Marks the words without a change of the document. */
function mark(words) {
  if (!globalThis.Highlight) {
    return;
  }
  const highlight = new Highlight();
  const pattern = RegExp(words.map(escaped).join("|"), "gi");
  const places = words.length > 0 ? found.slice(0, 40).flatMap(({ row, article }) => [row, ...all("h3, .about", article)]) : [];
  for (const place of places) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const match of walker.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(walker.currentNode, match.index);
        range.setEnd(walker.currentNode, match.index + match[0].length);
        highlight.add(range);
      }
    }
  }
  CSS.highlights.set("found", highlight);
}

const groupedBy = () => all("[name=group-by]:checked")[0]?.value ?? "status";

/** Keeps the search and the grouping in the address. */
function keep() {
  const address = new URL(location);
  address.search = new URLSearchParams({
    ...(box.value && { q: box.value }),
    ...(groupedBy() === "type" && { by: "type" }),
  });
  try {
    history.replaceState(null, "", address);
  } catch {
    // Browsers refuse after many changes in a short time; the search works all the same.
  }
}

function ask(text) {
  box.value = text;
  search();
  keep();
  scrollTo(0, 0);
}

function regroup() {
  for (const { article, link } of errors) {
    const key = CSS.escape(article.dataset[groupedBy()]);
    all(`.group[data-group=${key}]`)[0].append(article);
    all(`ul`, all(`[data-group=${key}]`, side)[0])[0].append(link);
  }
  search();
}

/** Shows the error that the address names, whatever hides it. */
function reveal() {
  let wanted;
  try {
    wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // The address is no text.
  }
  const isError = wanted?.matches("article");
  document.title = isError ? `${wanted.dataset.name} · ${title}` : title;
  if (!isError) {
    return;
  }
  if (wanted.hidden) {
    ask("");
  }
  wanted.closest(".group").open = true;
  for (const panel of all("details", wanted)) {
    panel.open = true;
  }
  wanted.scrollIntoView();
}

function say(text) {
  said.textContent = text;
  setTimeout(() => (said.textContent = ""), 2000);
}

async function copy(element, text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    // Not everywhere may a page write to the clipboard: then it is selected, for the keyboard to copy.
    getSelection().selectAllChildren(element);
    say("Selected, to be copied");
  }
}

/** The text without the white space that is not sent. */
function textAsSent(element) {
  const copy = element.cloneNode(true);
  all("i", copy).forEach((space) => space.remove());
  return copy.textContent;
}

async function attempt(button) {
  const { method, url, headers, body } = button.dataset;
  const [output] = all("output", button.closest(".panel"));
  if (button.ariaDisabled === "true") {
    return;
  }
  // Not `disabled`, which would take the focus away.
  button.ariaDisabled = "true";
  output.hidden = false;
  output.firstElementChild.textContent = "…";
  try {
    const response = await fetch(url, {
      method,
      headers: headers.split("\n").filter(Boolean).map((line) => line.split(/: (.*)/s, 2)),
      body: method === "GET" || method === "HEAD" ? undefined : body,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "manual",
    });
    const text = await response.text();
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`);
    output.firstElementChild.textContent =
      `${[response.status, response.statusText].join(" ").trim()}\n${head.join("\n")}\n\n` +
      (text === "" ? "(no body: 0 bytes)" : text);
  } catch (error) {
    output.firstElementChild.textContent = `No answer: ${error.message}`;
  }
  button.ariaDisabled = "false";
}

const actions = {
  "copy-link"(button) {
    const [link] = all("h3 a", button.closest("article"));
    copy(link, link.href.replace(/\?.*#/, "#"));
  },
  "copy-code"(button) {
    const code = all("pre", button.closest(".panel")).find((pre) => pre.checkVisibility());
    copy(code, code.textContent);
  },
  "copy-body"(button) {
    const [body] = all(".body", button.closest(".panel"));
    copy(body, textAsSent(body));
  },
  attempt,
  clear: () => ask(""),
  filter(button) {
    const { word } = button.dataset;
    const words = box.value.split(/\s+/).filter((other) => other && other !== word);
    ask((button.ariaPressed === "true" ? words : [...words, word]).join(" "));
  },
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  actions[button?.dataset.action]?.(button);
});

document.addEventListener("change", ({ target }) => {
  if (target.name === "group-by") {
    regroup();
    keep();
  } else if (target.type === "radio") {
    // A reader has one language.
    all(`.switch [value="${CSS.escape(target.value)}"]`).forEach((radio) => (radio.checked = true));
  }
});

let later;
box.addEventListener("input", () => {
  search();
  clearTimeout(later);
  later = setTimeout(keep, 250);
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (key === "/" && !target.matches("input")) {
    event.preventDefault();
    box.focus();
  } else if (target === box && key === "Escape") {
    ask("");
  } else if (target === box && key === "Enter") {
    const start = box.value.trim().toLowerCase();
    const best = found.find(({ article }) => article.dataset.name.toLowerCase().startsWith(start)) ?? found[0];
    all("a", best?.row ?? document.createElement("p"))[0]?.click();
  }
});

// The side column follows. Heights settle late, so the set of what is in view counts and not the last event.
const inView = new Set();
const watch = new IntersectionObserver(
  (events) => {
    for (const { isIntersecting, target } of events) {
      inView[isIntersecting ? "add" : "delete"](target);
    }
    const link = errors.find(({ article }) => inView.has(article))?.link.firstElementChild;
    if (link) {
      all("[aria-current]", side).forEach((other) => other.removeAttribute("aria-current"));
      link.ariaCurrent = "location";
      side.scrollTop += Math.min(0, link.offsetTop - side.scrollTop - 40);
      side.scrollTop += Math.max(0, link.offsetTop - side.scrollTop - side.clientHeight + 80);
    }
  },
  { rootMargin: "-15% 0px -75%" },
);
errors.forEach(({ article }) => watch.observe(article));

// On a phone the groups and the code are folded.
if (matchMedia("(max-width: 40rem)").matches) {
  all("main details").forEach((details) => (details.open = false));
}
const address = new URLSearchParams(location.search);
box.value = address.get("q") ?? "";
for (const radio of all("[name=group-by]")) {
  radio.checked = (radio.value === "type") === (address.get("by") === "type");
}
regroup();
reveal();
addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => all("details").forEach((details) => (details.open = true)));
