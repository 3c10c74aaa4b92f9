/** The frame of the manual's screens: where one is (利用者管理 > …), its two steps, and its explanation. */
import type { ReactNode } from 'react'
import { Page } from '../ui/index.ts'
import classes from './manual-page.module.css'

export function ManualPage({
  trail,
  title,
  steps,
  step,
  explanation,
  children,
}: {
  /** 利用者管理. */
  readonly trail: string
  readonly title: string
  readonly steps: readonly [string, string]
  /** Which of the two steps is shown. */
  readonly step: 0 | 1
  /** One paragraph a line, as the manual breaks them. */
  readonly explanation: readonly string[]
  readonly children: ReactNode
}) {
  const tabs = (
    <ol className={classes.steps}>
      {steps.map((name, at) => (
        <li key={name} aria-current={at === step ? 'step' : undefined}>
          {name}
        </li>
      ))}
    </ol>
  )
  return (
    <Page title={title} trail={`${trail} > ${title}`} actions={tabs} focusKey={step}>
      <div className={classes.stack}>
        <div className={classes.explanation}>
          {explanation.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        {children}
      </div>
    </Page>
  )
}
