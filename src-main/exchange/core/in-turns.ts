import { setImmediate as nextTurn } from 'node:timers/promises'

/** Entries worked on between two turns of the event loop: a few ms, since the main thread must not stall. */
const perTurn = 100

/** Maps a long list in several turns of the event loop. */
export async function mapInTurns<T, R>(list: readonly T[], map: (entry: T) => R): Promise<readonly R[]> {
  const results: R[] = []
  for (const [index, entry] of list.entries()) {
    if (index % perTurn === perTurn - 1) await nextTurn()
    results.push(map(entry))
  }
  return results
}
