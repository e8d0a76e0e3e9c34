/** Electron's channel of the window's calls: a name of the contract and its input. */
export const callChannel = 'panel-call'

/** Electron's channel on which the gateway pushes its events. */
export const eventChannel = 'panel-event'

/** Electron's channel on which the window asks to watch something, and on which it is told. */
export const watchChannel = 'panel-watch'
