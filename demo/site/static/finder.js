/**
 * The coffee finder: a single-page part with addresses of its own. Steps are pushed to the
 * history, a second suggestion replaces the first, and back and forward show what was there.
 */

const root = document.querySelector("[data-finder]");
const { titles, ranking } = JSON.parse(root.querySelector("[data-finder-script]").textContent);
const steps = new Map([...root.querySelectorAll("[data-step]")].map((step) => [step.dataset.step, step]));
const answers = () => ({ brewer: "v60", flavour: "sweet", ...history.state });

function show(path, focus) {
  for (const [at, step] of steps) step.hidden = at !== path;
  document.title = titles[path];
  if (!focus) return;
  steps.get(path).querySelector("h1").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** Move to a step; `how` is "pushState" or "replaceState". */
function go(path, state, how = "pushState") {
  history[how](state, "", path);
  show(path, true);
}

function matchPath(state, index) {
  const found = ranking[state.brewer][state.flavour];
  return `/finder/match/${found[index % found.length]}/`;
}

root.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (!target || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  if (target.dataset.flavour) {
    event.preventDefault();
    const state = { ...answers(), flavour: target.dataset.flavour, index: 0 };
    const path = matchPath(state, 0);
    go(path, state);
    window.liveinsight?.("event", "coffee_matched", { props: { product: path.split("/")[3] } });
  } else if ("go" in target.dataset) {
    event.preventDefault();
    go(target.pathname, { ...answers(), brewer: target.dataset.brewer ?? answers().brewer });
  } else if ("another" in target.dataset) {
    const state = { ...answers(), index: (answers().index ?? 0) + 1 };
    go(matchPath(state, state.index), state, "replaceState");
  }
});

addEventListener("popstate", () => show(location.pathname, false));
show(location.pathname, false);
