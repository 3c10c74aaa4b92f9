import { posix, win32 } from 'node:path'
import { expect, it } from 'vitest'
import { isWithin } from '../../../main/machine/is-within.ts'

const DATA = String.raw`C:\Users\counter\AppData\Roaming\Fobdesk`

it.each([
  [DATA],
  [String.raw`${DATA}\backups`],
  [String.raw`${DATA}\..backups`],
  [String.raw`c:\users\COUNTER\AppData\Roaming\fobdesk\x`],
])('on Windows %s is within the data folder', (target) => {
  expect(isWithin(DATA, target, win32)).toBe(true)
})

it.each([
  ['E:\\'],
  [String.raw`E:\backups`],
  [String.raw`\\fileserver\backups`],
  ['C:\\'],
  [String.raw`C:\Users\counter\AppData\Roaming`],
  [String.raw`C:\Users\counter\AppData\Roaming\Fobdesk backups`],
])('on Windows %s is outside it', (target) => {
  expect(isWithin(DATA, target, win32)).toBe(false)
})

it.each([
  ['/data', true],
  ['/data/', true],
  ['/data/x', true],
  ['/data/..x', true],
  ['/data/../x', false],
  ['/', false],
  ['/database', false],
  ['/media/stick', false],
])('elsewhere, of /data: %s → %s', (target, within) => {
  expect(isWithin('/data', target, posix)).toBe(within)
})
