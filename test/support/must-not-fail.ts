/** What must not fail in a test. */
export const mustNotFail = (error: unknown): never => {
  throw error
}
