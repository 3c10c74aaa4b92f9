import {
  headOfficeBy,
  headOfficeMethods,
  HeadOfficeUnreachable,
  type HeadOffice,
  type HeadOfficeInput,
  type HeadOfficeMethod,
  type HeadOfficeOutput,
} from '../../protocol/head-office.ts'

/**
 * The head-office port over whatever carries a question there and an answer back: each answer is parsed by its
 * method's schema, and one that does not fit rejects with HeadOfficeUnreachable.
 */
export function headOfficeOver(
  ask: (method: HeadOfficeMethod, input: unknown) => Promise<unknown>,
): HeadOffice {
  return headOfficeBy(async <M extends HeadOfficeMethod>(method: M, input: HeadOfficeInput<M>) => {
    const parsed = headOfficeMethods[method].output.safeParse(await ask(method, input))
    if (!parsed.success) throw new HeadOfficeUnreachable(`${method}: the answer makes no sense`)
    // Parsed by this method's own schema; the compiler loses the tie through the lookup.
    return parsed.data as HeadOfficeOutput<M>
  })
}
