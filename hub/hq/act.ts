import { z } from 'zod'
import { hex } from '../../protocol/bytes.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { Hub } from '../hub.ts'
import type { HubTransaction } from '../store/hub-store.ts'

/** Who acts, on which hub. */
export interface HqContext {
  readonly hub: Hub
  readonly by: string
}

/** What an act answers: lines of a table for the screen. */
export type HqAnswer = readonly Readonly<Record<string, string | number>>[]

/** How something that head office's people can do stands in the help. */
export interface HqHelp {
  /** Names of its arguments in the order of the command line, each a text. */
  readonly args: readonly string[]
  readonly help: { readonly ja: string; readonly en: string }
}

/** One thing that they can do. */
export interface HqAct extends HqHelp {
  readonly run: (context: HqContext, args: unknown) => Promise<HqAnswer | Refusal>
}

/** An act whose arguments are parsed by `shape`, one text each. */
export function act<S extends z.ZodRawShape>(
  shape: S,
  help: HqAct['help'],
  run: (context: HqContext, args: z.output<z.ZodObject<S>>) => Promise<HqAnswer | Refusal>,
): HqAct {
  const schema = z.strictObject(shape)
  return {
    args: Object.keys(shape),
    help,
    // The schema is of this very shape; the compiler does not see that through the spread of strictObject.
    run: (context, args) => run(context, schema.parse(args) as z.output<z.ZodObject<S>>),
  }
}

/** Leaves the record of an act, in its own transaction. */
export async function recordHqAct(
  { hub, by }: HqContext,
  tx: HubTransaction,
  name: string,
  to: Readonly<Record<string, string>>,
): Promise<void> {
  const at = hub.now()
  // In the order of time, and two of one millisecond apart.
  const id = `${String(at).padStart(15, '0')} ${hex(hub.random(8))}`
  await tx.saveDocument('hqAct', id, { at, by, act: name, to })
}
