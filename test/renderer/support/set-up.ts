import { cleanNotifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { setConnection } from '../../../src-renderer/connection.ts'
import { queryClient } from '../../../src-renderer/query.ts'
import { emptyDraft } from '../../../src-renderer/trade/draft.ts'
import { resetTicket, useTicket } from '../../../src-renderer/trade/ticket-store.ts'

// What Mantine asks of a browser that happy-dom does not have.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {
      return
    }
    unobserve(): void {
      return
    }
    disconnect(): void {
      return
    }
  },
)

// Without the whole document, in which nobody finds anything.
configure({ getElementError: (message) => new Error(message?.split('\n')[0] ?? 'not found') })

beforeEach(() => {
  setConnection('connected')
})

afterEach(() => {
  cleanup()
  cleanNotifications()
  queryClient.clear()
  useTicket.setState({ sending: false, result: null, draft: emptyDraft })
  resetTicket()
})
