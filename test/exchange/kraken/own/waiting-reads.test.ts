import { expect, it } from 'vitest'
import { urgent, usual } from '../../../../src-main/exchange/http/urgency.ts'
import { endpoints } from '../../../../src-main/exchange/kraken/endpoints.ts'
import { WaitingReads } from '../../../../src-main/exchange/kraken/own/waiting-reads.ts'

function asking() {
  const reads = new WaitingReads()
  const asked: { readonly send: () => void; readonly answer: PromiseWithResolvers<string> }[] = []
  const ask = (params: Readonly<Record<string, string>> = {}, urgency = usual) =>
    reads.join(endpoints.openOrders, params, urgency, (send) => {
      const answer = Promise.withResolvers<string>()
      asked.push({ send, answer })
      return answer.promise
    })
  return { asked, ask }
}

it('a question that waits is asked once for all who ask it meanwhile', async () => {
  const { asked, ask } = asking()
  const all = [ask(), ask(), ask()]
  expect(asked).toHaveLength(1)
  asked[0]?.answer.resolve('A')
  expect(await Promise.all(all)).toEqual(['A', 'A', 'A'])
})

it('one that has left answers nobody who comes later: what it brings may be older', async () => {
  const { asked, ask } = asking()
  const before = ask()
  asked[0]?.send()
  const after = ask()
  expect(asked).toHaveLength(2)
  asked[0]?.answer.resolve('old')
  asked[1]?.answer.resolve('new')
  expect([await before, await after]).toEqual(['old', 'new'])
})

it('a failure is everybody’s, and the next question is a new one', async () => {
  const { asked, ask } = asking()
  const all = [ask(), ask()]
  asked[0]?.answer.reject(new Error('no'))
  const ends = await Promise.allSettled(all)
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  void ask()
  expect(asked).toHaveLength(2)
})

it('other parameters, another urgency and another patience are other questions', () => {
  const { asked, ask } = asking()
  void ask()
  void ask({ cl_ord_id: 'a' })
  void ask({}, urgent)
  void ask({}, { ...usual, patienceMs: 5 })
  void ask({}, urgent)
  expect(asked).toHaveLength(4)
})
