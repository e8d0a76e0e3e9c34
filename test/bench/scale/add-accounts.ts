import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { openAccounts } from '../../../src-main/cli/open-accounts.ts'
import { Journal } from '../../../src-main/trading/journal.ts'

/** Adds accounts at a practice exchange to a data folder, all in one process: their keys stand on standard input. */
const keys = z.array(z.object({ apiKey: z.string(), secret: z.string() })).parse(JSON.parse(await text(process.stdin)))
const [folder = '', url = ''] = process.argv.slice(2)
// The journal first: whoever finds the rest without one knows that it was lost.
Journal.open({ folder }).close()
const accounts = await openAccounts(folder)
for (const [index, { apiKey, secret }] of keys.entries()) {
  await accounts.add({
    name: `account ${index + 1}`,
    exchange: 'binance',
    brokerId: index + 1,
    userId: 1,
    environment: { kind: 'practice', url, accountKind: null },
    redisPermission: 'trade',
    credentials: { apiKey, secret, passphrase: null },
    thisRunOnly: false,
  })
}
process.exit(0)
