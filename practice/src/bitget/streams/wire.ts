import { stringify } from 'lossless-json'
import type { StreamArg } from './stream-args.ts'

/** JSON text in which a bigint is a bare number with all its digits. */
export const json = (value: unknown): string => stringify(value) ?? 'null'

/** One push. `now` in epoch ms. */
export function messageText(
  action: 'snapshot' | 'update',
  { shown }: Pick<StreamArg, 'shown'>,
  data: unknown,
  now: number,
): string {
  return json({ action, arg: shown, data, ts: now })
}
