/**
 * Ends the process on any bug, with the error's name and place only: a message or a dumped value could hold
 * what this process must keep to itself.
 */
export function dieQuietly(): void {
  const die = (error: unknown): void => {
    const name = error instanceof Error ? error.name : typeof error
    const places =
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
    process.stderr.write(`${[name, ...places].join('\n')}\n`, () => process.exit(70))
  }
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)
}
