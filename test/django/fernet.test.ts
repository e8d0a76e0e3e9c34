import { describe, expect, test } from 'vitest'
import { fernetKey, openFernet } from '../../src-main/django/fernet.ts'
import { fernetKeyOf, trySecret } from '../../src-main/django/secret-key.ts'

/** Vectors of https://github.com/fernet/spec (verify.json, invalid.json). */
const specKey = fernetKey(Buffer.from('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=', 'base64url'))
const hello = 'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=='

describe('a token of the specification', () => {
  test('opens with its key, however old it is', () => {
    expect(openFernet(hello, specKey)).toEqual({ ok: true, text: 'hello' })
    expect(openFernet(`${hello}\n`, specKey)).toEqual({ ok: true, text: 'hello' })
  })

  test('does not open with another key', () => {
    expect(openFernet(hello, fernetKeyOf('another'))).toEqual({ ok: false, why: 'other_key' })
  })

  test.each([
    [
      'an incorrect signature',
      'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==',
      'other_key',
    ],
    ['too few bytes', 'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==', 'damaged'],
    [
      'no base64',
      '%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
      'damaged',
    ],
    [
      'a text that is no whole number of blocks',
      'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm',
      'damaged',
    ],
    [
      'a wrong padding of its text',
      'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==',
      'damaged',
    ],
    [
      'another first vector',
      'gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==',
      'damaged',
    ],
    ['something behind its padding', `${hello}trailingdata`, 'damaged'],
    [
      'characters of no alphabet',
      '*gAAAAAAdwJ6wAAECAwQFBgcI!CQoLDA0ODy021?cpGVWKZ_eEwC@GM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==',
      'damaged',
    ],
    [
      'characters of the other alphabet',
      'gAAAAAAdwJ6wAAEC/AwQFBgcICQoLDA0ODy+021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==',
      'damaged',
    ],
    ['another version', `gQ${hello.slice(2)}`, 'damaged'],
    ['nothing in it', '', 'damaged'],
    ['no padding of its base64', hello.replaceAll('=', ''), 'damaged'],
  ])('with %s is not opened', (_what, token, why) => {
    expect(openFernet(token, specKey)).toEqual({ ok: false, why })
  })
})

/** Made by Python's `cryptography` 48.0.0 from the key that docs/wire-contract.md §8.1 describes. */
const ofDjango = [
  [
    'django-insecure-test-key-of-forty-characters',
    'gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD3WE1w8aawstzVk7ob7ewjcbxaBfznbqY0rD6V6avACGoKvfxLqhFuCCvkdVdlCplg==',
  ],
  ['short', 'gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD7mQrK8otw42bql4MhI2Gy08B53PgJ3RtcVZJBmJ-cNnFPv2G_rBLUXSnLHub_Jwng=='],
  [
    'é'.repeat(40),
    'gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD6lEscmTrpLdtqFGV0UdZopVNYU2vFgjfDc16FUxdsTKxyiwaS8WD-77WTX2ZzZyCw==',
  ],
  [
    'clé 🔑 secrète avec des accents éé',
    'gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD-gOAdfzMdpamO1gZBWmJptCryGY-S8ncGsn3x8t_Lg5imbA-apvaRQy9N4hssv_Eg==',
  ],
] as const

describe('Django’s SECRET_KEY', () => {
  test.each(ofDjango)('%s opens what Django has encrypted with it', (secretKey, token) => {
    expect(openFernet(token, fernetKeyOf(secretKey))).toEqual({ ok: true, text: 'KEY-é-1' })
  })

  test('counts as far as its 32nd character, and by code points', () => {
    const [[long, token]] = ofDjango
    expect(openFernet(token, fernetKeyOf(`${long.slice(0, 32)}anything`)).ok).toBe(true)
    expect(openFernet(token, fernetKeyOf(long.slice(0, 31))).ok).toBe(false)
  })

  test('a token of no text, and one whose text is none', () => {
    const key = fernetKeyOf(ofDjango[0][0])
    const nothing =
      'gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD2bJzSvocTfHg_eYOiExsIzHcE1XDNmpPDO-3P4S5KDer3E_lsBd-_hgoyd7O4D_yw=='
    const noText =
      'gAAAAABlU_EAAAECAwQFBgcICQoLDA0ODwWogG1NzdGALUk5mcLOnZtMCLmfrbRfDlmfLOZOSOz9TnrhSuPXxhCeGqcsrSj8pA=='
    expect(openFernet(nothing, key)).toEqual({ ok: true, text: '' })
    expect(openFernet(noText, key)).toEqual({ ok: false, why: 'damaged' })
  })

  test.each([
    'short',
    '  short\n',
    '"short"',
    "SECRET_KEY='short'",
    'export DJANGO_SECRET_KEY = short',
    // It is filled with blanks anyway.
    'short          ',
  ])('is understood as it was meant: %s', (typed) => {
    const [, [, token]] = ofDjango
    const { key, opensAny } = trySecret(typed, [hello, token])
    expect(opensAny).toBe(true)
    expect(openFernet(token, key).ok).toBe(true)
  })

  test('that opens none is said to', () => {
    expect(trySecret('wrong', [hello]).opensAny).toBe(false)
    expect(trySecret('short', []).opensAny).toBe(false)
  })
})
