// The page: puts the parts together and keeps what is open in the address, so that a reload comes back to it.

import { cancel, drawComposer, focusField, put, showResults, startEdit, startInline, startReply } from "./composer.js";
import { drawLog, jump, setUpLog } from "./log.js";
import { answered } from "./notices.js";
import { drawSidebar } from "./sidebar.js";
import { apply, messagesHere, openChat, person, store } from "./store.js";
import { act, listen } from "./stream.js";
import { drawTopbar } from "./topbar.js";
import { speak } from "./words.js";

const root = document.documentElement;
const on = {
  open,
  become,
  theme,
  morning: () => act("morning", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  back: () => delete document.body.dataset.open,
  topic: (id) => open(store.open, id),
  block: (blocked) => act("block", { blocked }),
  reply: startReply,
  edit: startEdit,
  command: (text) => act("write", { text }),
  jump,
};

function draw(what) {
  if (what === "all") speak(store.people.find((one) => one.id === store.me)?.language);
  drawLog(on);
  drawTopbar(on);
  drawSidebar(on);
  drawComposer();
}

function remember() {
  const address = new URLSearchParams({ as: store.me, chat: store.open ?? "", topic: store.topic ?? "" });
  history.replaceState(null, "", `#${address}`);
  document.title = openChat() ? `${openChat().title} · Kilde` : "Kilde";
}

function open(chat, topic = null) {
  cancel();
  Object.assign(store, { open: chat, topic });
  document.body.dataset.open = "talk";
  remember();
  draw("chat");
}

function become(who) {
  cancel();
  listen(who, receive);
}

function receive(name, content) {
  if (name === "connected") store.connected = content;
  else if (name === "answered") return void answered(content);
  else if (name === "results") return void showResults(content);
  const before = store.me;
  const what = apply(name, content);
  if (name === "state") settle(before !== content.me);
  if (name === "message" && asksMe(content)) startReply(content);
  const lasts = { busy: 5100, draft: 30_100 }[what];
  if (lasts) setTimeout(() => draw(what), lasts);
  draw(what);
}

// A message that wants a reply begins one, where it is shown, for those it names or answers or for all.
function asksMe(message) {
  if (!message.asks || !messagesHere().some((one) => one.id === message.id && one.chat === message.chat)) return false;
  const answers = openChat().messages.find((one) => one.id === message.reply)?.from === store.me;
  return message.asks === "all" || answers || message.text.includes(`@${person(store.me).username}`);
}

// After a fresh state: open what the address says, or the private chat.
function settle(someoneElse) {
  const address = new URLSearchParams(location.hash.slice(1));
  if (!openChat()) {
    store.open = Number(address.get("chat")) || store.me;
    store.topic = Number(address.get("topic")) || null;
    if (!openChat()) Object.assign(store, { open: store.chats[0]?.id ?? null, topic: null });
  }
  if (someoneElse) remember();
}

function theme() {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  draw("theme");
}

function keyed(event) {
  if (event.key === "Escape") {
    if (store.replyTo || store.editing) cancel();
    else delete document.body.dataset.open;
  }
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const index = store.chats.findIndex((chat) => chat.id === store.open) + (event.key === "ArrowDown" ? 1 : -1);
    if (store.chats[index]) open(store.chats[index].id);
    event.preventDefault();
  }
  if (event.key === "/" && event.target === document.body) {
    put("/");
    focusField();
    event.preventDefault();
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
root.dataset.theme = localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light");
dark.addEventListener("change", () => {
  if (!localStorage.getItem("theme")) root.dataset.theme = dark.matches ? "dark" : "light";
});
document.addEventListener("keydown", keyed);
document.addEventListener("enter", (event) => open(event.detail));
document.addEventListener("inline", (event) => startInline(event.detail));
setUpLog();
listen(new URLSearchParams(location.hash.slice(1)).get("as"), receive);
