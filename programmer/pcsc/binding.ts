/** The part of the `smartcard` binding that is used; the package is optional and loaded only when asked for. */
export interface PcscCard {
  transmit(command: Buffer, options: { readonly maxRecvLength: number }): Promise<Uint8Array>
  disconnect(disposition: number): void
}

export interface PcscReader {
  readonly name: string
  readonly state: number
  connect(shareMode: number, protocols: number): Promise<PcscCard>
}

export interface PcscContext {
  listReaders(): readonly PcscReader[]
  waitForChange(
    readers: { readonly name: string; readonly state: number }[],
    timeoutMs: number,
  ): Promise<unknown>
  cancel(): void
  close(): void
}

export interface PcscBinding {
  /** @throws when the service is not running */
  establish(): PcscContext
}

/** winscard's numbers, the same on every system. */
export const SHARE_EXCLUSIVE = 1
/** Connects to the reader itself, whether something lies there or not. */
export const SHARE_DIRECT = 3
export const PROTOCOL_NONE = 0
export const PROTOCOL_T0_OR_T1 = 3
export const LEAVE_CARD = 0
export const RESET_CARD = 1
export const STATE_PRESENT = 0x20

/** Rejects where the package or libpcsclite is not installed. */
export async function loadPcsc(): Promise<PcscBinding> {
  const { Context } = await import('smartcard')
  return {
    establish: () => {
      const context = new Context()
      return {
        listReaders: () => context.listReaders(),
        waitForChange: (readers, timeoutMs) =>
          context.waitForChange(
            readers.map((reader) => ({ ...reader, changed: false, atr: null })),
            timeoutMs,
          ),
        cancel: () => context.cancel(),
        close: () => context.close(),
      }
    },
  }
}
