// The list above the field: the bot's commands, people to mention, results of an inline query. Driven by arrow keys.

import { avatar, node } from "./nodes.js";
import { openChat, store } from "./store.js";
import { t } from "./words.js";

let items = [];
let chosen = 0;
let list = null;

export const suggesting = () => items.length > 0;

// offered: [{label, note, user?, choose()}]
export function suggest(offered, field, above) {
  items = offered;
  chosen = 0;
  list?.remove();
  list = null;
  field.setAttribute("aria-expanded", String(items.length > 0));
  if (!items.length) return;
  list = node("ul", { class: "suggestions", role: "listbox", id: "suggestions", "aria-label": t("suggestions") });
  items.forEach((item, index) => list.append(entry(item, index)));
  above.append(list);
  mark(field);
}

function entry(item, index) {
  const made = node("li", { role: "option", id: `suggestion-${index}` });
  if (item.user) made.append(avatar(item.user.name, item.user.id, "small", item.user.id === store.bot.id));
  made.append(node("b", {}, node("bdi", {}, item.label)), node("span", {}, node("bdi", {}, item.note)));
  made.addEventListener("mousedown", (event) => {
    event.preventDefault();
    item.choose();
  });
  return made;
}

function mark(field) {
  [...list.children].forEach((made, index) => made.setAttribute("aria-selected", String(index === chosen)));
  list.children[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
}

// True if the key was meant for the list.
export function suggestionKey(event, field) {
  if (!items.length) return false;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) {
    chosen = (chosen + step + items.length) % items.length;
    mark(field);
  } else if (event.key === "Enter" || event.key === "Tab") {
    items[chosen].choose();
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

export function commandItems(typed, choose) {
  const start = typed.slice(1).split("@")[0].toLowerCase();
  return openChat()
    .commands.filter((command) => command.name.startsWith(start))
    .map((command) => ({ label: `/${command.name}`, note: command.description, choose: () => choose(command) }));
}

export function mentionItems(typed, choose) {
  const start = typed.slice(1).toLowerCase();
  const members = openChat().members.filter((id) => id !== store.me);
  return [store.bot, ...store.people]
    .filter((one) => members.includes(one.id) && one.username.toLowerCase().startsWith(start))
    .map((one) => ({ label: one.name, note: `@${one.username}`, user: one, choose: () => choose(one) }));
}
