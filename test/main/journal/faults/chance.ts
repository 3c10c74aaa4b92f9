/** Repeatable chance: decisions of a case, never key material. */
export interface Chance {
  /** An integer from 0 up to, not including, `below`. */
  below(below: number): number
  /** True once in `of` times on average. */
  oneIn(of: number): boolean
  pick<T>(choices: readonly T[]): T
}

/** mulberry32 over a hash of `seed` (FNV-1a): the same seed gives the same decisions everywhere. */
export function chanceOf(seed: string): Chance {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  const below = (bound: number): number => next() % bound
  return {
    below,
    oneIn: (of) => below(of) === 0,
    pick(choices) {
      const chosen = choices[below(choices.length)]
      if (chosen === undefined) throw new RangeError('nothing to choose from')
      return chosen
    },
  }
}
