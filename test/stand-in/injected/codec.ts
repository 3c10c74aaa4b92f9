/** A value as JSON can carry it. `$` marks what JSON itself has no word for. */
type Coded = null | boolean | number | string | Coded[] | { [key: string]: Coded }

export interface Codec {
  encode(value: unknown): string
  decode(text: string): unknown
}

/**
 * Electron's IPC carries what the structured clone algorithm can copy; the DevTools protocol carries strings.
 * This codec bridges the two: values go through `structuredClone` first, so that what cannot be cloned throws
 * the same DataCloneError as in Electron, and are then written as tagged JSON. Identity and cycles survive.
 *
 * The function runs in the page (its source text is injected) and in Node, so it must not refer to anything
 * outside itself; Base64 is passed in because the two worlds have different fast ways to do it.
 */
export function makeCodec(
  toBase64: (bytes: Uint8Array) => string,
  fromBase64: (text: string) => Uint8Array<ArrayBuffer>,
): Codec {
  const viewTypes = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errorTypes = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const { stringify, parse } = JSON
  const tagOf = (value: object) => Object.prototype.toString.call(value).slice(8, -1)

  function encodePrimitive(value: unknown): Coded {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number') {
      if (Number.isFinite(value) && !Object.is(value, -0)) return value
      return { $: 'number', text: Object.is(value, -0) ? '-0' : String(value) }
    }
    if (typeof value === 'bigint') return { $: 'bigint', text: String(value) }
    return { $: 'undefined' }
  }

  function encode(root: unknown): string {
    const seen = new Map<object, number>()
    const bytes = (view: ArrayBufferView) =>
      toBase64(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))

    function encodeObject(value: object): Coded {
      if (Array.isArray(value)) return value.map(encodeValue)
      if (value instanceof Map) {
        const pairs = Array.from(value, ([key, item]) => [encodeValue(key), encodeValue(item)])
        return { $: 'map', pairs }
      }
      if (value instanceof Set) return { $: 'set', items: Array.from(value, encodeValue) }
      if (value instanceof Date) return { $: 'date', time: encodePrimitive(value.getTime()) }
      if (value instanceof RegExp) return { $: 'regexp', source: value.source, flags: value.flags }
      if (value instanceof ArrayBuffer) return { $: 'buffer', bytes: toBase64(new Uint8Array(value)) }
      if (ArrayBuffer.isView(value)) return { $: 'view', type: tagOf(value), bytes: bytes(value) }
      if (value instanceof Error) {
        const cause = 'cause' in value ? [encodeValue(value.cause)] : []
        return { $: 'error', name: value.name, message: value.message, stack: value.stack ?? '', cause }
      }
      const tag = tagOf(value)
      if (tag === 'String' || tag === 'Number' || tag === 'Boolean') {
        return { $: 'boxed', value: encodePrimitive(value.valueOf()) }
      }
      if (tag !== 'Object') throw new Error(`An object could not be cloned (${tag}).`)
      const fields: { [key: string]: Coded } = {}
      for (const [key, field] of Object.entries(value)) fields[key] = encodeValue(field)
      return '$' in fields ? { $: 'fields', fields } : fields
    }

    function encodeValue(value: unknown): Coded {
      if (value === null || typeof value !== 'object') return encodePrimitive(value)
      const index = seen.get(value)
      if (index !== undefined) return { $: 'again', index }
      seen.set(value, seen.size)
      return encodeObject(value)
    }

    return stringify(encodeValue(structuredClone(root)))
  }

  function decode(text: string): unknown {
    const objects: object[] = []
    const keep = <T extends object>(object: T): T => {
      objects.push(object)
      return object
    }

    function decodeError(coded: { [key: string]: Coded }): Error {
      const type = errorTypes[coded.name as keyof typeof errorTypes] ?? Error
      const error = keep(new type(String(coded.message)))
      Object.defineProperty(error, 'stack', { value: coded.stack, configurable: true, writable: true })
      const cause = coded.cause as Coded[]
      if (cause.length > 0) error.cause = decodeValue(cause[0] ?? null)
      return error
    }

    function decodeView(coded: { [key: string]: Coded }): ArrayBufferView {
      const { buffer } = fromBase64(String(coded.bytes))
      const type = viewTypes[coded.type as keyof typeof viewTypes]
      // The types' constructors differ in what else they accept; all of them accept a buffer.
      return keep(new (type as new (buffer: ArrayBuffer) => ArrayBufferView)(buffer))
    }

    function decodeFields(coded: { [key: string]: Coded }): object {
      const object: Record<string, unknown> = keep({})
      for (const [key, field] of Object.entries(coded)) object[key] = decodeValue(field)
      return object
    }

    function decodeTagged(coded: { [key: string]: Coded }): unknown {
      switch (coded.$) {
        case 'undefined':
          return undefined
        case 'number':
          return Number(coded.text)
        case 'bigint':
          return BigInt(String(coded.text))
        case 'again':
          return objects[Number(coded.index)]
        case 'date':
          return keep(new Date(decodeValue(coded.time ?? null) as number))
        case 'regexp':
          return keep(new RegExp(String(coded.source), String(coded.flags)))
        case 'buffer':
          return keep(fromBase64(String(coded.bytes)).buffer)
        case 'view':
          return decodeView(coded)
        case 'error':
          return decodeError(coded)
        case 'boxed':
          return keep(Object(decodeValue(coded.value ?? null)) as object)
        case 'map': {
          const map = keep(new Map())
          for (const [key, item] of coded.pairs as [Coded, Coded][])
            map.set(decodeValue(key), decodeValue(item))
          return map
        }
        case 'set': {
          const set = keep(new Set())
          for (const item of coded.items as Coded[]) set.add(decodeValue(item))
          return set
        }
        case 'fields':
          return decodeFields(coded.fields as { [key: string]: Coded })
        default:
          return decodeFields(coded)
      }
    }

    function decodeValue(coded: Coded): unknown {
      if (coded === null || typeof coded !== 'object') return coded
      if (!Array.isArray(coded)) return decodeTagged(coded)
      const list: unknown[] = keep([])
      for (const item of coded) list.push(decodeValue(item))
      return list
    }

    return decodeValue(parse(text) as Coded)
  }

  return { encode, decode }
}
