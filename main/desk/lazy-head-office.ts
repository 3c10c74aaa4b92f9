import { headOfficeBy, HeadOfficeUnreachable, type HeadOffice } from '../../protocol/head-office.ts'

/**
 * Head office, connected at the first question and again after a connection failed or fell silent (the training
 * hub's process may crash): opening a store never waits for a line. Every method rejects with HeadOfficeUnreachable while `connect` does.
 */
export function lazyHeadOffice(connect: () => Promise<HeadOffice>): HeadOffice {
  let connected: Promise<HeadOffice> | undefined
  const there = (): Promise<HeadOffice> => {
    connected ??= connect().catch((error: unknown) => {
      connected = undefined
      throw error
    })
    return connected
  }
  /** Asked of the connection; one that no longer answers is made anew by the next question. */
  const ask = async <T>(question: (headOffice: HeadOffice) => Promise<T>): Promise<T> => {
    const headOffice = there()
    try {
      return await question(await headOffice)
    } catch (error) {
      if (error instanceof HeadOfficeUnreachable && connected === headOffice) connected = undefined
      throw error
    }
  }
  return headOfficeThrough(ask)
}

type Ask = <T>(question: (headOffice: HeadOffice) => Promise<T>) => Promise<T>

/** A head office whose every method asks through `ask`, which decides whom. */
export function headOfficeThrough(ask: Ask): HeadOffice {
  return headOfficeBy((method, input) => ask((headOffice) => headOffice[method](input)))
}
