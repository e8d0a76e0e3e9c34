import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGatewayStatus } from '../query.ts'
import { Tag, type Tone } from '../ui/parts.tsx'
import { useKnown } from './known.ts'

const redisTones = {
  connected: 'plain',
  standby: 'warn',
  connecting: 'plain',
  lost: 'bad',
  off: 'plain',
} as const satisfies Record<string, Tone>

/** Whether requests of Django reach this gateway. */
export function RedisState(): ReactNode {
  const { t } = useTranslation()
  const redis = useKnown(useGatewayStatus())?.redis
  return (
    <span role="status">
      {redis === undefined ? (
        <Tag>{t('redis.unknown')}</Tag>
      ) : (
        <Tag tone={redisTones[redis.state]} title={redis.state === 'lost' ? redis.reason : redis.url}>
          {t(`redis.${redis.state}`)}
        </Tag>
      )}
    </span>
  )
}
