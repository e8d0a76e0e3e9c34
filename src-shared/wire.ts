import type { DecimalText, Money } from './money.ts'

/**
 * What a model looks like after JSON took it to another process: every {@link Money} is its plain decimal text.
 * One definition of a model serves both sides.
 */
export type Wire<T> = T extends Money
  ? DecimalText
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Wire<T[Key]> }
      : T

/** Turns a model into plain JSON data (Money becomes text). */
export function toWire<T>(value: T): Wire<T> {
  return JSON.parse(JSON.stringify(value)) as Wire<T>
}
