import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'

/** The time, epoch ms, for what counts down. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** What follows from the time (epoch ms), looked at every so often: who asks is drawn anew only when it has changed. */
export function useOverTime<Value extends boolean | number>(everyMs: number, of: (now: number) => Value): Value {
  const listen = useCallback(
    (look: () => void) => {
      const timer = setInterval(look, everyMs)
      return () => clearInterval(timer)
    },
    [everyMs],
  )
  const value = (): Value => of(Date.now())
  return useSyncExternalStore(listen, value, value)
}
