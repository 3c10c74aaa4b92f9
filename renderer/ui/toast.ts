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

const unreflected = new Set<string>()

/** Done, but not yet at head office (本部未反映): stays until head office has it, or until it is closed. */
export function toastUnreflected(message: string): void {
  unreflected.add(notifications.show({ message, color: 'yellow', withBorder: true, autoClose: false }))
}

/** Head office has everything. */
export function toastsReflected(): void {
  for (const id of unreflected) notifications.hide(id)
  unreflected.clear()
}
