/**
 * Append-only columns of numbers. A million events as objects would take hundreds of megabytes; as columns
 * they take some tens, and scanning one is a matter of milliseconds.
 */
type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

export class Column<A extends Numbers> {
  readonly #make: (length: number) => A
  #values: A
  #length = 0

  constructor(make: (length: number) => A) {
    this.#make = make
    this.#values = make(1024)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = this.#make(this.#length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length++] = value
  }

  /** The value at `index`; the caller keeps within `length`. */
  at(index: number): number {
    const value = index < this.#length ? this.#values[index] : undefined
    if (value === undefined) throw new RangeError(`no row ${index} of ${this.#length}`)
    return value
  }
}

export const bytes8 = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length))
export const ints16 = (): Column<Uint16Array> => new Column((length) => new Uint16Array(length))
export const ints32 = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length))
export const doubles = (): Column<Float64Array> => new Column((length) => new Float64Array(length))

/** Few distinct texts (staff numbers, devices, event types) as small numbers. */
export class Dictionary {
  readonly #codes = new Map<string, number>()
  readonly #texts: string[] = []

  /** The text's number, made when new. */
  codeOf(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    const code = this.#texts.push(text) - 1
    this.#codes.set(text, code)
    return code
  }

  /** The text's number if it was ever met. */
  find(text: string): number | undefined {
    return this.#codes.get(text)
  }

  textOf(code: number): string {
    const text = this.#texts[code]
    if (text === undefined) throw new RangeError(`no text ${code}`)
    return text
  }
}
