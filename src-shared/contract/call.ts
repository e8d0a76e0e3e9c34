import type { z } from 'zod'

/**
 * One call of the window: what it takes, what it gives (known to the compiler only), and whether it changes anything.
 * Of a `read` whose answer is lost nothing is lost but time; of a `write` nobody knows what became.
 */
export interface PanelCall<Input extends z.ZodType, Output> {
  readonly effect: 'read' | 'write'
  readonly input: Input
  readonly output?: Output
}

interface Given<T> {
  readonly type?: T
}

/** The type of a call's answer. */
export const gives = <T>(): Given<T> => ({})

export const read = <Input extends z.ZodType, Output>(
  input: Input,
  _output: Given<Output>,
): PanelCall<Input, Output> => ({ effect: 'read', input })

export const write = <Input extends z.ZodType, Output>(
  input: Input,
  _output: Given<Output>,
): PanelCall<Input, Output> => ({ effect: 'write', input })
