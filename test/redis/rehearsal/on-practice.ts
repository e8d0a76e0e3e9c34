import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import { onTestFinished } from 'vitest'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { NativeExchangeManager } from '../../../src-main/exchange/accounts/native-exchange-manager.ts'
import type { BaseExchangeClient } from '../../../src-main/exchange/core/base-exchange-client.ts'
import { DryDesk } from '../../../src-main/redis/rehearsal/dry-desk.ts'
import { Rehearsal } from '../../../src-main/redis/rehearsal/rehearsal.ts'
import type { Account } from '../../../src-shared/account.ts'
import { type DeviantProxy, deviate } from '../../verify/deviant-proxy.ts'
import { account } from '../support/models.ts'
import type { PracticeColumn } from '../support/on-practice.ts'

const apiKey = 'rehearsed'
const secret = Buffer.from('secret of the rehearsed').toString('base64')

export interface OnRehearsal {
  readonly rehearsal: Rehearsal
  /** Of a rehearsal: it reads only, through {@link proxy}. */
  readonly reader: BaseExchangeClient
  /** The same account, as the old Terminal 5 has it: it trades, past the proxy. */
  readonly trader: BaseExchangeClient
  /** Sees all that a rehearsal sends. */
  readonly proxy: DeviantProxy
}

/** A rehearsal with one account, broker 1 of user 1, on a practice exchange. */
export async function onRehearsal(column: PracticeColumn, change: Partial<Account> = {}): Promise<OnRehearsal> {
  const practice = await startPracticeExchanges({ seed: 'rehearsal' })
  const { exchange, kind } = column
  practice.openAccount(exchange, { apiKey, secret, passphrase: 'passphrase', ...(kind !== null && { kind }) })
  const proxy = await deviate(practice.baseUrls[exchange])
  const own = account({ exchange, brokerId: 1, userId: 1, redisPermission: 'trade', ...change })
  const reading = managerOf(own, proxy.url, true)
  const trading = managerOf(own, practice.baseUrls[exchange], false)
  onTestFinished(() => end([reading, trading], proxy, practice))
  const accounts = {
    get: (id: string) => (id === own.id ? own : null),
    byBroker: (brokerId: number) => (brokerId === 1 ? own : null),
    list: () => [own],
  }
  const desk = new DryDesk({ accounts, clients: reading, tradedSymbols: () => [] })
  const rehearsal = new Rehearsal({ desk, language: 'en', notesIn: 'en', services: { accounts, clients: reading } })
  return { rehearsal, proxy, reader: reading.clientFor(own.id), trader: trading.clientFor(own.id) }
}

async function end(
  managers: readonly NativeExchangeManager[],
  proxy: DeviantProxy,
  practice: PracticeExchanges,
): Promise<void> {
  for (const manager of managers) await manager.close()
  await proxy.close()
  await practice.close()
}

function managerOf({ id, name, exchange, environment }: Account, baseUrl: string, readsOnly: boolean) {
  return new NativeExchangeManager({
    connections: () => ({
      accountId: id,
      accountName: name,
      exchange,
      environment,
      baseUrl,
      credentials: new Credentials(apiKey, secret, 'hmac', 'passphrase'),
      revision: 1,
      switchedOff: [],
      orderRoute: 'rest',
    }),
    readsOnly,
  })
}
