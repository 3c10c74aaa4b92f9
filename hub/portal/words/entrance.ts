import type { Both } from '../language.ts'

/** Login, one-time password, top page. The manual names these screens (p. 3) without giving their texts. */
export const entrance = {
  loginTitle: { ja: 'ログイン', en: 'Log in' },
  loginIntro: {
    ja: 'ログインIDとパスワードを入力し、「ログイン」ボタンを押してください。',
    en: 'Enter your login ID and password, then press “Log in”.',
  },
  loginId: { ja: 'ログインID※', en: 'Login ID※' },
  password: { ja: 'パスワード※', en: 'Password※' },
  login: { ja: 'ログイン', en: 'Log in' },
  loginIdMissing: { ja: 'ログインIDを入力してください。', en: 'Enter your login ID.' },
  passwordMissing: { ja: 'パスワードを入力してください。', en: 'Enter your password.' },
  loginWrong: {
    ja: 'ログインIDまたはパスワードが違います。もう一度入力してください。',
    en: 'The login ID or the password is wrong. Please enter them again.',
  },
  tooMany: {
    ja: '続けて間違えたため、しばらくお試しいただけません。{minutes} 分ほどお待ちになってから、もう一度入力してください。',
    en: 'Too many wrong entries. Please wait about {minutes} min, then try again.',
  },
  endedIdle: {
    ja: '一定時間操作がなかったため、ログアウトしました。もう一度ログインしてください。',
    en: 'You were logged out because nothing was done for a while. Please log in again.',
  },
  endedLogout: { ja: 'ログアウトしました。', en: 'You are logged out.' },
  endedConfirmation: {
    ja: '確認用パスワードを続けて間違えたため、ログアウトしました。もう一度ログインしてください。',
    en: 'You were logged out because the confirmation password was wrong several times. Please log in again.',
  },
  otpTitle: { ja: 'ワンタイムパスワード認証', en: 'One-time password' },
  otpIntro: {
    ja: 'お手元のハードウェアトークンに表示されているワンタイムパスワードを入力し、「認証確認」ボタンを押してください。',
    en: 'Enter the one-time password that your fob shows, then press “Confirm”.',
  },
  otpMinute: {
    ja: 'ワンタイムパスワードは1分毎に新たなパスワードが自動生成され、一度使用したパスワードは無効となります。',
    en: 'The fob makes a new one-time password every minute; one that was used is void.',
  },
  otpWarning: {
    ja: '連続して一定回数以上間違えると、不正ログインを防止するため、ワンタイムパスワード認証が停止し、以降ログインができなくなります。',
    en: 'After several wrong codes in a row, one-time password authentication stops and you can no longer log in.',
  },
  otpNotRight: {
    ja: 'トークンの表示どおり入力しても認証されないとき',
    en: 'The code on the fob is not accepted',
  },
  resyncTitle: { ja: 'トークンの時刻合わせ', en: 'Put the fob’s clock right' },
  resyncIntro: {
    ja: 'トークンの時計のずれを調整します。表示されたワンタイムパスワードと、1分ほど待って次に表示されたワンタイムパスワードを、続けて入力してください。',
    en: 'This adjusts for a fob whose clock has drifted. Enter the code it shows now and, about a minute later, the next one.',
  },
  firstCode: { ja: '1つ目のワンタイムパスワード※', en: 'First one-time password※' },
  secondCode: { ja: '次に表示されたワンタイムパスワード※', en: 'The one-time password shown next※' },
  resyncButton: { ja: '時刻合わせ', en: 'Adjust' },
  resyncDone: {
    ja: '時刻合わせが完了しました。次に表示されるワンタイムパスワードを入力してください。',
    en: 'The clock is adjusted. Enter the one-time password that is shown next.',
  },
  resyncWrong: {
    ja: '続けて表示された2つのワンタイムパスワードと一致しません。もう一度、続けて表示されるものを入力してください。',
    en: 'These are not two codes shown one after the other. Enter two consecutive ones again.',
  },
  topTitle: { ja: 'トップページ', en: 'Top page' },
  welcome: { ja: '{name} 様、ご利用ありがとうございます。', en: 'Welcome, {name}.' },
  registered: {
    ja: 'ワンタイムパスワードの利用開始登録が完了しました。以降のログインについては、ログインIDとパスワードに加え、ワンタイムパスワードでの認証が必要となります。',
    en: 'Your one-time password fob is registered. From now on, logging in needs a one-time password besides login ID and password.',
  },
  ownFob: { ja: 'ご利用中のハードウェアトークン', en: 'Your hardware fob' },
  contract: { ja: 'ご契約', en: 'Contract' },
  endingSoon: {
    ja: 'トークンの有効期限が近づいています。新しいトークンについてお取引店へお問い合わせください。',
    en: 'Your fob expires soon. Please ask your branch about a new one.',
  },
} as const satisfies Record<string, Both>
