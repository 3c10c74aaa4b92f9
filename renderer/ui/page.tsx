import { Title } from '@mantine/core'
import { useRef, type ReactNode } from 'react'
import classes from './ui.module.css'
import { useFirstFocus } from './keys.ts'

/**
 * The body of every screen: heading, a line of explanation, actions at the right, and the content, which
 * `fill` lets take the remaining height (for tables) instead of scrolling. Focus goes to the first field or
 * table (mark another with `data-first-focus`); `focusKey` repeats that when it changes.
 */
export function Page({
  title,
  description,
  actions,
  trail,
  fill = false,
  focusKey,
  children,
}: {
  readonly title: string
  readonly description?: ReactNode
  readonly actions?: ReactNode
  /** Where this page stands, above the title: `<Anchor>`s or text. */
  readonly trail?: ReactNode
  readonly fill?: boolean
  readonly focusKey?: string | number
  readonly children: ReactNode
}) {
  const root = useRef<HTMLDivElement>(null)
  useFirstFocus(root, focusKey)
  return (
    <div className={classes.page}>
      <header className={classes.pageHead}>
        <div>
          {trail !== undefined && (
            <nav className={classes.trail} aria-label={title}>
              {trail}
            </nav>
          )}
          <Title order={1} size="18px">
            {title}
          </Title>
          {description !== undefined && <p className={classes.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      <div ref={root} className={fill ? classes.pageFill : classes.pageScroll}>
        {children}
      </div>
    </div>
  )
}

/** A white panel with a small heading. */
export function Panel({
  title,
  actions,
  fill = false,
  children,
}: {
  readonly title?: string
  readonly actions?: ReactNode
  /** Its content takes the remaining height. */
  readonly fill?: boolean
  readonly children: ReactNode
}) {
  return (
    <section className={classes.panel} data-fill={fill || undefined} aria-label={title}>
      {title !== undefined && (
        <div className={classes.panelHead}>
          <Title order={2} size="14px">
            {title}
          </Title>
          {actions}
        </div>
      )}
      <div className={classes.panelBody}>{children}</div>
    </section>
  )
}

/** Name and value pairs in a dense grid: `<Facts facts={[['契約番号', …]]} />`. */
export function Facts({
  facts,
  columns = 1,
}: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[]
  readonly columns?: 1 | 2 | 3
}) {
  return (
    <dl className={classes.facts} data-columns={columns}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
