import type { WatchInput, WatchName, WatchTold } from './contract.ts'

/**
 * How watches travel beside the events, one JSON text a message: the window numbers its own. What it says is checked on
 * the other side; see src-main/panel/watchers.ts.
 */
export type WatchAsked =
  | { readonly watch: number; readonly name: WatchName; readonly input: WatchInput<WatchName> }
  | { readonly unwatch: number }

export interface WatchAnswered {
  readonly watch: number
  readonly told: WatchTold<WatchName>
}
