import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { errorView, type ErrorView } from '../../../src-shared/errors.ts'
import type { JournalFilter } from '../../../src-shared/journal.ts'
import { type ExportFormat, exportJournal } from './journal-export.ts'
import { journalDetail, searchJournal } from './journal-search.ts'

/** What the journal's reader asks of its thread. */
export type JournalQuestion =
  | {
      readonly ask: 'search'
      readonly filter: JournalFilter
      readonly cursor: string | null
      readonly limit: number
    }
  | { readonly ask: 'detail'; readonly journalId: number }
  | {
      readonly ask: 'export'
      readonly filter: JournalFilter
      readonly format: ExportFormat
      readonly cursor: string | null
    }

export interface NumberedQuestion {
  readonly number: number
  readonly question: JournalQuestion
}

export type NumberedAnswer =
  | { readonly number: number; readonly ok: true; readonly value: unknown }
  | { readonly number: number; readonly ok: false; readonly error: ErrorView }

const { file } = workerData as { readonly file: string }

/** Opened for each question: the file may have been put aside and begun anew meanwhile. */
function answer(question: JournalQuestion): unknown {
  if (!existsSync(file)) return { lines: [], cursor: null }
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    switch (question.ask) {
      case 'search':
        return searchJournal(database, question.filter, question.cursor, question.limit)
      case 'detail':
        return journalDetail(database, question.journalId)
      case 'export':
        return exportJournal(database, question.filter, question.format, question.cursor)
    }
  } finally {
    database.close()
  }
}

parentPort?.on('message', ({ number, question }: NumberedQuestion) => {
  let reply: NumberedAnswer
  try {
    reply = { number, ok: true, value: answer(question) }
  } catch (error) {
    reply = { number, ok: false, error: errorView(error) }
  }
  parentPort?.postMessage(reply)
})
