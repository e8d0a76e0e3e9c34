import { entriesOf } from '../../host/request-parameters.ts'
import { RateWindow } from '../../host/streams/rate-window.ts'
import type { StreamLink, StreamSession } from '../../host/streams/stream-types.ts'
import type { Timers } from '../../host/streams/timers.ts'
import type { TopicReader, Topics } from '../../host/streams/topics.ts'
import type { PracticeBitget } from '../practice-bitget.ts'
import type { BitgetAccountKind, BitgetKey } from '../security.ts'
import type { AccountPush } from './classic-pushes.ts'
import { keyOfLogin, StreamError } from './login.ts'
import type { MarketSource } from './market-sources.ts'
import { sourceOf } from './source-of.ts'
import { nameOf, readArg, type StreamArg, type Version } from './stream-args.ts'
import type { StreamSettings } from './stream-settings.ts'
import { json, messageText } from './wire.ts'

export interface SessionOptions {
  readonly version: Version
  readonly isPrivate: boolean
  readonly link: StreamLink
  readonly timers: Timers
  readonly settings: () => StreamSettings
  readonly exchange: () => PracticeBitget
  readonly hub: Topics<MarketSource>
  readonly keys: ReadonlyMap<string, BitgetKey>
  readonly kindOf: (accountId: string) => BitgetAccountKind
  readonly ended: () => void
}

const accountChannels: Readonly<Record<Version, readonly string[]>> = {
  v2: ['account', 'orders', 'fill', 'orders-algo'],
  v3: ['account', 'order', 'fill', 'fast-fill', 'position', 'strategy-order'],
}

/** A socket of Bitget, of v2 or v3, public or private. */
export class BitgetSession implements StreamSession, TopicReader {
  readonly #options: SessionOptions
  readonly #link: StreamLink
  readonly #args = new Map<string, StreamArg>()
  readonly #rate = new RateWindow(1000)
  readonly #subscribes = new RateWindow(3_600_000)
  readonly #stopLife: () => void
  #stopIdle: () => void
  #key: BitgetKey | null = null

  constructor(options: SessionOptions) {
    const { link, timers, settings } = options
    this.#options = options
    this.#link = link
    this.#stopLife = timers.after(
      () => settings().lifeMs,
      () => link.close(1001, ''),
    )
    this.#stopIdle = this.#waitForPing()
  }

  get accountId(): string | null {
    return this.#key?.accountId ?? null
  }

  get version(): Version {
    return this.#options.version
  }

  message(text: string): void {
    if (!this.#rate.take(this.#options.settings().mostMessages)) {
      this.#refuse(new StreamError(30_007, 'request over limit, connection close'), {})
      this.#link.close(1008, '')
      return
    }
    if (text === 'ping') {
      this.#stopIdle()
      this.#stopIdle = this.#waitForPing()
      this.#link.answer('pong')
      return
    }
    const fields = new Map(entriesOf(parsed(text)) ?? [])
    const [op, args] = [fields.get('op'), fields.get('args')]
    try {
      this.#carryOut(op, args)
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      this.#refuse(error, {})
    }
  }

  frame(): void {
    // Frames are nothing to Bitget: it wants to be pinged in text.
  }

  deliver(topic: string, text: string): void {
    this.#link.push(topic, text, 'market')
  }

  /** Tells of its account, as far as it has subscribed. */
  tell({ channel, symbol, data }: AccountPush): void {
    for (const [name, arg] of this.#args) {
      const isMeant = arg.subject === 'default' || arg.subject === '' || arg.subject === symbol
      if (arg.channel !== channel || !isMeant) continue
      // Every push of an account calls itself a snapshot; that of the fast channel was seen without a list.
      const rows = channel === 'fast-fill' ? data : [data]
      this.#link.push(name, messageText('snapshot', arg, rows, this.#now()), 'account')
    }
  }

  topics(): readonly string[] {
    return [...this.#args.keys()]
  }

  notice(): void {
    // Bitget announces nothing on its sockets.
  }

  expire(): void {
    if (this.#key === null) return
    this.#key = null
    this.#link.push('error', errorText(new StreamError(30_004, 'User needs to log in'), {}), 'market')
    this.#link.close(1001, '')
  }

  revoked(key: BitgetKey): void {
    if (this.#key === key) this.expire()
  }

  closed(): void {
    this.#stopLife()
    this.#stopIdle()
    for (const name of this.#args.keys()) this.#options.hub.leave(name, this)
    this.#options.ended()
  }

  /** @throws StreamError */
  #carryOut(op: unknown, args: unknown): void {
    if (op === 'login') {
      this.#login(args)
      return
    }
    if (op !== 'subscribe' && op !== 'unsubscribe') throw new StreamError(30_003, 'Invalid op')
    if (!Array.isArray(args) || args.length === 0) throw new StreamError(30_002, 'Illegal request')
    if (op === 'subscribe' && !this.#subscribes.take(this.#options.settings().mostSubscribes)) {
      throw new StreamError(30_006, 'Request too fast')
    }
    for (const value of args as readonly unknown[]) this.#change(op, value)
  }

  /** One arg that cannot be does not keep the others. */
  #change(op: 'subscribe' | 'unsubscribe', value: unknown): void {
    const arg = readArg(this.#options.version, value)
    const shown = arg?.shown ?? {}
    try {
      if (arg === null) throw new StreamError(30_016, 'Param error')
      if (op === 'unsubscribe') {
        this.#leave(nameOf(arg))
        this.#link.answer(json({ event: op, arg: shown }))
      } else this.#join(arg)
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      this.#refuse(error, { arg: shown, op })
    }
  }

  /** @throws StreamError */
  #join(arg: StreamArg): void {
    const { version, isPrivate, exchange, settings, hub } = this.#options
    const isAccount = isPrivate && accountChannels[version].includes(arg.channel)
    if (isPrivate && this.#key === null) throw new StreamError(30_004, 'User needs to log in')
    const source = isPrivate ? null : sourceOf(arg, exchange().engine, settings)
    const rightType = !isPrivate || arg.instType === (version === 'v2' ? 'SPOT' : 'UTA')
    if ((!isAccount && source === null) || !rightType) throw noSuchChannel(arg)
    const name = nameOf(arg)
    if (this.#args.size >= settings().mostTopics && !this.#args.has(name)) {
      throw new StreamError(30_002, 'Illegal request')
    }
    this.#args.set(name, arg)
    this.#link.answer(json({ event: 'subscribe', arg: arg.shown }))
    if (source === null) return
    const first = hub.join(name, this, source).snapshot()
    if (first !== null) this.#link.push(name, first, 'market')
  }

  #leave(name: string): void {
    this.#args.delete(name)
    this.#options.hub.leave(name, this)
  }

  /** The answer's code was seen as a text and as a number. @throws StreamError */
  #login(args: unknown): void {
    const { version, isPrivate, keys, kindOf, link } = this.#options
    if (!isPrivate) throw new StreamError(30_002, 'Illegal request')
    const key = keyOfLogin(args, keys, link.request.remoteAddress, this.#now())
    const fits = kindOf(key.accountId) === (version === 'v2' ? 'classic' : 'unified')
    if (!fits || !key.permissions.canRead) throw new StreamError(30_005, 'Login failed')
    this.#key = key
    link.answer(json({ event: 'login', code: version === 'v2' ? '0' : 0, msg: '' }))
  }

  #refuse(error: StreamError, about: Readonly<Record<string, unknown>>): void {
    this.#link.answer(errorText(error, about))
  }

  #waitForPing(): () => void {
    const { settings, timers } = this.#options
    return timers.after(
      () => settings().idleMs,
      () => this.#link.close(1001, ''),
    )
  }

  #now(): number {
    return this.#options.exchange().engine.now()
  }
}

function errorText({ code, message }: StreamError, { arg, op }: Readonly<Record<string, unknown>>): string {
  const head = arg === undefined ? {} : { arg }
  const tail = op === undefined ? {} : { op }
  return json({ event: 'error', ...head, code, msg: message, ...tail })
}

function noSuchChannel({ version, instType, channel, subject }: StreamArg): StreamError {
  const words = version === 'v2' ? ['channel', 'instId'] : ['topic', 'symbol']
  return new StreamError(30_001, `instType:${instType},${words[0]}:${channel},${words[1]}:${subject} doesn't exist`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
