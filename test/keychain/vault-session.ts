import { Entry, type LinuxStore } from '@napi-rs/keyring'
import { Vault } from '../../src-main/accounts/vault.ts'
import { GatewayError } from '../../src-shared/errors.ts'

/**
 * What vault.test.ts runs inside a D-Bus session: one step of a vault's life, told as one line of JSON.
 * Arguments: step, keychain service, secret.
 */
const [step = '', service = '', secret = ''] = process.argv.slice(2)

/** What a store holds under an account's name, asked past the vault. */
function rawEntry(store: LinuxStore): string | null {
  try {
    const bytes = new Entry(service, 'acc-1', { linux: { store } }).getSecret()
    return bytes === null ? null : Buffer.from(bytes).toString('utf8')
  } catch (error) {
    return `error: ${String(error)}`
  }
}

async function failureOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return error instanceof GatewayError ? error.text.key : String(error)
  }
}

async function run(): Promise<object> {
  const started = performance.now()
  const vault = await Vault.open({ service, timeoutMs: 5000 })
  const openedInMs = performance.now() - started
  const availability = vault.availability()
  const input = { apiKey: 'key-1', secret, passphrase: 'words' }
  switch (step) {
    case 'store':
      await vault.put('acc-1', input, { thisRunOnly: false })
      return { availability, state: vault.state('acc-1'), inSecretService: rawEntry('secret-service') }
    case 'read': {
      const failures = await vault.load(['acc-1', 'acc-2'])
      const credentials = vault.get('acc-1')
      return {
        availability,
        failures,
        state: vault.state('acc-1'),
        other: vault.state('acc-2'),
        key: { apiKey: credentials?.apiKey, kind: credentials?.kind, ...credentials?.reveal() },
        inKernel: rawEntry('keyutils'),
      }
    }
    case 'store-text': {
      const stored = vault.secret({ name: 'redis of a folder', formerName: 'redis' })
      await stored.put(secret, false)
      return { state: stored.state }
    }
    case 'read-text': {
      const stored = vault.secret({ name: 'redis of a folder', formerName: 'redis' })
      const unreadable = await stored.load()
      const told = { unreadable, state: stored.state, text: stored.text }
      await stored.put(null, false)
      const after = vault.secret({ name: 'redis of a folder', formerName: 'redis' })
      await after.load()
      return { ...told, after: after.state }
    }
    case 'remove':
      await vault.load(['acc-1'])
      await vault.remove('acc-1')
      return { state: vault.state('acc-1'), inSecretService: rawEntry('secret-service') }
    case 'without': {
      const refused = await failureOf(vault.put('acc-1', input, { thisRunOnly: false }))
      const inKernel = rawEntry('keyutils')
      await vault.put('acc-1', input, { thisRunOnly: true })
      return { availability, openedInMs, refused, inKernel, state: vault.state('acc-1') }
    }
    default:
      throw new Error(`no such step: ${step}`)
  }
}

process.stdout.write(`${JSON.stringify(await run())}\n`)
