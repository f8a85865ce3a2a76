/** What the tracker adds to the page's globals, and browser APIs that TypeScript does not know. */

interface LiveInsightFunction {
  (command: string, ...args: unknown[]): void;
  /** Calls made before the script had loaded, kept by the stub; then what carries them out. */
  q?: { push(call: Iterable<unknown>): unknown };
}

interface Window {
  liveinsight?: LiveInsightFunction;
  /** Options set by the page before the script. */
  liveinsightOptions?: object;
  /** Left by software that drives browsers. */
  Cypress?: unknown;
  _phantom?: unknown;
  __nightmare?: unknown;
}

interface Document {
  readonly prerendering?: boolean;
}

interface Navigator {
  readonly globalPrivacyControl?: boolean;
}

