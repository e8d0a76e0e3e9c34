import { GatewayError } from '../../../../src-shared/errors.ts'

/** Bitget's two kinds of account. Each is asked under other paths, and answers 40084 or 40085 under the wrong ones. */
export type AccountMode = 'classic' | 'unified'

/** The account is a classic one (v3 was asked); it is a unified one (v2 was asked). */
const isClassicCode = '40084'
const isUnifiedCode = '40085'

/** Refusals for want of a right, which may keep a key from asking about the account but say nothing of its kind. */
const permissionCodes = new Set(['40014', '40021', '40040', '25620'])

/** Questions that tell the kinds apart. Both are plain reads. */
export interface ModeQuestions {
  /** GET /api/v3/account/settings: answered by a unified account, refused with 40084 by a classic one. */
  readonly unifiedSettings: () => Promise<unknown>
  /** GET /api/v2/spot/account/assets: answered by a classic account, refused with 40085 by a unified one. */
  readonly classicAssets: () => Promise<unknown>
}

/**
 * Which kind of account one key belongs to: asked before the first private request, once for all who want to know at
 * the same time, and again when the exchange says otherwise, since a person may upgrade the account while we run.
 */
export class AccountModes {
  readonly #questions: ModeQuestions
  #known: AccountMode | null = null
  #running: Promise<AccountMode> | null = null

  constructor(questions: ModeQuestions) {
    this.#questions = questions
  }

  /** @throws GatewayError what is wrong with the key, or why the exchange cannot be asked. */
  current(): Promise<AccountMode> {
    if (this.#known !== null) return Promise.resolve(this.#known)
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

  /**
   * The exchange said that the account is not (or no longer) of this kind. Whoever noticed late does not undo what was
   * found since.
   */
  forget(mode: AccountMode): void {
    if (this.#known === mode) this.#known = null
  }

  async #find(): Promise<AccountMode> {
    try {
      await this.#questions.unifiedSettings()
      return 'unified'
    } catch (error) {
      const code = codeOf(error)
      if (code === isClassicCode) return 'classic'
      if (!mayAskOtherwise(error)) throw error
      return this.#findOtherwise(error)
    }
  }

  /**
   * The first question had no answer of use (a key without the right to ask it, say): the second is one that any key
   * may ask.
   */
  async #findOtherwise(first: unknown): Promise<AccountMode> {
    try {
      await this.#questions.classicAssets()
      return 'classic'
    } catch (error) {
      if (codeOf(error) === isUnifiedCode) return 'unified'
      throw first
    }
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof GatewayError ? (error.exchange?.code ?? null) : null
}

/**
 * A key that is refused as such is refused everywhere, so is a place that the exchange does not serve, and whoever must
 * wait should.
 */
function mayAskOtherwise(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false
  if (error.class === 'auth') return permissionCodes.has(codeOf(error) ?? '')
  if (error.text.key === 'exchange.restricted_location') return false
  return error.class !== 'rate-limit' && error.class !== 'bug'
}
