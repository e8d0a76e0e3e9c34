/** A stage that failed, with everything to tell about it. The command ends with code 1. */
export class StageFailure extends Error {}

/** One line of the bootstrap's own, on standard error. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}
