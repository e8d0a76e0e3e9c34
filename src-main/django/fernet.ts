import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'

/** 16 bytes each. */
export interface FernetKey {
  readonly signing: Uint8Array
  readonly encryption: Uint8Array
}

/**
 * What became of a token. `other_key`: its signature does not fit, so the key is another one or the token was changed;
 * `damaged`: it is no token, whatever the key.
 */
export type OpenedToken =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: 'other_key' | 'damaged' }

const version = 0x80
const blockLength = 16
const signatureLength = 32
/** Version and time (seconds since 1970, 8 bytes) stand before it. */
const ivAt = 9
const cipherTextAt = ivAt + blockLength

const damaged: OpenedToken = { ok: false, why: 'damaged' }

/** A key from its 32 bytes. */
export function fernetKey(bytes: Uint8Array): FernetKey {
  return { signing: bytes.subarray(0, blockLength), encryption: bytes.subarray(blockLength, 2 * blockLength) }
}

/**
 * The text in a Fernet token, of whatever age. Pure; never throws. Source:
 * https://github.com/fernet/spec/blob/master/Spec.md
 */
export function openFernet(token: string, { signing, encryption }: FernetKey): OpenedToken {
  // A stray line end is read over by Django, too.
  const written = token.trim()
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(written) || written.length % 4 !== 0) return damaged
  const bytes = Buffer.from(written, 'base64url')
  const signed = bytes.subarray(0, -signatureLength)
  const cipherText = signed.subarray(cipherTextAt)
  if (bytes[0] !== version || cipherText.length === 0 || cipherText.length % blockLength !== 0) return damaged
  const signature = createHmac('sha256', signing).update(signed).digest()
  if (!timingSafeEqual(signature, bytes.subarray(-signatureLength))) return { ok: false, why: 'other_key' }
  try {
    const decipher = createDecipheriv('aes-128-cbc', encryption, signed.subarray(ivAt, cipherTextAt))
    const plain = Buffer.concat([decipher.update(cipherText), decipher.final()])
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain) }
  } catch {
    // Its padding is wrong, or it is no text.
    return damaged
  }
}
