/** What the tracker adds to the page's globals, and browser APIs that TypeScript does not know. */

interface LiveInsightFunction {
  (command: string, ...args: unknown[]): void;
  /** Calls made before the script had loaded, kept by the stub. */
  q?: Iterable<unknown>[];
  /** Set by the first script on a page; a second one sees it and does nothing. */
  loaded?: boolean;
}

interface Window {
  liveinsight?: LiveInsightFunction;
}

interface Document {
  readonly prerendering?: boolean;
}

interface Navigator {
  readonly globalPrivacyControl?: boolean;
}
