import type { AppInfo, CallInput } from '../../src-shared/contract.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import type { ExchangeProfile } from '../../src-shared/exchange-profiles.ts'

/** A key as typed. It lives in the form's state only and is dropped with it. */
export interface KeyDraft {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string
  readonly thisRunOnly: boolean
  /** Agreed to after the gateway refused the key for its right to withdraw. */
  readonly acceptWithdrawals: boolean
}

export const emptyKey: KeyDraft = {
  apiKey: '',
  secret: '',
  passphrase: '',
  thisRunOnly: false,
  acceptWithdrawals: false,
}

type Profile = Pick<ExchangeProfile, 'passphrase'>

function isComplete(key: KeyDraft, { passphrase }: Profile): boolean {
  return key.apiKey.trim() !== '' && key.secret.trim() !== '' && (!passphrase || key.passphrase !== '')
}

/** The credentials to send. A PEM keeps its lines; around it, blanks come from copying. */
export function credentialsOf(
  key: KeyDraft,
  { passphrase }: Profile,
): CallInput<'accounts.setCredentials'>['credentials'] {
  return {
    apiKey: key.apiKey.trim(),
    secret: key.secret.trim(),
    passphrase: passphrase ? key.passphrase : null,
  }
}

/** Without a keychain, a key is taken only by somebody who agreed that it is lost at the end of the run. */
export function mayStore(key: KeyDraft, profile: Profile, keychain: AppInfo['keychain']): boolean {
  return isComplete(key, profile) && (keychain.available || key.thisRunOnly)
}

/** The key with other text in it: what was agreed to for the key before does not hold for it. */
export function withKeyText(
  key: KeyDraft,
  change: Partial<Pick<KeyDraft, 'apiKey' | 'secret' | 'passphrase'>>,
): KeyDraft {
  return { ...key, ...change, acceptWithdrawals: false }
}

/** Whether the gateway refused a key because it can withdraw: then the person may accept that. */
export function refusedForWithdrawals(error: ErrorView | null): boolean {
  return error?.text.key === 'account.key_can_withdraw'
}
