/**
 * The frame of the manual's screens: where one is (利用者管理 > …), its two steps and its explanation; beside
 * the list what is to be entered, so that list, consequences and button are on screen together.
 */
import type { ReactNode } from 'react'
import { Page } from '../ui/index.ts'
import classes from './manual-page.module.css'

export function ManualPage({
  trail,
  title,
  steps,
  step,
  explanation,
  focusKey = 0,
  band,
  side,
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
  /** Changes when the rows are there: the focus goes to the first that can be chosen. */
  readonly focusKey?: number
  /** Whom it is about. */
  readonly band: ReactNode
  /** Beside explanation and list. */
  readonly side?: ReactNode
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
    <Page title={title} trail={`${trail} > ${title}`} actions={tabs} focusKey={`${step} ${focusKey}`}>
      <div className={classes.stack}>
        {band}
        <div className={classes.columns} data-side={side !== undefined || undefined}>
          <div className={classes.stack}>
            <div className={classes.explanation}>
              {explanation.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
            {children}
          </div>
          {side !== undefined && <aside>{side}</aside>}
        </div>
      </div>
    </Page>
  )
}
