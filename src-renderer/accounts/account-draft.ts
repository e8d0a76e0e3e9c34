import type { Environment, ExchangeName, RedisPermission } from '../../src-shared/account.ts'
import type { AppInfo, CallInput } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { credentialsOf, type KeyDraft, mayStore } from './key-draft.ts'

type EnvironmentKind = Environment['kind']

/** A new account as typed. What its exchange does not have is left out of what is sent. */
export interface AccountDraft {
  readonly name: string
  readonly exchange: ExchangeName
  readonly environment: EnvironmentKind
  readonly practiceUrl: string
  /** null: the exchange's first. */
  readonly practiceKind: string | null
  readonly brokerId: string
  readonly userId: string
  readonly redisPermission: RedisPermission
}

export const emptyAccount: AccountDraft = {
  name: '',
  exchange: 'binance',
  environment: 'practice',
  practiceUrl: '',
  practiceKind: null,
  brokerId: '',
  userId: '1',
  redisPermission: 'nothing',
}

export type AccountField = 'name' | 'brokerId' | 'userId' | 'url' | 'apiKey'

/** The draft on another exchange: an environment or kind that it lacks falls back to its first. */
export function onExchange(draft: AccountDraft, exchange: ExchangeName): AccountDraft {
  const { environments, practiceKinds } = exchangeProfiles[exchange]
  const environment = environments.includes(draft.environment) ? draft.environment : 'practice'
  const keepsKind = draft.practiceKind !== null && practiceKinds.includes(draft.practiceKind)
  return { ...draft, exchange, environment, practiceKind: keepsKind ? draft.practiceKind : null }
}

/** The kinds of practice account to choose from; none where there is no choice. */
export function practiceKindsOf({ exchange, environment }: AccountDraft): readonly string[] {
  const { practiceKinds } = exchangeProfiles[exchange]
  return environment === 'practice' && practiceKinds.length > 1 ? practiceKinds : []
}

/** The application's own practice exchange needs no key. */
export function needsKey(draft: AccountDraft): boolean {
  return draft.environment !== 'practice' || draft.practiceUrl.trim() !== ''
}

/** Whole number above zero that a JavaScript number holds exactly; ids are counted, not computed with. */
export function positiveId(text: string): number | null {
  const value = /^\d{1,16}$/.test(text.trim()) ? Number(text.trim()) : 0
  return Number.isSafeInteger(value) && value > 0 ? value : null
}

export function isUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}

/** What to send, or which inputs are not right yet. */
export function newAccount(
  draft: AccountDraft,
  key: KeyDraft,
  keychain: AppInfo['keychain'],
): { readonly input: CallInput<'accounts.add'> } | { readonly wrong: ReadonlySet<AccountField> } {
  const wrong = new Set<AccountField>()
  const profile = exchangeProfiles[draft.exchange]
  const brokerId = positiveId(draft.brokerId)
  const userId = positiveId(draft.userId)
  const url = draft.practiceUrl.trim()
  if (draft.name.trim() === '') wrong.add('name')
  if (brokerId === null) wrong.add('brokerId')
  if (userId === null) wrong.add('userId')
  if (draft.environment === 'practice' && url !== '' && !isUrl(url)) wrong.add('url')
  if (needsKey(draft) && !mayStore(key, profile, keychain)) wrong.add('apiKey')
  if (wrong.size > 0 || brokerId === null || userId === null) return { wrong }
  return {
    input: {
      name: draft.name.trim(),
      exchange: draft.exchange,
      brokerId,
      userId,
      environment:
        draft.environment === 'practice'
          ? { kind: 'practice', url: url === '' ? null : url, accountKind: draft.practiceKind }
          : { kind: draft.environment },
      redisPermission: draft.redisPermission,
      credentials: needsKey(draft) ? credentialsOf(key, profile) : null,
      thisRunOnly: needsKey(draft) && key.thisRunOnly,
      acceptWithdrawals: needsKey(draft) && key.acceptWithdrawals,
    },
  }
}
