/** Entry of the script: options come from its tag and from `window.liveinsightOptions`. */
import { setOptions } from "./options";
import { start } from "./tracker";

const { dataset, src } = document.currentScript as HTMLScriptElement;
setOptions({ base: src, ...dataset, ...window.liveinsightOptions });
start();
