/** How modules of the package name each other. */

/** Matches the name of another module of ours in a declaration or a module; the second group is the name. */
export const RELATIVE = /((?:from |import\()")(\.\.?\/[^"]+)(?=")/g;

/**
 * Adds the suffix to the names of our modules, which Node and browsers ask for and the sources do without.
 *
 * @param {string} text of a module or declaration
 * @returns {string}
 */
export function withSuffixes(text) {
  return text.replace(RELATIVE, "$1$2.js");
}
