/**
 * Records as short texts: JSON without the field names, which a hundred thousand fobs would repeat a hundred thousand
 * times. An object becomes [its shape's number, …values], a list [0, …items]; a shape is a list of field names.
 */
export class Shapes {
  readonly #names: (readonly string[])[] = [[]]
  readonly #none = new Path([])

  /** @param kept `list` of the shapes that the texts were written with */
  constructor(kept: readonly (readonly string[])[] = []) {
    for (const names of kept) this.#add(names.reduce((path, name) => path.with(name), this.#none))
  }

  /** To be kept with the texts. */
  get list(): readonly (readonly string[])[] {
    return this.#names.slice(1)
  }

  /** Of plain data: objects, lists, strings, finite numbers, booleans, null. An undefined field is no field. */
  encode(value: unknown): string {
    return JSON.stringify(this.#flat(value))
  }

  decode(text: string): unknown {
    return this.#full(JSON.parse(text))
  }

  #flat(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return [0, ...value.map((item) => this.#flat(item))]
    const flat: unknown[] = [0]
    let path = this.#none
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue
      path = path.with(name)
      flat.push(this.#flat(field))
    }
    flat[0] = path.shape ?? this.#add(path)
    return flat
  }

  #full(flat: unknown): unknown {
    if (!Array.isArray(flat)) return flat
    const [shape, ...values] = flat as [number, ...unknown[]]
    if (shape === 0) return values.map((item) => this.#full(item))
    const names = this.#names[shape]
    if (names === undefined) throw new RangeError(`no shape ${shape}`)
    const value: Record<string, unknown> = {}
    for (const [at, name] of names.entries()) value[name] = this.#full(values[at])
    return value
  }

  #add(path: Path): number {
    const number = this.#names.push(path.names) - 1
    path.shape = number
    return number
  }
}

/** Field names on the way to a shape: followed name by name, which costs half of joining them to one key. */
class Path {
  readonly names: readonly string[]
  /** The number of the shape of exactly these names. */
  shape: number | undefined
  readonly #longer = new Map<string, Path>()

  constructor(names: readonly string[]) {
    this.names = names
  }

  /** These names and one more. */
  with(name: string): Path {
    const known = this.#longer.get(name)
    if (known !== undefined) return known
    const longer = new Path([...this.names, name])
    this.#longer.set(name, longer)
    return longer
  }
}
