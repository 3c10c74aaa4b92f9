/** The screens by path, the keys that open them, and how one screen leads to another. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { z } from 'zod'

/** What a screen is about when another leads to it: `/application?contractNo=…`. Every screen understands it. */
export const aboutSchema = z.object({
  contractNo: z.string().optional(),
  applicationId: z.string().optional(),
  serial: z.string().optional(),
  loginId: z.string().optional(),
  requestId: z.string().optional(),
  text: z.string().optional(),
})
export type About = z.infer<typeof aboutSchema>

/**
 * In the order of the navigation: Alt+1 … Alt+9, Alt+0, then Alt+letter. The customer search leads to
 * `/application?contractNo=…`: the customer's page is the application screen's.
 */
export const screens = [
  { path: '/', folder: 'home', key: '1' },
  { path: '/application', folder: 'application', key: '2' },
  { path: '/approvals', folder: 'approvals', key: '3' },
  { path: '/issuance', folder: 'issuance', key: '4' },
  { path: '/dispatch', folder: 'dispatch', key: '5' },
  { path: '/activation', folder: 'activation', key: '6' },
  { path: '/unlock', folder: 'unlock', key: '7' },
  { path: '/revocation', folder: 'revocation', key: '8' },
  { path: '/incident', folder: 'incident', key: '9' },
  { path: '/elsewhere', folder: 'elsewhere', key: 'O' },
  { path: '/inventory', folder: 'inventory', key: '0' },
  { path: '/tasks', folder: 'tasks', key: 'T' },
  { path: '/audit', folder: 'audit', key: 'L' },
  { path: '/settings', folder: 'settings', key: 'S' },
  { path: '/fob', folder: 'fob', key: null },
  { path: '/mix-up', folder: 'mix-up', key: null },
] as const

export type ScreenPath = (typeof screens)[number]['path']
export type ScreenFolder = (typeof screens)[number]['folder']

/** `go('/issuance', { applicationId })`. */
export function useGo(): (to: ScreenPath, about?: About) => void {
  const navigate = useNavigate()
  return useCallback(
    (to, about = {}) => void navigate({ to, search: about } as Parameters<typeof navigate>[0]),
    [navigate],
  )
}

/** What this screen was opened for. */
export function useAbout(): About {
  return useSearch({ strict: false })
}
