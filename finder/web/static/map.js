// The map beside the list: loaded when somebody opens it. All that it shows is in the list too.
"use strict";

(() => {
  const button = document.getElementById("show-map");
  const holder = document.getElementById("map");
  if (!button || !holder) return;

  const said = holder.dataset;
  const frame = holder.querySelector(".map-frame");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const touch = window.matchMedia("(pointer: coarse)").matches;
  const LEVELS = [9, 6, 3];
  const MOST_TILES = 24;
  const NEAREST = 17;
  const METRES_PER_DEGREE = 111320;
  let map = null;
  let circle = null;
  let marks = null;
  let asking = null;
  let waiting = 0;
  const ground = new Map();

  const search = () => document.getElementById("results")?.dataset;
  const hasPlace = () => Boolean(search()?.lat);

  function load() {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = said.style;
    const script = document.createElement("script");
    script.src = said.script;
    const done = [style, script].map(
      (part) => new Promise((resolve, reject) => part.addEventListener("load", resolve) || part.addEventListener("error", reject)),
    );
    // Our own rules come after those of the library.
    document.head.insertBefore(style, document.querySelector("link[rel=stylesheet]"));
    document.head.append(script);
    return Promise.all(done);
  }

  function draw() {
    map = L.map(frame, {
      minZoom: 3,
      maxZoom: 18,
      scrollWheelZoom: false,
      dragging: !touch,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      zoomControl: false,
      attributionControl: false,
    });
    L.control.zoom({ zoomInTitle: said.closer, zoomOutTitle: said.farther }).addTo(map);
    L.control.attribution({ prefix: "Leaflet" }).addAttribution(said.credit).addTo(map);
    L.control.scale({ imperial: search().units === "mi", metric: search().units !== "mi" }).addTo(map);
    for (const [name, height] of [["ground", 250], ["area", 350]]) {
      const pane = map.createPane(name);
      pane.style.zIndex = height;
      // Names of towns around, without saying where they are, are only noise to who cannot see the map.
      pane.setAttribute("aria-hidden", "true");
    }
    marks = L.layerGroup().addTo(map);
    map.on("moveend", soon);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", said.label);
  }

  // The circle that was searched fills the map.
  function place() {
    const { lat, lon, km } = search();
    circle?.remove();
    circle = L.circle([lat, lon], { radius: km * 1000, className: "searched", interactive: false, pane: "ground" }).addTo(map);
    map.fitBounds(L.latLng(lat, lon).toBounds(km * 2000), { animate: false });
    soon();
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      showGround();
      showGroups();
    }, 120);
  }

  async function showGroups() {
    asking?.abort();
    asking = new AbortController();
    const seen = map.getBounds();
    const keep = (degrees) => Math.max(-180, Math.min(180, degrees)).toFixed(4);
    const north = Math.min(90, seen.getNorth()).toFixed(4);
    const south = Math.max(-90, seen.getSouth()).toFixed(4);
    const params = new URLSearchParams(window.location.search);
    params.set("box", [keep(seen.getWest()), south, keep(seen.getEast()), north].join(","));
    params.set("zoom", map.getZoom());
    try {
      const answer = await fetch(`${said.groups}?${params}`, { signal: asking.signal });
      if (!answer.ok) return;
      const { spots } = await answer.json();
      const hadFocus = frame.querySelector(".leaflet-marker-pane")?.contains(document.activeElement);
      const open = frame.querySelector(".leaflet-popup");
      if (!open) {
        marks.clearLayers();
        spots.forEach(mark);
        clear();
        if (hadFocus) frame.focus({ preventScroll: true });
      }
    } catch {
      // Without an answer the map stays as it is; the list has it all.
    }
  }

  function text(tag, words, name) {
    const element = document.createElement(tag);
    element.textContent = words;
    if (name) element.className = name;
    return element;
  }

  function mark(spot) {
    const rough = spot.radius > 0;
    if (rough) L.circle(spot.at, { radius: spot.radius, className: "rough-area", interactive: false, pane: "area" }).addTo(marks);
    const face = text("span", String(spot.count));
    face.setAttribute("aria-hidden", "true");
    const inside = document.createElement("span");
    const one = spot.groups.length === 1 ? spot.groups[0].title : null;
    const label = one ? `${one}: ${spot.label}` : spot.label;
    inside.append(face, text("span", label, "visually-hidden"));
    const size = spot.count < 10 ? 30 : spot.count < 100 ? 36 : 44;
    const icon = L.divIcon({ className: rough ? "spot rough" : "spot", html: inside, iconSize: [size, size] });
    const at = rough ? edge(spot) : spot.at;
    const shown = L.marker(at, { icon, title: label, riseOnHover: true }).addTo(marks);
    // Going nearer parts neither an area nor the groups of one house: these only say how many they are.
    if (spot.groups.length || rough || map.getZoom() >= NEAREST) shown.bindPopup(() => list(spot), { closeButton: true, autoPan: true });
    else shown.on("click", () => map.setView(spot.at, Math.min(18, map.getZoom() + 2)));
    shown.on("popupopen", ({ popup }) => {
      popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", said.close);
      popup.getElement().querySelector("a[href^='/groups']")?.focus({ preventScroll: true });
    });
    shown.on("popupclose", () => {
      shown.getElement()?.focus({ preventScroll: true });
      soon();
    });
  }

  // The mark of an area stands on its edge, or where that leaves the view: its middle is no place of anything.
  function edge({ at: [latitude, longitude], radius }) {
    const top = Math.max(map.containerPointToLatLng([0, 36]).lat, latitude);
    return [Math.min(latitude + radius / METRES_PER_DEGREE, top), longitude];
  }

  function list(spot) {
    const shown = document.createElement("div");
    shown.append(text("p", spot.label));
    if (!spot.groups.length) return shown;
    const items = document.createElement("ul");
    for (const group of spot.groups) {
      const link = text("a", group.title);
      link.href = group.href;
      const item = document.createElement("li");
      item.append(link);
      items.append(item);
    }
    shown.append(items);
    return shown;
  }

  // Of names that lie on one another, or under a mark, only that of the largest town shows.
  function clear() {
    const taken = [...frame.querySelectorAll(".spot")].map((one) => one.getBoundingClientRect());
    const names = [...frame.querySelectorAll(".town span")].sort((one, other) => other.dataset.people - one.dataset.people);
    for (const name of names) {
      const box = name.getBoundingClientRect();
      const free = taken.every((one) => box.left > one.right || box.right < one.left || box.top > one.bottom || box.bottom < one.top);
      name.style.visibility = free ? "" : "hidden";
      if (free) taken.push(box);
    }
  }

  // Outlines and names come in tiles of three sizes, each asked for once.
  function showGround() {
    const zoom = LEVELS.find((level) => level <= map.getZoom()) ?? 3;
    const count = 2 ** zoom;
    const seen = map.getBounds().pad(0.05);
    const corner = (point) => map.project(point, zoom).divideBy(256).floor();
    const [first, last] = [corner(seen.getNorthWest()), corner(seen.getSouthEast())];
    const wanted = new Set();
    for (let x = first.x; x <= last.x; x += 1) {
      for (let y = Math.max(0, first.y); y <= Math.min(count - 1, last.y); y += 1) {
        if (x >= 0 && x < count && wanted.size < MOST_TILES) wanted.add(`${zoom}/${x}/${y}`);
      }
    }
    for (const [name, layer] of ground) {
      if (!wanted.has(name)) {
        layer.remove();
        ground.delete(name);
      }
    }
    for (const name of wanted) if (!ground.has(name)) addTile(name);
  }

  async function addTile(name) {
    const layer = L.layerGroup().addTo(map);
    ground.set(name, layer);
    try {
      const answer = await fetch(said.ground.replace("3/1/2", name));
      if (!answer.ok) return;
      const { lines, towns } = await answer.json();
      for (const { kind, points } of lines) {
        L.polyline(points, { className: `outline ${kind}`, interactive: false, pane: "ground", smoothFactor: 0.5 }).addTo(layer);
      }
      for (const town of towns) {
        const name = text("span", town.name);
        name.dataset.people = town.people;
        const icon = L.divIcon({ className: "town", html: name, iconSize: [0, 0] });
        L.marker(town.at, { icon, interactive: false, keyboard: false, pane: "area" }).addTo(layer);
      }
      clear();
    } catch {
      ground.delete(name);
    }
  }

  // Streets come from another server, and only after somebody has asked for them.
  function offerStreets() {
    const streets = document.getElementById("streets");
    streets?.addEventListener("click", () => {
      L.tileLayer(said.tiles, { maxZoom: 18, attribution: said.tilesCredit }).addTo(map);
      frame.classList.add("has-streets");
      streets.disabled = true;
    });
  }

  async function toggle() {
    const opens = holder.hidden;
    holder.hidden = !opens;
    button.setAttribute("aria-expanded", String(opens));
    button.lastElementChild.textContent = opens ? said.hide : said.show;
    if (!opens) return;
    if (!map) {
      try {
        await load();
      } catch {
        holder.hidden = true;
        return;
      }
      draw();
      offerStreets();
    }
    map.invalidateSize();
    place();
  }

  function offer() {
    button.hidden = !hasPlace();
    if (!hasPlace()) {
      if (!holder.hidden) toggle();
    } else if (map && !holder.hidden) place();
  }

  button.addEventListener("click", toggle);
  document.addEventListener("results", offer);
})();
