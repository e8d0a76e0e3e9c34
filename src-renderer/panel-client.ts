import type { CallInput, CallName, CallOutput, Panel, PanelEvent } from '../src-shared/contract.ts'
import type { ErrorView } from '../src-shared/errors.ts'
import { sentence } from '../src-shared/messages/index.ts'
import { HttpPanel } from './http-panel.ts'

declare global {
  interface Window {
    /** Put there by Electron's preload; an ordinary browser has none. */
    readonly aristobot?: Panel
  }
}

/** The gateway answered a call with an error. `message` is the English sentence. */
export class PanelError extends Error {
  readonly view: ErrorView

  constructor(view: ErrorView) {
    super(sentence(view.text, 'en'))
    this.name = 'PanelError'
    this.view = view
  }
}

let panel: Panel | null = null

function currentPanel(): Panel {
  panel ??= window.aristobot ?? new HttpPanel()
  return panel
}

/** Asks the gateway. @throws PanelError */
export async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const result = await currentPanel().call(name, input)
  if (!result.ok) throw new PanelError(result.error)
  return result.value
}

/** As the gateway answers, errors included. */
export const currentCall: Panel['call'] = (name, input) => currentPanel().call(name, input)

/** Ends the sessions of all browsers; null: this is Electron's window, which has none. */
export function signOutAll(): (() => Promise<void>) | null {
  const panel = currentPanel()
  return panel instanceof HttpPanel ? () => panel.signOutAll() : null
}

/** See {@link Panel.watch}. */
export const watch: Panel['watch'] = (name, input, listener) => currentPanel().watch(name, input, listener)

export function subscribe(listener: (event: PanelEvent) => void): () => void {
  return currentPanel().subscribe(listener)
}

/** Anything thrown by a call, as an error to show: what is not a {@link PanelError} is a bug of ours. */
export function viewOf(error: unknown): ErrorView {
  if (error instanceof PanelError) return error.view
  return { class: 'bug', text: { key: 'error.internal', params: {} }, field: null, exchange: null }
}
