// Makes DOM nodes. Text only ever becomes text nodes; nothing here or elsewhere parses markup.

import { direction } from "./direction.js";

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  back: "M15 5l-7 7 7 7",
  morning: "M3 18h18M7 18a5 5 0 0 1 10 0M12 9V3M9.500 5.500L12 3l2.500 2.500M3.500 12.500l1.500 1M20.500 12.500l-1.500 1",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.600 17.600L19 19M5 19l1.400-1.400M17.600 6.400L19 5",
  moon: "M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z",
  send: "M4 12l16-8-5 16-3.500-6.500zM11.500 13.500L20 4",
  clip: "M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.400 3.400 0 0 1 4.800 4.800l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400L14.500 7.500",
  menu: "M5 7h14M5 12h14M5 17h9",
  reply: "M10 6L4 11.500l6 5.500v-3.500c5 0 8 1.500 10 4.500-.5-5-3.500-8.500-10-9z",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  copy: "M9 9h10v11H9zM5 15V4h10",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 14a4 4 0 0 0 7 0M9 9.500v.5M15 9.500v.5",
  close: "M6 6l12 12M18 6L6 18",
  chevron: "M6 9l6 6 6-6",
  link: "M8 16L16 8M9 8h7v7",
  down: "M12 4v12M7 11l5 5 5-5M5 20h14",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  sent: "M6 13l4 4 9-10",
  read: "M2.500 13l4 4 8.500-10M11 16l1 1 9-10",
  untold: "M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6zM4 20L20 4",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  stop: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
};

export function node(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// One line, cut at the end of what it says whatever the direction of the page. Marks and isolates are left out: a line
// that they turn round would be cut at its beginning.
export function oneLine(className, ...said) {
  const parts = said.map((part) => (typeof part === "string" ? part.replace(/[\u200e\u200f\u2066-\u2069]/g, "") : part));
  const dir = direction(parts.map((part) => part.textContent ?? part).join(""));
  return node("span", { class: `one-line ${className}`, dir: dir || null }, ...parts);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, className = "round") {
  return node("button", { type: "button", class: className, "aria-label": label, title: label, onclick }, icon(name));
}

export function avatar(name, id, extra = "", isBot = false) {
  if (isBot) {
    return node("span", { class: `avatar ${extra}`, "aria-hidden": "true" }, node("img", { src: "/site/kilde.svg", alt: "" }));
  }
  const [letter] = [...new Intl.Segmenter().segment(name)].map((part) => part.segment);
  return node("span", { class: `avatar hue-${Math.abs(id) % 7} ${extra}`, "aria-hidden": "true" }, letter.toUpperCase());
}
