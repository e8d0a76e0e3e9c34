import { z } from 'zod'
import { noAnswer } from './classify.ts'
import type { Venue } from './venue.ts'

/** A list of an exchange's, row by row: what could be read, and what could not. */
export interface Rows<T> {
  readonly rows: readonly T[]
  readonly unread: readonly unknown[]
}

/**
 * A list (null counts as empty) of which each row is read by itself: one of a shape of the future takes no other along.
 */
export function rowsOf<S extends z.ZodType>(schema: S) {
  return z
    .array(z.unknown())
    .nullable()
    .transform((list) => sorted(schema, list ?? []))
}

/** {@link rowsOf} where the list may be missing altogether. */
export function optionalRowsOf<S extends z.ZodType>(schema: S) {
  return z
    .array(z.unknown())
    .nullish()
    .transform((list) => sorted(schema, list ?? []))
}

function sorted<S extends z.ZodType>(schema: S, list: readonly unknown[]): Rows<z.infer<S>> {
  const rows: z.infer<S>[] = []
  const unread: unknown[] = []
  for (const each of list) {
    const row = schema.safeParse(each)
    if (row.success) rows.push(row.data)
    else unread.push(each)
  }
  return { rows, unread }
}

export interface RowsReading {
  readonly venue: Pick<Venue, 'logger' | 'exchange'>
  readonly path: string
  /** Whether a row may not be left out, since it may be the very one that is looked for; missing: every row may. */
  readonly mustRead?: (row: unknown) => boolean
}

/**
 * The rows that could be read; the others are left out with a log line. @throws GatewayError `retryable` when one of
 * those is what the caller looks for: "not there" would then be untrue.
 */
export function readRows<T>({ rows, unread }: Rows<T>, { venue, path, mustRead }: RowsReading): readonly T[] {
  if (unread.length === 0) return rows
  const first = unread.slice(0, 3).map(namesOf)
  venue.logger.warn({ path, left: unread.length, rows: first }, 'rows that could not be read were left out')
  if (mustRead === undefined || !unread.some(mustRead)) return rows
  throw noAnswer(venue.exchange, 'unreadable order')
}

/** A page of a list: what could be read of it, and how many rows it has in all, which tells whether it is the last. */
export interface ReadPage<T> {
  readonly rows: readonly T[]
  readonly size: number
}

/** {@link readRows} of a page. */
export function readPage<T>(list: Rows<T>, reading: RowsReading): ReadPage<T> {
  return { rows: readRows(list, reading), size: list.rows.length + list.unread.length }
}

/** Whether a row holds this id, whatever its field is called. */
export function holds(id: string): (row: unknown) => boolean {
  return (row) => typeof row === 'object' && row !== null && Object.values(row).some((value) => value === id)
}

/** For a search by what an order is, not by its id: no row may be left out. */
export const everyRow = (): boolean => true

/** Of a row only its short texts: ids and words, which tell what is new in it. */
function namesOf(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return typeof row
  return Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === 'string' && value.length <= 40))
}
