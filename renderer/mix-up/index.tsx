/** お客さま二人のトークンを取り違えたとき: the procedure, each step with the screen on which it is done. */
import { Button } from '@mantine/core'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Page, Panel } from '../ui/index.ts'
import classes from './mix-up.module.css'
import { words } from './words.ts'

/** A step without `to` is done by hand, on no screen. */
const steps = {
  find: [
    { says: 'find_1', go: 'find_1_go', to: '/fob' },
    { says: 'find_2', go: 'find_2_go', to: '/settings', about: { text: 'readers' } },
  ],
  inside: [{ says: 'inside_1' }, { says: 'inside_2', go: 'inside_2_go', to: '/dispatch' }],
  same: [{ says: 'same_1', go: 'same_1_go', to: '/tasks' }],
  outside: [
    { says: 'outside_1', go: 'outside_1_go', to: '/revocation' },
    { says: 'outside_2', go: 'outside_2_go', to: '/incident' },
    { says: 'outside_3', go: 'outside_3_go', to: '/dispatch' },
    { says: 'outside_4', go: 'outside_4_go', to: '/application' },
    { says: 'outside_5', go: 'outside_5_go', to: '/audit' },
  ],
} as const

export default function MixUp() {
  const t = useWords(words)
  return (
    <Page title={t('title')} description={t('intro')}>
      <div className={classes.cases}>
        <div className={classes.column}>
          <Procedure of="find" />
          <Procedure of="inside" />
          <Procedure of="same" />
        </div>
        <div className={classes.column}>
          <Procedure of="outside" />
        </div>
      </div>
    </Page>
  )
}

function Procedure({ of }: { readonly of: keyof typeof steps }) {
  const t = useWords(words)
  const go = useGo()
  return (
    <Panel title={t(`${of}Title`)}>
      <ol className={classes.steps}>
        {steps[of].map((step) => (
          <li key={step.says}>
            {t(step.says)}
            {'to' in step && (
              <div>
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => go(step.to, 'about' in step ? step.about : {})}
                >
                  {t(step.go)}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
