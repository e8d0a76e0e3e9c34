import { NativeSelect, SegmentedControl } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderKind } from '../../src-shared/order.ts'
import type { MarketView } from '../views.ts'
import { orderKinds, withTerms } from './draft.ts'
import { groupOf, kindGroups } from './kind-tabs.ts'
import { editDraft, useTicket } from './ticket-store.ts'

interface KindChoiceProps {
  readonly kind: OrderKind
  readonly market: MarketView
}

/** Which kind of order: tabs for the usual ones; what a tab has several of is chosen below it. */
export const KindChoice = memo(function KindChoice({ kind, market }: KindChoiceProps): ReactNode {
  const { t } = useTranslation()
  const groups = kindGroups(market)
  const { tab, kinds } = groupOf(kind, market)
  const choose = (chosen: OrderKind | undefined): void => {
    if (chosen !== undefined) editDraft(withTerms(useTicket.getState().draft, { kind: chosen }, market))
  }
  return (
    <>
      <SegmentedControl
        fullWidth
        size="xs"
        transitionDuration={0}
        aria-label={t('ticket.kind')}
        value={tab}
        data={groups.map((group) => ({ value: group.tab, label: t(`kindTab.${group.tab}`) }))}
        onChange={(chosen) => choose(groups.find((group) => group.tab === chosen)?.kinds[0])}
      />
      {kinds.length > 1 && (
        <NativeSelect
          label={t('ticket.kind')}
          description={t(`kindHelp.${kind}`)}
          value={kind}
          data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(event) => choose(orderKinds.find((each) => each === event.currentTarget.value))}
        />
      )}
    </>
  )
})
