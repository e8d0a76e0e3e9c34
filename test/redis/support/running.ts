import { RedisBridge, type RedisBridgeOptions } from '../../../src-main/redis/bridge.ts'
import { plainConnection } from '../../../src-main/redis/connection.ts'
import { type OwnRedisServer, startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { DjangoClient } from './django-client.ts'
import { FakeServices } from './fake-services.ts'

/** Resolves once the bridge's state is the wanted one. */
export function untilState(bridge: RedisBridge, wanted: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const check = (): void => {
    if (bridge.state().state === wanted) resolve(undefined)
  }
  const stop = bridge.subscribe(check)
  check()
  return promise.finally(stop)
}

export interface Running extends AsyncDisposable {
  readonly server: OwnRedisServer
  readonly services: FakeServices
  readonly bridge: RedisBridge
  readonly django: DjangoClient
}

/** A real Redis, a bridge on fake services, and Django. */
export async function running(
  options: Partial<RedisBridgeOptions> = {},
  services = new FakeServices(),
): Promise<Running> {
  const server = await startOwnRedis()
  const bridge = makeBridge(server.port, services, options)
  const django = new DjangoClient(server.port)
  bridge.start()
  await untilState(bridge, 'connected')
  return {
    server,
    services,
    bridge,
    django,
    [Symbol.asyncDispose]: async () => {
      await bridge.close()
      django.close()
      await server.close()
    },
  }
}

export function makeBridge(
  port: number,
  services: RedisBridgeOptions['services'],
  options: Partial<RedisBridgeOptions> = {},
): RedisBridge {
  const connection = plainConnection({ host: '127.0.0.1', port })
  return new RedisBridge({ connection, services, language: () => 'en', ...options })
}
