/** Types of the verifier for the tests; the script itself is plain JavaScript, to be read by an auditor. */
export interface AuditReport {
  readonly whole: boolean
  readonly realm: string
  readonly store: string
  readonly branch: string
  readonly events: number
  readonly commits: number
  readonly headSignatures: number
  readonly roleSignatures: number
  readonly unsigned: number
  readonly relayed: number
  readonly parts: number
  readonly detached: number
  readonly firstAt: number
  readonly lastAt: number
  readonly head: Uint8Array
  readonly devices: ReadonlyMap<string, { readonly raw: Uint8Array }>
}
export interface ListedEvent {
  readonly number: number
  readonly type: string
  readonly by: string | null
}
export function verifyAuditFile(path: string, onEvent?: (event: ListedEvent) => void): AuditReport
export function fingerprint(raw: Uint8Array): string
