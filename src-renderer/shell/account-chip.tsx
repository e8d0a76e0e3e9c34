import { Menu, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccounts } from '../query.ts'
import { addressOf } from '../route.ts'
import { selectAccount } from '../selection.ts'
import { ExchangeMark } from '../ui/exchange-mark.tsx'
import type { AccountView } from '../views.ts'
import { useSelectedAccount } from './account.ts'
import { EnvironmentMark } from './environment-mark.tsx'
import { exchangeLabel } from './exchange-name.ts'

/** So many fit into a menu that is seen at one glance. */
const searchedFrom = 9

/** The account that orders go to, whose money it is, and the way to another. */
export function AccountChip(): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts().data ?? []
  const selected = useSelectedAccount()
  const [wanted, setWanted] = useState('')
  const found = accounts.filter((account) => matches(account, wanted))
  const real = found.filter(isReal)
  const others = found.filter((account) => !isReal(account))
  const none = t(accounts.length > 0 ? 'shell.chooseAccount' : 'shell.noAccount')
  return (
    <Menu
      position="bottom-start"
      offset={6}
      width={340}
      transitionProps={{ duration: 0 }}
      onClose={() => setWanted('')}
    >
      <Menu.Target>
        <UnstyledButton
          className="control account-chip"
          data-environment={selected?.environment.kind ?? 'none'}
          data-testid="account"
        >
          <span className="visually-hidden">{t('shell.account')}: </span>
          {selected === null ? (
            <span className="name">{none}</span>
          ) : (
            <>
              <ExchangeMark exchange={selected.exchange} />
              <span className="name">{selected.name}</span>
              <EnvironmentMark kind={selected.environment.kind} />
            </>
          )}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('shell.account')} className="account-menu">
        {accounts.length >= searchedFrom && (
          <Menu.Search
            aria-label={t('shell.findAccount')}
            placeholder={t('shell.findAccount')}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
        <Menu.RadioGroup value={selected?.id ?? null} onChange={selectAccount}>
          {real.length > 0 && <Menu.Label>{t('environment.realMark')}</Menu.Label>}
          {real.map((account) => (
            <AccountItem key={account.id} account={account} />
          ))}
          {real.length > 0 && others.length > 0 && <Menu.Label>{t('shell.noRealMoney')}</Menu.Label>}
          {others.map((account) => (
            <AccountItem key={account.id} account={account} />
          ))}
        </Menu.RadioGroup>
        {found.length === 0 && (
          <div className="state">{t(accounts.length > 0 ? 'shell.noneFound' : 'accounts.none')}</div>
        )}
        <Menu.Divider />
        <Menu.Item component="a" href={addressOf('accounts')}>
          {t('shell.manageAccounts')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function AccountItem({ account }: { account: AccountView }): ReactNode {
  return (
    <Menu.RadioItem
      value={account.id}
      closeMenuOnClick
      rightSection={<EnvironmentMark kind={account.environment.kind} />}
    >
      <span className="account-item">
        <ExchangeMark exchange={account.exchange} />
        <span className="name">{account.name}</span>
        <span className="soft">{exchangeLabel(account.exchange)}</span>
      </span>
    </Menu.RadioItem>
  )
}

const isReal = ({ environment }: AccountView): boolean => environment.kind === 'production'

function matches({ name, exchange }: AccountView, wanted: string): boolean {
  return `${name} ${exchangeLabel(exchange)}`.toLowerCase().includes(wanted.trim().toLowerCase())
}
