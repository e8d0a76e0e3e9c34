import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPracticeExchanges } from '@aristobot/practice'
import { expect, it, onTestFinished } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addAccount, windowOn } from './from-the-window.ts'

it('a dead man’s switch that another process takes away is turned off, and not set again', async () => {
  const folder = temporaryFolder()
  const practice = await startPracticeExchanges({ seed: 'dead-man' })
  onTestFinished(() => practice.close())
  const gateway = await Gateway.start({
    dataFolder: folder,
    // Nobody is there: no request comes.
    redis: { host: '127.0.0.1', port: 1, given: true },
    host: 'none',
    log: openLog(folder),
  })
  onTestFinished(() => gateway.close())
  const call = windowOn(() => gateway.panel)
  const key = { apiKey: 'k'.repeat(56), secret: Buffer.alloc(64, 7).toString('base64'), passphrase: null }
  const accountId = await addAccount(call, practice, key, 'kraken')
  const told = async (): Promise<number> => {
    const statistics = (await (await fetch(`${practice.controlUrl}/statistics`)).json()) as {
      readonly requests: readonly { readonly endpoint: string; readonly seen: number }[]
    }
    return statistics.requests.find(({ endpoint }) => endpoint.endsWith('CancelAllOrdersAfter'))?.seen ?? 0
  }
  // A sign of life every twenty seconds: what is told sooner is told for another reason.
  await call('accounts.setDeadMan', { accountId, seconds: 60 })
  await expect.poll(told, { timeout: 10_000 }).toBe(1)
  const file = join(folder, 'accounts.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"deadManSeconds": 60', '"deadManSeconds": null'))
  await expect.poll(told, { timeout: 10_000 }).toBe(2)
})
