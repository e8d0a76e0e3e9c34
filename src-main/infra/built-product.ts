/**
 * A file of the built product, by its path in `out/`; the bundler may put our own code among the entries of out/main or
 * in its chunks.
 */
export function builtFile(path: string): URL {
  const here = import.meta.url
  return new URL(path, new URL(here.includes('/chunks/') ? '../../' : '../', here))
}
