import { NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type OrderRoute, orderRoutes } from '../../src-shared/account.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useStreams } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Tag } from '../ui/parts.tsx'
import type { AccountView } from '../views.ts'

/** How an account's orders go to its exchange, where there is a choice, and how they go at this moment. */
export function OrderRouteChoice({ account }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const { id: accountId, name, exchange, orderRoute } = account
  const save = useMutation({
    mutationFn: (route: OrderRoute) => call('accounts.setOrderRoute', { accountId, route }),
    onSuccess: async (saved) => {
      notify(t('orderRoute.saved', { name, route: t(`orderRoute.${saved.orderRoute}`) }))
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      await queryClient.invalidateQueries({ queryKey: keys.streams(accountId) })
    },
  })
  const routes = exchangeProfiles[exchange].orderRoutes
  if (routes.length < 2) return null
  return (
    <fieldset className="exits">
      <legend>{t('orderRoute.title')}</legend>
      <div className="stack">
        <NativeSelect
          label={t('orderRoute.label')}
          description={t('orderRoute.help', { exchange: exchangeLabel(exchange) })}
          value={save.isPending ? save.variables : orderRoute}
          disabled={save.isPending}
          data={routes.map((value) => ({ value, label: t(`orderRoute.${value}`) }))}
          onChange={(event) => {
            const chosen = orderRoutes.find((each) => each === event.currentTarget.value)
            if (chosen !== undefined) save.mutate(chosen)
          }}
        />
        {orderRoute === 'websocket' && <RouteNow account={account} />}
        {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      </div>
    </fieldset>
  )
}

function RouteNow({ account: { id, exchange } }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const state = useStreams(id).data?.orders
  if (state === undefined) return null
  return (
    <div className={state === 'live' ? 'note' : 'note warn'} role="status">
      {t(`orderRoute.now.${state}`, { exchange: exchangeLabel(exchange) })}
    </div>
  )
}

/** Says that an account's orders go over a socket, or that they do not although they should; nothing for REST. */
export function OrderRouteTag({ account }: { account: AccountView }): ReactNode {
  return account.orderRoute === 'websocket' ? <TagNow account={account} /> : null
}

function TagNow({ account: { id, exchange } }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const state = useStreams(id).data?.orders
  if (state === undefined) return null
  return (
    <Tag
      tone={state === 'live' ? 'good' : 'warn'}
      title={t(`orderRoute.now.${state}`, { exchange: exchangeLabel(exchange) })}
    >
      {t(state === 'live' ? 'orderRoute.tag' : 'orderRoute.tagRest')}
    </Tag>
  )
}
