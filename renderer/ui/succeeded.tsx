import { Alert } from '@mantine/core'
import { CheckCircle2 } from 'lucide-react'
import type { ReactNode } from 'react'

/**
 * What was done, announced; it stays until the screen moves on, where a toast goes.
 * @param color of the accent where it is an answer to go on with rather than an end
 */
export function Succeeded({
  color = 'green',
  children,
}: {
  readonly color?: 'green' | 'ai'
  readonly children: ReactNode
}) {
  return (
    <Alert color={color} variant="light" p="xs" role="status" icon={<CheckCircle2 size={18} aria-hidden />}>
      {children}
    </Alert>
  )
}
