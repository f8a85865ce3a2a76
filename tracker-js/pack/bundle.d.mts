/** Bundles the npm package's modules and returns their source by file name in `dist`. */
export function bundlePackage(): Record<string, string>;
