/** Short messages below the navigation: what was recorded. Refusals stay on the screen instead (`<Refused>`). */
import { notifications } from '@mantine/notifications'

export const AUTO_CLOSE_MS = 6000

/** Another person sits down: what the last one was told is not for them. */
export function toastsGone(): void {
  notifications.clean()
}

/** Something was done. */
export function toastDone(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true })
}

/** What the toast says once head office has it, by the toast's id. */
const unreflected = new Map<string, string>()

/**
 * Done, but not yet at head office (本部未反映): stays until it is closed, or until head office has it.
 * @param done what it says then
 */
export function toastUnreflected(message: string, done: string): void {
  const id = notifications.show({ message, color: 'yellow', withBorder: true, autoClose: false })
  unreflected.set(id, done)
}

/** Head office has everything. */
export function toastsReflected(): void {
  for (const [id, message] of unreflected)
    notifications.update({ id, message, color: 'green', withBorder: true, autoClose: AUTO_CLOSE_MS })
  unreflected.clear()
}
