import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallName, CallResult, Panel } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { callFromOutside } from '../panel/call-from-outside.ts'
import { answerJson } from './answer.ts'
import { readBody } from './read-body.ts'

const bodyLimit = 1024 * 1024

/**
 * `POST /call/<name>`: the body is the call's input as JSON, the answer its CallResult, also when the request makes no
 * sense.
 */
export async function answerCall(
  panel: Panel,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isJson(request.headers['content-type'])) {
    answerJson(response, 415, refusal('error.input', { field: 'content-type', reason: 'application/json expected' }))
    return
  }
  const text = await readBody(request, bodyLimit)
  if (text === null) {
    // The rest of the body is not wanted: the connection ends with this answer.
    response.setHeader('connection', 'close')
    response.on('finish', () => request.destroy())
    answerJson(response, 413, refusal('error.input', { field: 'body', reason: `more than ${bodyLimit} bytes` }))
    return
  }
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    answerJson(response, 400, refusal('error.input', { field: 'body', reason: 'not valid JSON' }))
    return
  }
  answerJson(response, 200, await callFromOutside(panel, name, input))
}

/** An error in the shape of a call's answer. */
export function refusal(
  key: 'error.input' | 'error.not_trusted' | 'error.internal',
  params: Readonly<Record<string, string>> = {},
): CallResult<CallName> {
  const errorClass = key === 'error.internal' ? 'bug' : key === 'error.not_trusted' ? 'auth' : 'refused'
  return { ok: false, error: errorView(new GatewayError(errorClass, key, params)) }
}

const isJson = (contentType: string | undefined): boolean =>
  /^application\/json(\s*;\s*charset=utf-8)?$/i.test(contentType?.trim() ?? '')
