import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { keyFor } from '../../src-main/accounts/account-rules.ts'
import { type CredentialsInput, toCredentials } from '../../src-main/accounts/key-kind.ts'
import { probeKeychain, reasonOf } from '../../src-main/accounts/keychain.ts'
import { Vault } from '../../src-main/accounts/vault.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { message, sentence } from '../../src-shared/messages/index.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'

const secret = 'canary-secret-0f1e2d3c4b5a'
const key = (change: Partial<CredentialsInput> = {}): CredentialsInput => ({
  apiKey: 'api-key-1',
  secret,
  passphrase: null,
  ...change,
})
const kept = { thisRunOnly: false }

const pem = (kind: 'rsa' | 'ed25519' | 'ec'): string => {
  const format = { type: 'pkcs8', format: 'pem' } as const
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(format).toString()
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(format).toString()
  return generateKeyPairSync('ed25519').privateKey.export(format).toString()
}

const locked = (type: 'pkcs1' | 'pkcs8'): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'words' })
    .toString()

describe('kinds of keys', () => {
  test.each(['rsa', 'ed25519'] as const)('a private key in PEM is %s', (kind) => {
    const text = pem(kind)
    const credentials = toCredentials(key({ secret: `\r\n${text.replaceAll('\n', '\r\n')}  ` }))
    expect(credentials.kind).toBe(kind)
    expect(credentials.reveal().secret).toBe(text)
  })

  test('a PKCS#1 key is brought into PKCS#8', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    expect(toCredentials(key({ secret: pkcs1 })).reveal().secret).toContain('BEGIN PRIVATE KEY')
  })

  test('anything else is an HMAC secret, blanks around it removed', () => {
    const credentials = toCredentials(key({ apiKey: ' api-key-1\n', secret: ` ${secret}\n` }))
    expect(credentials).toMatchObject({ kind: 'hmac', apiKey: 'api-key-1' })
    expect(credentials.reveal()).toEqual({ secret, passphrase: null })
  })

  describe.each(['rsa', 'ed25519'] as const)('a private key of the kind %s, pasted', (kind) => {
    const text = pem(kind)
    const body = text.split('\n').slice(1, -2)
    test.each([
      ['on one line', text.replaceAll('\n', '')],
      ['on one line, with blanks', text.replaceAll('\n', ' ')],
      ['with its line ends written out', text.replaceAll('\n', '\\n')],
      ['with line ends of Windows written out', text.replaceAll('\n', '\\r\\n')],
      ['indented', text.replaceAll('\n', '\n    ')],
      ['in quotes', JSON.stringify(text)],
      [
        'with unseen blanks',
        `\ufeff${body.join('\u200b\n')}`.replace(/^/, `\u200b${text.split('\n')[0] ?? ''}\n`) +
          '\n-----END PRIVATE KEY-----\u200b',
      ],
      ['quoted in a mail', text.replaceAll(/^/gm, '> ')],
      ['with words around it', `key:\n${text}\nthanks`],
    ])('%s is the same key', (_how, pasted) => {
      const credentials = toCredentials(key({ secret: pasted }))
      expect(credentials.kind).toBe(kind)
      expect(credentials.reveal().secret).toBe(text)
    })
  })

  test.each([
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----',
      'account.key_public',
    ],
    ['a locked key', locked('pkcs8'), 'account.key_encrypted'],
    ['a locked key of the old kind', locked('pkcs1'), 'account.key_encrypted'],
    ['a key in quotes that is cut', JSON.stringify(pem('rsa').slice(0, 300)), 'account.key_malformed'],
  ])('%s is refused with a sentence of its own', (_what, text, messageKey) => {
    expect(() => toCredentials(key({ secret: text }))).toThrow(
      expect.objectContaining({ text: expect.objectContaining({ key: messageKey }) as unknown }) as Error,
    )
  })

  test.each([
    ['a trailing blank', ' words ', 'words'],
    ['unseen blanks', 'wo\u200brds\ufeff', 'words'],
    ['none', null, null],
  ])('a passphrase with %s is what was meant', (_what, passphrase, meant) => {
    expect(toCredentials(key({ passphrase })).reveal().passphrase).toBe(meant)
  })

  test.each([
    ['only blanks', ' \u200b ', 'account.passphrase_missing'],
    ['accents, which no header holds', 'pâté', 'account.field_invalid'],
  ])('a new passphrase of %s is refused', (_what, passphrase, messageKey) => {
    expect(() => keyFor('kucoin', key({ passphrase }))).toThrow(
      expect.objectContaining({ text: expect.objectContaining({ key: messageKey }) as unknown }) as Error,
    )
  })

  test.each([
    ['a curve no exchange takes', pem('ec')],
    ['a cut PEM', pem('ed25519').slice(0, 60)],
    ['an empty PEM', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'],
    ['words', 'my secret key'],
    ['nothing', '  '],
  ])('%s is malformed, and the error does not repeat it', (_what, text) => {
    let caught: unknown
    try {
      toCredentials(key({ secret: text }))
    } catch (error) {
      caught = error
    }
    expect(caught).toMatchObject({
      class: 'refused',
      text: { key: 'account.key_malformed' },
      field: 'secret',
    })
    if (text.trim() !== '') expect(inspect(caught, { depth: 9 })).not.toContain(text.trim().slice(0, 40))
  })

  test.each(['', 'two words', 'line\nbreak', 'clé'])('the API key %j cannot go into a header', (apiKey) => {
    expect(() => toCredentials(key({ apiKey }))).toThrow(GatewayError)
  })
})

describe('vault', () => {
  test('a key put is there after reopening, with its passphrase and kind', async () => {
    const keychain = new MemoryKeychain()
    const vault = await Vault.open({ keychain })
    expect(vault.availability()).toEqual({ available: true, reason: null })
    expect(keychain.entries.size).toBe(0)
    await vault.put('acc-1', key({ secret: pem('ed25519'), passphrase: 'words' }), kept)
    expect(vault.state('acc-1')).toBe('keychain')
    const again = await Vault.open({ keychain })
    expect(again.state('acc-1')).toBe('missing')
    expect(await again.load(['acc-1', 'acc-2'])).toEqual([])
    expect(again.get('acc-1')).toMatchObject({ apiKey: 'api-key-1', kind: 'ed25519' })
    expect(again.get('acc-1')?.reveal()).toEqual(vault.get('acc-1')?.reveal())
    expect(again.get('acc-1')?.reveal().passphrase).toBe('words')
    expect(again.state('acc-2')).toBe('missing')
  })

  test('without a keychain a key is refused, unless for this run only', async () => {
    const keychain = new MemoryKeychain()
    keychain.failure = new Error('DBus error: no DBUS_SESSION_BUS_ADDRESS')
    const vault = await Vault.open({ keychain })
    expect(vault.availability()).toEqual({ available: false, reason: '@keychain.no_session_bus' })
    await expect(vault.put('acc-1', key(), kept)).rejects.toMatchObject({
      text: { key: 'keychain.unavailable', params: { reason: '@keychain.no_session_bus' } },
    })
    expect(sentence(message('keychain.unavailable', { reason: vault.availability().reason ?? '' }), 'fr')).toContain(
      '(il n’y a pas de bus de session D-Bus)',
    )
    expect(vault.state('acc-1')).toBe('missing')
    await vault.put('acc-1', key(), { thisRunOnly: true })
    expect(vault.state('acc-1')).toBe('this_run_only')
    expect(vault.get('acc-1')?.reveal().secret).toBe(secret)
    expect(keychain.entries.size).toBe(0)
    await vault.remove('acc-1')
    expect(vault.state('acc-1')).toBe('missing')
  })

  test('a keychain that comes later is found at the next key', async () => {
    const keychain = new MemoryKeychain()
    keychain.failure = new Error('locked')
    const vault = await Vault.open({ keychain })
    keychain.failure = null
    await vault.put('acc-1', key(), kept)
    expect(vault.availability().available).toBe(true)
  })

  test('a key for this run only takes the place of the stored one for good', async () => {
    const keychain = new MemoryKeychain()
    const vault = await Vault.open({ keychain })
    await vault.put('acc-1', key(), kept)
    await vault.put('acc-1', key({ secret: 'other-secret' }), { thisRunOnly: true })
    expect(keychain.entries.size).toBe(0)
    expect(vault.state('acc-1')).toBe('this_run_only')
  })

  test('removing deletes the entry; if the keychain refuses, the key stays and the person is told', async () => {
    const keychain = new MemoryKeychain()
    const vault = await Vault.open({ keychain })
    await vault.put('acc-1', key(), kept)
    keychain.failure = new Error('locked')
    await expect(vault.remove('acc-1')).rejects.toMatchObject({ text: { key: 'keychain.unavailable' } })
    expect(vault.state('acc-1')).toBe('keychain')
    keychain.failure = null
    await vault.remove('acc-1')
    expect(keychain.entries.size).toBe(0)
    expect(vault.get('acc-1')).toBeNull()
  })

  test.each(['not JSON', '{"apiKey":"x"}', '[]'])(
    'an entry that is not ours (%s) is told, the others served',
    async (text) => {
      const keychain = new MemoryKeychain()
      await (await Vault.open({ keychain })).put('acc-2', key(), kept)
      keychain.entries.set('acc-1', text)
      const vault = await Vault.open({ keychain })
      expect(await vault.load(['acc-1', 'acc-2'])).toMatchObject([{ accountId: 'acc-1' }])
      expect(vault.state('acc-2')).toBe('keychain')
    },
  )

  test('a malformed key changes nothing', async () => {
    const vault = await Vault.open({ keychain: new MemoryKeychain() })
    await vault.put('acc-1', key(), kept)
    await expect(vault.put('acc-1', key({ secret: 'a b' }), kept)).rejects.toMatchObject({ field: 'secret' })
    expect(vault.get('acc-1')?.reveal().secret).toBe(secret)
  })

  test('neither vault nor credentials print a secret', async () => {
    const vault = await Vault.open({ keychain: new MemoryKeychain() })
    await vault.put('acc-1', key({ passphrase: 'canary-passphrase' }), { thisRunOnly: true })
    const printed = inspect(vault, { depth: 9, showHidden: true }) + JSON.stringify([vault, vault.get('acc-1')])
    expect(printed).not.toMatch(/canary/)
  })
})

describe('probing', () => {
  test('a keychain that forgets is none', async () => {
    const keychain = new MemoryKeychain()
    keychain.get = () => Promise.resolve(null)
    expect(await probeKeychain(keychain)).toMatchObject({ available: false })
  })

  test('reasons are short', () => expect(reasonOf(new Error('x'.repeat(5000))).length).toBe(200))
})
