import { printResults } from '../support/print-results.ts'
import { conformanceColumns, conformanceRows, runRow } from './conformance-table.ts'

/** `npm run conformance [-- column… row…]`: what every exchange's client must do, exchange by exchange. */
await printResults(conformanceColumns, conformanceRows, runRow)
