import { AsyncLocalStorage } from 'node:async_hooks'
import type { MessageRef } from '../../../src-shared/messages/index.ts'

const current = new AsyncLocalStorage<MessageRef[]>()

/** What a read gave, and what it could not give whole. */
export interface Told<T> {
  readonly value: T
  readonly shortfalls: readonly MessageRef[]
}

/** Runs a read and collects what it says of what is missing in its answer: a history that was cut short. */
export async function withShortfalls<T>(read: () => Promise<T>): Promise<Told<T>> {
  const shortfalls: MessageRef[] = []
  const value = await current.run(shortfalls, read)
  return { value, shortfalls }
}

/** Says that an answer is not whole, to whoever has asked for it in {@link withShortfalls}. */
export function tellShortfall(note: MessageRef): void {
  current.getStore()?.push(note)
}
