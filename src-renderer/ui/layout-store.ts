import type { SplitterPaneSize } from '@mantine/hooks'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** How a person laid the window out, on this machine. */
interface Layout {
  readonly sizes: Readonly<Record<string, readonly SplitterPaneSize[]>>
}

const useLayout = create<Layout>()(persist((): Layout => ({ sizes: {} }), { name: 'aristobot-layout', version: 1 }))

/** null: never moved, or of another layout. */
export function sizesOf(id: string, count: number): readonly SplitterPaneSize[] | null {
  const sizes = useLayout.getState().sizes[id]
  return sizes?.length === count ? sizes : null
}

export function keepSizes(id: string, sizes: readonly SplitterPaneSize[]): void {
  useLayout.setState((layout) => ({ sizes: { ...layout.sizes, [id]: sizes } }))
}
