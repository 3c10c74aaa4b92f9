/** What the papers say; gathered by the desk, so that no template reads the store. */
export interface PaperFacts {
  readonly branchNo: string
  readonly branchName: string
  readonly training: boolean
  /** 'YYYY-MM-DD'. */
  readonly printedOn: string
  readonly letterNo: string
  readonly contractName: string
  /** A company is addressed 御中, a person 様. */
  readonly honorific: '御中' | '様'
  readonly postalCode: string
  readonly address1: string
  readonly address2: string
  readonly serial: string
  /** GS1 element string of our own label, bracketed (`domain/gs1.ts`). */
  readonly label: string
  readonly model: string
  /** As the manual writes it: `2021年09月30日 08時00分`. */
  readonly expires: string
  /** 利用開始日, 'YYYY-MM-DD'. */
  readonly startDate: string
  readonly receiptNo: string
  readonly emergencyPhone: string
  readonly staffNo: string
}

/** `2026年11月22日`. */
export function longDate(date: string): string {
  const [year, month, day] = date.split('-')
  return `${year}年${Number(month)}月${Number(day)}日`
}
