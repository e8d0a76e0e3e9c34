import { GatewayError } from '../../../../src-shared/errors.ts'
import type { KeyVersion } from '../signing.ts'

/**
 * Refusals that a wrong version header may be behind: 400009 says so, 400008 (key too old) and 400004 (passphrase) can
 * mean it.
 */
const versionCodes = new Set(['400004', '400008', '400009'])

/**
 * The version of one key, found out by use: 3 first, and on a refusal that may be about it the other one, once. A
 * refused version means that nothing was executed, so even a write may be sent again with the other.
 */
export class KeyVersions {
  #current: KeyVersion = '3'
  #settled = false

  get current(): KeyVersion {
    return this.#current
  }

  /**
   * Runs a request under the current version, and once more under another where that may help. @throws what the request
   * throws.
   */
  async using<T>(send: () => Promise<T>): Promise<T> {
    const used = this.#current
    try {
      const answer = await send()
      this.#settled = true
      return answer
    } catch (error) {
      if (!isAboutVersion(error)) throw error
      // Meanwhile another request may have found the version out.
      if (this.#current !== used) return send()
      if (this.#settled) throw error
      return this.#tryOther(used, send, error)
    }
  }

  async #tryOther<T>(used: KeyVersion, send: () => Promise<T>, refusal: unknown): Promise<T> {
    this.#current = used === '3' ? '2' : '3'
    this.#settled = true
    try {
      return await send()
    } catch (error) {
      if (isAboutVersion(error)) {
        this.#current = used
        throw refusal
      }
      if (!isJudged(error)) {
        this.#current = used
        this.#settled = false
      }
      throw error
    }
  }
}

function isAboutVersion(error: unknown): boolean {
  return error instanceof GatewayError && error.class === 'auth' && versionCodes.has(error.exchange?.code ?? '')
}

/** Whether KuCoin had accepted the key when it refused: then the version was right. */
function isJudged(error: unknown): boolean {
  return (
    error instanceof GatewayError &&
    error.exchange !== null &&
    (error.class === 'refused' || error.class === 'not-found')
  )
}
