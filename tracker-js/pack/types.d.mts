/** Declares what the package exports and returns the declarations by file name in `dist`. */
export function declarePackage(): Record<string, string>;
