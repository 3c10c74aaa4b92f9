/** The keeper process in the test's own process: what crosses is cloned, as between processes. */
import { randomBytes } from 'node:crypto'
import { isErasable } from '../../../domain/erasure.ts'
import type { ChildPort } from '../../../main/desk/child-port.ts'
import { compactClosed } from '../../../main/journal/compaction.ts'
import { foldClosed } from '../../../main/journal/fold-closed.ts'
import { nodeFs } from '../../../main/journal/node-fs.ts'
import { keeperJobs, type Projector } from '../../../main/keeper/jobs.ts'
import { runKeeper } from '../../../main/keeper/keeper-process.ts'
import { readSnapshot, writeSnapshot } from '../../../main/snapshot/snapshot-file.ts'

export function keeperInTest(projection: Projector | null): ChildPort {
  let toMain: (message: unknown) => void = () => undefined
  let toKeeper: (event: { readonly data: unknown }) => void = () => undefined
  let ended = false
  const endListeners: (() => void)[] = []
  const exit = (): void => {
    if (ended) return
    ended = true
    for (const listener of endListeners) listener()
  }
  const jobs = keeperJobs({
    fs: nodeFs,
    random: (length) => new Uint8Array(randomBytes(length)),
    projection,
    foldClosed,
    compactClosed,
    readSnapshot,
    writeSnapshot,
    isErasable,
  })
  runKeeper(
    {
      postMessage: (message) => {
        if (!ended) toMain(structuredClone(message))
      },
      on: (_event, listener) => (toKeeper = listener),
    },
    jobs,
    exit,
  )
  return {
    post: (message) => toKeeper({ data: structuredClone(message) }),
    onMessage: (listener) => void (toMain = listener),
    onExit: (listener) => void endListeners.push(listener),
    kill: exit,
  }
}
