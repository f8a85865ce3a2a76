/** Every page: theme, language, menus, copying. */
import { copyOnClick } from "./copy.ts";
import { showCurrent } from "./current.ts";
import { closeMenus } from "./menus.ts";
import { themeButton } from "./theme.ts";

themeButton();
closeMenus();
copyOnClick();
showCurrent();

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosubmit]")) {
  form.addEventListener("change", () => form.submit());
}

const zones = document.querySelector<HTMLSelectElement>("select[data-own-timezone]");
if (zones) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zones.options].some((option) => option.value === own)) zones.value = own;
}
