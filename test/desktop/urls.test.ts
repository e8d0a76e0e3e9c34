import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAllowedExternalUrl, isPanelFile, isPanelUrl, panelUrl } from '../../src-main/desktop/trusted-urls.ts'

test.each([
  ['blob:app://panel/6f1c', true],
  ['blob:https://example.com/6f1c', false],
  ['blob:app://panel.evil/6f1c', false],
  ['app://panel/index.html', false],
  ['https://example.com/setup.exe', false],
])('%s may be saved: %s', (url, may) => {
  expect(isPanelFile(url)).toBe(may)
})

describe('the panel’s own pages', () => {
  test.each([panelUrl, 'app://panel/index.html', 'app://panel/#/orders', 'app://panel/?x=1'])('%s is one', (url) => {
    expect(isPanelUrl(url)).toBe(true)
  })

  test.each([
    '',
    'about:blank',
    'app:panel',
    'app:///panel/',
    'app://panel.evil.example/',
    'app://evil@panel/',
    'app://panel@evil/',
    'app://panel:8080/',
    'http://panel/',
    'https://panel/index.html',
    'file:///etc/passwd',
    'data:text/html,<h1>x',
    'javascript:alert(1)',
    'blob:app://panel/1',
    'view-source:app://panel/',
    'devtools://devtools/bundled/inspector.html',
    'chrome://settings',
  ])('%s is none', (url) => {
    expect(isPanelUrl(url)).toBe(false)
  })
})

describe('links for the system’s browser', () => {
  test.each([
    'https://www.binance.com/en/my/settings/api-management',
    'https://www.tradingview.com/',
    'https://testnet.binance.vision/',
    'https://www.kraken.com/u/security/api',
  ])('%s may be opened', (url) => {
    expect(isAllowedExternalUrl(url)).toBe(true)
  })

  test.each([
    '',
    'http://www.binance.com/',
    'https://binance.com.evil.example/',
    'https://www.binance.com.evil.example/',
    'https://evil.example/www.binance.com',
    'https://evil.example/?https://www.binance.com',
    'https://www.binance.com@evil.example/',
    'https://user:secret@www.binance.com/',
    'https://www.binance.com:8443/',
    'https://www.bіnance.com/',
    'https://evil.example#www.binance.com',
    'https:\\\\evil.example\\www.binance.com',
    'javascript:https://www.binance.com',
    'file://www.binance.com/etc/passwd',
    'smb://www.binance.com/share',
    'ms-msdt:/id PCWDiagnostic',
    'mailto:x@www.binance.com',
    'vbscript:x',
  ])('%s may not', (url) => {
    expect(isAllowedExternalUrl(url)).toBe(false)
  })
})

test('whatever text is given, there is an answer, and no URL is both', () => {
  const anyUrl = fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.webAuthority())
  fc.assert(
    fc.property(anyUrl, (text) => {
      expect(isPanelUrl(text) && isAllowedExternalUrl(text)).toBe(false)
    }),
  )
})
