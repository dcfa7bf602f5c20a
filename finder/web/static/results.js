// Results that change in place. Without this file each choice is sent by its button, and each link loads a page.
"use strict";

(() => {
  const form = document.getElementById("search");
  const found = document.getElementById("found");
  const spoken = document.getElementById("spoken");
  const choices = document.querySelector(".layout > .more");
  if (!form || !found || !window.history.pushState) return;

  const wide = window.matchMedia("(min-width: 64rem)");
  const address = () => window.location.pathname + window.location.search;
  let asking = null;
  let shown = address();

  // Beside the list the choices are always open.
  function unfold() {
    if (wide.matches) choices.open = true;
  }

  function asked() {
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form)).toString();
    url.hash = "";
    return url;
  }

  async function show(url, { isNew = true, land = null } = {}) {
    asking?.abort();
    asking = new AbortController();
    found.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("found");
      if (!fresh) {
        window.location.assign(url);
        return;
      }
      if (isNew) window.history.pushState(null, "", answer.redirected ? answer.url : url);
      shown = address();
      document.title = page.title;
      found.replaceChildren(...fresh.childNodes);
      fill(page.getElementById("search"), page.querySelector(".layout > .more"));
      spoken.textContent = said();
      document.dispatchEvent(new CustomEvent("results"));
      land?.();
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(url);
    } finally {
      found.removeAttribute("aria-busy");
    }
  }

  // The heading, and where nothing fits what may have been meant or how far the nearest is.
  function said() {
    const told = [...found.querySelectorAll("#heading, .nearest")].map((one) => one.textContent.trim().replace(/\s+/g, " "));
    return told.join(" ");
  }

  // The form says what was asked, and its numbers what each choice would find; the field in use is left alone.
  function fill(...parts) {
    const fresh = parts.flatMap((part) => [...part.querySelectorAll("input, select")]);
    const key = (field) => (/checkbox|radio/.test(field.type) ? `${field.name}=${field.value}` : field.name);
    const known = new Map(fresh.map((field) => [key(field), field]));
    for (const field of form.elements) {
      const other = known.get(key(field));
      if (!other || field.type === "hidden") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = other.checked;
      else if (field !== document.activeElement || field.tagName === "SELECT") take(field, other);
      count(field, other);
    }
    for (const input of form.querySelectorAll("input[type=hidden]")) input.remove();
    for (const input of parts[0].querySelectorAll("input[type=hidden]")) form.append(input);
    document.getElementById("refined").replaceChildren(...parts[1].querySelector("#refined").childNodes);
  }

  function take(field, other) {
    const value = other.value;
    if (field.tagName === "SELECT" && field.textContent !== other.textContent) field.replaceChildren(...other.childNodes);
    if (other.dataset.usual) field.dataset.usual = other.dataset.usual;
    else delete field.dataset.usual;
    if (field.placeholder !== undefined) field.placeholder = other.placeholder;
    field.value = value;
  }

  function count(field, other) {
    const mine = field.parentElement.querySelector(".count");
    const theirs = other.parentElement.querySelector(".count");
    if (mine && theirs) mine.replaceWith(theirs);
  }

  function toResults() {
    const results = document.getElementById("results");
    results.focus({ preventScroll: true });
    results.scrollIntoView({ block: "start" });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(asked(), { land: event.submitter ? toResults : null });
  });

  // A box, a list or a date that is changed asks at once; words wait for Enter or the button.
  for (const area of [form, choices]) {
    area.addEventListener("change", (event) => {
      if (!event.target.matches("input[type=text], input[type=search]")) form.requestSubmit();
    });
  }

  found.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    const url = new URL(link.href);
    if (url.origin !== window.location.origin || url.pathname !== new URL(form.action).pathname) return;
    event.preventDefault();
    url.hash = "";
    const sorts = [...found.querySelectorAll(".sorts a")];
    const place = sorts.indexOf(link);
    show(url, { land: place < 0 ? toResults : () => found.querySelectorAll(".sorts a")[place]?.focus() });
  });

  window.addEventListener("popstate", () => {
    // A jump within the page is no other search.
    if (address() !== shown) show(new URL(window.location.href), { isNew: false });
  });

  wide.addEventListener("change", unfold);
  unfold();
})();
