import { Checkbox, PasswordInput, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import type { KeyDraft } from './key-draft.ts'

interface KeyFieldsProps {
  readonly value: KeyDraft
  readonly onChange: (value: KeyDraft) => void
  readonly keychain: AppInfo['keychain']
  readonly withPassphrase: boolean
  readonly errors: Readonly<Record<string, string>>
}

export function KeyFields({ value, onChange, keychain, withPassphrase, errors }: KeyFieldsProps): ReactNode {
  const { t } = useTranslation()
  return (
    <>
      <PasswordInput
        label={t('accounts.apiKey')}
        value={value.apiKey}
        error={errors.apiKey}
        autoComplete="off"
        maxLength={512}
        visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
        onChange={(event) => onChange({ ...value, apiKey: event.currentTarget.value })}
      />
      <Textarea
        label={t('accounts.secret')}
        description={t('accounts.secretHelp')}
        value={value.secret}
        error={errors.secret}
        rows={3}
        className="secret"
        autoComplete="off"
        spellCheck={false}
        maxLength={8192}
        onChange={(event) => onChange({ ...value, secret: event.currentTarget.value })}
      />
      {withPassphrase && (
        <PasswordInput
          label={t('accounts.passphrase')}
          value={value.passphrase}
          error={errors.passphrase}
          autoComplete="off"
          maxLength={512}
          visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
          onChange={(event) => onChange({ ...value, passphrase: event.currentTarget.value })}
        />
      )}
      {keychain.available ? (
        <Checkbox
          size="xs"
          label={t('accounts.thisRunOnly')}
          description={t('accounts.keychainHelp')}
          checked={value.thisRunOnly}
          onChange={(event) => onChange({ ...value, thisRunOnly: event.currentTarget.checked })}
        />
      ) : (
        <>
          <div className="note warn">{t('accounts.keychainMissing', { reason: keychain.reason ?? '—' })}</div>
          <Checkbox
            size="xs"
            label={t('accounts.thisRunOnly')}
            checked={value.thisRunOnly}
            onChange={(event) => onChange({ ...value, thisRunOnly: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  )
}
