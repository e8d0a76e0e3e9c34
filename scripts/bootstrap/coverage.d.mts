export interface Count {
  readonly total: number
  readonly covered: number
}
export interface Counts {
  readonly lines: Count
  readonly branches: Count
}
export function byRoom(
  files: readonly (readonly [path: string, counts: Counts])[],
): readonly (Counts & { readonly room: string })[]
