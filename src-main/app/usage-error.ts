import { GatewayError } from '../../src-shared/errors.ts'
import { FileTooNewError, writeTroubleOf } from '../infra/file-errors.ts'

/** A command that was asked for in a way that makes no sense: one sentence, exit code 2. */
export class UsageError extends Error {}

/** A command that cannot do its work now, for a reason that the person can repair: one sentence, exit code 1. */
export class CommandError extends Error {}

/**
 * What ended a command, for standard error: a sentence where a person can repair it, all that we know where it is a
 * fault of ours.
 */
export function sayError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isSaid = [UsageError, CommandError, GatewayError, FileTooNewError].some((kind) => error instanceof kind)
  if (isSaid) return error.message
  switch (writeTroubleOf(error)) {
    case 'disk_full':
      return `The disk is full (${error.message}).`
    case 'locked':
      return `Another program holds a file of the data folder (${error.message}); try again in a moment.`
    case 'not_writable':
      return `A file of the data folder cannot be read or written (${error.message}).`
    case null:
      return error.stack ?? error.message
  }
}
