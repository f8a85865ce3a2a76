/** Entry of the script: options come from its tag and from `window.liveinsightOptions`. */
import { start } from "./tracker";

const { dataset, src } = document.currentScript as HTMLScriptElement;
start({ base: src, ...dataset, ...window.liveinsightOptions });
