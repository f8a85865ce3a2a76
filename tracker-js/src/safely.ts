/** Wraps a function so that no error of the tracker ever reaches the page or its console. */
export function safely<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      run(...args);
    } catch {
      // The page matters more than the measurement.
    }
  };
}
