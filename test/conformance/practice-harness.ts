import { Credentials } from '../../src-main/exchange/accounts/credentials.ts'
import { startPracticeHarness } from '../exchange/practice-harness.ts'
import type { ConformanceColumn, ConformanceHarness, Trouble } from './harness.ts'

interface Statistics {
  readonly requests: readonly { readonly endpoint: string; readonly seen: number }[]
  readonly clientOrders: Readonly<
    Record<string, readonly { readonly clientOrderId: string; readonly accepted: number }[]>
  >
}

/** A column's exchange, played by the practice exchange. */
export async function startColumn(column: ConformanceColumn): Promise<ConformanceHarness> {
  const { exchange, account, accountKind, orderRoute = 'rest', endpoints } = column
  const kind = accountKind === null ? {} : { accountKind }
  const practice = await startPracticeHarness({}, { exchange, account, orderRoute, ...kind })
  if (orderRoute === 'websocket') await practice.openSocket()
  const control = async (path: string, body: object): Promise<void> => {
    await practice.control('POST', path, { exchange, ...body })
  }
  const statistics = async (): Promise<Statistics> => (await practice.control('GET', '/statistics')) as Statistics
  const faultOf = (trouble: Trouble): unknown => {
    if (trouble === 'unavailable') return { status: 503, body: 'busy' }
    if (trouble !== 'limited') return trouble
    const { status, headers, body } = column.limited
    return { status, headers, body }
  }
  let ids = 0
  return {
    column,
    client: practice.client,
    symbol: column.symbol,
    otherSymbol: column.otherSymbol,
    closed: column.closed,
    unknownOrderId: column.unknownOrderId,
    withoutClientId: column.withoutClientId,
    newId() {
      ids += 1
      return `xgc${String(ids).padStart(24, '0')}`
    },
    async clientWith(fault) {
      const { apiKey, secret, passphrase } = account
      const other = Buffer.from(`not the secret of ${fault}`).toString('base64')
      const given = passphrase === undefined ? {} : { passphrase }
      if (fault === 'read_only') {
        const kind = accountKind === null ? {} : { kind: accountKind }
        const readOnly = { apiKey: 'may-only-read', secret: other, accountId: apiKey, canTrade: false }
        await control('/accounts', { ...readOnly, ...given, ...kind })
        return practice.addAccount({ accountId: fault, apiKey: readOnly.apiKey, secret: other, ...given })
      }
      const key = fault === 'unknown_key' ? 'nobody-knows-me' : apiKey
      const wrong = fault === 'unknown_key' ? secret : other
      return practice.addAccount({ accountId: fault, apiKey: key, secret: wrong, ...given })
    },
    changeCredentials: () =>
      practice.setConnection({
        revision: 2,
        credentials: new Credentials('new', account.secret, 'hmac', account.passphrase ?? null),
      }),
    setPrice: (symbol, price, maxQuantity) => control('/price', { symbol, price, ...(maxQuantity && { maxQuantity }) }),
    setStatus: (symbol, status) => control('/market', { symbol, status }),
    makeHistory: (symbol, count) => control('/history', { apiKey: account.apiKey, symbol, count }),
    async skewClock(offsetMs) {
      await practice.control('POST', '/clock', { offsetMs })
    },
    async spoil(operation, trouble, count = 1) {
      for (const endpoint of endpoints[operation]) {
        const [method, path] = endpoint.split(' ')
        const match = { exchange, method, path }
        await practice.control('POST', '/faults', { match, count, fault: faultOf(trouble) })
      }
    },
    async arrived(operation) {
      const { requests } = await statistics()
      const names = endpoints[operation].map((endpoint) => `${exchange} ${endpoint}`)
      // A path that ends in * stands for all that begin like it: an order's id may be part of it.
      const isMeant = (endpoint: string): boolean =>
        names.some((name) => (name.endsWith('*') ? endpoint.startsWith(name.slice(0, -1)) : endpoint === name))
      return requests.filter(({ endpoint }) => isMeant(endpoint)).reduce((sum, { seen }) => sum + seen, 0)
    },
    async acceptedUnder(clientOrderId) {
      const orders = (await statistics()).clientOrders[exchange] ?? []
      const id = column.clientIdAtExchange(clientOrderId)
      return orders.find((each) => each.clientOrderId === id)?.accepted ?? 0
    },
    close: () => practice.close(),
  }
}
