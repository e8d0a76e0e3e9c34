import { Button, Radio, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { ErrorNote } from '../ui/parts.tsx'

/** What has to be typed; the same in every language. */
const word = 'SETTLE'

interface SettleByHandProps {
  readonly journalId: number
  readonly onClose: () => void
}

/** A person says what became of an order that the exchange tells nothing of. */
export function SettleByHand({ journalId, onClose }: SettleByHandProps): ReactNode {
  const { t } = useTranslation()
  const [became, setBecame] = useState<'placed' | 'nothing' | null>(null)
  const [orderId, setOrderId] = useState('')
  const [typed, setTyped] = useState('')
  const settle = useMutation({
    mutationFn: () => call('orders.settle', { journalId, orderId: became === 'placed' ? orderId.trim() : null }),
    retry: false,
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.gateway })
      void queryClient.invalidateQueries({ queryKey: keys.orderInNeed(journalId) })
    },
  })
  const ready = typed === word && (became === 'nothing' || (became === 'placed' && orderId.trim() !== ''))
  return (
    <form
      className="stack note warn"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !settle.isPending) settle.mutate()
      }}
    >
      <Radio.Group
        label={t('attention.became')}
        value={became}
        onChange={(value) => setBecame(value === 'placed' ? 'placed' : 'nothing')}
      >
        <div className="stack tight">
          <Radio size="xs" value="placed" label={t('attention.placed')} />
          <Radio size="xs" value="nothing" label={t('attention.nothing')} />
        </div>
      </Radio.Group>
      {became === 'placed' && (
        <TextInput
          label={t('attention.orderId')}
          description={t('attention.orderIdHelp')}
          value={orderId}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setOrderId(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('attention.typeWord', { word })}
        value={typed}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {settle.error !== null && <ErrorNote error={viewOf(settle.error)} />}
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" className="execute-sell" disabled={!ready} loading={settle.isPending}>
          {t('attention.settleConfirm')}
        </Button>
      </div>
    </form>
  )
}
