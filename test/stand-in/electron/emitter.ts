import { EventEmitter } from 'node:events'
import { refuseUnknown } from '../injected/refuse-unknown.ts'

/**
 * The base of every Electron object that emits events. What the stand-in does not have throws instead of being
 * `undefined`: the trap stands at the end of the prototype chain, where only names nobody defined arrive.
 */
export class ElectronEmitter extends EventEmitter {
  constructor() {
    super()
    this.setMaxListeners(0)
  }
}

const knownByNode: object = Object.create(EventEmitter.prototype) as object
Object.setPrototypeOf(ElectronEmitter.prototype, refuseUnknown('an Electron object’s', knownByNode))

export interface ElectronEvent {
  defaultPrevented: boolean
  preventDefault(): void
}

/** The first argument of an Electron event, with the fields that event adds. */
export function makeEvent<T extends object>(fields: T): ElectronEvent & T {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
