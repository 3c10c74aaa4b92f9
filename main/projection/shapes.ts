/**
 * Records as short texts: JSON without the field names, which a hundred thousand fobs would repeat a hundred thousand
 * times. An object becomes [its shape's number, …values], a list [0, …items]; a shape is a list of field names.
 */
export class Shapes {
  readonly #names: (readonly string[])[] = [[]]
  readonly #numbers = new Map<string, number>()

  /** @param kept `list` of the shapes that the texts were written with */
  constructor(kept: readonly (readonly string[])[] = []) {
    for (const names of kept) this.#add(names)
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
    const names: string[] = []
    const flat: unknown[] = [0]
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue
      names.push(name)
      flat.push(this.#flat(field))
    }
    flat[0] = this.#numbers.get(names.join()) ?? this.#add(names)
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

  #add(names: readonly string[]): number {
    const number = this.#names.push(names) - 1
    this.#numbers.set(names.join(), number)
    return number
  }
}
