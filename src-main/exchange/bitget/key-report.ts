import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { CredentialsReport } from '../core/base-exchange-client.ts'

/**
 * Rights that move nothing out of the account, in both vocabularies: words, and the four letters of classic keys (what,
 * then r(ead) or w(rite): `stow` is spot trade, write). Bitget publishes no full list.
 */
const harmlessWords = new Set(
  (
    'read readonly read-only read_only trade spot_trade contract_trade margin_trade futures_trade ' +
    'uta_mgt uta_trade copy_futures_position copy_futures_order ' +
    'coow cpow stow smow ttow wtow taxw chow p2p pllw'
  ).split(' '),
)
const readsOnly = /^[a-z][a-z0-9]{2}r$/
const withdraws = /withdraw|^wwow$/
const tradingWords = new Set(['stow', 'trade', 'spot_trade', 'uta_trade'])

/** What Bitget says of a key. */
interface KeyInfo {
  readonly rights: readonly string[]
  readonly ips: string
  /** Where it says of the whole key whether it may write; null: it does not. */
  readonly readOnly: boolean | null
  readonly accountKind: string
  readonly uid: string | null
}

/**
 * What a key may do, from Bitget's words for it. One that holds "withdraw" is the right to withdraw, known ones are
 * not, and with a stranger among them nobody can say.
 */
export function credentialsReport({ rights, ips, readOnly, accountKind, uid }: KeyInfo): CredentialsReport {
  const words = rights.map((right) => right.trim().toLowerCase())
  const mayWithdraw = words.some((word) => withdraws.test(word))
  const strangers = words.filter((word) => !harmlessWords.has(word) && !readsOnly.test(word) && !withdraws.test(word))
  const unclear = strangers.length > 0 || words.length === 0
  const mayTrade = words.some((word) => tradingWords.has(word))
  return {
    canRead: true,
    canTrade: readOnly === true ? false : mayTrade ? true : unclear ? null : false,
    canWithdraw: mayWithdraw ? true : unclear ? null : false,
    ipRestricted: ips.trim() !== '',
    expiresAt: null,
    accountKind,
    uid,
    notes:
      strangers.length === 0
        ? []
        : [
            message('bitget.note.rights_unread', {
              exchange: labelOf('bitget'),
              rights: strangers.join(', '),
            }),
          ],
  }
}
