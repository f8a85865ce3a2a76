/**
 * Light, dark, or as the system. The choice lies in a cookie, not in localStorage, so that the server can
 * write it into the page and nothing flashes.
 */
import { text } from "./messages.ts";

const CHOICES = ["system", "light", "dark"] as const;
type Theme = (typeof CHOICES)[number];
const YEAR_S = 365 * 24 * 3600;

export function themeButton(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-button]")) {
    label(button, current());
    button.addEventListener("click", () => {
      const next = CHOICES[(CHOICES.indexOf(current()) + 1) % CHOICES.length] ?? "system";
      document.documentElement.dataset.theme = next;
      document.cookie = `li_theme=${next}; path=/; max-age=${YEAR_S}; samesite=lax`;
      label(button, next);
      document.dispatchEvent(new Event("themechange"));
    });
  }
}

/** Calls back whenever the colours of the page change. */
export function onThemeChange(run: () => void): void {
  document.addEventListener("themechange", run);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", run);
}

function current(): Theme {
  return CHOICES.find((theme) => theme === document.documentElement.dataset.theme) ?? "system";
}

function label(button: HTMLButtonElement, theme: Theme): void {
  button.title = text(`theme.${theme}`);
  button.setAttribute("aria-label", button.title);
}
