import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** A short word in the corner that something was done. */
export function notify(message: string): void {
  notifications.show({ message, closeButtonProps: { 'aria-label': i18next.t('common.dismiss') } })
}
