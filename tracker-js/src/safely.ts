/** Wraps a function so that no error of the tracker ever reaches the page or its console. */
export const safely =
  <A extends unknown[], R>(run: (...args: A) => R): ((...args: A) => R | undefined) =>
  (...args) => {
    try {
      return run(...args);
    } catch {
      // The page matters more than the measurement.
    }
  };
