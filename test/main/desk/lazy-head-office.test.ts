import { expect, it } from 'vitest'
import { lazyHeadOffice } from '../../../main/desk/lazy-head-office.ts'
import { HeadOfficeUnreachable, type HeadOffice } from '../../../protocol/head-office.ts'

it('connects again after the other side fell silent', async () => {
  let connections = 0
  const headOffice = lazyHeadOffice(async () => {
    connections += 1
    const broken = connections === 1
    const clock: HeadOffice['clock'] = async () => {
      if (broken) throw new HeadOfficeUnreachable('the process has ended')
      return { now: 1 }
    }
    return { clock } as HeadOffice // nothing else is asked here
  })
  await expect(headOffice.clock({})).rejects.toThrow(HeadOfficeUnreachable)
  expect(await headOffice.clock({})).toEqual({ now: 1 })
  expect(await headOffice.clock({})).toEqual({ now: 1 })
  expect(connections).toBe(2)
})
