/** What crosses between the preload's world and the page's: plain data with functions and promises as numbers. */
type Boxed =
  | { kind: 'value'; value: unknown }
  | { kind: 'function'; id: number }
  | { kind: 'promise'; id: number }
  | { kind: 'error'; message: string }
  | { kind: 'again'; index: number }
  | { kind: 'array'; items: Boxed[] }
  | { kind: 'object'; fields: [string, Boxed][] }

type BridgeMessage =
  | { type: 'expose'; name: string; api: Boxed }
  | { type: 'call'; id: number; args: Boxed[] }
  | { type: 'result'; ok: boolean; value: Boxed }
  | { type: 'settled'; id: number; ok: boolean; value: Boxed }

export interface Bridge {
  /** Throws what the other side threw: for instance that the name is taken. */
  expose(name: string, api: unknown): void
}

/**
 * `contextBridge` between two JavaScript worlds of one document. The worlds share the DOM and nothing else, so a
 * message is a synchronous CustomEvent whose `detail` Chromium itself clones: no object of one world is ever seen
 * by the other. Event names are secrets of the run.
 *
 * As in Electron, functions and promises are proxied, everything else is copied, exposed objects are frozen, and
 * an error arrives as a plain Error with its message.
 *
 * Runs in both worlds (its source text is injected); it must not refer to anything outside itself, and keeps the
 * built-ins it uses so that a page that overwrites them afterwards does not reach the preload.
 */
export function makeBridge(
  outgoing: string,
  incoming: string,
  onExpose: (name: string, api: unknown) => void,
): Bridge {
  const functions = new Map<number, (...args: unknown[]) => unknown>()
  const functionIds = new WeakMap<object, number>()
  const promises = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>()
  const dispatch = window.dispatchEvent.bind(window)
  const Message = CustomEvent
  const tagOf = Function.prototype.call.bind(Object.prototype.toString) as (value: unknown) => string
  let lastId = 0
  let lastResult: { ok: boolean; value: Boxed } | undefined

  const post = (message: BridgeMessage) => dispatch(new Message(outgoing, { detail: message }))

  function boxFunction(value: (...args: unknown[]) => unknown): Boxed {
    let id = functionIds.get(value)
    if (id === undefined) {
      id = lastId += 1
      functionIds.set(value, id)
      functions.set(id, value)
    }
    return { kind: 'function', id }
  }

  function boxPromise(value: Promise<unknown>): Boxed {
    const id = (lastId += 1)
    value.then(
      (result) => post({ type: 'settled', id, ok: true, value: box(result) }),
      (reason: unknown) => post({ type: 'settled', id, ok: false, value: box(reason) }),
    )
    return { kind: 'promise', id }
  }

  function box(value: unknown, seen = new Map<object, number>()): Boxed {
    if (typeof value === 'function') return boxFunction(value as (...args: unknown[]) => unknown)
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.')
    if (value === null || typeof value !== 'object') return { kind: 'value', value }
    if (value instanceof Error) return { kind: 'error', message: value.message }
    if (tagOf(value) === '[object Promise]') return boxPromise(value as Promise<unknown>)
    const isArray = Array.isArray(value)
    if (!isArray && tagOf(value) !== '[object Object]') return { kind: 'value', value }
    const index = seen.get(value)
    if (index !== undefined) return { kind: 'again', index }
    seen.set(value, seen.size)
    if (isArray) {
      const items: Boxed[] = []
      for (let at = 0; at < value.length; at += 1) items[at] = box(value[at], seen)
      return { kind: 'array', items }
    }
    const fields: [string, Boxed][] = []
    for (const key of Object.keys(value)) {
      fields[fields.length] = [key, box((value as Record<string, unknown>)[key], seen)]
    }
    return { kind: 'object', fields }
  }

  function unbox(boxed: Boxed, frozen: boolean, objects: object[] = []): unknown {
    switch (boxed.kind) {
      case 'value':
        return boxed.value
      case 'error':
        return new Error(boxed.message)
      case 'function':
        return (...args: unknown[]) => callOtherSide(boxed.id, args)
      case 'promise':
        return new Promise((resolve, reject) => promises.set(boxed.id, { resolve, reject }))
      case 'again':
        return objects[boxed.index]
      case 'array': {
        const list: unknown[] = []
        objects[objects.length] = list
        for (let at = 0; at < boxed.items.length; at += 1) {
          list[at] = unbox(boxed.items[at] as Boxed, frozen, objects)
        }
        return frozen ? Object.freeze(list) : list
      }
      case 'object': {
        const object: Record<string, unknown> = {}
        objects[objects.length] = object
        for (let at = 0; at < boxed.fields.length; at += 1) {
          const field = boxed.fields[at] as [string, Boxed]
          object[field[0]] = unbox(field[1], frozen, objects)
        }
        return frozen ? Object.freeze(object) : object
      }
    }
  }

  function takeResult(): unknown {
    const result = lastResult
    lastResult = undefined
    if (!result) throw new Error('stand-in: the other side of the bridge is gone')
    if (!result.ok) throw unbox(result.value, false)
    return unbox(result.value, false)
  }

  function callOtherSide(id: number, args: unknown[]): unknown {
    const boxed: Boxed[] = []
    for (let at = 0; at < args.length; at += 1) boxed[at] = box(args[at])
    post({ type: 'call', id, args: boxed })
    return takeResult()
  }

  function answer(work: () => unknown): void {
    let result: BridgeMessage
    try {
      result = { type: 'result', ok: true, value: box(work()) }
    } catch (error) {
      result = { type: 'result', ok: false, value: box(error) }
    }
    post(result)
  }

  function call(id: number, boxed: Boxed[]): unknown {
    const args: unknown[] = []
    for (let at = 0; at < boxed.length; at += 1) args[at] = unbox(boxed[at] as Boxed, false)
    const target = functions.get(id)
    if (!target) throw new Error('stand-in: this function was never exposed')
    return target(...args)
  }

  function receive(message: BridgeMessage): void {
    switch (message.type) {
      case 'result':
        lastResult = message
        return
      case 'call':
        answer(() => call(message.id, message.args))
        return
      case 'expose':
        answer(() => onExpose(message.name, unbox(message.api, true)))
        return
      case 'settled': {
        const promise = promises.get(message.id)
        promises.delete(message.id)
        if (message.ok) promise?.resolve(unbox(message.value, false))
        else promise?.reject(unbox(message.value, false))
      }
    }
  }

  window.addEventListener(
    incoming,
    (event) => {
      event.stopImmediatePropagation()
      receive((event as CustomEvent<BridgeMessage>).detail)
    },
    true,
  )

  return {
    expose(name, api) {
      post({ type: 'expose', name, api: box(api) })
      takeResult()
    },
  }
}
