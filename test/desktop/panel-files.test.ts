import { join, normalize, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assetPathOf, contentTypeOf } from '../../src-shared/panel-page.ts'

describe('the file that a URL path names', () => {
  test.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/index-Ab_1.js', 'assets/index-Ab_1.js'],
    ['/assets/-x.css', 'assets/-x.css'],
  ])('%s is %s', (path, file) => {
    expect(assetPathOf(path)).toBe(file)
  })

  test.each([
    '',
    'index.html',
    '//etc/passwd',
    '/..',
    '/../x.js',
    '/a/../../x.js',
    '/./x.js',
    '/a//b.js',
    '/a/',
    '/.git/config',
    '/a\\b.js',
    '/..\\x.js',
    '/%2e%2e/x.js',
    '/a%2fb.js',
    '/a\u0000.js',
    '/C:/x.js',
    '/x.js?y',
    '/é.js',
    `/${'a/'.repeat(300)}x.js`,
  ])('%j names none', (path) => {
    expect(assetPathOf(path)).toBeNull()
  })

  test('whatever is asked, it stays inside the folder', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('..', '.', '%2e%2e', '\\', 'assets', '..\\..', '\u0000'))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const asset = assetPathOf(`/${pieces.join('/')}`)
        const folder = join(sep, 'panel')
        if (asset !== null) expect(normalize(join(folder, asset)).startsWith(folder + sep)).toBe(true)
      }),
    )
  })
})

test.each(['x.map', 'x.ts', 'x', 'x.', 'x.exe', 'x.constructor', 'x.__proto__', '.env'])('%s is not served', (path) => {
  expect(contentTypeOf(path)).toBeNull()
})
