import type { HqAct, HqHelp } from './act.ts'

export interface HqWords {
  readonly act: string
  readonly args: Readonly<Record<string, string>>
  /** Arguments that are asked for: what is on a command line is there for all to see. */
  readonly secrets: readonly string[]
}

/** `staff set 001 2001 …` → the act and its named arguments; null: help is wanted, or this is none of the acts. */
export function readWords(argv: readonly string[], acts: Readonly<Record<string, HqAct>>): HqWords | null {
  for (const length of [2, 1]) {
    const act = argv.slice(0, length).join(' ')
    const found = Object.hasOwn(acts, act) ? acts[act] : undefined
    if (found === undefined) continue
    const given = argv.slice(length)
    const open = openArgs(found)
    if (given.length !== open.length) return null
    const args = Object.fromEntries(open.map((name, index) => [name, given[index] ?? '']))
    return { act, args, secrets: found.args.filter((name) => !open.includes(name)) }
  }
  return null
}

/** The arguments that are typed on the command line. */
export function openArgs({ args }: HqHelp): readonly string[] {
  return args.filter((name) => !name.endsWith('Passphrase'))
}
