"use strict";

// All of this is extra: without it the page is as readable, so what needs it is hidden until here.
for (const element of document.querySelectorAll("[data-needs-script]")) {
  element.hidden = false;
}

const sections = [...document.querySelectorAll("main section")].map((section) => ({
  section,
  link: document.querySelector(`nav a[href="#${CSS.escape(section.id)}"]`)?.closest("li"),
  // What the error is called and says; not what stands on the buttons, nor the members that all answers have.
  text: [...section.querySelectorAll("h2, .prose, figure code")].map(said).join(" ").toLowerCase(),
}));

function said({ textContent }) {
  try {
    return JSON.parse(textContent).message ?? textContent;
  } catch {
    return textContent;
  }
}

const query = document.querySelector(".search input");
query.addEventListener("input", search);

function search() {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { section, link, text } of sections) {
    const matches = words.every((word) => text.includes(word));
    section.hidden = !matches;
    if (link) {
      link.hidden = !matches;
    }
    found += matches;
  }
  document.querySelector(".nothing").textContent = found > 0 ? "" : "No error has all of these words.";
}

// A link to an error that the search has hidden.
addEventListener("hashchange", () => {
  const wanted = document.querySelector("section:target");
  if (wanted?.hidden) {
    query.value = "";
    search();
    wanted.scrollIntoView();
  }
});

async function copy(button) {
  const example = button.closest("figure").querySelector("code");
  try {
    await navigator.clipboard.writeText(example.textContent);
    button.textContent = "Copied";
  } catch {
    // Not everywhere may a page write to the clipboard: then it is selected, for the keyboard to copy.
    getSelection().selectAllChildren(example);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

async function attempt(button) {
  const { method, url, headers, body } = button.dataset;
  const output = button.closest("figure").querySelector("output");
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

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.action === "copy") {
    copy(button);
  } else if (button?.dataset.action === "attempt") {
    attempt(button);
  }
});
