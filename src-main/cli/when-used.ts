import { runningInstance } from '../app/instance-lock.ts'

/** From when on a gateway of this data folder uses what was just kept. */
export const whenUsed = (dataFolder: string): string =>
  runningInstance(dataFolder) === null ? 'from the next start of the gateway on' : 'from now on'
