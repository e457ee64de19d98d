// The list of chats, who one is, light or dark.

import { avatar, icon, iconButton, node, oneLine } from "./nodes.js";
import { nameOf, store, unread } from "./store.js";
import { clock, t } from "./words.js";

const side = document.getElementById("side");
const NAMES = { ar: "العربية", nb: "Norsk", en: "English" };

// on: {open(chat id), become(user id), theme(), morning()}
export function drawSidebar(on) {
  const focus = side.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  side.setAttribute("aria-label", t("chats"));
  const dark = document.documentElement.dataset.theme === "dark";
  const theme = iconButton(dark ? "sun" : "moon", t("theme"), on.theme);
  theme.dataset.key = "theme";
  const morning = iconButton("morning", t("morning"), on.morning);
  morning.dataset.key = "morning";
  side.replaceChildren(
    node("div", { class: "side-bar" }, avatar("", 0, "small", true), node("h1", {}, t("title")), morning, theme),
    who(on),
    node("ul", { class: "chats" }, ...store.chats.map((chat) => node("li", {}, entry(chat, on)))),
    node("p", { class: "here" }, icon("lock"), node("span", {}, t("here"))),
  );
  if (focus) side.querySelector(`[data-key="${focus}"]`)?.focus();
}

function who(on) {
  const buttons = store.people.map((one) =>
    node(
      "button",
      {
        type: "button",
        "aria-pressed": String(one.id === store.me),
        "data-key": `person${one.id}`,
        onclick: () => on.become(one.id),
      },
      avatar(one.name, one.id, "small"),
      node("span", {}, node("b", {}, node("bdi", {}, one.name)), node("small", {}, NAMES[one.language] ?? one.language)),
    ),
  );
  return node("fieldset", { class: "who" }, node("legend", {}, t("who")), ...buttons);
}

function entry(chat, on) {
  const last = chat.messages.at(-1);
  const news = chat.id === store.open ? 0 : unread(chat);
  return node(
    "button",
    {
      type: "button",
      "data-key": `chat${chat.id}`,
      "aria-current": String(chat.id === store.open),
      onclick: () => on.open(chat.id),
    },
    avatar(chat.title, chat.id, "", chat.kind === "private"),
    node(
      "span",
      { class: "chat-text" },
      node("span", { class: "chat-line" }, node("b", {}, node("bdi", {}, chat.title)), last ? node("time", {}, clock(last.sent)) : ""),
      node(
        "span",
        { class: "chat-line" },
        oneLine("snippet chat-text", ...preview(chat, last)),
        news ? node("span", { class: "unread" }, String(news)) : "",
      ),
    ),
  );
}

function preview(chat, last) {
  if (!last) return [chat.kind === "private" ? t("bot") : t("empty")];
  const said = last.text.split("\n").find((line) => line.trim()) || last.file?.name || "";
  if (last.service) return [t("created", last.text)];
  return chat.kind === "private" ? [said] : [node("b", {}, node("bdi", {}, nameOf(last.from)), ": "), said];
}
