import type { Both } from '../language.ts'

/** 業務選択, 作業内容選択, 利用停止解除 (manual pp. 4, 5) and トークン失効 (pp. 6, 7). */
export const management = {
  businessTitle: { ja: '業務選択', en: 'Choose a service' },
  businessText: { ja: 'ご利用になる業務を選択してください。', en: 'Choose the service you want to use.' },
  userManagement: { ja: '利用者管理', en: 'User management' },
  userManagementText: {
    ja: 'ワンタイムパスワードの利用停止解除、トークンの失効を行います。',
    en: 'Lift stops of one-time passwords; revoke fobs.',
  },
  workTitle: { ja: '作業内容選択', en: 'Choose a task' },
  workText: { ja: '実施する作業内容を選択してください。', en: 'Choose what you want to do.' },
  unlockWork: { ja: 'ワンタイムパスワードの利用停止解除', en: 'Lift a stop of one-time passwords' },
  unlockWorkText: {
    ja: '停止中の利用者のワンタイムパスワード認証を、再び利用可能にします。',
    en: 'Makes one-time password authentication of stopped users available again.',
  },
  revocationWork: { ja: 'トークンの失効', en: 'Revoke a fob' },
  revocationWorkText: {
    ja: '紛失等の場合に、利用者のトークンを失効します。',
    en: 'Revokes users’ fobs, for example after a loss.',
  },
  done: { ja: '変更完了', en: 'Changed' },
  users: { ja: '利用者一覧', en: 'Users' },
  choose: { ja: '選択', en: 'Choose' },
  chooseUser: { ja: '{loginId} {name} を選択', en: 'Choose {loginId} {name}' },
  loginId: { ja: 'ログインID', en: 'Login ID' },
  name: { ja: '利用者名', en: 'Name' },
  role: { ja: '利用者区分', en: 'Kind of user' },
  serial: { ja: 'シリアル番号', en: 'Serial number' },
  authStatus: { ja: 'ワンタイムパスワード認証状態', en: 'Authentication status' },
  otpStatus: { ja: 'ワンタイムパスワード状態', en: 'One-time password status' },
  expiresAt: { ja: 'トークン有効期限', en: 'Fob expiry' },
  sortBy: { ja: '並び順', en: 'Sort by' },
  sortOrder: { ja: '昇順・降順', en: 'Order' },
  ascending: { ja: '昇順', en: 'Ascending' },
  descending: { ja: '降順', en: 'Descending' },
  redisplay: { ja: '再表示', en: 'Show again' },
  confirmation: { ja: '認証項目', en: 'Confirmation' },
  confirmationPassword: { ja: '確認用パスワード※', en: 'Confirmation password※' },
  confirmationMissing: {
    ja: '確認用パスワードを入力してください。',
    en: 'Enter your confirmation password.',
  },
  confirmationWrong: {
    ja: '確認用パスワードが違います。もう一度入力してください。',
    en: 'The confirmation password is wrong. Please enter it again.',
  },
  nobodyChosen: { ja: '対象の利用者を選択してください。', en: 'Choose the users.' },
  unlockTitle: { ja: 'ワンタイムパスワード利用停止解除一覧', en: 'Lift stops of one-time passwords' },
  unlockResultTitle: { ja: 'ワンタイムパスワード利用停止解除結果', en: 'Result: stops lifted' },
  unlockStep: {
    ja: 'ワンタイムパスワード利用停止解除の対象利用者を選択',
    en: 'Choose the users whose stop is lifted',
  },
  unlockText1: {
    ja: 'ワンタイムパスワードの利用停止状態を解除します。',
    en: 'Lifts the stop of one-time passwords.',
  },
  unlockText2: {
    ja: '対象となる利用者を選択の上、「停止解除」ボタンを押してください。',
    en: 'Choose the users, then press “Lift stop”.',
  },
  unlockText3: {
    ja: '同一シリアル番号を使用している利用者も解除対象となります。',
    en: 'Users of the same serial number are lifted as well.',
  },
  unlockedTogether: {
    ja: '同一シリアル番号を使用している {names} も、一緒に解除されます。',
    en: '{names} on the same serial number will be lifted together.',
  },
  unlockButton: { ja: '停止解除', en: 'Lift stop' },
  unlockResult: {
    ja: '以下の利用者に対して、ワンタイムパスワードの利用停止状態を解除しました。',
    en: 'The stop of one-time passwords was lifted for these users.',
  },
  resultUsers: { ja: '対象利用者', en: 'Users' },
  revocationTitle: { ja: 'トークン失効', en: 'Revoke fobs' },
  revocationResultTitle: { ja: 'トークン失効結果', en: 'Revocation result' },
  revocationStep: { ja: 'トークン失効の対象利用者を選択', en: 'Choose the users whose fob is revoked' },
  revocationText1: {
    ja: 'ワンタイムパスワードのトークン失効を行います。',
    en: 'Revokes the one-time password fob of users.',
  },
  revocationText2: {
    ja: 'トークン失効を行うと、選択された利用者はログインできなくなります。',
    en: 'Once revoked, the chosen users can no longer log in.',
  },
  revocationText3: {
    ja: 'ワンタイムパスワードのトークン発行は失効の30分後に実施可能となります。',
    en: 'A fob can be issued 30 minutes after the revocation.',
  },
  revocationText4: {
    ja: 'なお、2時6分から8時10分までに失効された場合、ワンタイムパスワードのトークン発行は8時10分以降に実施可能となります。',
    en: 'If it is revoked between 2:06 and 8:10, a fob can be issued from 8:10 on.',
  },
  ifRevokedNow: {
    ja: '今失効した場合、トークン発行は {until} 以降に実施可能となります。',
    en: 'If revoked now, a fob can be issued from {until} on.',
  },
  revocationIrreversible: { ja: '失効は取り消せません。', en: 'A revocation cannot be undone.' },
  sharersKeep: {
    ja: '同じトークンの {names} は、そのまま利用できます。',
    en: '{names} on the same fob can go on using it.',
  },
  revocationButton: { ja: '失効', en: 'Revoke' },
  lastAdministrator: {
    ja: 'この失効により、マスターユーザ・管理者ユーザとしてログインできる方がいなくなります。停止解除や失効には、お取引店での手続きが必要になります。',
    en: 'After this revocation no master or administrator user can log in. Stops and revocations will then have to be handled by your branch.',
  },
  lastAdministratorYes: {
    ja: '上記を確認しました。失効します。※',
    en: 'I understand this. Revoke them.※',
  },
  lastAdministratorMissing: {
    ja: '内容を確認し、確認欄をチェックしてください。',
    en: 'Read the warning and tick the box.',
  },
  revocationResult: {
    ja: '以下の利用者のワンタイムパスワードを失効しました。',
    en: 'The one-time passwords of these users were revoked.',
  },
  waitingFrom: {
    ja: '{until} 以降、新たなトークンの利用登録、または同じトークンの再利用ができます。',
    en: 'From {until} on, a new fob can be registered, or the same one used again.',
  },
  selfRevoked: {
    ja: 'ご自身のトークンを失効したため、これ以降はログインできません。',
    en: 'You revoked your own fob: from now on you cannot log in.',
  },
  reuseNote: { ja: '【参考】 失効済みのハードウェアトークンについて', en: 'Note: Revoked fobs' },
  reuseText: {
    ja: '一度失効したハードウェアトークンは、再度利用開始登録を実施することにより再利用が可能です。',
    en: 'A revoked fob can be used again by registering it once more.',
  },
  notAdministrator: {
    ja: 'この画面を利用できるのは、マスターユーザまたは管理者ユーザです。',
    en: 'Only master and administrator users can use this page.',
  },
} as const satisfies Record<string, Both>
