// The ccxt clients of the four exchanges, with nothing but their addresses changed, against our practice servers: strangers who know the
// exchanges' protocols log in, read, place and cancel, and watch what is pushed. Prints a line for each step and exits 1 when one fails.
import ccxt from 'ccxt'
import { startPracticeExchanges } from '@aristobot/practice'
import { peers } from './peers.mjs'
import { restSteps } from './rest-steps.mjs'
import { socketOrderSteps } from './socket-order-steps.mjs'
import { streamSteps } from './stream-steps.mjs'

const secret = Buffer.from('the practice secret of a peer').toString('base64')

/** Every address of a client, with its scheme and host put behind ours; `hosts`: those that are told apart, to their paths. */
function redirected(urls, baseUrl, hosts = {}) {
  if (typeof urls === 'string')
    return urls.replace(
      /^(http|ws)s:\/\/([^/]+)/,
      (_all, scheme, host) => baseUrl.replace(/^http/, scheme) + (hosts[host] ?? ''),
    )
  if (urls === null || typeof urls !== 'object') return urls
  return Object.fromEntries(Object.entries(urls).map(([name, each]) => [name, redirected(each, baseUrl, hosts)]))
}

/** Step by step; each gets what the ones before it left in `memory`. @returns how many failed */
async function walk(steps, context) {
  let failures = 0
  for (const [title, run] of Object.entries(steps)) {
    try {
      await run(context)
      console.log(`  passed  ${title}`)
    } catch (error) {
      failures += 1
      const text = error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error)
      console.log(`  FAILED  ${title}: ${text.slice(0, 400)}`)
      if (process.argv.includes('--stack')) console.log(error.stack)
    }
  }
  return failures
}

const practice = await startPracticeExchanges({ seed: 'peers', live: true })
let failures = 0
try {
  for (const peer of peers) {
    const exchange = peer.exchange ?? peer.name
    const apiKey = peer.apiKey ?? `peer-${peer.name}`.replace(' ', '-')
    const { passphrase } = peer.credentials
    practice.openAccount(exchange, {
      apiKey,
      secret,
      ...(passphrase && { passphrase }),
      ...(peer.kind && { kind: peer.kind }),
    })
    const clientWith = (change) => {
      const client = peer.make({
        apiKey,
        secret,
        ...(passphrase && { password: passphrase }),
        enableRateLimit: true,
        ...change,
      })
      // Currencies tell of deposits and networks, which a practice server has none of.
      client.fetchCurrencies = () => Promise.resolve({})
      client.urls = { ...client.urls, api: redirected(client.urls.api, practice.baseUrls[exchange], peer.hosts) }
      return client
    }
    const client = clientWith({})
    // Without it ccxt opens no socket that is not encrypted.
    await client.loadHttpProxyAgent()
    const context = { peer, client, clientWith, memory: {} }
    console.log(`ccxt ${ccxt.version} on practice ${peer.name}`)
    failures += await walk(restSteps, context)
    console.log(`ccxt ${ccxt.version} pro on practice ${peer.name}`)
    failures += await walk({ ...streamSteps, ...(peer.ordersOverSocket && socketOrderSteps) }, context)
    await client.close()
  }
} finally {
  await practice.close()
}
console.log(failures === 0 ? 'All steps passed.' : `${failures} steps failed.`)
process.exitCode = failures === 0 ? 0 : 1
