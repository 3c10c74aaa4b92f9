import type { HeadOffice } from '../../protocol/head-office.ts'

/**
 * Head office, connected at the first question and again after a connection failed: opening a store never waits
 * for a line. Every method rejects with HeadOfficeUnreachable while `connect` does.
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
  return {
    identify: async (input) => (await there()).identify(input),
    enrol: async (input) => (await there()).enrol(input),
    clock: async (input) => (await there()).clock(input),
    push: async (input) => (await there()).push(input),
    pull: async (input) => (await there()).pull(input),
    activate: async (input) => (await there()).activate(input),
    login: async (input) => (await there()).login(input),
  }
}
