import { randomUUID } from 'node:crypto'
import { startPracticeExchanges } from '@aristobot/practice'
import { expect, it, onTestFinished } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import type { PanelEvent } from '../../src-shared/contract.ts'
import type { FillImport, FillsPage } from '../../src-shared/fills.ts'
import type { JournalExport } from '../../src-shared/journal.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addAccount, smallPurchase, windowOn } from './from-the-window.ts'

const credentialsOf = (exchange: ExchangeName) => ({
  apiKey: 'k'.repeat(64),
  secret: Buffer.from('s'.repeat(64)).toString('base64'),
  passphrase: exchange === 'bitget' || exchange === 'kucoin' ? 'passphrase' : null,
})

it.each(exchangeNames)(
  'fills of %s are kept as they happen, past ones on request, each once',
  async (exchange) => {
    const folder = temporaryFolder()
    const practice = await startPracticeExchanges({ seed: 'fills' })
    onTestFinished(() => practice.close())
    const gateway = await Gateway.start({
      dataFolder: folder,
      redis: { host: '127.0.0.1', port: 1, given: true },
      host: 'browser',
      log: openLog(folder),
    })
    onTestFinished(() => gateway.close())
    const call = windowOn(() => gateway.panel)
    const events: PanelEvent[] = []
    gateway.panel.subscribe((event) => events.push(event))
    const credentials = credentialsOf(exchange)
    const accountId = await addAccount(call, practice, credentials, exchange)
    const body = JSON.stringify({ exchange, apiKey: credentials.apiKey, symbol: 'BTC/USDT', count: 3 })
    const headers = { 'content-type': 'application/json' }
    const made = await fetch(`${practice.controlUrl}/history`, { method: 'POST', headers, body })
    expect(made.status, await made.text()).toBe(200)
    const filter = { accountId, symbol: null, from: null, until: null }
    const fills = async (): Promise<FillsPage['fills']> =>
      ((await call('fills.list', { filter, cursor: null, limit: 100 })) as FillsPage).fills
    const state = async (): Promise<FillImport | undefined> =>
      ((await call('fills.imports', {})) as readonly FillImport[]).find((each) => each.accountId === accountId)

    expect(await fills()).toEqual([])
    await expect
      .poll(async () => ((await call('streams.status', { accountId })) as { account: string }).account)
      .toBe('live')
    const order = { accountId, formId: randomUUID(), request: smallPurchase }
    expect(await call('orders.place', order)).toMatchObject({ outcome: 'accepted' })
    await expect.poll(fills).not.toEqual([])
    const pushed = await fills()
    expect(pushed[0]).toMatchObject({ accountId, symbol: 'BTC/USDT', side: 'buy', maker: false })
    expect(pushed[0]?.clientOrderId).toMatch(/^xg/)
    await expect.poll(() => events).toContainEqual({ type: 'fills-changed', accountId })

    await call('fills.import', { accountId, action: 'start', symbols: [] })
    const isWhole = async (): Promise<boolean> => {
      const all = await fills()
      return all.length >= pushed.length + 3 && all.every(({ fee }) => fee !== null)
    }
    await expect.poll(isWhole, { timeout: 30_000 }).toBe(true)
    // All pairs that are held, one by one, take longer than anybody wants to look at it here.
    const bySymbol = exchange === 'kucoin' || exchange === 'binance'
    if (bySymbol) await call('fills.import', { accountId, action: 'stop', symbols: [] })
    const known = { complete: !bySymbol }
    await expect.poll(state, { timeout: 30_000 }).toMatchObject({ state: 'idle', error: null, known })
    const all = await fills()
    expect(new Set(all.map(({ id, orderId }) => `${id} ${orderId}`)).size).toBe(all.length)
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(pushed.map(({ id }) => id)))
    expect(all.map(({ time }) => time)).toEqual(all.map(({ time }) => time).toSorted((a, b) => b - a))
    const table = (await call('fills.export', { filter, language: 'en', cursor: null })) as JournalExport
    expect(table.lines).toBe(all.length)
    expect(table.text).toContain(',Mine,')
  },
  60_000,
)
