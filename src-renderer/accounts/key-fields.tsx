import { Checkbox, PasswordInput, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import type { ExchangeProfile } from '../../src-shared/exchange-profiles.ts'
import { ErrorNote } from '../ui/parts.tsx'
import { type KeyDraft, refusedForWithdrawals, withKeyText } from './key-draft.ts'
import { KeychainMissing } from './keychain-missing.tsx'

interface KeyFieldsProps {
  readonly value: KeyDraft
  readonly onChange: (value: KeyDraft) => void
  readonly keychain: AppInfo['keychain']
  readonly profile: ExchangeProfile
  /** Sentences by input. */
  readonly errors: Readonly<Partial<Record<'apiKey' | 'secret' | 'passphrase', string | null>>>
  /** Why the gateway did not take the key, where that belongs to no single input. */
  readonly refusal: ErrorView | null
}

export function KeyFields({ value, onChange, keychain, profile, errors, refusal }: KeyFieldsProps): ReactNode {
  const { t } = useTranslation()
  const privateKeys = profile.keyKinds.filter((kind) => kind !== 'hmac')
  const kinds = privateKeys.map((kind) => t(`accounts.keyKind.${kind}`)).join(' / ')
  const type = (change: Parameters<typeof withKeyText>[1]): void => onChange(withKeyText(value, change))
  return (
    <>
      <PasswordInput
        label={t('accounts.apiKey')}
        value={value.apiKey}
        error={errors.apiKey}
        autoComplete="off"
        maxLength={512}
        visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
        onChange={(event) => type({ apiKey: event.currentTarget.value })}
      />
      <Textarea
        label={t(kinds === '' ? 'accounts.secretOnly' : 'accounts.secret')}
        description={kinds === '' ? t('accounts.secretOnlyHelp') : t('accounts.secretHelp', { kinds })}
        value={value.secret}
        error={errors.secret}
        rows={3}
        className="secret"
        autoComplete="off"
        spellCheck={false}
        maxLength={8192}
        onChange={(event) => type({ secret: event.currentTarget.value })}
      />
      {profile.passphrase && (
        <PasswordInput
          label={t('accounts.passphrase')}
          description={t('accounts.passphraseHelp', { exchange: profile.label })}
          value={value.passphrase}
          error={errors.passphrase}
          autoComplete="off"
          maxLength={512}
          visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
          onChange={(event) => type({ passphrase: event.currentTarget.value })}
        />
      )}
      <KeychainMissing keychain={keychain} />
      <Checkbox
        size="xs"
        label={t('accounts.thisRunOnly')}
        description={keychain.available ? t('accounts.keychainHelp') : undefined}
        checked={value.thisRunOnly}
        onChange={(event) => onChange({ ...value, thisRunOnly: event.currentTarget.checked })}
      />
      {refusal !== null && <ErrorNote error={refusal} />}
      {(refusedForWithdrawals(refusal) || value.acceptWithdrawals) && (
        <Checkbox
          size="xs"
          label={t('accounts.acceptWithdrawals')}
          checked={value.acceptWithdrawals}
          onChange={(event) => onChange({ ...value, acceptWithdrawals: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
