import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { WhileConnected } from './while-connected.tsx'

interface DialogProps {
  readonly title: ReactNode
  /** A size of Mantine's, or a width. */
  readonly size?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * A window over the others, with a button that closes it, also without the gateway; as long as it is rendered it is
 * open.
 */
export function Dialog({ title, size, onClose, children }: DialogProps): ReactNode {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      {...(size !== undefined && { size })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <WhileConnected>{children}</WhileConnected>
    </Modal>
  )
}

/** A dialog that is a form: Enter in a field submits it. */
export function FormDialog({
  onSubmit,
  children,
  ...dialog
}: DialogProps & { readonly onSubmit: () => void }): ReactNode {
  return (
    <Dialog {...dialog}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
