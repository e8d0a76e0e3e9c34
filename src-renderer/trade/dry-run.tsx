import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '../../src-shared/contract.ts'
import { call, viewOf } from '../panel-client.ts'
import { ErrorNote } from '../ui/parts.tsx'

type Asked = CallInput<'orders.dryRun'>

interface DryRunProps {
  readonly accountId: string
  readonly request: Asked['request'] | null
  readonly disabled: boolean
}

/**
 * Lets the exchange check the order without placing it. What it said is shown only while the form still says the same.
 */
export const DryRun = memo(function DryRun({ accountId, request, disabled }: DryRunProps): ReactNode {
  const { t } = useTranslation()
  const run = useMutation({ mutationFn: (asked: Asked) => call('orders.dryRun', asked) })
  const asked = request === null ? null : { accountId, request }
  const isCurrent = asked !== null && JSON.stringify(run.variables) === JSON.stringify(asked)
  return (
    <>
      <Button
        variant="default"
        disabled={disabled || asked === null}
        loading={run.isPending}
        onClick={() => asked !== null && run.mutate(asked)}
      >
        {t('ticket.dryRun')}
      </Button>
      {isCurrent && run.data?.accepted === true && (
        <div className="note good" role="status">
          {t('ticket.dryRunAccepted')}
        </div>
      )}
      {isCurrent && run.data?.accepted === false && (
        <ErrorNote error={run.data.error} title={t('ticket.dryRunRefused')} />
      )}
      {isCurrent && run.error !== null && <ErrorNote error={viewOf(run.error)} />}
    </>
  )
})
