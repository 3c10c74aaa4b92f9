import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultPolicy } from '../../domain/policy.ts'
import { withHub } from '../../hub/hub.ts'
import { openHubLog } from '../../hub/log.ts'
import { openHub, type OpenedHub } from '../../hub/open-hub.ts'
import { readSettings } from '../../hub/settings.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-open-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('starts from the snapshot that the process before it left, and folds what came after', async () => {
  const settings = readSettings({ FOBDESK_HUB_FOLDER: folder })
  const lines: string[] = []
  const log = openHubLog({ write: (line) => void lines.push(line) })
  const open = async (): Promise<OpenedHub> => {
    lines.length = 0
    const random = (length: number) => new Uint8Array(randomBytes(length))
    return openHub({ settings, log, now: Date.now, random })
  }
  const record = ({ hub }: OpenedHub, events: number) =>
    withHub(hub, async (work) => {
      const data = { branchNo: '001', branchName: '大宮支店', policy: defaultPolicy }
      for (let n = 0; n < events; n += 1) await work.record('001', { type: 'BranchOpened', v: 1, data })
    })
  const first = await open()
  expect(lines.join('')).toContain('SNAPSHOT_NONE')
  await record(first, 1000)
  await first.snapshots.end(5000)
  await record(first, 7)
  await first.hub.store.close()

  const second = await open()
  expect(lines.join('')).not.toContain('SNAPSHOT_NONE')
  expect(lines.join('')).toMatch(/"event":"state folded","count":7,/)
  expect(second.hub.state.place).toBe(1007)
  expect(second.hub.state.folded.get('policy', '001')).toEqual(defaultPolicy)
  await second.hub.store.close()
}, 60_000)
