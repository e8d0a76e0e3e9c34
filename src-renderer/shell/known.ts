import { useConnection } from '../connection.ts'
import { useOverTime } from '../guard/use-now.ts'

/**
 * Silence of the gateway after which what it said last is no longer how things stand. It is asked every
 * fifteen seconds.
 */
const silentAfterMs = 40_000

/** Whether this window can act: a gateway that is lost does nothing it is told. */
export function useConnected(): boolean {
  return useConnection(({ state }) => state === 'connected')
}

interface Heard<Data> {
  readonly data: Data | undefined
  readonly dataUpdatedAt: number
}

/** What the gateway said last, as long as that is how things stand; null: nobody knows. */
export function useKnown<Data>({ data, dataUpdatedAt }: Heard<Data>): Data | null {
  const connected = useConnected()
  const isRecent = useOverTime(1000, (now) => now - dataUpdatedAt < silentAfterMs)
  return connected && data !== undefined && isRecent ? data : null
}
