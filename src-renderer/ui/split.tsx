import { Splitter } from '@mantine/core'
import type { SplitterPaneSize } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepSizes, sizesOf } from './layout-store.ts'

interface Pane {
  readonly key: string
  /** Pixels stay as they are when the window grows; plain numbers share what is left. */
  readonly size: SplitterPaneSize
  readonly min: SplitterPaneSize
  readonly children: ReactNode
}

interface SplitProps {
  /** Under which its sizes are remembered. */
  readonly id: string
  readonly orientation: 'horizontal' | 'vertical'
  readonly panes: readonly Pane[]
}

/** Panes whose borders can be moved by pointer or arrow keys, and stay where they were put. */
export function Split({ id, orientation, panes }: SplitProps): ReactNode {
  const { t } = useTranslation()
  // Read once: what is moved from then on is the part's own.
  const [kept] = useState(() => sizesOf(id, panes.length))
  return (
    <Splitter
      className="split"
      orientation={orientation}
      lineSize={8}
      withHandle={false}
      step="16px"
      shiftStep="64px"
      attributes={{ handle: { 'aria-label': t('common.resize'), title: t('common.resize') } }}
      onResizeEnd={(_index, sizes) => keepSizes(id, sizes)}
    >
      {panes.map(({ key, size, min, children }, index) => (
        <Splitter.Pane key={key} defaultSize={kept?.[index] ?? size} min={min} className="split-pane">
          {children}
        </Splitter.Pane>
      ))}
    </Splitter>
  )
}
