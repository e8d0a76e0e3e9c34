import { z } from 'zod'

type Row = Readonly<Record<string, unknown>>

const versionSchema = z.object({ v: z.int().nonnegative().default(0) }).loose()

/**
 * JSON texts of one kind in the journal, each of which tells the version of its shape; those of version 0 do not.
 *
 * @param schema The shape of now. Money is decimal text in a row.
 * @param upgrades What turns a row of one version into the next, the oldest first. Never change one that was released,
 * add another.
 */
export function versionedRows<T>(schema: z.ZodType<T>, upgrades: readonly ((row: Row) => Row)[]) {
  const version = upgrades.length
  return {
    /** Of the rows that are written now. */
    version,
    text: (value: object): string => JSON.stringify(version === 0 ? value : { v: version, ...value }),
    /** A row of this version or an earlier one. @throws for anything else. */
    parse: (text: string): T => {
      const { v, ...row } = versionSchema.parse(JSON.parse(text))
      if (v > version) throw new Error(`the row has version ${v}, later than ${version}`)
      return schema.parse(upgrades.slice(v).reduce((older: Row, upgrade) => upgrade(older), row))
    },
  }
}
