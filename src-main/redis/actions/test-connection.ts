import { toGatewayError } from '../../../src-shared/errors.ts'
import { accountErrorText } from '../error-text.ts'
import { type Action, done } from './action.ts'
import { loadInBackground } from './market-loading.ts'

const sampleSize = 3

/**
 * Whether the key works, with the first balances (docs/wire-contract.md §4.13). A refused login is an answer, not a
 * failure. A good one loads the markets in the background.
 */
export const testConnection: Action = {
  needs: 'read',
  run: async (context) => {
    const { client, language } = context
    try {
      await client.checkCredentials()
      const balances = await client.getBalance()
      loadInBackground(context)
      const sample = balances
        .filter(({ total }) => total.isPositive())
        .slice(0, sampleSize)
        .map(({ asset, available, total }) => [asset, { free: available, total }])
      const balanceSample: unknown = Object.fromEntries(sample)
      return done({ success: true, connected: true, balance_sample: balanceSample, markets_loading: true })
    } catch (error) {
      const { class: errorClass, text } = toGatewayError(error)
      if (errorClass === 'bug') throw error
      return done({
        success: true,
        connected: false,
        error: accountErrorText(text, language, context.account.name),
      })
    }
  },
}
