import { useEffect, useState } from 'react'
import type { WatchInput, WatchName, WatchTold } from '../src-shared/contract.ts'
import { watch } from './panel-client.ts'

type Value<Name extends WatchName> = Extract<WatchTold<Name>, { kind: 'value' }>['value']

/**
 * Watches something as long as the component is there. @param onValue told each value; one function for good, or the
 * watch begins anew. @returns whether it is told as it happens: else what was told is the past, and has to be asked for
 */
export function useWatch<Name extends WatchName>(
  name: Name,
  input: WatchInput<Name>,
  onValue: (value: Value<Name>) => void,
): boolean {
  const text = JSON.stringify(input)
  const [live, setLive] = useState<string | null>(null)
  useEffect(
    () =>
      watch(name, JSON.parse(text) as WatchInput<Name>, (told) => {
        if (told.kind === 'value') onValue(told.value)
        else setLive(told.state.kind === 'live' ? text : null)
      }),
    [name, text, onValue],
  )
  return live === text
}
