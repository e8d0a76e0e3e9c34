import { hash as digest } from 'node:crypto'
import { JsonNumber, type JsonValue, isJsonObject } from './json-number.ts'
import type { RequestEnvelope } from './protocol.ts'

/**
 * What a request asks, as a hash: action, user and params, with their numbers as written and the order of their keys
 * ignored. Times and the trace id do not count, so that a request sent again is recognised.
 */
export function fingerprintOf(request: RequestEnvelope): string {
  const { timestamp: _timestamp, ...params } = request.params
  return hash(canonical([request.action, new JsonNumber(String(request.userId)), params]))
}

/** The fingerprint of a text that could not be read. */
export function fingerprintOfText(text: string): string {
  return hash(`unreadable ${text}`)
}

function canonical(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonical(item)).join(',')}]`
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort()
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

function hash(text: string): string {
  return digest('sha256', text, 'base64')
}
