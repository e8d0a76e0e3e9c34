import type { ReactNode } from 'react'
import type { DecimalText } from '../../src-shared/money.ts'
import { MoveExits } from '../brackets/move-exits.tsx'
import { EditOrder } from '../orders/edit-order.tsx'
import type { AccountView, MarketView } from '../views.ts'
import type { ChartLevel } from './chart-levels.ts'

export interface Proposal {
  readonly level: ChartLevel
  readonly price: DecimalText
}

interface ProposalDialogProps {
  readonly account: AccountView
  readonly market: MarketView
  readonly proposal: Proposal
  readonly onClose: () => void
}

/** The last look at what letting go of a level asks for: the same one that changes the order anywhere else. */
export function ProposalDialog({ account, market, proposal, onClose }: ProposalDialogProps): ReactNode {
  const { level, price } = proposal
  const { move } = level
  switch (move.kind) {
    case 'order':
      return (
        <EditOrder
          account={account}
          order={move.order}
          market={market}
          proposed={{ field: move.field, price }}
          onClose={onClose}
        />
      )
    case 'bracket':
      return (
        <MoveExits
          account={account}
          bracket={move.bracket}
          market={market}
          proposed={{ role: move.role, field: move.field, price }}
          onClose={onClose}
        />
      )
    case 'none':
      return null
  }
}
