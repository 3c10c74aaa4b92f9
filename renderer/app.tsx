/** Providers, then the one decision of the whole renderer: which phase of the desk is on screen. */
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { makeQueryClient, followNotices } from './desk/queries.ts'
import { Scanner } from './scanner/index.ts'
import { LastResort } from './shell/last-resort.tsx'
import { Session } from './shell/session.tsx'
import { useKeptFocus } from './shell/use-kept-focus.ts'
import { theme } from './theme.ts'

/** Main puts a fresh nonce into the page at each load; Mantine's own style tags carry it (CSP). */
const styleNonce = () => document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''

export function App() {
  const [client] = useState(makeQueryClient)
  useEffect(() => followNotices(client), [client])
  useKeptFocus()
  return (
    <LastResort>
      <QueryClientProvider client={client}>
        <MantineProvider theme={theme} forceColorScheme="light" getStyleNonce={styleNonce}>
          <Scanner>
            <Session />
          </Scanner>
        </MantineProvider>
      </QueryClientProvider>
    </LastResort>
  )
}
