import { useEffect, useState } from 'react'
import type { WatchInput, WatchName, WatchTold } from '../src-shared/contract.ts'
import type { FeedState } from '../src-shared/feed-state.ts'
import { watch } from './panel-client.ts'

type Value<Name extends WatchName> = Extract<WatchTold<Name>, { kind: 'value' }>['value']

/**
 * Watches something as long as the component is there. @param onValue told each value; one function for good, or the
 * watch begins anew. @returns how it stands: unless it is live, what was told is the past
 */
export function useWatchState<Name extends WatchName>(
  name: Name,
  input: WatchInput<Name>,
  onValue: (value: Value<Name>) => void,
): FeedState['kind'] {
  const text = JSON.stringify(input)
  const [told, setTold] = useState<{ readonly of: string; readonly kind: FeedState['kind'] } | null>(null)
  useEffect(
    () =>
      watch(name, JSON.parse(text) as WatchInput<Name>, (each) => {
        if (each.kind === 'value') onValue(each.value)
        else {
          const { kind } = each.state
          setTold((before) => (before?.of === text && before.kind === kind ? before : { of: text, kind }))
        }
      }),
    [name, text, onValue],
  )
  return told?.of === text ? told.kind : 'waiting'
}

/** The same for who only needs to know whether it is told as it happens: else it has to be asked for. */
export function useWatch<Name extends WatchName>(
  name: Name,
  input: WatchInput<Name>,
  onValue: (value: Value<Name>) => void,
): boolean {
  return useWatchState(name, input, onValue) === 'live'
}
