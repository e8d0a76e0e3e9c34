import { parentPort, workerData } from 'node:worker_threads'
import { errorView, type ErrorView } from '../../../src-shared/errors.ts'
import { tellSourcePositions } from '../../infra/source-positions.ts'
import type { JournalQuestion } from './journal-questions.ts'

export interface NumberedQuestion {
  readonly number: number
  readonly question: JournalQuestion
}

export type NumberedAnswer =
  | { readonly number: number; readonly ok: true; readonly value: unknown }
  | { readonly number: number; readonly ok: false; readonly error: ErrorView }

// As in the entries: a thread does not inherit that.
tellSourcePositions()
const { answerFrom } = await import('./journal-questions.ts')

const { file } = workerData as { readonly file: string }

parentPort?.on('message', ({ number, question }: NumberedQuestion) => {
  let reply: NumberedAnswer
  try {
    reply = { number, ok: true, value: answerFrom(file, question) }
  } catch (error) {
    reply = { number, ok: false, error: errorView(error) }
  }
  parentPort?.postMessage(reply)
})
