import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { JournalFilter } from '../../../src-shared/journal.ts'
import { exportFills, type FillExportAsked } from './fill-export.ts'
import { type FillsAsked, readFills } from './fill-reading.ts'
import { type ExportFormat, exportJournal } from './journal-export.ts'
import { journalDetail, searchJournal } from './journal-search.ts'
import { type HistoryAsked, valueHistory } from './value-history.ts'

/** What is asked of a journal. */
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
  | { readonly ask: 'fills'; readonly asked: FillsAsked }
  | { readonly ask: 'export-fills'; readonly asked: FillExportAsked }
  | { readonly ask: 'values'; readonly asked: HistoryAsked }

/** Opened for each question: the file may have been put aside and begun anew meanwhile. */
export function answerFrom(file: string, question: JournalQuestion): unknown {
  if (!existsSync(file)) return nothingFor(question)
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    switch (question.ask) {
      case 'search':
        return searchJournal(database, question.filter, question.cursor, question.limit)
      case 'detail':
        return journalDetail(database, question.journalId)
      case 'export':
        return exportJournal(database, question.filter, question.format, question.cursor)
      case 'fills':
        return readFills(database, question.asked)
      case 'export-fills':
        return exportFills(database, question.asked)
      case 'values':
        return valueHistory(database, question.asked)
    }
  } finally {
    database.close()
  }
}

/** What a journal that is not there holds. */
function nothingFor({ ask }: JournalQuestion): unknown {
  switch (ask) {
    case 'search':
    case 'detail':
      return { lines: [], cursor: null }
    case 'fills':
      return { fills: [], cursor: null }
    case 'export':
    case 'export-fills':
      return { text: '', lines: 0, cursor: null }
    case 'values':
      return []
  }
}
