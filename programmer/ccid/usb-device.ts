/**
 * The part of WebUSB that the CCID driver uses, so that an emulated reader can take the place of `usb`'s
 * device. Time-outs are `usb`'s extension of WebUSB, in milliseconds.
 */
export interface UsbEndpoint {
  readonly endpointNumber: number
  readonly direction: 'in' | 'out'
  readonly type: 'bulk' | 'interrupt' | 'isochronous' | 'control'
  readonly packetSize: number
}

export interface UsbInterface {
  readonly interfaceNumber: number
  readonly alternate: {
    readonly interfaceClass: number
    readonly endpoints: readonly UsbEndpoint[]
  }
}

export interface UsbIn {
  readonly data?: DataView | undefined
  readonly status?: string | undefined
}

export interface UsbDevice {
  readonly vendorId: number
  readonly productId: number
  readonly deviceClass: number
  readonly productName?: string | null | undefined
  /** The same as long as the device stays plugged in; not WebUSB, but `usb` hands out a new object every time. */
  readonly handle?: string
  readonly configuration?: { readonly interfaces: readonly UsbInterface[] } | null | undefined
  open(): Promise<void>
  close(): Promise<void>
  claimInterface(interfaceNumber: number): Promise<void>
  controlTransferIn(
    setup: {
      readonly requestType: 'standard' | 'class' | 'vendor'
      readonly recipient: 'device' | 'interface' | 'endpoint' | 'other'
      readonly request: number
      readonly value: number
      readonly index: number
    },
    length: number,
    timeout?: number,
  ): Promise<UsbIn>
  transferIn(endpointNumber: number, length: number, timeout?: number): Promise<UsbIn>
  transferOut(
    endpointNumber: number,
    data: Uint8Array<ArrayBuffer>,
    timeout?: number,
  ): Promise<{ readonly bytesWritten: number; readonly status?: string | undefined }>
  clearHalt(direction: 'in' | 'out', endpointNumber: number): Promise<void>
}

export interface UsbBus {
  getDevices(): Promise<readonly UsbDevice[]>
}

export type TransferFault = 'timeout' | 'stall' | 'gone' | 'fault'

/**
 * What a rejected transfer means. `usb` has no codes: its messages end in the Rust name of the fault, e.g.
 * `transferIn error: Stall` (nusb `TransferError`).
 */
export function transferFault(error: unknown): TransferFault {
  const text = error instanceof Error ? error.message : ''
  if (/cancelled|timed? ?out/i.test(text)) return 'timeout'
  if (/stall/i.test(text)) return 'stall'
  if (/disconnected|no ?device|errno 19|invalid state|not found/i.test(text)) return 'gone'
  return 'fault'
}

/** Why a device could not be opened or claimed, from the system's words: Linux errno, Windows and macOS texts. */
export function claimProblem(error: unknown): 'READER_NO_PERMISSION' | 'READER_IN_USE' {
  const text = error instanceof Error ? error.message : ''
  return /permission|access denied|errno 13|incompatible driver|unsupported/i.test(text)
    ? 'READER_NO_PERMISSION'
    : 'READER_IN_USE'
}
