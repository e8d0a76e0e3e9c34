import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

interface Ends {
  /** A port on this machine that speaks plainly. */
  readonly to: number
  /** What every byte takes each way, ms. */
  readonly delayMs: number
  /** What it speaks TLS with; null: plainly. */
  readonly certificate: { readonly cert: Buffer; readonly key: Buffer } | null
}

/** A far server on this machine: a way there that takes its time, TCP's greeting included, and maybe TLS behind it. */
export async function openSlowLine({ to, delayMs, certificate }: Ends): Promise<{ port: number; close: () => void }> {
  const far = certificate && createTlsServer(certificate, (socket) => join(socket, connect(to, '127.0.0.1')))
  const farPort = far === null ? to : await listen(far)
  const near = createServer((socket) => {
    const beyond = connect(farPort, '127.0.0.1')
    // What a client says first follows a greeting that goes there and back.
    slowly(socket, beyond, delayMs, performance.now() + 3 * delayMs)
    slowly(beyond, socket, delayMs, 0)
  })
  const port = await listen(near)
  const close = (): void => {
    near.close()
    far?.close()
  }
  return { port, close }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function join(one: Socket, other: Socket): void {
  for (const [from, into] of [
    [one, other],
    [other, one],
  ] as const) {
    from.setNoDelay(true)
    from.pipe(into)
    from.on('error', () => into.destroy())
  }
}

/** Passes bytes on in their order, each `delayMs` late and none before `notBefore`. */
function slowly(from: Socket, into: Socket, delayMs: number, notBefore: number): void {
  from.setNoDelay(true)
  const late = (work: () => void): void => {
    setTimeout(work, Math.max(delayMs, notBefore - performance.now()))
  }
  from.on('data', (chunk) => late(() => into.write(chunk)))
  from.on('end', () => late(() => into.end()))
  from.on('error', () => into.destroy())
}
