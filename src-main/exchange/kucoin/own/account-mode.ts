import { GatewayError } from '../../../../src-shared/errors.ts'

/** How long an answer other than "classic" holds before KuCoin is asked again. */
const askAgainMs = 30_000

/**
 * Refusals that any private request would meet as well: they are told at once. Others mean that the question itself is
 * not served.
 */
const keyCodes = new Set(['400001', '400003', '400004', '400005', '400006', '400008', '400009', '400401'])

type Known =
  | { readonly mode: 'classic' }
  | { readonly mode: 'unified'; readonly until: number }
  | { readonly mode: 'presumed_classic'; readonly until: number }

/**
 * Which kind of account a key belongs to, asked before the first private request. Unified accounts are refused. A
 * question that goes unanswered locks nobody out: an account without that endpoint (404000, 116104, 112010, no
 * permission for it…) is a classic one, and while there is no answer at all the account is taken for a classic one and
 * asked again later, since KuCoin itself refuses classic requests where they do not belong, and a cancel must not wait
 * for this.
 */
export class AccountModes {
  readonly #ask: () => Promise<string>
  readonly #monotonic: () => number
  #known: Known | null = null
  #running: Promise<Known> | null = null

  /** @param ask gives `selfAccountMode`. */
  constructor(ask: () => Promise<string>, monotonic: () => number) {
    this.#ask = ask
    this.#monotonic = monotonic
  }

  /** @throws GatewayError `refused` for a unified account; what is wrong with the key. */
  async requireClassic(): Promise<void> {
    const { mode } = await this.#current()
    if (mode === 'unified') throw new GatewayError('refused', 'exchange.kucoin.unified_account', { mode: 'UNIFIED' })
  }

  #current(): Promise<Known> {
    const known = this.#known
    if (known !== null && (known.mode === 'classic' || this.#monotonic() < known.until)) return Promise.resolve(known)
    if (known?.mode !== 'presumed_classic') return this.#renew()
    // Nobody waits a second time for a question that went unanswered.
    void this.#renew().catch(() => undefined)
    return Promise.resolve(known)
  }

  #renew(): Promise<Known> {
    this.#running ??= this.#find()
      .then((found) => {
        this.#known = found
        return found
      })
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }

  async #find(): Promise<Known> {
    try {
      const mode = await this.#ask()
      if (mode.toUpperCase() !== 'UNIFIED') return { mode: 'classic' }
      return { mode: 'unified', until: this.#monotonic() + askAgainMs }
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      if (error.class === 'auth' && (error.exchange === null || keyCodes.has(error.exchange.code ?? ''))) throw error
      if (isVerdict(error)) return { mode: 'classic' }
      return { mode: 'presumed_classic', until: this.#monotonic() + askAgainMs }
    }
  }
}

/** KuCoin has understood the question and does not answer it for this account. */
function isVerdict({ class: errorClass }: GatewayError): boolean {
  return errorClass === 'refused' || errorClass === 'not-found' || errorClass === 'auth'
}
