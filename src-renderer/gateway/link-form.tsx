import { Button, Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import { KeychainMissing } from '../accounts/keychain-missing.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { viewOf } from '../panel-client.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { messageText } from '../ui/error-text.ts'
import { ErrorNote } from '../ui/parts.tsx'

interface Work {
  readonly isPending: boolean
  readonly error: Error | null
}

interface Props {
  readonly title: string
  /** All fields are right. */
  readonly isWhole: boolean
  /** A password that was typed has a place. */
  readonly isKept: boolean
  readonly trial: Work
  readonly save: Work
  readonly onTry: () => void
  readonly onSave: () => void
  readonly onClose: () => void
  /** What the trial found. */
  readonly found: ReactNode
  readonly children: ReactNode
}

/** A connection to a server as a form: its fields, what a trial of it found, and the ways to try and keep it. */
export function LinkForm(props: Props): ReactNode {
  const { title, isWhole, isKept, trial, save, onTry, onSave, onClose, found, children } = props
  const { t } = useTranslation()
  const isReady = isWhole && isKept
  return (
    <FormDialog
      onClose={onClose}
      size="lg"
      title={title}
      onSubmit={() => {
        if (isReady && !save.isPending) onSave()
      }}
    >
      {children}
      {found}
      {trial.error !== null && <ErrorNote error={viewOf(trial.error)} />}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      <div className="actions">
        <Button variant="default" disabled={!isWhole} loading={trial.isPending} onClick={onTry}>
          {t('redisOptions.try')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!isReady} loading={save.isPending}>
          {t('redisOptions.save')}
        </Button>
      </div>
    </FormDialog>
  )
}

interface PlaceProps {
  readonly info: AppInfo
  /** Whether a password was typed, which needs a place. */
  readonly isTyped: boolean
  readonly thisRunOnly: boolean
  readonly onChange: (thisRunOnly: boolean) => void
}

/** Where a typed password goes. */
export function SecretPlace({ info, isTyped, thisRunOnly, onChange }: PlaceProps): ReactNode {
  const { t } = useTranslation()
  return (
    <>
      <KeychainMissing keychain={info.keychain} />
      {isTyped && (
        <Checkbox
          size="xs"
          label={t('redisOptions.thisRunOnly')}
          description={info.keychain.available ? t('redisOptions.keychainHelp') : undefined}
          checked={thisRunOnly}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )}
    </>
  )
}

/** Why a connection that was tried does not work. */
export function TrialProblem({ problem }: { problem: MessageRef }): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="note bad" role="alert">
      {messageText(problem, useLanguage(), t)}
    </div>
  )
}
