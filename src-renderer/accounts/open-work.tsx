import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorView } from '../../src-shared/errors.ts'

interface OpenWorkProps {
  /** What the gateway answered last; null: nothing yet. */
  readonly refusal: ErrorView | null
  readonly what: 'openWorkRemove' | 'openWorkReplace'
  readonly accepted: boolean
  readonly onAccept: (accepted: boolean) => void
}

/** Whether the gateway refused something because an account has orders in doubt or live brackets. */
export const isOpenWork = (refusal: ErrorView | null): boolean => refusal?.text.key === 'account.open_work'

/** Once the gateway has said what an account still has under way: the person's word that they go on all the same. */
export function OpenWork({ refusal, what, accepted, onAccept }: OpenWorkProps): ReactNode {
  const { t } = useTranslation()
  if (!isOpenWork(refusal)) return null
  return (
    <Checkbox
      checked={accepted}
      onChange={({ currentTarget }) => onAccept(currentTarget.checked)}
      label={t(`accounts.${what}`)}
    />
  )
}
