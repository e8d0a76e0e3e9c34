import type { ReadPage } from '../../../core/readable-rows.ts'

/** One row of a list that is paged by `idLessThan`. */
interface Row {
  readonly orderId: string
}

/**
 * Reads a list page by page, newest first, until a page is short, brings nothing new, or `enough` is said. Each row
 * once.
 * @param size what a full page has. @param whenCut told when there is more than `maxPages` hold.
 */
export async function allPages<R extends Row>(
  read: (idLessThan: string | undefined) => Promise<ReadPage<R>>,
  size: number,
  maxPages: number,
  whenCut: () => void,
  enough: (rows: readonly R[]) => boolean = () => false,
): Promise<readonly R[]> {
  const rows = new Map<string, R>()
  let idLessThan: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await read(idLessThan)
    const before = rows.size
    for (const row of answer.rows) rows.set(row.orderId, row)
    if (answer.size < size || rows.size === before || enough([...rows.values()])) return [...rows.values()]
    idLessThan = answer.rows.at(-1)?.orderId
  }
  whenCut()
  return [...rows.values()]
}
