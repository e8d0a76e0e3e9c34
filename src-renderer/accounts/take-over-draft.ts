import type { RedisPermission } from '../../src-shared/account.ts'
import type { CallInput } from '../../src-shared/contract.ts'
import type { DjangoBroker } from '../../src-shared/django-brokers.ts'
import { isUrl } from './account-draft.ts'

/** How the chosen brokers are to be taken over, as typed. Django's SECRET_KEY lives beside it, in the dialog's state. */
export interface TakeOverDraft {
  readonly place: 'exchange' | 'practice'
  /** Of a practice server; empty: this application's own exchange. */
  readonly practiceUrl: string
  readonly redisPermission: RedisPermission
  readonly thisRunOnly: boolean
}

export const emptyTakeOver: TakeOverDraft = {
  place: 'exchange',
  practiceUrl: '',
  redisPermission: 'read',
  thisRunOnly: false,
}

/** What a person agreed to for one broker, after the gateway refused it for that. */
export interface Accepted {
  readonly acceptWithdrawals: boolean
  readonly despiteOpenWork: boolean
}

export const nothingAccepted: Accepted = { acceptWithdrawals: false, despiteOpenWork: false }

/** Whether no key goes along: the application's own practice exchange makes its own. */
export function isKeyless({ place, practiceUrl }: TakeOverDraft): boolean {
  return place === 'practice' && practiceUrl.trim() === ''
}

/** Whether the practice server's address can be one. */
export function isPlace({ place, practiceUrl }: TakeOverDraft): boolean {
  return place === 'exchange' || practiceUrl.trim() === '' || isUrl(practiceUrl.trim())
}

/** Whether a broker can be taken over as it stands: as a new account, or its key in place of another one here. */
export function mayTakeOver(broker: DjangoBroker, draft: TakeOverDraft): boolean {
  const { problem, keyProblem, here } = broker
  if (problem !== null) return false
  if (isKeyless(draft)) return here === null
  // Practice is without real money anyway.
  const hindrance = draft.place === 'practice' && keyProblem?.key === 'take_over.no_testnet' ? null : keyProblem
  if (hindrance !== null) return false
  if (here === null) return true
  return draft.place === 'exchange' && here.problem === null && (here.key === 'other' || here.key === 'missing')
}

/** Those that are meant without anybody having said so: what is active in Django and not here. */
export function isOffered(broker: DjangoBroker, draft: TakeOverDraft): boolean {
  return broker.isActive && broker.here === null && mayTakeOver(broker, draft)
}

/** What to send for a broker. */
export function takeOverOf(
  { brokerId }: Pick<DjangoBroker, 'brokerId'>,
  draft: TakeOverDraft,
  accepted: Accepted,
  secretKey: string | null,
): CallInput<'brokers.takeOver'> {
  const url = draft.practiceUrl.trim()
  return {
    brokerId,
    secretKey,
    place: draft.place === 'exchange' ? { kind: 'exchange' } : { kind: 'practice', url: url === '' ? null : url },
    redisPermission: draft.redisPermission,
    thisRunOnly: draft.thisRunOnly && !isKeyless(draft),
    ...accepted,
  }
}
