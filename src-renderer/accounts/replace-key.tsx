import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { forgetAccount, keys, queryClient } from '../query.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { errorText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import type { AccountView } from '../views.ts'
import { credentialsOf, emptyKey, mayStore } from './key-draft.ts'
import { KeyFields } from './key-fields.tsx'
import { isOpenWork, OpenWork } from './open-work.tsx'
import { useTellKeyChecked } from './tell-key-checked.ts'

interface ReplaceKeyProps {
  readonly account: AccountView
  readonly info: AppInfo
  readonly onClose: () => void
}

/** The inputs that an error of the gateway may name. */
const fields = ['apiKey', 'secret', 'passphrase'] as const

/** A new key for an account; the one it had can be overwritten but never read. */
export function ReplaceKey({ account, info, onClose }: ReplaceKeyProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const tellKeyChecked = useTellKeyChecked()
  const { name } = account
  const profile = exchangeProfiles[account.exchange]
  const [key, setKey] = useState(emptyKey)
  const [despiteOpenWork, setDespiteOpenWork] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      call('accounts.setCredentials', {
        accountId: account.id,
        credentials: credentialsOf(key, profile),
        thisRunOnly: key.thisRunOnly,
        acceptWithdrawals: key.acceptWithdrawals,
        despiteOpenWork,
      }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      forgetAccount(account.id)
      notify(t('accounts.keySaved', { name }))
      tellKeyChecked(saved)
      onClose()
    },
  })
  const refusal = save.error === null ? null : viewOf(save.error)
  const refusedField = fields.find((each) => each === refusal?.field?.split('.').at(-1)) ?? null
  const mayNow = mayStore(key, profile, info.keychain) && (!isOpenWork(refusal) || despiteOpenWork)
  return (
    <FormDialog
      onClose={onClose}
      title={t('accounts.keyTitle', { name })}
      onSubmit={() => {
        if (mayNow && !save.isPending) save.mutate()
      }}
    >
      <KeyFields
        value={key}
        onChange={setKey}
        keychain={info.keychain}
        profile={profile}
        errors={refusal === null || refusedField === null ? {} : { [refusedField]: errorText(refusal, language, t) }}
        refusal={refusedField === null ? refusal : null}
      />
      <OpenWork refusal={refusal} what="openWorkReplace" accepted={despiteOpenWork} onAccept={setDespiteOpenWork} />
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!mayNow} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </FormDialog>
  )
}
