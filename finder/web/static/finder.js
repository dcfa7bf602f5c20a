// Enhancements only: every page works without this file.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const place = document.getElementById("near");

  // A point rounded to two decimals (about 1 km) leaves the browser, and only after a click.
  function askForLocation(note) {
    note.textContent = note.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        place.value = "";
        setHidden("lat", coords.latitude.toFixed(2));
        setHidden("lon", coords.longitude.toFixed(2));
        form.requestSubmit();
      },
      () => {
        note.textContent = note.dataset.failed;
        place.focus();
      },
      { enableHighAccuracy: false, maximumAge: 600000, timeout: 15000 },
    );
  }

  function setHidden(name, value) {
    let input = form.querySelector(`input[name="${name}"]`);
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.append(input);
    }
    input.value = value;
  }

  function offerLocation() {
    const button = document.getElementById("locate");
    if (!button || !("geolocation" in navigator) || !window.isSecureContext) return;
    button.hidden = false;
    button.addEventListener("click", () => askForLocation(document.getElementById("locate-note")));
  }

  // Names of places while typing; the server keeps none of it.
  function offerPlaces() {
    const list = document.getElementById("places");
    let timer = 0;
    let asked = "";
    place.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const text = place.value.trim();
        if (text.length < 2 || text === asked) return;
        asked = text;
        try {
          const answer = await fetch(`/api/v1/places?q=${encodeURIComponent(text)}`);
          if (!answer.ok || asked !== text) return;
          const { places } = await answer.json();
          list.replaceChildren(...places.map(({ name }) => Object.assign(document.createElement("option"), { value: name })));
        } catch {
          // Without suggestions the field still works.
        }
      }, 200);
    });
  }

  // Fields left empty stay out of the address, so that it is short enough to share.
  function shortenAddress() {
    const emptied = [];
    const leaveOut = (field) => {
      field.disabled = true;
      emptied.push(field);
    };
    form.addEventListener("submit", () => {
      for (const field of form.elements) {
        if (field.name && !field.disabled && field.value === "" && field.type !== "checkbox") leaveOut(field);
      }
      // A place has units of its own; the usual distance in them need not be said.
      const reach = [form.elements.within, form.elements.units];
      if (place.value.trim() && reach.every((field) => field.value === field.dataset.usual)) reach.forEach(leaveOut);
      setTimeout(() => emptied.splice(0).forEach((field) => (field.disabled = false)), 0);
    });
  }

  // Whoever chose a language by its link stays in it: nothing is kept, the next address asks for it too.
  function keepLanguage() {
    const chosen = () => new URLSearchParams(window.location.search).get("lang");
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target.closest("a[href]");
        if (!link || link.origin !== window.location.origin || (!chosen() && !link.hreflang)) return;
        // Results that change in place have moved on from where the link of a language led.
        const url = new URL(link.hreflang ? window.location.href : link.href);
        if (!link.hreflang && url.searchParams.has("lang")) return;
        url.searchParams.set("lang", link.hreflang || chosen());
        link.href = url.href;
      },
      true,
    );
    for (const one of document.querySelectorAll("form")) {
      if (!chosen() || one.method !== "get" || one.elements.lang) continue;
      one.append(Object.assign(document.createElement("input"), { type: "hidden", name: "lang", value: chosen() }));
    }
  }

  let said = null;

  // A page without TLS has no clipboard: there the old command copies what is marked.
  async function copied(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      field.select();
      return document.execCommand("copy");
    }
  }

  function offerCopy() {
    const buttons = document.querySelectorAll("[data-copies]");
    for (const button of buttons) button.hidden = false;
    if (!buttons.length || said) return;
    // A screen reader hears of what changes in a place that was there before.
    said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    said.setAttribute("role", "status");
    document.body.append(said);
  }

  function followCopy() {
    let undo = () => {};
    document.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-copies]");
      if (!button || !(await copied(document.getElementById(button.dataset.copies)))) return;
      undo();
      const usual = [...button.childNodes];
      undo = () => button.replaceChildren(...usual);
      said.textContent = button.dataset.done;
      button.textContent = button.dataset.done;
      button.focus();
    });
  }

  // The device's own way to pass a page on; which app is chosen stays between it and the visitor.
  function offerShare() {
    const button = document.getElementById("share");
    if (!button || !navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.title, url: button.dataset.url });
      } catch {
        // Whoever changes their mind has shared nothing.
      }
    });
  }

  function offerPrint() {
    document.getElementById("print")?.addEventListener("click", () => window.print());
  }

  // What is changed in the letter goes along into the mail program.
  function keepLetter() {
    const mail = document.getElementById("mail");
    const letter = document.getElementById("snippet");
    if (!mail || !letter) return;
    const start = mail.href.replace(/body=.*$/, "body=");
    letter.addEventListener("input", () => {
      mail.href = start + encodeURIComponent(letter.value);
    });
  }

  // How far a harvest is: the page is asked again, and what has changed is put in its place.
  function followProgress() {
    const shown = document.getElementById("progress");
    const spoken = document.getElementById("spoken");
    if (!shown || shown.dataset.running !== "yes") return;
    const timer = setInterval(async () => {
      try {
        const answer = await fetch(location.href, { cache: "no-store" });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("progress");
        if (!fresh) return location.reload();
        const open = shown.querySelector("details")?.open;
        shown.replaceChildren(...fresh.childNodes);
        if (open && shown.querySelector("details")) shown.querySelector("details").open = true;
        // A listener hears of every tenth that is done, and of the end.
        if (fresh.dataset.tenth !== shown.dataset.tenth || fresh.dataset.running !== "yes") {
          shown.dataset.tenth = fresh.dataset.tenth;
          spoken.textContent = shown.querySelector(".told").textContent;
        }
        if (fresh.dataset.running !== "yes") {
          clearInterval(timer);
          document.title = page.title;
          const heading = page.querySelector("h1");
          document.querySelector("h1").replaceChildren(...heading.childNodes);
        }
      } catch {
        // The server may be starting anew: the next try tells.
      }
    }, 1500);
  }

  if (form && place) {
    offerLocation();
    offerPlaces();
    shortenAddress();
  }
  offerCopy();
  followCopy();
  document.addEventListener("results", offerCopy);
  offerShare();
  offerPrint();
  keepLanguage();
  keepLetter();
  followProgress();
})();
