/** A store that was copied and went on twice, where the copies agree on the first events still to be sent. */
import { expect, it } from 'vitest'
import { pushAll } from '../../../main/sync/push.ts'
import type { DeskPort } from '../../../main/sync/desk-port.ts'
import type { DeskDouble } from '../../hub/desk-double.ts'
import { createWorld, fobDrafts } from '../../hub/world.ts'

/** The desk, sending one event in a message. */
function oneByOne(desk: DeskDouble): DeskPort {
  return {
    ownHead: () => desk.ownHead(),
    receivedThrough: () => desk.receivedThrough(),
    ownEvents: (after) => desk.ownEvents(after, 1),
    sign: (message) => desk.sign(message),
    hubHead: () => desk.hubHead(),
    applyPulled: (events) => desk.applyPulled(events),
  }
}

it('is seen although the first batch is the same in both', async () => {
  const { desk, headOffice } = await createWorld()
  await desk.push(headOffice)
  await desk.pull(headOffice)
  desk.record(fobDrafts('40100001').slice(0, 1))
  const twin = desk.copy()
  desk.record(fobDrafts('40100002').slice(0, 1))
  twin.record(fobDrafts('40100003').slice(0, 1))
  expect((await desk.push(headOffice)).ok).toBe(true)
  const pushed = await pushAll({
    desk: oneByOne(twin),
    headOffice,
    halted: () => null,
    onReceived: () => undefined,
  })
  expect(pushed).toMatchObject({ ok: false, code: 'DEVICE_QUARANTINED' })
})
