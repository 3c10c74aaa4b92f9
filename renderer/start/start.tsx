/** The first screen of a new PC: practise, or register a real branch. */
import { Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { trainingStaff } from '../../domain/training-staff.ts'
import { useCall } from '../desk/use-command.ts'
import { useWords } from '../i18n/index.ts'
import { useVocabulary } from '../i18n/vocabulary.ts'
import { Refused } from '../ui/refused.tsx'
import { Enrolment, type Enrolled } from './enrolment.tsx'
import { Restore } from './restore.tsx'
import { Gate } from './gate.tsx'
import classes from './start.module.css'
import { words } from './words.ts'

export function Start({ onEnrolled }: { readonly onEnrolled: (enrolled: Enrolled) => void }) {
  const t = useWords(words)
  const [enrolling, setEnrolling] = useState(false)
  const [restoring, setRestoring] = useState(false)
  if (restoring) return <Restore onBack={() => setRestoring(false)} onRestored={onEnrolled} />
  if (enrolling) return <Enrolment onBack={() => setEnrolling(false)} onEnrolled={onEnrolled} />
  return (
    <Gate width={980}>
      <Title order={1} size="20px" mb="md">
        {t('welcome')}
      </Title>
      <div className={classes.ways}>
        <Training />
        <section className={`${classes.panel} ${classes.way} ${classes.real}`}>
          <Title order={2} size="17px">
            {t('realTitle')}
          </Title>
          <Text size="sm">{t('realWhy')}</Text>
          <Text size="sm" c="dimmed">
            {t('realNeeds')}
          </Text>
          <Button size="md" variant="outline" onClick={() => setEnrolling(true)}>
            {t('realButton')}
          </Button>
          <Button variant="subtle" onClick={() => setRestoring(true)}>
            {t('restoreButton')}
          </Button>
        </section>
      </div>
    </Gate>
  )
}

function Training() {
  const t = useWords(words)
  const word = useVocabulary()
  const start = useCall('start.training')
  return (
    <section className={`${classes.panel} ${classes.way} ${classes.training}`}>
      <Title order={2} size="17px">
        {t('trainingTitle')}
      </Title>
      <Text size="sm">{t('trainingWhy')}</Text>
      <table className={classes.people}>
        <thead>
          <tr>
            <th scope="col">{t('staffNo')}</th>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('password')}</th>
          </tr>
        </thead>
        <tbody>
          {trainingStaff.map((person) => (
            <tr key={person.staffNo}>
              <td className="tabular">{person.staffNo}</td>
              <td>{person.name}</td>
              <td>{word('staffRole', person.role)}</td>
              <td>
                <code>{person.password}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refused refusal={start.refusal} />
      <Button size="md" autoFocus loading={start.pending} onClick={() => void start.run({})}>
        {t('trainingButton')}
      </Button>
    </section>
  )
}
