import {
  message,
  type MessageKey,
  type MessageParams,
  type MessageRef,
  sentence,
} from '../../src-shared/messages/index.ts'

/**
 * Why a Redis cannot be used, in words of ours; anything else about a connection is told in the server's or the
 * system's.
 */
export class LinkRefusal extends Error {
  readonly text: MessageRef

  constructor(key: MessageKey, params: MessageParams = {}) {
    const text = message(key, params)
    super(sentence(text, 'en'))
    this.text = text
  }
}
