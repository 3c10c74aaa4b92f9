/** Entry of the keeper process (`utilityProcess.fork`): one job on the closed files of a store, then the end. */
import { randomBytes } from 'node:crypto'
import { isErasable } from '../domain/erasure.ts'
import { sqlWasm } from './composition/sql-wasm.ts'
import { parentPort } from '../protocol/parent-port.ts'
import { compactClosed } from './journal/compaction.ts'
import { foldClosed } from './journal/fold-closed.ts'
import { nodeFs } from './journal/node-fs.ts'
import { keeperJobs } from './keeper/jobs.ts'
import { runKeeper } from './keeper/keeper-process.ts'
import { PROJECTOR_VERSION } from './projection/kept.ts'
import { loadProjections } from './projection/sqlite.ts'
import { readSnapshot, writeSnapshot } from './snapshot/snapshot-file.ts'

// Nothing it could say on an error may reach a console or a file: what it holds is other people's data.
process.on('uncaughtException', () => process.exit(1))
process.on('unhandledRejection', () => process.exit(1))

runKeeper(
  parentPort(),
  keeperJobs({
    fs: nodeFs,
    random: (length) => new Uint8Array(randomBytes(length)),
    projection: {
      version: PROJECTOR_VERSION,
      open: async (of, bytes) => (await loadProjections(await sqlWasm()))(of, bytes),
    },
    foldClosed,
    compactClosed,
    readSnapshot,
    writeSnapshot,
    isErasable,
  }),
  () => process.exit(0),
)
