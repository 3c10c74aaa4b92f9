/**
 * The Chrome DevTools Protocol's types. Playwright generates them for its Chromium and ships them, but does not
 * list them among its exports; the path is a type import only, so nothing of it is loaded at run time.
 */
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }
export type Method = keyof Protocol.CommandParameters & keyof Protocol.CommandReturnValues
export type EventName = keyof Protocol.EventMap
