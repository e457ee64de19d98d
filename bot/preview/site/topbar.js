// The bar above a chat, and the topics of a forum.

import { avatar, iconButton, node } from "./nodes.js";
import { openChat, place, store } from "./store.js";
import { t } from "./words.js";

const bar = document.getElementById("bar");
const topics = document.getElementById("topics");

// on: {back(), topic(id), block(blocked)}
export function drawTopbar(on) {
  const chat = openChat();
  topics.hidden = !chat?.forum;
  if (!chat) return void bar.replaceChildren();
  const busy = (store.busy.get(place(chat.id, store.topic)) ?? 0) > Date.now();
  const isPrivate = chat.kind === "private";
  bar.replaceChildren(
    iconButton("back", t("back"), on.back, "round back"),
    avatar(chat.title, chat.id, "middle", isPrivate),
    node(
      "div",
      { class: "bar-text" },
      node("h2", {}, node("bdi", {}, chat.title)),
      node("p", { class: busy ? "busy" : "" }, subtitle(chat, busy)),
    ),
  );
  if (isPrivate && chat.started && !chat.blocked) bar.append(iconButton("stop", t("block"), () => on.block(true)));
  if (chat.forum) drawTopics(chat, on);
}

function subtitle(chat, busy) {
  if (!store.connected) return t("offline");
  if (busy) return t("typing");
  if (chat.kind === "private") return t("bot");
  return t("both", t("members", chat.members.length), t(chat.privacy ? "privacy" : "everything"));
}

function drawTopics(chat, on) {
  topics.setAttribute("aria-label", t("topics"));
  topics.setAttribute("role", "tablist");
  const focused = topics.contains(document.activeElement);
  const all = [{ id: null, name: t("general") }, ...chat.topics];
  const step = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const sign = document.documentElement.dir === "rtl" ? -1 : 1;
    const index = all.findIndex((one) => one.id === store.topic) + by * sign;
    if (all[index]) on.topic(all[index].id);
  };
  topics.replaceChildren(
    ...all.map(({ id, name }) => {
      const here = id === store.topic;
      const properties = { type: "button", role: "tab", dir: "auto", tabindex: here ? "0" : "-1", "aria-selected": String(here) };
      return node("button", { ...properties, onclick: () => on.topic(id), onkeydown: step }, name);
    }),
  );
  if (focused) topics.querySelector('[aria-selected="true"]')?.focus();
}
