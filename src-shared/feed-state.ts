/**
 * Whether what a feed told last is the present state. `waiting`: nothing has come yet. `stale`: the connection broke, a
 * message was missed or could not be read; what was told before is the past. `refused`: it will not be told; ask
 * instead. `why` is for people who look for a cause, in English.
 */
export type FeedState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'stale'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }
