import type { IpcMainInvokeEvent, WebContents } from 'electron'

/**
 * A question is ours when it comes from the top frame of one of our windows and that frame shows our own
 * origin. `senderFrame` is null when the frame navigated away meanwhile.
 */
export function isOwnSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  ownOrigin: string,
  ownContents: () => readonly WebContents[],
): boolean {
  const frame = event.senderFrame
  return (
    frame !== null &&
    frame.parent === null &&
    originOf(frame.url) === ownOrigin &&
    ownContents().includes(event.sender)
  )
}

/** `URL.origin` is 'null' for schemes that Node does not know, so scheme and host are compared. */
function originOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? '' : `${parsed.protocol}//${parsed.host}`
}
