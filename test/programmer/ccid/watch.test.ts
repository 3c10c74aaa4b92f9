import { expect, it } from 'vitest'
import { watchUsbReaders } from '../../../programmer/ccid/watch.ts'
import type { UsbBus, UsbDevice } from '../../../programmer/ccid/usb-device.ts'
import { systemService } from '../../../programmer/connect.ts'
import { readIdentity } from '../../../programmer/token2/info.ts'
import { Field } from '../../emulators/field.ts'
import { StrictFob } from '../../emulators/strict-fob.ts'
import { VirtualCcid } from '../../emulators/virtual-ccid.ts'
import { readyReader, until, watchDevices } from './stand.ts'

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

it.each([
  ['openError', 'open error: Permission denied (errno 13)', 'READER_NO_PERMISSION'],
  ['claimError', 'claimInterface error: interface is busy (errno 16)', 'READER_IN_USE'],
] as const)('%s: names the reason of a refused device', async (refused, message, problem) => {
  const device = new VirtualCcid(new Field())
  device[refused] = new Error(message)
  const watcher = watchDevices([device])
  await until(() => watcher.readers.length === 1)
  expect(watcher.readers).toMatchObject([{ problem, presence: 'absent', name: 'Virtual CCID (072f:223b)' }])
})

it('uses a reader as soon as the program that held it has ended', async () => {
  const field = new Field()
  const device = new VirtualCcid(field)
  device.claimError = new Error('claimInterface error: interface is busy (errno 16)')
  const watcher = watchDevices([device])
  await until(() => watcher.readers[0]?.problem === 'READER_IN_USE')
  device.claimError = null
  field.place(new StrictFob())
  expect(await readIdentity(await readyReader(watcher))).toMatchObject({ ok: true })
})

it.each([
  ['characters', 0x0000_00ba],
  ['TPDUs', 0x0001_00ba],
])('names PC/SC for a reader that exchanges %s', async (_, features) => {
  const watcher = watchDevices([new VirtualCcid(new Field(), { features })])
  await until(() => watcher.readers.length === 1)
  expect(watcher.readers).toMatchObject([{ problem: 'READER_NEEDS_PCSC' }])
})

it('lists every slot, and several readers, as they come and go', async () => {
  const field = new Field()
  const first = new VirtualCcid(field, { slots: 2 }, 'first')
  const second = new VirtualCcid(new Field(), {}, 'second')
  const devices: UsbDevice[] = [first]
  const watcher = watchDevices(devices)
  field.place(new StrictFob())
  const reader = await readyReader(watcher)
  expect(watcher.readers.map(({ name, presence }) => [name, presence])).toEqual([
    ['Virtual CCID (072f:223b) [1]', 'present'],
    ['Virtual CCID (072f:223b) [2]', 'absent'],
  ])
  expect(await readIdentity(reader)).toMatchObject({ ok: true })
  devices.push(second)
  await until(() => watcher.readers.length === 3)
  devices.shift()
  first.unplug()
  await until(() => watcher.readers.length === 1)
  expect(reader.presence).toBe('disconnected')
})

it('tells of a fob that was exchanged for another between two looks', async () => {
  const field = new Field()
  const watcher = watchDevices([new VirtualCcid(field)])
  field.place(new StrictFob('8659610000123'))
  const reader = await readyReader(watcher)
  expect(await readIdentity(reader)).toMatchObject({ value: { model: 'C301-i' } })
  const told = new Promise((resolve) => reader.onChange(resolve))
  field.place(new StrictFob('8659632000456'))
  expect(await told).toBe('present')
  expect(await readIdentity(reader)).toMatchObject({ value: { model: 'C302-i' } })
})

it('never touches a device where the system owns the readers, and waits where it shares them', async () => {
  const device = new VirtualCcid(new Field())
  let opened = 0
  device.open = async () => {
    opened += 1
  }
  watchDevices([device], () => 'owns')
  await sleep(150)
  expect(opened).toBe(0)
  device.claimError = new Error('claimInterface error: interface is busy (errno 16)')
  const shared = watchDevices([device], () => 'shares')
  await until(() => opened > 0)
  expect(shared.readers).toEqual([])
})

it.each([
  ['win32', null, 'owns'],
  ['darwin', null, 'owns'],
  ['linux', null, 'shares'],
  ['linux', 'PCSC_SERVICE_STOPPED', 'absent'],
  ['win32', 'PCSC_MISSING', 'absent'],
] as const)('on %s with the service at fault %s: %s', (platform, fault, service) => {
  expect(systemService({ fault }, platform)).toBe(service)
})

it.each([
  ['USB_MISSING', () => Promise.reject(new Error('Cannot find package'))],
  ['USB_NO_BUS', async (): Promise<UsbBus> => ({ getDevices: () => Promise.reject(new Error('no bus')) })],
] as const)('says %s and goes on', async (fault, loadBus) => {
  const times = { answerTimeoutMs: 100, pollMs: 20, monotonic: () => performance.now(), sleep }
  const watcher = watchUsbReaders({ loadBus, system: () => 'absent', scanMs: 20, yieldMs: 0, times })
  await until(() => watcher.fault === fault)
  expect(watcher.readers).toEqual([])
  watcher.close()
})

it('says so on this machine, too, when its kernel has no USB bus', async () => {
  const times = { answerTimeoutMs: 100, pollMs: 20, monotonic: () => performance.now(), sleep }
  const loadBus = async () => (await import('usb')).usb as unknown as UsbBus
  const watcher = watchUsbReaders({ loadBus, system: () => 'absent', scanMs: 20, yieldMs: 0, times })
  await sleep(300)
  expect([null, 'USB_NO_BUS']).toContain(watcher.fault)
  watcher.close()
})
