/** Few distinct texts (staff numbers, devices, event types) as small numbers, in the order met. */
export class Dictionary {
  readonly #codes = new Map<string, number>()
  readonly #texts: string[] = []

  constructor(kept: readonly string[] = []) {
    for (const text of kept) this.codeOf(text)
  }

  get list(): readonly string[] {
    return this.#texts
  }

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
