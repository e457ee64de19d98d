// Short notices: a toast that goes by itself, an alert that waits for a key, and what a button's tap brings.

import { node } from "./nodes.js";
import { t } from "./words.js";

let timer = 0;
const waiting = new Map(); // query id -> button that was tapped
const early = new Map(); // query id -> answer that came before the id was known

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.dir = "auto";
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (place.hidden = true), 3500);
}

function alert(text) {
  const dialog = document.getElementById("alert");
  const close = node("button", { type: "submit" }, t("close"));
  dialog.replaceChildren(node("div", { dir: "auto" }, text), node("form", { method: "dialog" }, close));
  dialog.showModal();
}

export function tapped(query, button) {
  waiting.set(query, button);
  button.classList.add("waiting");
  if (early.has(query)) answered(early.get(query));
}

export function answered(answer) {
  const button = waiting.get(answer.query);
  if (!button) return void early.set(answer.query, answer);
  waiting.delete(answer.query);
  early.delete(answer.query);
  button.classList.remove("waiting");
  if (answer.text) (answer.alert ? alert : toast)(answer.text);
  if (/^https?:/i.test(answer.url)) window.open(answer.url, "_blank", "noopener,noreferrer");
}
