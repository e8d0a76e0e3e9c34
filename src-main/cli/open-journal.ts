import { Journal } from '../trading/journal.ts'

/** A command has nothing else to do while the gateway writes a row. */
const patienceMs = 5_000

/** The journal of a data folder, for a command that ends soon. @throws as {@link Journal.open} */
export const openJournal = (folder: string): Journal => Journal.open({ folder, patienceMs })
