import type { AppInfo, CallInput } from '../../src-shared/contract.ts'

/** A key as typed. It lives in the form's state only and is dropped with it. */
export interface KeyDraft {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string
  readonly thisRunOnly: boolean
}

export const emptyKey: KeyDraft = { apiKey: '', secret: '', passphrase: '', thisRunOnly: false }

export function isComplete(key: KeyDraft): boolean {
  return key.apiKey.trim() !== '' && key.secret.trim() !== ''
}

/** The credentials to send. A PEM keeps its lines; around it, blanks come from copying. */
export function credentialsOf(key: KeyDraft): CallInput<'accounts.setCredentials'>['credentials'] {
  return {
    apiKey: key.apiKey.trim(),
    secret: key.secret.trim(),
    passphrase: key.passphrase === '' ? null : key.passphrase,
  }
}

/** Without a keychain, a key is taken only by somebody who agreed that it is lost at the end of the run. */
export function mayStore(key: KeyDraft, keychain: AppInfo['keychain']): boolean {
  return isComplete(key) && (keychain.available || key.thisRunOnly)
}
