import { Venue } from '../../src-main/exchange/core/venue.ts'
import type { Priority } from '../../src-main/exchange/http/admission.ts'

/** Leave that was asked for to send a request. */
export interface Asked {
  readonly priority: Priority
  readonly patienceMs: number
}

/** Every request that a client of any venue asks leave for, from now on. */
export function watchAdmissions(): { readonly asked: Asked[]; readonly stop: () => void } {
  const asked: Asked[] = []
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below, and put back
  const { admit } = Venue.prototype
  Venue.prototype.admit = function (this: Venue, cost, priority, patienceMs) {
    asked.push({ priority, patienceMs })
    return admit.call(this, cost, priority, patienceMs)
  }
  return { asked, stop: () => void (Venue.prototype.admit = admit) }
}
