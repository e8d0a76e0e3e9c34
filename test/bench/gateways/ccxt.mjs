// The gateway's past: the same lists, served by ccxt. Its clients come from test/peers; only their addresses are changed, and their own throttle is off,
// since the practice exchanges' limits are raised. Arguments: Redis's port, accounts as JSON, the package.json of test/peers.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { serve } from './serve.ts'

const [port, accountsText, peersPackage] = process.argv.slice(2)
const peers = createRequire(peersPackage)
const { default: ccxt } = await import(pathToFileURL(peers.resolve('ccxt')).href)
const symbol = 'BTC/USDT'

const options = {
  binance: { fetchMarkets: { types: ['spot'] }, fetchMargins: false },
  bitget: { fetchMarkets: { types: ['spot'] }, uta: false },
  kucoin: { fetchMarkets: { types: ['spot'] }, hf: true, uta: false },
  kraken: {},
}
const balanceOf = { kucoin: { type: 'trade', hf: false } }

/** Every address of a client, with its scheme and host put behind ours. */
function redirected(urls, baseUrl) {
  if (typeof urls === 'string') return urls.replace(/^https:\/\/[^/]+/, baseUrl)
  if (urls === null || typeof urls !== 'object') return urls
  return Object.fromEntries(Object.entries(urls).map(([name, each]) => [name, redirected(each, baseUrl)]))
}

const clients = new Map(
  JSON.parse(accountsText).map(({ exchange, brokerId, baseUrl, key }) => {
    const client = new ccxt[exchange]({
      apiKey: key.apiKey,
      secret: key.secret,
      password: key.passphrase ?? undefined,
      enableRateLimit: false,
      options: options[exchange],
    })
    // It asks for currencies where the exchange has them, which no order needs.
    client.has.fetchCurrencies = false
    client.urls = { ...client.urls, api: redirected(client.urls.api, baseUrl) }
    return [brokerId, { client, exchange }]
  }),
)
await Promise.all([...clients.values()].map(({ client }) => client.loadMarkets()))

await serve(Number(port), async ({ action, params }) => {
  const { client, exchange } = clients.get(params.broker_id)
  switch (action) {
    case 'place_order':
      return { order_id: (await client.createOrder(symbol, 'limit', 'buy', params.amount, params.price)).id }
    case 'cancel_order':
      return client.cancelOrder(params.order_id, symbol)
    case 'edit_order': {
      const edited = await client.editOrder(params.order_id, symbol, 'limit', 'buy', params.amount, params.price)
      // Kraken changes an order where it stands, and ccxt names the amendment.
      return { order_id: exchange === 'kraken' ? params.order_id : edited.id }
    }
    case 'get_ticker':
      return client.fetchTicker(symbol)
    case 'get_balance':
      return client.fetchBalance(balanceOf[exchange])
    case 'fetch_open_orders':
      return client.fetchOpenOrders(symbol)
    default:
      throw new Error(`no ${action}`)
  }
})
