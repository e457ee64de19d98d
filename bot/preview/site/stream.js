// The wire: events from the server, gestures and files to it.

import { store } from "./store.js";
import { toast } from "./notices.js";
import { t } from "./words.js";

let source = null;

export function listen(who, onEvent) {
  source?.close();
  source = new EventSource(`/events?as=${who || ""}`);
  const names = ["state", "message", "edited", "deleted", "draft", "action", "read", "answered", "results"];
  for (const name of names) source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  source.onopen = () => onEvent("connected", true);
  source.onerror = () => {
    onEvent("connected", false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen("", onEvent), 2000);
  };
}

async function post(url, options) {
  try {
    const response = await fetch(url, { method: "POST", ...options });
    const answer = await response.json();
    if (answer.error) toast(answer.error);
    return answer.error ? null : answer;
  } catch {
    toast(t("silent"));
    return null;
  }
}

export function act(gesture, details = {}) {
  const body = JSON.stringify({ do: gesture, as: store.me, chat: store.open, thread: store.topic, ...details });
  return post("/act", { headers: { "Content-Type": "application/json" }, body });
}

export function upload(file, caption = "") {
  const asked = { as: store.me, chat: store.open, thread: store.topic ?? "", name: file.name, caption };
  return post(`/upload?${new URLSearchParams(asked)}`, { body: file });
}
