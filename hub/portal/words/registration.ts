import type { Both } from '../language.ts'

/** Screen BLG3020 (manual p. 3) and its two references. */
export const registration = {
  title: {
    ja: 'ワンタイムパスワード利用開始登録（ハードウェアトークン）',
    en: 'Register your one-time password fob (hardware token)',
  },
  intro1: {
    ja: 'セキュリティ向上のため、ワンタイムパスワードでの認証が追加されました。',
    en: 'For better security, logging in now also asks for a one-time password.',
  },
  intro2: {
    ja: '事前準備としてハードウェアトークンの利用開始登録が必要となります。',
    en: 'Your hardware fob has to be registered first.',
  },
  heading: { ja: 'ハードウェアトークン利用開始登録', en: 'Fob registration' },
  text: {
    ja: 'トークンに記載されているシリアル番号とワンタイムパスワードを入力の上、「認証確認」ボタンを押してください。',
    en: 'Enter the serial number on your fob and the one-time password it shows, then press “Confirm”.',
  },
  serialSection: { ja: 'トークン情報', en: 'Your fob' },
  serial: { ja: 'シリアル番号※', en: 'Serial number※' },
  serialHint: { ja: '(半角数字8桁以上12桁以内)', en: '(8 to 12 half-width digits)' },
  codeSection: { ja: 'ワンタイムパスワード', en: 'One-time password' },
  code: { ja: 'ワンタイムパスワード※', en: 'One-time password※' },
  confirm: { ja: '認証確認', en: 'Confirm' },
  serialMissing: { ja: 'シリアル番号を入力してください。', en: 'Enter the serial number.' },
  codeMissing: { ja: 'ワンタイムパスワードを入力してください。', en: 'Enter the one-time password.' },
  reference1: {
    ja: '【参考1】 ワンタイムパスワードハードウェアトークンについて',
    en: 'Note 1: About the one-time password fob',
  },
  reference1Text: {
    ja: 'ハードウェアトークンのシリアル番号・有効期限は以下の場所に記載があります。',
    en: 'The serial number and the expiry of the fob are printed here:',
  },
  drawing: {
    ja: 'ハードウェアトークンの図。表面の画面にワンタイムパスワードが表示され、裏面のラベルの上の行にシリアル番号、下の行に有効期限が記載されています。',
    en: 'Drawing of the fob. The display on the front shows the one-time password; on the back, the label’s upper line is the serial number and its lower line the expiry.',
  },
  legendCode: { ja: 'ワンタイムパスワード（表面の画面）', en: 'One-time password (display on the front)' },
  legendSerial: { ja: 'シリアル番号（裏面）', en: 'Serial number (on the back)' },
  legendExpiry: { ja: '有効期限（裏面）', en: 'Expiry (on the back)' },
  reference2: { ja: '【参考2】 トークンの共有について', en: 'Note 2: Sharing a fob' },
  reference2Text: {
    ja: '一つのハードウェアトークンを複数のユーザで共有することが可能です。ワンタイムパスワード利用開始登録時に他のユーザが使用しているハードウェアトークンを登録することでハードウェアトークンを共有できます。',
    en: 'Several users may share one fob: at the registration, enter the serial number of the fob that another user uses.',
  },
  reference2Application: {
    ja: '共有には、事前に当組合窓口での共有のお申込みが必要です。',
    en: 'Sharing needs an application at our counter beforehand.',
  },
} as const satisfies Record<string, Both>
