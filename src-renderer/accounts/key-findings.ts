import type { KeyReport } from '../../src-shared/account.ts'
import type { Tone } from '../ui/parts.tsx'

const dayMs = 86_400_000
/** How long before a key expires a person is warned. */
const warnDays = 14

/** What is worth seeing at a glance about a key. `days`: whole days until it expires. */
export type KeyFinding =
  | {
      readonly kind:
        | 'readOnly'
        | 'trades'
        | 'rightsUnknown'
        | 'cannotRead'
        | 'withdraws'
        | 'withdrawsAccepted'
        | 'notIpBound'
        | 'ipBound'
        | 'expired'
      readonly tone: Tone
    }
  | { readonly kind: 'expires'; readonly tone: Tone; readonly days: number }

/** From a key's report; `now` is epoch ms. IP addresses and expiry warn, they never stop a key. */
export function keyFindings(report: KeyReport, withdrawalAccepted: boolean, now: number): readonly KeyFinding[] {
  return [rightsOf(report), withdrawalsOf(report, withdrawalAccepted), ipOf(report), expiryOf(report, now)].filter(
    (finding) => finding !== null,
  )
}

function rightsOf({ canRead, canTrade }: KeyReport): KeyFinding {
  if (!canRead) return { kind: 'cannotRead', tone: 'bad' }
  if (canTrade === null) return { kind: 'rightsUnknown', tone: 'plain' }
  return canTrade ? { kind: 'trades', tone: 'good' } : { kind: 'readOnly', tone: 'info' }
}

function withdrawalsOf({ canWithdraw }: KeyReport, accepted: boolean): KeyFinding | null {
  if (canWithdraw !== true) return null
  return accepted ? { kind: 'withdrawsAccepted', tone: 'warn' } : { kind: 'withdraws', tone: 'bad' }
}

function ipOf({ ipRestricted }: KeyReport): KeyFinding | null {
  if (ipRestricted === null) return null
  return ipRestricted ? { kind: 'ipBound', tone: 'plain' } : { kind: 'notIpBound', tone: 'warn' }
}

function expiryOf({ expiresAt }: KeyReport, now: number): KeyFinding | null {
  if (expiresAt === null) return null
  if (expiresAt <= now) return { kind: 'expired', tone: 'bad' }
  const days = Math.floor((expiresAt - now) / dayMs)
  return { kind: 'expires', tone: days < warnDays ? 'warn' : 'plain', days }
}
