import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPracticeExchanges } from '@aristobot/practice'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { NativeExchangeManager } from '../../../src-main/exchange/accounts/native-exchange-manager.ts'
import { startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { Journal } from '../../../src-main/trading/journal.ts'
import { OrderDesk } from '../../../src-main/trading/order-desk.ts'
import type { Account, ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { DjangoClient } from './django-client.ts'
import { account } from './models.ts'
import { makeBridge, untilState } from './running.ts'

export interface PracticeColumn {
  readonly exchange: ExchangeName
  readonly kind: string | null
}

/** Every exchange and kind of account. */
export const columns = {
  binance: { exchange: 'binance', kind: null },
  bitgetClassic: { exchange: 'bitget', kind: 'classic' },
  bitgetUnified: { exchange: 'bitget', kind: 'unified' },
  kucoin: { exchange: 'kucoin', kind: 'classic' },
  kraken: { exchange: 'kraken', kind: null },
} as const satisfies Readonly<Record<string, PracticeColumn>>

/** An account on a practice exchange, as Django knows it. */
export interface OwnedColumn extends PracticeColumn {
  readonly brokerId: number
  readonly userId: number
  /** Amounts by asset; missing: what the exchange gives a new account. */
  readonly balances?: Readonly<Record<string, string>>
}

export interface OnPractice extends AsyncDisposable {
  readonly django: DjangoClient
}

/** The whole way from Django's text to practice exchanges, with an account for each column given. */
export async function onPractice(owned: readonly OwnedColumn[]): Promise<OnPractice> {
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-on-practice-'))
  const practice = await startPracticeExchanges({ seed: 'redis' })
  const accounts = owned.map(({ exchange, brokerId, userId, kind, balances }): Account => {
    const id = `account-${brokerId}`
    const secret = Buffer.from(`secret of ${id}`).toString('base64')
    practice.openAccount(exchange, {
      apiKey: id,
      secret,
      passphrase: 'passphrase',
      ...(kind !== null && { kind }),
      ...(balances !== undefined && { balances }),
    })
    return account({ id, name: id, exchange, brokerId, userId })
  })
  const manager = new NativeExchangeManager({
    connections: (accountId) => {
      const own = accounts.find(({ id }) => id === accountId)
      if (own === undefined) throw new GatewayError('not-found', 'account.unknown')
      const secret = Buffer.from(`secret of ${accountId}`).toString('base64')
      return {
        accountId,
        accountName: own.name,
        exchange: own.exchange,
        environment: own.environment,
        baseUrl: practice.baseUrls[own.exchange],
        credentials: new Credentials(accountId, secret, 'hmac', 'passphrase'),
        revision: 1,
        switchedOff: [],
      }
    },
  })
  const journal = Journal.open({ folder })
  const desk = new OrderDesk({
    journal,
    accounts: { get: (id) => accounts.find((each) => each.id === id) ?? null },
    clients: manager,
  })
  await desk.start()
  const server = await startOwnRedis()
  const bridge = makeBridge(server.port, {
    desk,
    accounts: {
      byBroker: (brokerId) => accounts.find((each) => each.brokerId === brokerId) ?? null,
      list: () => accounts,
    },
    clients: manager,
  })
  bridge.start()
  await untilState(bridge, 'connected')
  const django = new DjangoClient(server.port)
  return {
    django,
    [Symbol.asyncDispose]: async () => {
      await bridge.close()
      django.close()
      await desk.close()
      await manager.close()
      await practice.close()
      await server.close()
      journal.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
