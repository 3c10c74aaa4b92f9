import type { Both } from '../language.ts'

/** Pages that say why something is not possible, and help. */
export const notices = {
  refusedTitle: { ja: 'ログインできません', en: 'You cannot log in' },
  refusedButOpen: { ja: 'ログインできるようになりました', en: 'You can log in again' },
  loginAgain: {
    ja: '待ち時間が終わりました。もう一度ログインしてください。',
    en: 'The waiting time is over. Please log in again.',
  },
  waitingTitle: { ja: '失効後の待ち時間', en: 'Waiting time after the revocation' },
  now: { ja: '現在の時刻', en: 'Time now' },
  until: { ja: '登録できる時刻', en: 'Possible from' },
  remaining: { ja: '残り時間', en: 'Time left' },
  minutesLeft: { ja: '約 {minutes} 分', en: 'about {minutes} min' },
  lookAgain: { ja: '最新の状態を表示', en: 'Show the present state' },
  notFoundTitle: { ja: 'ページが見つかりません', en: 'Page not found' },
  notFound: { ja: 'お探しのページはありません。', en: 'There is no such page.' },
  forbiddenTitle: { ja: 'この画面は利用できません', en: 'This page is not for you' },
  staleTitle: { ja: '画面の有効期限が切れています', en: 'This page is out of date' },
  stale: {
    ja: '安全のため、操作を受け付けませんでした。画面を開き直して、もう一度操作してください。',
    en: 'For your safety nothing was done. Please open the page again and repeat it.',
  },
  tooManyTitle: { ja: 'しばらくお待ちください', en: 'Please wait a moment' },
  failedTitle: { ja: '処理できませんでした', en: 'Something went wrong' },
  failed: {
    ja: '時間をおいてもう一度お試しください。解消しない場合はお取引店へご連絡ください。',
    en: 'Please try again later. If it does not help, contact your branch.',
  },
  helpTitle: { ja: 'ヘルプ', en: 'Help' },
  helpUnlock: { ja: '利用停止解除について', en: 'About lifting a stop' },
  helpUnlockText: {
    ja: 'ワンタイムパスワードを連続して一定回数以上間違えると、不正ログインを防止するため、ワンタイムパスワード認証が停止し、以降ログインができなくなります。状況を確認後、マスターユーザもしくは管理者ユーザが停止状態を解除できます。',
    en: 'After several wrong one-time passwords in a row, authentication stops and the user can no longer log in. A master or administrator user can lift the stop once it is clear what happened.',
  },
  helpUnlockSelf: {
    ja: 'ご自身の停止、ご自身と同じトークンの利用者の停止、当組合による停止は、この画面では解除できません。お取引店へご連絡ください。',
    en: 'Your own stop, that of a user of your own fob, and stops set by the credit union cannot be lifted here. Contact your branch.',
  },
  helpRevocation: { ja: 'トークンの失効について', en: 'About revoking a fob' },
  helpRevocationText: {
    ja: 'ハードウェアトークンの紛失等の理由により、新たなハードウェアトークンの利用登録を実施する必要がある場合、既存のトークンを失効したうえで、新たなハードウェアトークンの利用登録を行います。紛失・盗難の際は、あわせてお取引店へすぐにご連絡ください。',
    en: 'When a user needs to register a new fob, for example after a loss, revoke the present one first and then register the new one. After a loss or theft, also call your branch at once.',
  },
  helpToken: { ja: 'ワンタイムパスワード、トークンとは', en: 'What are one-time passwords and fobs?' },
  helpOtpText: {
    ja: 'ワンタイムパスワードとは、インターネットバンキングにログインする際にログインパスワードに加えて、専用のアプリまたは、専用の機器で自動生成される使い捨てのパスワードを入力することで本人確認を行う機能です。',
    en: 'A one-time password is a password for single use, made by an app or a device, that you enter besides your login password to show that it is you.',
  },
  helpMinuteText: {
    ja: 'ワンタイムパスワードは1分毎に新たなパスワードが自動生成され、一度使用したパスワードは無効となりますので、インターネットバンキングをより安全にご利用いただけます。',
    en: 'A new one is made every minute and a used one is void, which makes internet banking safer.',
  },
  helpTokenText: {
    ja: 'トークンには、お客さまのスマートフォン、携帯電話にダウンロードしていただく専用アプリ（ソフトウェアトークン）と、当組合からお渡しするキーホルダー型の専用機器（ハードウェアトークン）の2種類があり、お客様にてご利用いただくトークンを選択できます。',
    en: 'There are two kinds: an app for your smartphone or mobile phone (software token) and a key-ring device that we hand you (hardware token). You choose which one you use.',
  },
  helpSteps: { ja: '利用開始までの手続き', en: 'Steps until you can use it' },
  helpStep1: {
    ja: '当組合窓口にてハードウェアトークンの利用をお申込みいただけます。',
    en: 'Apply for a hardware token at our counter.',
  },
  helpStep2: {
    ja: '利用開始日迄に当組合よりハードウェアトークンを送付いたします。',
    en: 'We send you the fob by the first day of use.',
  },
  helpStep3: {
    ja: '「利用開始」手順にて利用開始登録を行います。',
    en: 'Register the fob on the registration page.',
  },
  helpStep4: { ja: '利用開始', en: 'Start of use' },
} as const satisfies Record<string, Both>
