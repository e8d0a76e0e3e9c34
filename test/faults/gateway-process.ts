import type { Journal } from '../../src-main/trading/journal.ts'
import { accountId, origin, request, startGateway } from './gateway.ts'

/**
 * A gateway in a process of its own that places one order and dies (SIGKILL) at a point of the journal.
 * Arguments: data folder, the exchange's address, request id, point (`never` to be killed from outside).
 */
const [folder = '', baseUrl = '', requestId = '', point = ''] = process.argv.slice(2)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

/** The journal, dying right after (or, for `before …`, instead of) the entry named. */
const deadly = (journal: Journal): Journal =>
  new Proxy(journal, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => {
        if (point === `before ${String(name)}`) die()
        const result: unknown = Reflect.apply(value, target, args)
        if (point !== `after ${String(name)}`) return result
        return result instanceof Promise ? result.then(die) : die()
      }
    },
  })

const gateway = startGateway({ folder, baseUrl, wrapJournal: deadly })
await gateway.desk.start()
await gateway.desk.place({ accountId, request }, origin(requestId))
await gateway.close()
