/**
 * What a training branch has instead of customers and waiting, in one strip under the band so that it covers
 * no screen: a customer's fob, and the clock. (The emulated reader stands on the issuance screen.)
 */
import { Button } from '@mantine/core'
import { useCall } from '../desk/index.ts'
import { useWords } from '../i18n/index.ts'
import { Refused } from '../ui/index.ts'
import { CustomerFob } from './customer-fob.tsx'
import classes from './training-bar.module.css'
import { words } from './words.ts'

/** Steps of the training clock, in minutes: a waiting time, a day, a way through the mail. */
const steps = [
  ['minutes30', 30],
  ['day', 24 * 60],
  ['days7', 7 * 24 * 60],
] as const

export function TrainingTools() {
  const t = useWords(words)
  const advance = useCall('training.advance')
  return (
    <div className={classes.tools}>
      <CustomerFob />
      <span className={classes.group}>
        {t('clock')}
        {steps.map(([name, minutes]) => (
          <Button
            key={name}
            size="compact-xs"
            variant="default"
            loading={advance.pending}
            onClick={() => void advance.run({ minutes })}
          >
            {t(name)}
          </Button>
        ))}
      </span>
      <Refused refusal={advance.refusal} />
    </div>
  )
}
