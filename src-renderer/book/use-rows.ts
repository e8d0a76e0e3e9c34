import { type RefCallback, useCallback, useState } from 'react'

/** Rows until the place for them has been measured. */
const atFirst = 10

/** How many rows of a height fit into an element on either side of a line between them, as it is resized. */
export function useRowsOfSides(rowHeight: number, between: number): readonly [number, RefCallback<HTMLElement>] {
  const [rows, setRows] = useState(atFirst)
  const attach = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return
      const observer = new ResizeObserver(([entry]) => {
        const height = entry?.contentRect.height ?? 0
        if (height > 0) setRows(Math.max(1, Math.floor((height - between) / 2 / rowHeight)))
      })
      observer.observe(element)
      return () => observer.disconnect()
    },
    [rowHeight, between],
  )
  return [rows, attach]
}
