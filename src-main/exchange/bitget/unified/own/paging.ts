interface Row {
  readonly orderId: string
}

/**
 * Reads a list page by page until there is no further cursor, a page brings nothing new, or `enough` is said. Each row
 * once. `whenCut` is told when there is more than `maxPages` hold.
 */
export async function allPages<R extends Row>(
  read: (cursor: string | undefined) => Promise<{ readonly list: readonly R[]; readonly cursor: string }>,
  maxPages: number,
  whenCut: () => void,
  enough: (rows: readonly R[]) => boolean = () => false,
): Promise<readonly R[]> {
  const rows = new Map<string, R>()
  let position: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const { list, cursor } = await read(position)
    const before = rows.size
    for (const row of list) rows.set(row.orderId, row)
    if (cursor === '' || cursor === position || rows.size === before || enough([...rows.values()]))
      return [...rows.values()]
    position = cursor
  }
  whenCut()
  return [...rows.values()]
}
