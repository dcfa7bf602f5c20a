// The builder: what is chosen shows at once.  Without this file its buttons do the same.
"use strict";

(() => {
  const form = document.querySelector(".builder form.search");

  // The key stands behind the # of the address, which no server gets to see; it goes on only when somebody presses.
  function takeKey() {
    const field = document.getElementById("key");
    const key = decodeURIComponent(location.hash.slice(1));
    if (!field || !/^[\w-]{32,64}$/.test(key)) return;
    field.value = key;
    const help = document.getElementById("key-help");
    help.textContent = help.dataset.found;
    document.querySelector("form.ask button").focus();
  }

  // WCAG 2.2, as finder/web/contrast.py has it.
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => parts(colour).reduce((sum, value, at) => sum + [0.2126, 0.7152, 0.0722][at] * linear(value / 255), 0);

  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return Math.trunc(((high + 0.05) / (low + 0.05)) * 100) / 100;
  }

  function nearest(colour, behind, least) {
    if (contrast(colour, behind) >= least) return colour;
    for (let step = 1; step <= 255; step += 1) {
      for (const pole of [0, 255]) {
        const mixed = `#${parts(colour)
          .map((value) => Math.floor((value * (255 - step) + pole * step + 127) / 255).toString(16).padStart(2, "0"))
          .join("")}`;
        if (contrast(mixed, behind) >= least) return mixed;
      }
    }
    return contrast("#000000", behind) >= contrast("#ffffff", behind) ? "#000000" : "#ffffff";
  }

  function colourOf(name) {
    const digits = /^#?((?:[0-9a-f]{3}){1,2})$/i.exec(form.elements[name].value.trim())?.[1].toLowerCase();
    if (!digits) return null;
    return `#${digits.length === 3 ? [...digits].map((one) => one + one).join("") : digits}`;
  }

  function judge() {
    const field = form.querySelector(".colours");
    const paper = colourOf("paper");
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
    for (const verdict of document.querySelectorAll(".verdict")) {
      const name = verdict.dataset.of;
      const colour = colourOf(name);
      if (!colour || !paper) continue;
      const least = Number(verdict.dataset.least);
      const ratio = contrast(colour, paper);
      const good = ratio >= least;
      const words = { what: form.querySelector(`label[for="${name}"]`).textContent, ratio: number.format(ratio), least: number.format(least) };
      const said = (good ? field.dataset.good : field.dataset.bad).replace(/\{(\w+)\}/g, (_, one) => words[one]);
      const sentence = verdict.querySelector(".said");
      if (sentence.textContent !== said) sentence.textContent = said;
      verdict.className = `verdict ${good ? "good" : "bad"}`;
      const mend = verdict.querySelector("button");
      mend.hidden = good;
      mend.querySelector(".hex").textContent = good ? "" : nearest(colour, paper, least);
      showSwatch(mend.querySelector(".swatch"), mend.querySelector(".hex").textContent);
    }
  }

  // A style set by script through the object model is none that the policy forbids.
  function showSwatch(swatch, colour) {
    swatch.style.background = colour;
  }

  function followColours() {
    for (const picker of form.querySelectorAll("input[type=color]")) {
      const field = form.elements[picker.dataset.for];
      picker.addEventListener("input", () => {
        field.value = picker.value;
        judge();
      });
      field.addEventListener("input", () => {
        picker.value = colourOf(picker.dataset.for) ?? picker.value;
        judge();
      });
    }
    for (const button of document.querySelectorAll(".verdict button")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        const field = form.elements[button.value];
        field.value = button.querySelector(".hex").textContent;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    }
    judge();
  }

  // The key of a list is no part of what is asked: it stays out of every address.
  function asked() {
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "" && name !== "key") params.append(name, value);
    return params;
  }

  let turn = 0;
  async function show() {
    const mine = ++turn;
    const params = asked();
    const address = `${form.dataset.look}?${params}`;
    const preview = document.getElementById("preview");
    preview.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn || !page.getElementById("preview")) return;
      renew(preview, page);
      if (!document.querySelector("[data-changing]")) history.replaceState(null, "", address);
    } catch {
      // The server may be starting anew: the button “Show” still works.
    } finally {
      if (mine === turn) preview.removeAttribute("aria-busy");
    }
  }

  function renew(preview, page) {
    const fresh = page.getElementById("preview");
    const stage = preview.querySelector(".stage");
    const next = fresh.querySelector(".stage");
    if (stage && next) {
      // The list stays where it is while the next one loads.
      const frame = stage.querySelector("iframe");
      const source = next.querySelector("iframe").getAttribute("src");
      if (frame.getAttribute("src") !== source) frame.src = source;
      const [old, now] = [stage, next].map((one) => one.querySelector("creative-finder"));
      for (const name of old.getAttributeNames()) if (!now.hasAttribute(name) && name !== "aria-busy") old.removeAttribute(name);
      for (const name of now.getAttributeNames()) if (old.getAttribute(name) !== now.getAttribute(name)) old.setAttribute(name, now.getAttribute(name));
    } else {
      preview.replaceChildren(...fresh.childNodes);
      if (next) loadComponent(page);
    }
    renewForms(page);
  }

  function loadComponent(page) {
    const source = [...page.querySelectorAll("script[src]")].map((one) => one.getAttribute("src")).find((one) => one.includes("creative-finder.js"));
    if (!source || customElements.get("creative-finder")) return;
    document.head.append(Object.assign(document.createElement("script"), { src: source }));
  }

  // A list that is being changed goes by its name: its lines stay, and what is kept is what the form says.
  function renewForms(page) {
    const query = document.getElementById("query");
    if (query) query.value = page.getElementById("preview").dataset.query;
    if (document.querySelector("[data-changing]")) return;
    const forms = document.getElementById("forms");
    if (!query) forms.replaceChildren(...page.getElementById("forms").childNodes);
    else document.getElementById("codes").replaceChildren(...(page.getElementById("codes")?.childNodes ?? []));
    document.dispatchEvent(new Event("results"));
  }

  takeKey();
  if (!form) return;
  followColours();
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 400);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // Whoever presses twice saves once, but need not see that it was twice.
  document.addEventListener("submit", (event) => {
    if (event.target.closest("#save")) setTimeout(() => event.target.querySelectorAll("button").forEach((one) => (one.disabled = true)), 0);
  });
})();
