import { printResults } from '../support/print-results.ts'
import { runStreamRow, streamColumns, streamRows } from './stream-table.ts'

/** `npm run conformance:streams [-- column… row…]`: what every exchange's streams must do, exchange by exchange. */
await printResults(streamColumns, streamRows, runStreamRow)
