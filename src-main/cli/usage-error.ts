/** A command that was asked for in a way that makes no sense: one sentence, exit code 2. */
export class UsageError extends Error {}

/** A command that cannot do its work now, for a reason that the person can repair: one sentence, exit code 1. */
export class CommandError extends Error {}
