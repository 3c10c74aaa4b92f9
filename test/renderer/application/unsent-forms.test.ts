import { expect, test } from 'vitest'
import { emptyForm } from '../../../renderer/application/form-state.ts'
import { createUnsentForms } from '../../../renderer/application/unsent-forms.ts'

const form = { ...emptyForm('new'), memo: '途中' }

test('a form left behind is found again, per contract', () => {
  const unsent = createUnsentForms()
  unsent.keep('2001', '0010001', form)
  expect(unsent.find('2001', '0010001')).toEqual(form)
  expect(unsent.find('2001', '0010002')).toBeNull()
})

test('null forgets it', () => {
  const unsent = createUnsentForms()
  unsent.keep('2001', '0010001', form)
  unsent.keep('2001', '0010001', null)
  expect(unsent.find('2001', '0010001')).toBeNull()
})

test('the next person at the PC never sees it, nor does the first one afterwards', () => {
  const unsent = createUnsentForms()
  unsent.keep('2001', '0010001', form)
  expect(unsent.find('2002', '0010001')).toBeNull()
  expect(unsent.find('2001', '0010001')).toBeNull()
})
