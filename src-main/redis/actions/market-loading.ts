import { toGatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import type { MarketsEvent } from '../channels-message.ts'
import { errorText } from '../error-text.ts'
import { type Action, type ActionContext, done } from './action.ts'

/** An account's client that is loading its markets: whoever asks meanwhile is served by the same event. */
const loading = new WeakSet<BaseExchangeClient>()

/**
 * Reads an account's markets anew, without anybody waiting, writes them into Django's list of symbols where its database
 * is used, and tells Django's pages how that ended
 * (docs/wire-contract.md §1.5).
 */
export function loadInBackground(context: ActionContext): void {
  const { client, services } = context
  if (loading.has(client)) return
  loading.add(client)
  void load(context)
    .finally(() => loading.delete(client))
    .then((event) => services.django?.tell(event))
}

async function load({ client, account, services, language }: ActionContext): Promise<MarketsEvent> {
  const { brokerId: broker_id, exchange: exchange_name } = account
  try {
    const markets = await client.getMarkets({ refresh: true })
    await services.symbols?.write(account, [...markets.values()])
    const market_count = markets.size
    const timestamp = Date.now()
    return { type: 'markets_loaded', broker_id, exchange_name, market_count, status: 'success', timestamp }
  } catch (error) {
    const text = errorText(toGatewayError(error).text, language)
    return { type: 'markets_error', broker_id, error: text, status: 'error', timestamp: Date.now() }
  }
}

/** Answers at once; the event follows (docs/wire-contract.md §4.14). */
export const loadMarkets: Action = {
  needs: 'read',
  run: (context) => {
    loadInBackground(context)
    const exchange = exchangeProfiles[context.account.exchange].label
    const text = errorText(message('redis.done.loading_markets', { exchange }), context.language)
    return Promise.resolve(done({ success: true, loading: true, message: text }))
  },
}
