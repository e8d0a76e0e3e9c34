import { expect, test } from 'vitest'
import { Access } from '../../src-main/browser/access.ts'

const hour = 3_600_000

/** A session, and a clock to move. */
function opened(): { access: Access; cookie: string; page: string; later: (ms: number) => void } {
  let now = 1_800_000_000_000
  const access = new Access(() => now)
  const session = access.redeem(access.mint())
  if (session === null) throw new Error('a fresh token was refused')
  return { access, ...session, later: (ms) => (now += ms) }
}

test('a session goes on while its page asks, and ends once it has been silent', () => {
  const { access, cookie, page, later } = opened()
  for (let hours = 0; hours < 48; hours += 11) {
    later(11 * hour)
    expect(access.admitsPage(cookie, page)).toBe(true)
  }
  later(12 * hour)
  expect(access.admitsPage(cookie, page)).toBe(false)
  expect(access.admits(cookie)).toBe(false)
})

test('fetching files with the cookie does not keep a session alive', () => {
  const { access, cookie, later } = opened()
  later(11 * hour)
  expect(access.admits(cookie)).toBe(true)
  later(hour)
  expect(access.admits(cookie)).toBe(false)
})

test('no session lasts for ever, however much it is used', () => {
  const { access, cookie, page, later } = opened()
  let hours = 0
  while (access.admitsPage(cookie, page)) {
    later(10 * hour)
    hours += 10
  }
  expect(hours).toBe(30 * 24)
})

test('the cookie’s secret is not the page’s', () => {
  const { access, cookie, page } = opened()
  expect(access.admitsPage(cookie, cookie)).toBe(false)
  expect(access.admitsPage(page, page)).toBe(false)
  expect(access.admits(page)).toBe(false)
})
