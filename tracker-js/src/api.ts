/** `window.liveinsight`: keeps the calls that it gets until the tracker carries them out. */
import { safely } from "./safely";
import { warn } from "./warn";

/**
 * Puts it in place, unless the page's own stub is there, and when the page is to be seen begins
 * to carry out calls. Unknown commands are ignored, so that a page may be written for a newer
 * script. Where another copy of the tracker is at work already, nothing happens.
 */
export const installApi = (
  commands: Record<string, (...args: never[]) => void>,
  begin: () => void,
): void => {
  const api: LiveInsightFunction = (window.liveinsight ||= (...call) => api.q!.push(call));
  const calls = (api.q ||= []) as Iterable<unknown>[];
  const run = safely(([command, ...args]: Iterable<unknown>) =>
    commands[command as string]!(...(args as never[])),
  );
  const takeOver = (): void => {
    if (api.q != calls || !calls.map) return;
    try {
      begin();
      api.q = { push: run };
      calls.map(run);
    } catch (problem) {
      warn(problem);
    }
  };
  // Nobody has seen a prerendered page before it is activated.
  if (document.prerendering) addEventListener("prerenderingchange", takeOver, true);
  else takeOver();
};
