/** Where the browser keeps things for this origin; nowhere when it does not let us. */
export let storage: Record<string, string> = {};

/** Throws when the browser's settings, or those of a sandbox, do not let us. */
export const openStorage = (): void => {
  storage = localStorage;
};
