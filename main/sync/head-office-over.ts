import {
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
  async function call<M extends HeadOfficeMethod>(
    method: M,
    input: HeadOfficeInput<M>,
  ): Promise<HeadOfficeOutput<M>> {
    const parsed = headOfficeMethods[method].output.safeParse(await ask(method, input))
    if (!parsed.success) throw new HeadOfficeUnreachable(`${method}: the answer makes no sense`)
    // Parsed by this method's own schema; the compiler loses the tie through the lookup.
    return parsed.data as HeadOfficeOutput<M>
  }
  return {
    identify: (input) => call('identify', input),
    enrol: (input) => call('enrol', input),
    clock: (input) => call('clock', input),
    push: (input) => call('push', input),
    pull: (input) => call('pull', input),
    activate: (input) => call('activate', input),
    lookUpCustomer: (input) => call('lookUpCustomer', input),
    reportIncident: (input) => call('reportIncident', input),
    resynchronise: (input) => call('resynchronise', input),
    why: (input) => call('why', input),
    login: (input) => call('login', input),
  }
}
