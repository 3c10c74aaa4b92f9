import type { JournalFs } from '../../../main/journal/fs.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'

/** The real disk, until `full` is set: then the journal’s segments take nothing more. */
export function fillableFs(): JournalFs & { full: boolean } {
  const fs = {
    ...nodeFs,
    full: false,
    open: async (...given: Parameters<JournalFs['open']>) => {
      const file = await nodeFs.open(...given)
      return new Proxy(file, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target)
          if (typeof value !== 'function') return value
          return (...args: unknown[]) => {
            if (fs.full && name === 'write' && /segment-|probe/.test(given[0])) {
              throw Object.assign(new Error('no space left'), { code: 'ENOSPC', errno: -28 })
            }
            return Reflect.apply(value, target, args)
          }
        },
      })
    },
  }
  return fs
}
