import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Keychain } from '../../src-main/accounts/keychain.ts'
import { PartedKeychain, windowsEntryBytes } from '../../src-main/accounts/parted-keychain.ts'
import { StoredSecret } from '../../src-main/accounts/stored-secret.ts'
import { Vault } from '../../src-main/accounts/vault.ts'

/**
 * The keychain of Windows: bytes (the product writes UTF-8), at most 2,560 an entry. `cutAfter` writes and removals it
 * stops working.
 */
class WindowsKeychain implements Keychain {
  readonly entries = new Map<string, string>()
  cutAfter = Infinity

  get(name: string): Promise<string | null> {
    return Promise.resolve(this.entries.get(name) ?? null)
  }

  set(name: string, text: string): Promise<void> {
    if (Buffer.byteLength(text) > windowsEntryBytes)
      return Promise.reject(new Error(`Value of 'secret' is longer than platform limit of ${windowsEntryBytes} chars`))
    return this.#step(() => void this.entries.set(name, text))
  }

  delete(name: string): Promise<boolean> {
    return this.#step(() => this.entries.delete(name))
  }

  #step<T>(work: () => T): Promise<T> {
    if (this.cutAfter <= 0) return Promise.reject(new Error('the power went'))
    this.cutAfter -= 1
    return Promise.resolve(work())
  }
}

const rsa = (modulusLength: number): string =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const long = rsa(3072)
const longer = rsa(4096)
const kept = { thisRunOnly: false }

function windows(): { readonly entries: WindowsKeychain; readonly open: () => Promise<Vault> } {
  const entries = new WindowsKeychain()
  return { entries, open: () => Vault.open({ keychain: new PartedKeychain(entries, windowsEntryBytes) }) }
}
const key = (secret: string) => ({ apiKey: 'k'.repeat(64), secret, passphrase: null })

describe('a keychain with small entries', () => {
  test.each([
    ['RSA-2048', rsa(2048), 1],
    ['RSA-3072', long, 3],
    ['RSA-4096', longer, 3],
    ['HMAC', 'a-secret', 1],
  ])('keeps a key of the kind %s, gives it back whole and removes all of it', async (_kind, secret, count) => {
    const { entries, open } = windows()
    await (await open()).put('one', key(secret), kept)
    expect(entries.entries.size).toBe(count)
    const again = await open()
    expect(await again.load(['one'])).toEqual([])
    expect(again.get('one')?.reveal().secret).toBe(secret)
    await again.remove('one')
    expect(entries.entries.size).toBe(0)
  })

  test('reads an entry of an earlier version', async () => {
    const { entries, open } = windows()
    entries.entries.set('one', JSON.stringify(key('a-secret')))
    const vault = await open()
    await vault.load(['one'])
    expect(vault.get('one')?.reveal().secret).toBe('a-secret')
  })

  const replacements = [
    ['long by longer', long, longer],
    ['long by short', long, 'a-secret'],
    ['short by long', 'a-secret', long],
  ] as const
  describe.each(replacements)('replacing %s', (_what, before, after) => {
    test.each([0, 1, 2, 3, 4, 5, 6])(
      'cut off after %i steps gives the one or the other, never a third, and is removed whole',
      async (steps) => {
        const { entries, open } = windows()
        const vault = await open()
        await vault.put('one', key(before), kept)
        entries.cutAfter = steps
        await vault.put('one', key(after), kept).catch(() => undefined)
        entries.cutAfter = Infinity
        const again = await open()
        expect(await again.load(['one'])).toEqual([])
        expect([before, after]).toContain(again.get('one')?.reveal().secret)
        await again.put('one', key(after), kept)
        const last = await open()
        await last.load(['one'])
        expect(last.get('one')?.reveal().secret).toBe(after)
        await last.remove('one')
        expect([...entries.entries.keys()]).toEqual([])
      },
    )
  })

  test.each([0, 1, 2, 3])(
    'a removal cut off after %i steps leaves no key to be used, and is done by the next one',
    async (steps) => {
      const { entries, open } = windows()
      const vault = await open()
      await vault.put('one', key(long), kept)
      entries.cutAfter = steps
      await vault.remove('one').catch(() => undefined)
      entries.cutAfter = Infinity
      const again = await open()
      const failures = await again.load(['one'])
      if (steps === 0) expect(again.get('one')?.reveal().secret).toBe(long)
      else expect([again.get('one'), failures.length]).toEqual([null, steps < 3 ? 1 : 0])
      await again.remove('one')
      expect([...entries.entries.keys()]).toEqual([])
    },
  )

  test.each([
    ['is missing', (entries: Map<string, string>) => entries.delete('one/a2')],
    ['is of another key', (entries: Map<string, string>) => entries.set('one/a2', 'x'.repeat(100))],
  ])('a part that %s makes the key unreadable, with a reason', async (_what, spoil) => {
    const { entries, open } = windows()
    await (await open()).put('one', key(long), kept)
    spoil(entries.entries)
    const vault = await open()
    expect(await vault.load(['one'])).toMatchObject([
      { accountId: 'one', reason: expect.stringContaining('incomplete') as string },
    ])
    expect([vault.get('one'), vault.state('one')]).toEqual([null, 'missing'])
  })

  test('refuses what does not fit with a sentence that says so', async () => {
    const vault = await windows().open()
    await expect(vault.put('one', key('s'.repeat(9 * windowsEntryBytes)), kept)).rejects.toMatchObject({
      class: 'refused',
      text: { key: 'keychain.too_long' },
    })
    const { entries } = windows()
    const secret = new StoredSecret({
      keychain: new PartedKeychain(entries, windowsEntryBytes),
      names: { name: 'redis', formerName: 'old' },
      isAvailable: () => true,
      whyNot: () => '',
      requirePlace: () => Promise.resolve(),
    })
    await expect(secret.put('p'.repeat(9 * windowsEntryBytes), false)).rejects.toMatchObject({
      text: { key: 'keychain.too_long' },
    })
    await secret.put('é'.repeat(2_000), false)
    await secret.load()
    expect(secret.text).toBe('é'.repeat(2_000))
    await secret.put(null, false)
    expect([...entries.entries.keys()]).toEqual([])
  })
})
