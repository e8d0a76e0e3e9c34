import { type Urgency, usual } from '../../src-main/exchange/http/urgency.ts'

/** A fake client as its `as` gives it: `reading` is this urgency while a method of the view begins. */
export function viewOf<T extends { reading: Urgency }>(client: T, urgency: Urgency): T {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      return (...args: readonly unknown[]): unknown => {
        target.reading = urgency
        try {
          return Reflect.apply(value, target, args)
        } finally {
          target.reading = usual
        }
      }
    },
  })
}
