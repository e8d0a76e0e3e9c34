import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { call, viewOf } from '../panel-client.ts'
import { forgetAccount, keys, queryClient } from '../query.ts'
import { ErrorNote } from '../ui/parts.tsx'
import { notify } from '../ui/notify.ts'
import type { AccountView } from '../views.ts'
import { credentialsOf, emptyKey, mayStore } from './key-draft.ts'
import { KeyFields } from './key-fields.tsx'

interface ReplaceKeyProps {
  readonly account: AccountView
  readonly info: AppInfo
  readonly onClose: () => void
}

/** A new key for an account; the one it had can be overwritten but never read. */
export function ReplaceKey({ account, info, onClose }: ReplaceKeyProps): ReactNode {
  const { t } = useTranslation()
  const { name } = account
  const [key, setKey] = useState(emptyKey)
  const save = useMutation({
    mutationFn: () =>
      call('accounts.setCredentials', {
        accountId: account.id,
        credentials: credentialsOf(key),
        thisRunOnly: key.thisRunOnly,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      forgetAccount(account.id)
      notify(t('accounts.keySaved', { name }))
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('accounts.keyTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (mayStore(key, info.keychain) && !save.isPending) save.mutate()
        }}
      >
        <KeyFields
          value={key}
          onChange={setKey}
          keychain={info.keychain}
          withPassphrase={account.exchange === 'bitget' || account.exchange === 'kucoin'}
          errors={{}}
        />
        {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
        <div className="actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!mayStore(key, info.keychain)} loading={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
