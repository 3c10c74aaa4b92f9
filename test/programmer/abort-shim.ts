/** Stands for a crash in a driver's native code: the process aborts when it reports the step named in ABORT_AT. */
import './parent-port-shim.ts'

const { send } = process
process.send = (message: unknown, ...rest: unknown[]): boolean => {
  if (typeof message === 'object' && message !== null && 'step' in message) {
    if (message.step === process.env['ABORT_AT']) process.abort()
  }
  return Reflect.apply(send ?? (() => false), process, [message, ...rest]) as boolean
}
