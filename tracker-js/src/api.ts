import { safely } from "./safely";

export type Commands = Record<string, (...args: never[]) => void>;

/**
 * Puts `window.liveinsight` in place. Calls are kept, with those that the stub has kept already,
 * until the function that is returned gets the commands that carry them out. Unknown commands are
 * ignored, so that a page may be written for a newer script.
 */
export function installApi(): (commands: Commands) => void {
  const calls: Iterable<unknown>[] = window.liveinsight?.q || [];
  let commands: Commands | undefined;

  const api: LiveInsightFunction = safely((...call: [string, ...unknown[]]) => {
    const [command, ...args] = call;
    if (commands) commands[command]?.(...(args as never[]));
    else calls.push(call);
  });
  api.loaded = true;
  window.liveinsight = api;

  return (ready) => {
    commands = ready;
    for (const call of calls) api(...(call as [string, ...unknown[]]));
  };
}
