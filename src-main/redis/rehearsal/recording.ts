import { parse } from 'lossless-json'
import { isJsonObject, JsonNumber, type JsonValue } from '../json-number.ts'
import { jsonText } from '../json.ts'
import { integerOf } from '../protocol.ts'
import { withoutSecrets } from './redact.ts'

/** A request as it was pushed, and what was answered. */
export interface Recorded {
  /** Epoch ms of Redis's clock when it was pushed; null: not known. */
  readonly at: number | null
  /** From the push to the answer, ms; null: no answer, or not known. */
  readonly tookMs: number | null
  /** What was pushed: JSON, or the text where it is none. */
  readonly request: JsonValue
  /** null: there was none while it was recorded. */
  readonly answer: JsonValue
}

/** Data of a text that somebody else wrote, every number as it was written; the text itself where it is no JSON. */
export function dataOf(text: string): JsonValue {
  try {
    return parse(text, undefined, (number) => new JsonNumber(number)) as JsonValue
  } catch {
    return text
  }
}

/** One line of a recording, without what must not be kept. */
export function recordingLine({ at, tookMs, request, answer }: Recorded): string {
  return jsonText({ at, tookMs, request: withoutSecrets(request), answer: withoutSecrets(answer) })
}

/** A recording that cannot be read; `line` counts from 1. */
class RecordingError extends Error {
  constructor(line: number, reason: string) {
    super(`Line ${line} of the recording cannot be read: ${reason}.`)
    this.name = 'RecordingError'
  }
}

/**
 * Reads a recording: a line each, `{"at":…,"tookMs":…,"request":…,"answer":…}`, of which `request` alone is needed.
 * Empty lines are left out. @throws RecordingError naming the line
 */
export function parseRecording(text: string): readonly Recorded[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const value = dataOf(line)
    if (!isJsonObject(value)) throw new RecordingError(index + 1, 'it is no JSON object')
    const { request, answer = null, at, tookMs } = value
    if (request === undefined) throw new RecordingError(index + 1, 'it has no "request"')
    return [{ at: integerOf(at), tookMs: integerOf(tookMs), request, answer }]
  })
}
