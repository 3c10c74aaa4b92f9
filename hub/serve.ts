import { headOfficeMethods, type HeadOffice, type HeadOfficeMethod } from '../protocol/head-office.ts'
import { request, type Response } from '../protocol/head-office-messages.ts'

/** A further method of a process, beside the port's. */
export type ExtraMethods = Readonly<Record<string, (input: unknown) => Promise<unknown>>>

/**
 * Answers one message from the other process. What is not a request, names no method or does not fit the
 * method's schema gets INPUT_MALFORMED; a bug in carrying it out is told to `onBug` and gets INTERNAL. Never
 * rejects: no message may end the process.
 */
export async function answerRequest(
  headOffice: HeadOffice,
  message: unknown,
  onBug: (error: unknown) => void,
  extra: ExtraMethods = {},
): Promise<Response> {
  const parsed = request.safeParse(message)
  if (!parsed.success) return { id: null, error: 'INPUT_MALFORMED' }
  const { id, method, input } = parsed.data
  try {
    if (Object.hasOwn(extra, method)) return { id, output: await extra[method]?.(input) }
    if (!isMethod(method)) return { id, error: 'INPUT_MALFORMED' }
    const call = parsedCall(headOffice, method, input)
    return call === null ? { id, error: 'INPUT_MALFORMED' } : { id, output: await call() }
  } catch (error) {
    onBug(error)
    return { id, error: 'INTERNAL' }
  }
}

function isMethod(method: string): method is HeadOfficeMethod {
  return Object.hasOwn(headOfficeMethods, method)
}

function parsedCall<M extends HeadOfficeMethod>(
  headOffice: HeadOffice,
  method: M,
  input: unknown,
): (() => Promise<unknown>) | null {
  const parsed = headOfficeMethods[method].input.safeParse(input)
  if (!parsed.success) return null
  // The method's own schema has parsed it; the compiler loses the tie between the two lookups.
  const call = headOffice[method] as (value: unknown) => Promise<unknown>
  return () => call(parsed.data)
}
