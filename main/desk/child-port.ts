/** A child process as Electron's `UtilityProcess` offers it; the composer adapts it. */
export interface ChildPort {
  readonly post: (message: unknown) => void
  readonly onMessage: (listener: (message: unknown) => void) => void
  /** Once, whatever the reason. */
  readonly onExit: (listener: () => void) => void
  readonly kill: () => void
}
