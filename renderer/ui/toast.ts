/** Short messages below the navigation: what was recorded. Refusals stay on the screen instead (`<Refused>`). */
import { notifications } from '@mantine/notifications'

/** Another person sits down: what the last one was told is not for them. */
export function toastsGone(): void {
  notifications.clean()
}

/** Something was done. */
export function toastDone(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true })
}

/** Done, but not yet at head office (本部未反映) or otherwise to be remembered: stays until closed. */
export function toastAttention(message: string): void {
  notifications.show({ message, color: 'yellow', withBorder: true, autoClose: false })
}
