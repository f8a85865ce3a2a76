import { find } from "./pages.js";

const main = document.querySelector("main");

function render() {
  const { title, text, buy } = find(location.pathname);
  document.title = title;
  main.textContent = text;
  if (buy) main.append(button(buy));
}

function button(shoe) {
  const made = document.createElement("button");
  made.textContent = "Buy";
  made.onclick = () => window.liveinsight("event", "purchase", { props: { shoe } });
  return made;
}

document.querySelector("nav").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  render();
});
addEventListener("popstate", render);
render();
