/**
 * Every refusal and every error a person may meet, in one table: what happened and what to do next.
 * `{name}` is filled from the refusal's detail. Used by the desk, the hub, the printed papers and the tests.
 */
interface Sentence {
  readonly ja: string
  readonly en: string
}

export const refusals = {
  // ── Rights and sign-in
  NOT_ALLOWED: {
    ja: 'この操作は{role}にはできません。役席に依頼してください。',
    en: 'A {role} may not do this. Ask a manager.',
  },
  NOT_SIGNED_IN: {
    ja: 'サインインしていません。職員番号とパスワードでサインインしてください。',
    en: 'Nobody is signed in. Sign in with your staff number and password.',
  },
  PASSWORD_NEEDED: { ja: '担当者パスワードを入力してください。', en: 'Enter your password for this item.' },
  PASSWORD_WRONG: {
    ja: '職員番号またはパスワードが違います。入力し直してください[wait=0:|（待ち時間 {wait} 秒）]。',
    en: 'Staff number or password is wrong. Enter them again[wait=0:| (wait: {wait} s)].',
  },
  SIGN_IN_WAIT: {
    ja: '続けて間違えたため、あと {wait} 秒は試せません。お待ちください。',
    en: 'Too many wrong entries: wait {wait} s, then try again.',
  },
  PASSWORD_CHANGE_NEEDED: {
    ja: 'ほかの人が設定したパスワードのままです。サインインして、ご自身のパスワードに変更してください。',
    en: 'This password was set by others. Sign in and change it to your own first.',
  },
  PASSWORD_SAME: {
    ja: '今と同じパスワードです。別のパスワードを入力してください。',
    en: 'That is the present password. Choose another one.',
  },
  PASSWORD_OWN: {
    ja: 'ご自身のパスワードは、設定の「パスワード」で変更してください。',
    en: 'Change your own password under Settings, Password.',
  },
  SECOND_MANAGER_NEEDED: {
    ja: 'ご自身でも本人でもない、もう1名の役席のパスワードが必要です。',
    en: 'Another manager must sign: neither you nor the person whose password it is.',
  },
  RECOVERY_CODE_INVALID: {
    ja: '復旧コードに打ち間違いがあります。用紙と1文字ずつ見比べて、入力し直してください。',
    en: 'The recovery code is mistyped. Compare it with the sheet and correct it.',
  },
  RECOVERY_REFUSED: {
    ja: 'この復旧コードでは開けません。別の店の用紙か、新しいコードを発行する前の用紙です。最も新しい用紙をお使いください。',
    en: 'This recovery code does not open this record: it is another branch’s or an older sheet. Use the newest one.',
  },
  STORE_OTHER_MACHINE: {
    ja: 'この記録は別のパソコンで作られたもので、ここではどのパスワードでも開けません。元のパソコンを使うか、控えからの復元を本部システム担当に依頼してください。',
    en: 'This record was made on another PC; no password opens it here. Use that PC, or ask head office to restore from the backup.',
  },
  PASSWORD_WEAK: {
    ja: 'パスワードは12文字以上で、職員番号を含まないものにしてください。',
    en: 'Use at least 12 characters, without the staff number.',
  },
  SELF_APPROVAL: {
    ja: 'ご自身の依頼は承認できません。別の役席に依頼してください。',
    en: 'You cannot approve your own request. Ask another manager.',
  },
  APPROVER_NOT_MANAGER: { ja: '承認できるのは役席だけです。', en: 'Only a manager may approve.' },
  STAFF_UNKNOWN: {
    ja: '職員番号 {staffNo} は登録されていません。',
    en: 'Staff number {staffNo} is not registered.',
  },
  STAFF_EXISTS: {
    ja: '職員番号 {staffNo} は既に登録されています。',
    en: 'Staff number {staffNo} exists already.',
  },
  STAFF_LAST_MANAGERS: {
    ja: '役席は常に2名以上必要です。先に別の役席を登録してください。',
    en: 'A branch needs two managers. Add another one first.',
  },

  BRANCH_OPENED: {
    ja: 'この店は既に開設されています。サインインして続けてください。',
    en: 'The branch is set up already. Sign in to go on.',
  },
  REQUEST_NOT_YOURS: {
    ja: '取り下げられるのは依頼した本人か役席だけです。依頼者（{askedBy}）に連絡してください。',
    en: 'Only the person who asked ({askedBy}) or a manager may withdraw it.',
  },

  // ── Serial, dates, text
  SERIAL_FORM: {
    ja: 'シリアル番号は半角数字8桁以上12桁以内です。トークン裏面をご確認ください。',
    en: 'A serial number has 8 to 12 digits. Look at the back of the fob.',
  },
  DATE_FORM: {
    ja: '日付「{value}」を読み取れません。2026-11-22 のように入力してください。',
    en: 'The date “{value}” cannot be read. Write it like 2026-11-22.',
  },
  TRACKING_FORM: {
    ja: '書留番号は11桁です。控えの番号をもう一度入力してください。',
    en: 'A registered-mail number has 11 digits. Type it again.',
  },
  TRACKING_CHECK_DIGIT: {
    ja: '書留番号のチェックディジットが合いません。控えの番号をもう一度ご確認ください。',
    en: 'The check digit of the registered-mail number does not match. Check the slip again.',
  },
  TRACKING_USED: {
    ja: '書留番号 {trackingNo} は既に別の送付に使われています。',
    en: 'Registered-mail number {trackingNo} is already used for another dispatch.',
  },

  // ── Labels (`gs1.ts`, `label.ts`)
  LABEL_FORM: {
    ja: '読み取った内容はトークンのラベルではありません。トークンのラベルを読み取るか、シリアル番号を入力してください。',
    en: 'What was scanned is no fob’s label. Scan the label of the fob or type the serial number.',
  },
  LABEL_AI_UNKNOWN: {
    ja: 'ラベルの項目（{ai}）は扱えません。シリアル番号を手で入力してください。',
    en: 'Element ({ai}) of the label is not understood. Type the serial number.',
  },
  LABEL_AI_REPEATED: {
    ja: 'ラベルの項目（{ai}）が違う値で2回あります。続けて2枚読んでいないか確かめ、読み直してください。',
    en: 'Element ({ai}) of the label stands twice with different values. Scan one label at a time.',
  },
  LABEL_AI_VALUE: {
    ja: 'ラベルの項目（{ai}）の値「{value}」が正しくありません。読み直すか、スキャナの区切り文字（FNC1）の設定を確かめてください。',
    en: 'The value “{value}” of element ({ai}) is not valid. Scan again, or check that the scanner sends the separator (FNC1).',
  },
  LABEL_CHECK_DIGIT: {
    ja: '商品コード（{ai}）{value} の検査数字が合いません。読み直してください。',
    en: 'The check digit of ({ai}) {value} is wrong. Scan again.',
  },
  LABEL_NO_SERIAL: {
    ja: 'このラベルにはシリアル番号（21）がありません。シリアル番号のあるラベルを読み取るか、手で入力してください。',
    en: 'This label has no serial number (21). Scan the one that has, or type the serial.',
  },
  LABEL_LOT_DIFFERS: {
    ja: 'ラベルのロット {label} が、台帳のロット {expected} と一致しません。使わずに役席へ渡してください。',
    en: 'The label says lot {label}, the books say {expected}. Do not use the fob; give it to a manager.',
  },
  LABEL_EXPIRY_DIFFERS: {
    ja: 'ラベルの有効期限 {label} が、台帳の {expected} と一致しません。使わずに役席へ渡してください。',
    en: 'The label says valid until {label}, the books say {expected}. Do not use the fob; give it to a manager.',
  },

  // ── Roster
  CONTRACT_UNKNOWN: {
    ja: '契約 {contractNo} は名簿にありません。名簿を取り込み直すか、番号をご確認ください。',
    en: 'Contract {contractNo} is not in the roster. Check the number or import the roster again.',
  },
  CONTRACT_CLOSED: {
    ja: 'この契約は解約されています。契約番号をご確認ください。解約の手続きは申込区分「解約」で受け付けます。',
    en: 'This contract is closed. Check the number; a closing is taken as the kind “cancellation”.',
  },
  CONTRACT_OTHER_BRANCH: {
    ja: 'この契約は{branchNo}店の取扱いです。取扱店に連絡してください。',
    en: 'This contract belongs to branch {branchNo}. Contact that branch.',
  },
  CONTRACT_CLOSED_IN_ROSTER: {
    ja: '契約 {id} が名簿で解約になりました。貸出中のトークンの失効と返却を手続きしてください。',
    en: 'Contract {id} was closed in the roster. Revoke its fobs and take them back.',
  },
  USER_CLOSED_IN_ROSTER: {
    ja: '利用者 {id} が名簿で解約になりました。トークンの失効と返却を手続きしてください。',
    en: 'User {id} was closed in the roster. Revoke the fob and take it back.',
  },
  USER_UNKNOWN: {
    ja: 'ログインID {loginId} は名簿にありません。',
    en: 'Login ID {loginId} is not in the roster.',
  },
  USER_NOT_OF_CONTRACT: {
    ja: 'ログインID {loginId} はこの契約の利用者ではありません。',
    en: 'Login ID {loginId} is not a user of this contract.',
  },
  USER_CLOSED: {
    ja: '利用者 {loginId} は解約されています。別の利用者を選ぶか、名簿を取り込み直してください。',
    en: 'User {loginId} is closed. Choose another user, or import the roster again.',
  },

  // ── Files
  FILE_EMPTY: { ja: 'ファイルに明細がありません。', en: 'The file has no rows.' },
  FILE_UNREADABLE: {
    ja: 'ファイルを読み取れません（{reason}）。別の場所に保存してからお試しください。',
    en: 'The file cannot be read ({reason}). Save it elsewhere and try again.',
  },
  FILE_TOO_LARGE: {
    ja: 'ファイルが大きすぎます（上限 {limit} MB）。分割して取り込んでください。',
    en: 'The file is too large (limit {limit} MB). Split it.',
  },
  FILE_ENCODING: {
    ja: '文字コードを判別できません。CSV を UTF-8 か シフトJIS(CP932) で保存し直してください。',
    en: 'The encoding is not recognised. Save the CSV as UTF-8 or CP932.',
  },
  FILE_HEADER: { ja: '見出し行に「{column}」がありません。', en: 'The header row lacks “{column}”.' },
  FILE_HAS_ERRORS: {
    ja: '誤りのある行が{count}行あります。何も取り込んでいません。修正してもう一度選んでください。',
    en: '{count} rows are wrong. Nothing was imported. Correct them and choose the file again.',
  },
  ROW_COLUMNS: {
    ja: '列の数が違います（{found}列、正しくは{expected}列）。',
    en: 'The row has {found} columns instead of {expected}.',
  },
  ROW_REQUIRED: { ja: '「{column}」が空です。', en: '“{column}” is empty.' },
  ROW_VALUE: {
    ja: '「{column}」の値「{value}」は使えません。',
    en: '“{value}” is not allowed in “{column}”.',
  },
  ROW_LENGTH: {
    ja: '「{column}」が長すぎます（{limit}文字まで）。',
    en: '“{column}” is longer than {limit} characters.',
  },
  ROW_DUPLICATE: {
    ja: '「{column}」{value} が{line}行目と重複しています。',
    en: '“{column}” {value} repeats line {line}.',
  },
  ROW_CONTRACT_DIFFERS: {
    ja: '契約 {contractNo} の内容が{line}行目と違います。',
    en: 'Contract {contractNo} differs from line {line}.',
  },
  ROW_TWO_MASTERS: {
    ja: '契約 {contractNo} にマスターユーザが2人います（{line}行目）。',
    en: 'Contract {contractNo} has two master users (line {line}).',
  },
  ROW_SECOND_MASTER: {
    ja: '契約 {contractNo} には既にマスターユーザ {known} がいます。{loginId} をマスターユーザにする場合は、{known} の行も直して同じファイルに入れてください。',
    en: 'Contract {contractNo} already has the master user {known}. To make {loginId} master, correct the row of {known} in the same file.',
  },
  ROW_TOO_MANY_USERS: {
    ja: '契約 {contractNo} の利用者が20人を超えています。',
    en: 'Contract {contractNo} has more than 20 users.',
  },
  ROW_USER_MOVED: {
    ja: 'ログインID {loginId} は別の契約 {contractNo} に登録済みです。',
    en: 'Login ID {loginId} belongs to another contract, {contractNo}.',
  },
  ROW_FOB_DIFFERS: {
    ja: 'シリアル番号 {serial} は別の内容で登録済みです。',
    en: 'Serial {serial} is already recorded with other particulars.',
  },
  ROW_CHIP_TAKEN: {
    ja: 'チップシリアル {chipSerial} は別のシリアル番号 {serial} で登録済みです。',
    en: 'Chip serial {chipSerial} already belongs to serial {serial}.',
  },
  ROW_MODEL_UNKNOWN: { ja: '型番「{value}」は取扱いのない機種です。', en: 'Model “{value}” is not known.' },
  ROW_MODEL_DIFFERS: {
    ja: 'チップシリアルは型番「{expected}」のものです。「{value}」と一致しません。',
    en: 'The chip serial belongs to model “{expected}”, not “{value}”.',
  },
  PSKC_INVALID: {
    ja: 'PSKC（RFC 6030、UTF-8）のファイルとして読み取れません（{reason}）。納入業者から届いたままのファイルを選んでください。',
    en: 'This is not a PSKC file (RFC 6030, UTF-8) that can be read ({reason}). Choose the file as the supplier sent it.',
  },
  PSKC_DTD: {
    ja: 'DTD（文書型宣言）を含むファイルは安全のため読み込みません。納入業者に、DTD のない PSKC を依頼してください。',
    en: 'A file with a DTD is refused for safety. Ask the supplier for a PSKC file without one.',
  },
  PSKC_TOO_MANY_KEYS: {
    ja: '鍵が多すぎます（上限 {limit} 件）。納入業者に、分割したファイルを依頼してください。',
    en: 'The file holds more than {limit} keys. Ask the supplier to split it.',
  },
  PSKC_PLAIN: {
    ja: 'シードが暗号化されていないファイルです。取り込まず、役席と本部に報告し、このロットのトークンは使わないでください。',
    en: 'The seeds in this file are not encrypted. Do not import it: report it to a manager and head office, and do not use this lot.',
  },
  PSKC_METHOD: {
    ja: '暗号方式「{method}」には対応していません。納入業者に、AES-CBC か AES 鍵ラップと HMAC による PSKC を依頼してください。',
    en: 'The method “{method}” is not supported. Ask the supplier for PSKC with AES-CBC or AES key wrap, and HMAC.',
  },
  PSKC_NO_MAC: {
    ja: '改ざんを検出する値（ValueMAC）がないファイルです。納入業者に、ValueMAC 付きの PSKC を依頼してください。',
    en: 'The file carries no ValueMAC, so tampering would not show. Ask the supplier for PSKC with ValueMAC.',
  },
  PSKC_ITERATIONS: {
    ja: 'パスワードの反復回数 {iterations} は使えません（{min}～{max} 回）。納入業者に作り直しを依頼してください。',
    en: '{iterations} password iterations are not accepted ({min} to {max}). Ask the supplier for another file.',
  },
  PSKC_KEY_FORM: {
    ja: '鍵の桁数が合いません。納入業者から届いた鍵を、16進数（32桁か64桁）か Base64 で入力してください。',
    en: 'The key has the wrong length. Enter the supplier’s key in hex (32 or 64 digits) or Base64.',
  },
  PSKC_KEY_NEEDED: {
    ja: 'このファイルは共通鍵で暗号化されています。パスワードではなく、納入業者から届いた鍵を入力してください。',
    en: 'This file is encrypted with a shared key. Enter the supplier’s key, not a password.',
  },
  PSKC_PASSWORD_NEEDED: {
    ja: 'このファイルはパスワードで暗号化されています。鍵ではなく、納入業者から届いたパスワードを入力してください。',
    en: 'This file is encrypted with a password. Enter the supplier’s password, not a key.',
  },
  PSKC_KEY_WRONG: {
    ja: '鍵またはパスワードが違うか、ファイルが壊れています。控えと1文字ずつ見比べて、入力し直してください。',
    en: 'The key or password is wrong, or the file is damaged. Compare it character by character and enter it again.',
  },
  PSKC_BUSY: {
    ja: 'PSKC ファイルを読み込み中か、リーダーの準備中です。終わるまでお待ちください。',
    en: 'A PSKC file is being read, or the readers are being prepared. Wait for it to end.',
  },
  PSKC_BROKEN_OFF: {
    ja: 'PSKC ファイルの読み込みが途中で止まりました。何も取り込んでいません。もう一度お試しください。',
    en: 'Reading the PSKC file broke off. Nothing was imported. Try again.',
  },
  PSKC_ROW_ALGORITHM: {
    ja: '方式「{value}」のトークンは扱えません（TOTP、SHA-1 か SHA-256）。納入業者に確認してください。',
    en: 'Fobs of the kind “{value}” cannot be used (TOTP with SHA-1 or SHA-256 only). Ask the supplier.',
  },
  PSKC_ROW_DIGITS: {
    ja: '表示が数字6桁ではありません（{value}）。納入業者に確認してください。',
    en: 'The code does not have 6 decimal digits ({value}). Ask the supplier.',
  },
  PSKC_ROW_INTERVAL: {
    ja: '表示の間隔が60秒ではありません（{value}）。納入業者に確認してください。',
    en: 'The time step is not 60 seconds ({value}). Ask the supplier.',
  },
  PSKC_ROW_START: {
    ja: '時刻の起点が1970年ではありません。納入業者に確認してください。',
    en: 'The clock does not count from 1970. Ask the supplier.',
  },
  PSKC_ROW_DAMAGED: {
    ja: 'シードの値が壊れているか、書き換えられています。このトークンは使わず、納入業者に連絡してください。',
    en: 'The seed’s value is damaged or was altered. Do not use this fob; tell the supplier.',
  },
  PSKC_ROW_LENGTH: {
    ja: 'シードの長さ {bytes} バイトには対応していません（20 か 32 バイト）。納入業者に確認してください。',
    en: 'A seed of {bytes} bytes is not supported (20 or 32). Ask the supplier.',
  },
  IMPORT_STALE: {
    ja: '確認した後に内容が変わりました。もう一度ファイルを選んでください。',
    en: 'Things changed since the preview. Choose the file again.',
  },

  // ── 申込
  APPLICATION_UNKNOWN: {
    ja: '申込が見つかりません。一覧を再表示してください。',
    en: 'The application was not found. Reload the list.',
  },
  APPLICATION_STATE: {
    ja: 'この申込は「{status}」のため、この操作はできません。一覧を再表示してください。',
    en: 'The application is “{status}”; this cannot be done. Reload the list.',
  },
  APPLICATION_NO_USERS: { ja: '対象の利用者を選択してください。', en: 'Choose the users.' },
  APPLICATION_DUPLICATE: {
    ja: '{loginId} さんには手続き中の申込（受付番号 {receiptNo}）があります。',
    en: '{loginId} has an open application already (receipt {receiptNo}).',
  },
  APPLICATION_KIND: {
    ja: '{loginId} さんは「{status}」のため、申込区分「{kind}」は選べません。',
    en: '{loginId} is “{status}”, so “{kind}” does not fit.',
  },
  START_DATE_REQUIRED: { ja: '利用開始日を入力してください。', en: 'Enter the first day of use.' },
  START_DATE_EARLY: {
    ja: '利用開始日は{earliest}以降にしてください（{method}）。',
    en: 'The first day of use is {earliest} at the earliest ({method}).',
  },
  START_DATE_FAR: {
    ja: '利用開始日は1年以内にしてください。',
    en: 'The first day of use must be within a year.',
  },
  EVIDENCE_SEAL: { ja: '届出印の照合を済ませてください。', en: 'Verify the registered seal.' },
  EVIDENCE_ATTORNEY: {
    ja: '代理人の場合は委任状をご確認ください。',
    en: 'An agent needs a power of attorney.',
  },
  EVIDENCE_RECEIPT: { ja: '受付番号を入力してください。', en: 'Enter the receipt number.' },
  SHARE_SERIAL_REQUIRED: {
    ja: '共有するトークンのシリアル番号を選択してください。',
    en: 'Choose the fob to share.',
  },
  SHARE_OTHER_CONTRACT: {
    ja: '別の契約のトークンは共有できません。同じ契約で利用中のトークンを選択してください。',
    en: 'A fob of another contract cannot be shared. Choose one in use under this contract.',
  },
  SHARE_NOT_IN_USE: {
    ja: 'シリアル番号 {serial} は利用中ではないため共有できません。',
    en: 'Serial {serial} is not in use, so it cannot be shared.',
  },
  SHARE_NOBODY_IN_USE: {
    ja: 'この契約には利用中のトークンがないため共有できません。「新規」で受け付けてください。',
    en: 'Nobody of this contract uses a fob yet, so none can be shared. Take a new application.',
  },
  TIE_PENDING: {
    ja: '{loginId} さんには登録前のトークン（{serial}）があります。先に発行取消または失効をしてください。',
    en: '{loginId} has a fob ({serial}) that is not registered yet. Cancel its issuance or revoke it first.',
  },
  NO_ISSUANCE_NEEDED: {
    ja: '申込区分「{kind}」では書き込みは要りません。お客さまに利用開始登録をご案内ください。',
    en: '“{kind}” needs no writing. The customer registers the fob.',
  },
  RELATED_SERIAL_REQUIRED: {
    ja: '対象のトークンのシリアル番号を選択してください。',
    en: 'Choose the fob concerned.',
  },

  // ── 承認
  REQUEST_UNKNOWN: {
    ja: '承認依頼が見つかりません。一覧を再表示してください。',
    en: 'The request was not found. Reload the list.',
  },
  REQUEST_DECIDED: {
    ja: 'この依頼は既に処理されています。一覧を再表示してください。',
    en: 'The request was decided already. Reload the list.',
  },
  REQUEST_KNOWN: {
    ja: '同じ番号の承認依頼が既に記録されています。先の依頼が有効です。内容を確認し、必要なら新しく依頼してください。',
    en: 'A request of the same number is on record, and that one stands. Look at it, and ask anew if it is needed.',
  },
  INCIDENT_REQUEST_STAYS: {
    ja: '事故届に伴う失効の依頼は取り下げられません。承認するか、役席が事故届を取り下げてください。',
    en: 'The revocation after an incident cannot be sent back. Approve it, or lift the incident.',
  },
  REQUEST_NOT_APPROVED: {
    ja: '承認の記録がないため認められません。承認待ち一覧から承認を受けてください。',
    en: 'No approval is on record. Have it approved from the list first.',
  },
  MEMO_REQUIRED: { ja: '理由を入力してください。', en: 'Enter the reason.' },

  // ── 発行
  FOB_UNKNOWN: {
    ja: 'シリアル番号 {serial} のトークンは登録されていません。',
    en: 'No fob with serial {serial} is recorded.',
  },
  FOB_NOT_IN_LOT: {
    ja: 'このトークンはどの納品ロットにもありません。発行せず、役席に渡してください。',
    en: 'This fob is in no delivery lot. Do not issue it; hand it to a manager.',
  },
  FOB_SERIAL_MISMATCH: {
    ja: '裏面のシリアル番号 {printed} とチップの番号が一致しません（ロットでは {expected}）。別のトークンと取り違えていないかご確認ください。',
    en: 'The printed serial {printed} does not match the chip (the lot says {expected}). Check that the fobs were not mixed up.',
  },
  FOB_EXPIRED: {
    ja: 'このトークンは有効期限（{expires}）が切れています。別のトークンを使ってください。',
    en: 'This fob expired on {expires}. Take another.',
  },
  FOB_SHORT_LIFE: {
    ja: '有効期限（{expires}）までの残りが{months}か月未満です。役席の承認を受けるか、別のトークンを使ってください。',
    en: 'Less than {months} months remain until {expires}. Ask for approval or take another fob.',
  },
  FOB_ALREADY_ISSUED: {
    ja: 'このトークンは発行済みです（{place}）。別のトークンを使ってください。',
    en: 'This fob is already issued ({place}). Take another.',
  },
  FOB_NOT_IN_STOCK: {
    ja: 'このトークンは在庫にありません（現在「{place}」）。在庫のトークンを使ってください。',
    en: 'This fob is not in stock (now “{place}”). Take one from the stock.',
  },
  FOB_OTHER_CONTRACT: {
    ja: 'このトークンは別の契約のものです。シリアル番号をご確認のうえ、別のトークンを使ってください。',
    en: 'This fob serves another contract. Check the serial and take another fob.',
  },
  FOB_NOT_OF_CONTRACT: {
    ja: 'トークン {serial} は、この契約の利用者のものではありません。シリアル番号を確かめるか、お客さまを検索し直してください。',
    en: 'Fob {serial} belongs to no user of this contract. Check the serial, or find the customer again.',
  },
  FOB_INCIDENT: {
    ja: 'このトークンには事故届が出ています。使わずに、役席に渡してください。',
    en: 'An incident is reported for this fob. Do not use it; hand it to a manager.',
  },
  FOB_FACTORY_SEEDED: {
    ja: '工場で書き込み済みのトークンです。書き直せないため、再発行には使えません。',
    en: 'This fob was seeded at the factory and cannot be rewritten.',
  },
  FOB_MODEL_DIFFERS: {
    ja: 'チップの機種（{found}）が納品ロットの記録（{expected}）と違います。発行せず、役席に渡してください。',
    en: 'The chip is a {found}, the lot says {expected}. Do not issue it; hand it to a manager.',
  },
  FOB_NOT_FACTORY_SEEDED: {
    ja: 'このトークンは工場で書き込まれていません。リーダーに置いて発行してください。',
    en: 'This fob was not seeded at the factory. Put it on the reader and issue it.',
  },
  FOB_NOT_OF_APPLICATION: {
    ja: 'この申込のトークンは {expected} です。{serial} ではありません。',
    en: 'This application’s fob is {expected}, not {serial}.',
  },
  FOB_STILL_TIED: {
    ja: 'シリアル番号 {serial} には利用者が登録されています。先に失効してください。',
    en: 'Users are still tied to serial {serial}. Revoke them first.',
  },
  FOB_LIFE_ENOUGH: {
    ja: 'このトークンの有効期限は十分に残っています。承認なしで発行できます。',
    en: 'This fob has enough life left. It can be issued without approval.',
  },
  FOB_RESEED_NOT_NEEDED: {
    ja: 'シリアル番号 {serial} は書き直しの承認が要りません。',
    en: 'Serial {serial} needs no approval to be written.',
  },
  FOB_OTHER_BRANCH: {
    ja: 'このトークンは{branchNo}店のものです。店間移管を受けてから使ってください。',
    en: 'This fob belongs to branch {branchNo}. Have it transferred first.',
  },
  FOB_RESEED_NEEDED: {
    ja: 'このトークンはお客さまの手を離れています。書き直してから使ってください。',
    en: 'This fob left the customer’s hands. Write a new seed first.',
  },
  ISSUANCE_UNKNOWN: {
    ja: '発行の記録が見つかりません。申込一覧からやり直してください。',
    en: 'The issuance was not found. Start again from the list.',
  },
  ISSUANCE_RUNNING: {
    ja: '別の発行を処理中です。終わるまでお待ちください。',
    en: 'Another issuance is running. Wait for it to end.',
  },
  NO_READER: {
    ja: 'リーダーが接続されていません。USB ケーブルを確かめ、つなぎ直してください。',
    en: 'No reader is connected. Check the USB cable and plug it in again.',
  },
  NO_FOB: { ja: 'リーダーにトークンを置いてください。', en: 'Put a fob on the reader.' },
  FOB_REMOVED: {
    ja: '書き込み中にトークンが離れました。この発行は無効です。置き直してもう一度発行してください。',
    en: 'The fob was removed while writing. This issuance is void. Put it back and issue again.',
  },
  FOB_UNKNOWN_MODEL: {
    ja: '取扱いのない機種です。書き込みません。在庫から別のトークンを使ってください。',
    en: 'This model is not known. Nothing was written. Take another fob.',
  },
  FOB_LOCKED: {
    ja: 'このトークンはロックされています。二度と使えません。廃棄の手続きをしてください。',
    en: 'This fob is locked for good. Write it off.',
  },
  FOB_REFUSED_KEY: {
    ja: 'トークンが鍵の照合を拒みました。繰り返すと使えなくなるため、もう一度試さず別のトークンを使い、本部システム担当に連絡してください。',
    en: 'The fob refused our key. Repeating this locks it for good: do not try again, take another fob and call head office.',
  },
  FOB_OTHER_CHIP: {
    ja: 'リーダー上のトークンが入れ替わりました。対象のトークンを置き直してください。',
    en: 'Another fob lies on the reader now. Put the right one back.',
  },
  FOB_REFUSED_CONFIG: {
    ja: 'トークンが設定を受け付けませんでした。もう一度発行するか、別のトークンを使ってください。',
    en: 'The fob refused its configuration. Try again or take another.',
  },
  FOB_REFUSED_SEED: {
    ja: 'トークンが書き込みを受け付けませんでした。もう一度発行するか、別のトークンを使ってください。',
    en: 'The fob refused the seed. Try again or take another.',
  },
  FOB_ANSWER_INVALID: {
    ja: 'トークンの応答を解釈できません。置き直してもう一度お試しください。',
    en: 'The fob’s answer makes no sense. Put it back and try again.',
  },
  READER_TIMEOUT: {
    ja: 'リーダーが応答しません。つなぎ直してもう一度お試しください。',
    en: 'The reader does not answer. Plug it in again and retry.',
  },
  READER_FAULT: {
    ja: 'リーダーの応答が正しくありません。リーダーを抜き差しして、もう一度お試しください。繰り返すときは別のリーダーを使ってください。',
    en: 'The reader answers wrongly. Unplug it, plug it in again and retry; if it happens again, take another reader.',
  },
  READER_IN_USE: {
    ja: '別のプログラムがリーダーを使用しています。そのプログラムを終了し、トークンを置き直してください。',
    en: 'Another program is using the reader. Close it and put the fob on the reader again.',
  },
  READER_NO_PERMISSION: {
    ja: 'このパソコンの利用者にはリーダーを使う権限がありません。リーダーを差し直してもだめなら、「リーダー診断」を開き、システム担当へ連絡してください。',
    en: 'This account may not use the reader. Plug it in again; if that does not help, open the reader diagnosis and call your system administrator.',
  },
  READER_NEEDS_PCSC: {
    ja: 'このリーダーは直接には使えません。PC/SC（スマートカードサービス）を入れて、つなぎ直してください。',
    en: 'This reader cannot be driven directly. Install PC/SC (the smart card service) and plug it in again.',
  },
  USB_MISSING: {
    ja: 'USB 接続の部品が入っていません。プログラムを入れ直すか、PC/SC を使ってください。',
    en: 'The USB component is missing. Install the program again, or use PC/SC.',
  },
  USB_NO_BUS: {
    ja: 'このパソコンには USB がありません。PC/SC のリーダーを使ってください。',
    en: 'This PC has no USB bus. Use a reader through PC/SC.',
  },
  PCSC_MISSING: {
    ja: 'PC/SC の部品が入っていません。USB で直接つなぐか、PC/SC 付きで入れ直してください。',
    en: 'The PC/SC component is missing. Connect by USB directly, or install the program with PC/SC.',
  },
  PCSC_SERVICE_STOPPED: {
    ja: 'スマートカードサービスが動いていません。Windows では「Smart Card」サービス、Linux では pcscd を開始してください。',
    en: 'The smart card service is not running. Start “Smart Card” on Windows or pcscd on Linux.',
  },
  CODE_FORM: { ja: 'ワンタイムパスワードは数字6桁です。', en: 'The one-time password has 6 digits.' },
  CODE_WRONG: {
    ja: '表示された番号と一致しません。トークンの表示をもう一度入力してください（残り{left}回）。',
    en: 'The code does not match. Type the display again ({left} tries left).',
  },
  CODE_WRONG_TOO_OFTEN: {
    ja: '番号が続けて一致しませんでした。この発行は無効です。もう一度発行してください。',
    en: 'The code did not match too often. This issuance is void. Issue again.',
  },
  CLOCK_NOT_TRUSTED: {
    ja: 'パソコンの時計を本部と照合できていません（ずれ {offset} 秒）。同期してからお試しください。',
    en: 'The PC’s clock is not verified with head office (offset {offset} s). Synchronise first.',
  },
  CLOCK_PERMISSION_NEEDED: {
    ja: '72時間以上、本部と時計を照合していません。役席の許可を受けるか、同期してください。',
    en: 'The clock was not compared with head office for 72 hours. Synchronise, or ask a manager to permit one issuance.',
  },
  CANCELLED: { ja: '中止しました。', en: 'Cancelled.' },
  PROGRAMMER_CRASHED: {
    ja: '書き込み処理が異常終了しました。この発行は無効です。もう一度発行してください。',
    en: 'The programmer process ended unexpectedly. This issuance is void. Issue again.',
  },

  // ── 送付・交付
  SEED_NOT_AT_HUB: {
    ja: '本部がまだこのトークンの登録を受け取っていません。同期が済むまで送付・交付できません。',
    en: 'Head office has not received this fob yet. It can be dispatched after synchronisation.',
  },
  ENVELOPE_MISMATCH: {
    ja: '封入するトークン（{serial}）と送付状（{letterNo}）が一致しません。封をせずに取り違えをご確認ください。',
    en: 'The fob ({serial}) and the letter ({letterNo}) do not belong together. Do not seal; find the mix-up.',
  },
  NOT_SEALED: {
    ja: '封緘照合が済んでいません。トークンと送付状を読み取って照合してください。',
    en: 'Fob and letter were not checked yet. Scan both before sealing.',
  },
  DISPATCH_LATE: {
    ja: '利用開始日（{startDate}）までに届きません。利用開始日を変更してください。',
    en: 'It would not arrive by {startDate}. Change the first day of use.',
  },
  HAND_OVER_MISMATCH: {
    ja: '渡すトークン（{serial}）はこの申込のものではありません（正しくは {expected}）。',
    en: 'The fob {serial} is not this application’s ({expected} is).',
  },
  DELIVERY_METHOD: {
    ja: 'この申込の受渡し方法は「{method}」です。',
    en: 'This application is to be delivered by “{method}”.',
  },

  // ── 利用開始登録・ログイン
  ACTIVATION_REFUSED: {
    ja: 'シリアル番号またはワンタイムパスワードをご確認ください。',
    en: 'Check the serial number and the one-time password.',
  },
  LOGIN_REFUSED: {
    ja: 'ログインできません。お取引店へご連絡ください。',
    en: 'You cannot log in. Contact your branch.',
  },
  CUSTOMER_STOPPED: {
    ja: 'ワンタイムパスワード認証が停止しています。マスターユーザか管理者ユーザに利用停止解除を依頼するか、お取引店へご連絡ください。',
    en: 'Your one-time password authentication is stopped. Ask a master or administrator user to unlock it, or contact your branch.',
  },
  API_REFUSED: {
    ja: 'お取り扱いできません。入力内容をご確認ください。',
    en: 'Refused. Check what was entered.',
  },
  API_CLIENT_WRONG: {
    ja: 'API の利用者として登録されていません。番号と秘密の文字列を本部システム担当にご確認ください。',
    en: 'Not a registered API client. Ask head office for its id and secret.',
  },
  API_SCOPE: {
    ja: 'この API 利用者には {scope} の権限がありません。必要なときは本部システム担当に依頼してください。',
    en: 'This API client does not have the scope {scope}. Ask head office if it needs it.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    ja: 'この Idempotency-Key は別の要求に使われたか、期限が過ぎています。新しいキーで送ってください。',
    en: 'The Idempotency-Key belongs to another request or is too old. Send a new one.',
  },
  IDEMPOTENCY_RUNNING: {
    ja: '同じ Idempotency-Key の要求を処理中です。1分ほど待って、同じ内容で送り直してください。',
    en: 'A request with this Idempotency-Key is being carried out. Send it again in a minute.',
  },
  OTP_NOT_ASKED: {
    ja: 'この利用者のログインではワンタイムパスワードを確認しません。status で必要な手順をご確認ください。',
    en: 'No one-time password is asked of this user. Read the step from status.',
  },
  WHY_NO_ATTEMPT: {
    ja: 'ワンタイムパスワードの入力は本部の記録にありません。ログイン画面での操作からご確認ください。',
    en: 'Head office has no attempt with a one-time password on record. Ask how the customer logs in.',
  },
  WHY_ACCEPTED: {
    ja: '[minutes=0:いまの番号|{minutes}分前の番号]は受け付けました。トークンに問題はありません。',
    en: 'The code given [minutes=0:this minute|{minutes} min ago] was accepted. Nothing is wrong with the fob.',
  },
  WHY_CLOCK_SLOW: {
    ja: '[minutes=0:いまの番号|{minutes}分前の番号]は正しいものでした: トークンの時計が{off}分遅れています。時刻合わせをしてください。',
    en: 'The code given [minutes=0:this minute|{minutes} min ago] was correct: the fob’s clock is {off} min slow. Resynchronise it.',
  },
  WHY_CLOCK_FAST: {
    ja: '[minutes=0:いまの番号|{minutes}分前の番号]は正しいものでした: トークンの時計が{off}分進んでいます。時刻合わせをしてください。',
    en: 'The code given [minutes=0:this minute|{minutes} min ago] was correct: the fob’s clock is {off} min fast. Resynchronise it.',
  },
  WHY_CODE_LATE: {
    ja: '[minutes=0:いまの番号|{minutes}分前の番号]は、その{off}分前に表示されたものでした。表示中の番号を入力しても誤りになるときは、時刻合わせをしてください。',
    en: 'The code given [minutes=0:this minute|{minutes} min ago] had been shown {off} min before. If the code on the display is refused too, resynchronise.',
  },
  WHY_WRONG: {
    ja: '{count}回の番号は、前後1時間のどの番号とも一致しません。お手元のトークンのシリアル番号と、入力した数字をご確認ください。',
    en: '{count} codes match no code of the hour before or after. Check the serial of the fob at hand and the digits typed.',
  },
  WHY_USED: {
    ja: '[minutes=0:いまの番号|{minutes}分前の番号]は使用済みでした。次の番号が表示されてから入力してください。',
    en: 'The code given [minutes=0:this minute|{minutes} min ago] was used already. Wait for the next one.',
  },
  WHY_ABANDONED: {
    ja: '[minutes=0:いまの確認|{minutes}分前の確認]は本部側で中断し、誤り1回として数えられました。もう一度入力してください。',
    en: 'The check [minutes=0:of this minute|{minutes} min ago] was interrupted at head office and counts as one wrong code. Try again.',
  },
  NOT_ISSUED_TO_CONTRACT: {
    ja: 'このシリアル番号はこの契約に発行されていません。トークン裏面の番号をご確認ください。',
    en: 'This serial was not issued to this contract. Check the number on the back of the fob.',
  },
  BEFORE_START_DATE: {
    ja: '利用開始日（{startDate}）前です。当日以降に登録してください。',
    en: 'The first day of use is {startDate}. Register from then on.',
  },
  WAITING_TIME: {
    ja: '失効後の待ち時間中です。{until} 以降に実施できます。',
    en: 'The waiting time after the revocation runs until {until}.',
  },
  NO_TIE: {
    ja: '{loginId} さんには登録できるトークンがありません。申込を受け付けてください。',
    en: '{loginId} has no fob to register. Take an application first.',
  },
  ALREADY_IN_SERVICE: {
    ja: '{loginId} さんは既にサービス利用中です。登録は不要です。',
    en: '{loginId} is already in service. Nothing needs to be registered.',
  },
  NOT_ISSUED_TO_USER: {
    ja: 'このトークンは {loginId} さんに発行されていません（発行済みは {expected}）。お手元のトークンをご確認ください。',
    en: 'This fob was not issued to {loginId} ({expected} was). Check which fob it is.',
  },
  SHARE_NOT_APPROVED: {
    ja: '別の利用者が使用中のトークンです。共有の申込を受け付けてください。',
    en: 'A colleague uses this fob. Take a sharing application first.',
  },
  FOB_NOT_PROVEN: {
    ja: 'このトークンは書き込みが確かめられていません。もう一度発行してください。',
    en: 'The writing of this fob was never proven. Issue it again.',
  },
  OTP_USED: {
    ja: '使用済みの番号です。次の番号が表示されるまでお待ちください。',
    en: 'This code was used already. Wait for the next one.',
  },
  OTP_NEXT_CODE: {
    ja: '確認のため、次に表示されるワンタイムパスワードも入力してください。',
    en: 'To be sure, give the next one-time password too when it appears.',
  },
  OTP_WRONG: {
    ja: 'ワンタイムパスワードが違います。トークンの表示をもう一度入力してください。',
    en: 'The one-time password is wrong. Type the display again.',
  },
  USER_STOPPED: {
    ja: '{loginId} さんは停止中です（{cause}）。状況を確認のうえ「利用停止解除」へ進んでください。',
    en: '{loginId} is stopped ({cause}). Find out why, then go to “Unlock”.',
  },
  USER_REVOKED: {
    ja: '{loginId} さんは失効中のためログインできません。新しいトークンの申込を受け付けてください。',
    en: '{loginId} is revoked and cannot log in. Take an application for a new fob.',
  },
  TOKEN_EXPIRED: {
    ja: 'トークンの有効期限が切れています。お取引店へご連絡ください。',
    en: 'The fob has expired. Contact your branch.',
  },
  IDENTITY_NOT_CHECKED: { ja: '本人確認を済ませてください。', en: 'Check the customer’s identity first.' },
  HEAD_OFFICE_FOREIGN: {
    ja: '接続先が本部であることを確かめられないため、何も送っていません（回線上の検査装置や接続先の誤りでも起こります）。窓口の業務は続けられます。本部システム担当に電話で確かめてください。',
    en: 'Whoever answers cannot show that it is head office, so nothing was sent (an inspecting device on the line or a wrong address does this too). Work at the counter goes on. Call head office.',
  },
  HUB_KEYS_ALTERED: {
    ja: 'このパソコンに控えた本部の鍵が、封印された記録と違います。書き換えの恐れがあるため、本部との通信とトークンへの書込を止めました。本部システム担当に電話し、新しい登録コードでこのパソコンを登録し直してください。',
    en: 'Head office’s keys kept on this PC are not those of its sealed record. They may have been changed: nothing is sent and no fob is written. Call head office and enrol this PC anew with a new code.',
  },
  HEAD_OFFICE_OFFLINE: {
    ja: '本部と通信できません。通信が戻ってからお試しください。記録は保存されています。',
    en: 'Head office cannot be reached. Try again when the line is back. Nothing recorded is lost.',
  },

  // ── 解除・失効・事故
  NOBODY_CHOSEN: { ja: '対象の利用者を選択してください。', en: 'Choose the users.' },
  NOT_STOPPED: {
    ja: '{loginId} さんは停止中ではないため、解除は不要です。',
    en: '{loginId} is not stopped; there is nothing to lift.',
  },
  UNLOCK_CAUSE: {
    ja: '{loginId} さんの停止理由（{cause}）は役席だけが解除できます。',
    en: 'Only a manager may lift {loginId}’s stop ({cause}).',
  },
  UNLOCK_NEEDS_RESET: {
    ja: '{loginId} さんは長期間の誤り回数により停止中です。「誤り回数の初期化」を申請し、役席の承認を受けてください。',
    en: '{loginId} is stopped by the long-run count. Ask for a reset of the count and have a manager approve it.',
  },
  UNLOCK_INCIDENT: {
    ja: '{loginId} さんは事故届により停止中です。事故届の取下げは役席が行ってください。',
    en: '{loginId} is stopped by an incident report. Only a manager may lift the incident.',
  },
  UNLOCK_AT_BRANCH: {
    ja: '{loginId} さんの利用停止は、お取引店の窓口でのみ解除できます。お取引店へご連絡ください。',
    en: 'Only your branch can lift {loginId}’s stop. Contact your branch.',
  },
  UNLOCK_SELF: {
    ja: 'ご自身、またはご自身と同じトークンの利用者は解除できません。',
    en: 'Nobody unlocks themselves or a user of their own fob.',
  },
  NOT_REVOCABLE: {
    ja: '{loginId} さんは「{status}」のため失効できません。',
    en: '{loginId} is “{status}” and cannot be revoked.',
  },
  REVOCATION_REASON: {
    ja: '「利用者操作」は窓口では選べません。別の失効理由を選んでください。',
    en: '“By the customer” cannot be chosen at the counter. Choose another reason.',
  },
  REVOCATION_BY_APPROVAL: {
    ja: '{loginId} さんのトークンには事故届が出ています。承認待ち一覧から役席の承認を受けてください。',
    en: 'An incident is reported for {loginId}’s fob. Have the revocation approved from the list.',
  },
  CUSTOMER_NOT_ADMINISTRATOR: {
    ja: 'この操作ができるのはマスターユーザと管理者ユーザだけです。',
    en: 'Only a master or administrator user may do this.',
  },
  REGISTRATION_FIRST: {
    ja: '先にハードウェアトークンの利用開始登録を済ませてください。',
    en: 'Register your hardware token first.',
  },
  INCIDENT_NO_CONTRACT: {
    ja: 'シリアル番号 {serial} はお客さまに発行されていません。在庫の紛失は現物検査で記録してください。',
    en: 'Serial {serial} was issued to nobody. Record a loss from stock in a stocktake.',
  },
  INCIDENT_NONE: {
    ja: 'シリアル番号 {serial} に事故届はありません。番号をご確認ください。',
    en: 'No incident is reported for serial {serial}. Check the number.',
  },
  INCIDENT_EXISTS: {
    ja: 'シリアル番号 {serial} には既に事故届が出ています。重ねて届け出る必要はありません。',
    en: 'An incident is already reported for serial {serial}. Nothing more needs to be reported.',
  },

  // ── 他店取扱
  ELSEWHERE_OWN_BRANCH: {
    ja: 'この契約は自店の取扱いです。「申込・お客さま」から検索し、自店の手続きで受け付けてください。',
    en: 'This contract is your own branch’s. Search it under Applications and serve it there.',
  },
  ELSEWHERE_KANA_SHORT: {
    ja: '氏名カナは（株）などを除いて{min}文字以上入力してください。シリアル番号・契約番号・ログインIDでも照会できます。',
    en: 'Enter at least {min} letters of the kana, without the legal form; or look up by serial, contract number or login ID.',
  },
  ELSEWHERE_SPENT: {
    ja: '本日の他店取扱の上限（{limit}件）に達しました。別の担当者が取り扱ってください。紛失・盗難で急ぐときは、取扱店か本部（{phone}）に電話で停止を依頼してください。',
    en: 'You have reached today’s limit of {limit} for other branches’ customers. Let a colleague go on; for a loss or theft telephone the customer’s branch or head office ({phone}) to stop the fob.',
  },
  ELSEWHERE_OFFLINE: {
    ja: '本部と通信できないため、他店のお客さまを照会・停止できません。紛失・盗難の事故届は待たずに、ただちに取扱店か本部（{phone}）へ電話し、停止を依頼してください。',
    en: 'Head office cannot be reached, so another branch’s customer can be neither looked up nor stopped here. Do not wait with a loss or theft: telephone the customer’s branch or head office ({phone}) at once and ask for the stop.',
  },
  ELSEWHERE_UNANSWERED: {
    ja: '本部の返事が届かず、停止されたか確かめられません。もう一度、同じ届出を受理してください（二重にはなりません）。それでも届かないときは、ただちに取扱店か本部（{phone}）へ電話し、停止を確認してください。',
    en: 'Head office’s answer did not arrive, so it is unknown whether the fob is stopped. Report once more: it counts only once. If that fails too, telephone the customer’s branch or head office ({phone}) at once.',
  },
  TASK_INCIDENT_ELSEWHERE: {
    ja: 'トークン {id} の事故届を他店で受け付けました（{branch}・{staff}）。トークンは停止済みです。失効の承認依頼を処理し、お客さまに再発行をご案内ください。',
    en: 'Another branch took an incident report for fob {id} ({branch}, {staff}). The fob is stopped. Decide the request for its revocation, and offer the customer a new fob.',
  },
  TASK_INCIDENT_TWICE: {
    ja: 'トークン {id} の事故届が他店（{branch}・{staff}）と自店の両方で受け付けられました。停止は先の届出から有効です。失効の承認依頼は自店のものを残し、他店分は取り下げました。',
    en: 'An incident of fob {id} was reported at another branch ({branch}, {staff}) and here. The stop holds from the first report; your own request for revocation stays, the other one was withdrawn.',
  },
  TASK_INCIDENT_REPEATED: {
    ja: 'トークン {id} の事故届が重ねて受け付けられました。停止は先の届出から有効です。失効の承認依頼は1件だけを有効とし、{staff} のものは取り下げました。届出の内容を双方で確かめてください。',
    en: 'An incident of fob {id} was reported twice. The stop holds from the first report; one request for revocation counts, and the one of {staff} was withdrawn. Compare what the two reports say.',
  },

  // ── 在庫
  CUSTODY_STEP: {
    ja: '「{from}」から「{to}」へは動かせません。現在の所在をご確認ください。',
    en: 'A fob cannot go from “{from}” to “{to}”. Check where it is now.',
  },
  CERTIFICATE_REQUIRED: {
    ja: '廃棄証明書の番号を入力してください。',
    en: 'Enter the number of the disposal certificate.',
  },
  TRANSFER_UNKNOWN: {
    ja: '移管の記録が見つかりません。移管番号をご確認ください。',
    en: 'The transfer was not found. Check its number.',
  },
  TRANSFER_RECEIVED: {
    ja: 'この移管は既に受領済みです。一覧を再表示してください。',
    en: 'The transfer was received already. Reload the list.',
  },
  TRANSFER_OTHER_BRANCH: {
    ja: 'この移管の受取店は{branchNo}店です。',
    en: 'This transfer goes to branch {branchNo}.',
  },
  TRANSFER_SAME_PERSON: {
    ja: '発送した本人は受領できません。別の職員が受領してください。',
    en: 'The sender cannot receive it. Another member of staff must.',
  },
  WRITE_OFF_BY_APPROVAL: {
    ja: '廃棄待ちへは除却の申請と承認が必要です。「除却」から申請してください。',
    en: 'Disposal needs an approved write-off. Propose the write-off instead.',
  },
  BRANCH_SAME: {
    ja: '移管先が同じ店です。別の店番を入力してください。',
    en: 'The transfer goes to the same branch. Enter another branch number.',
  },
  TASK_DONE: {
    ja: 'この項目は既に処理済みです。一覧を再表示してください。',
    en: 'The task is settled already. Reload the list.',
  },
  TASK_UNKNOWN: {
    ja: '要対応の項目が見つかりません。一覧を再表示してください。',
    en: 'The task was not found. Reload the list.',
  },
  POLICY_INVALID: { ja: '方針の値を確認してください（{field}）。', en: 'Check the policy value ({field}).' },

  // ── Tasks raised by time, imports and synchronisation
  TASK_RENEWAL: {
    ja: 'トークン {id} の有効期限が近づいています。更新の申込を受け付けてください。',
    en: 'Fob {id} expires soon. Take a renewal application.',
  },
  TASK_RENEWAL_OVERDUE: {
    ja: 'トークン {id} の有効期限が切れています。お客さまはログインできません。更新の申込を受け付けてください。',
    en: 'Fob {id} has expired and its customer cannot log in. Take a renewal application.',
  },
  TASK_SEED_NOT_OPENED: {
    ja: 'トークン {id}（工場書込）のシードを本部が開けませんでした。お客さまには渡せません。メーカーへ返送するか、廃棄してください。',
    en: 'Head office could not open the seed of fob {id}, seeded at the factory. It cannot go to a customer. Send it back to the maker or write it off.',
  },
  TASK_ISSUANCE_VOID: {
    ja: 'トークン {id} の発行が途中で終わりました。もう一度発行してください。',
    en: 'The issuance of fob {id} broke off. Issue again.',
  },
  TASK_CROSSED: {
    ja: 'トークン {id} が申込と違う利用者に登録されました。保管場所の記録をご確認ください。',
    en: 'Fob {id} was registered by another user than planned. Check the custody record.',
  },
  HUB_ONLY: {
    ja: 'この記録は本部だけが作成できます。本部システム担当に連絡してください。',
    en: 'Only head office makes this record. Call head office.',
  },
  DECIDED_ELSEWHERE: {
    ja: 'ほかのパソコンで先に決裁されています。先の決裁が有効です。申込・承認の内容を確認してください。',
    en: 'It was decided on another PC first, and that decision stands. Look at the application and its approval.',
  },
  TIE_ENDED: {
    ja: '失効の対象だったトークンは既に利用者から外れています。今のトークンは失効していません。必要なら改めて失効してください。',
    en: 'The fob of this revocation was no longer the user’s. The present fob is not revoked; revoke it anew if needed.',
  },
  STOPPED_SINCE: {
    ja: '解除の記録より後に、また停止されています。状況を確認のうえ、必要なら改めて解除してください。',
    en: 'The user was stopped again after this unlocking. Check why, and unlock anew if it is right.',
  },
  REPORTED_SINCE: {
    ja: '取下げの記録より後に、同じトークンの事故届か利用者の停止がありました。事故届は有効のままです。届出の内容を確認し、必要なら改めて取り下げてください。',
    en: 'The fob was reported, or a user of it stopped, after this lifting. The report stands. Read it, and lift it anew if it is right.',
  },
  USER_HAS_FOB: {
    ja: '利用者には別の申込で発行されたトークンがあります。この申込は取り下げるか、先のトークンを失効してから発行し直してください。',
    en: 'The user has a fob from another application. Withdraw this one, or revoke that fob first and issue again.',
  },
  ISSUED_TWICE: {
    ja: '同じトークンが2回発行されました。発行は無効です。トークンを手元に戻し、発行待ち一覧から発行し直してください。',
    en: 'One fob was issued twice, and the issuance is void. Get the fob back and issue again from the queue.',
  },
  ISSUED_ELSEWHERE: {
    ja: 'この申込は既に処理が進んでいるため、こちらの発行は無効です。書き込んだトークンは在庫に戻し、申込の状態を確認してください。',
    en: 'The application has moved on elsewhere, so this issuance is void. Put the written fob back into stock and look at the application.',
  },
  TASK_ISSUED_TWICE: {
    ja: 'トークン {id} が2台のパソコンで発行されました。どちらのシードが入っているか分からないため、登録できません。トークンを手元に戻し、発行待ち一覧の申込に発行し直してください。',
    en: 'Fob {id} was issued on two PCs; which seed it holds is unknown, so it cannot be registered. Get it back and issue the applications in the queue again.',
  },
  TASK_OVERWRITTEN_IN_USE: {
    ja: '利用中のトークン {id} に、もう一度発行の記録が届きました。登録済みの利用はそのままです。書き込みが実際に行われたか確認し、行われていれば再発行してください。',
    en: 'Fob {id} is in service, and a second issuance of it arrived. Its user goes on. Find out whether it was really written; if so, reissue.',
  },
  TASK_SENT_TWICE: {
    ja: 'トークン {id} が2件の店間移管に入っています。現物をどちらの店に送ったか確認し、送っていない店に連絡してください。',
    en: 'Fob {id} is in two transfers. Find out to which branch it really went and tell the other one.',
  },
  RECORD_OTHER_BRANCH: {
    ja: 'ほかの店の取扱いの記録です（移管された契約など）。取扱店に連絡し、手続きをしてもらってください。',
    en: 'This belongs to another branch (for example a contract that moved). Ask that branch to do it.',
  },
  DEPENDS_ON_REFUSED: {
    ja: '本部で認められなかった記録に続く記録のため、認められませんでした。もとの記録の要対応を処理してから、やり直してください。',
    en: 'It rested on a record that head office refused. Deal with that task first, then do this again.',
  },
  REFUSED_BY_HUB: {
    ja: '本部で認められませんでした。内容を確認してやり直してください。',
    en: 'Head office refused this record. Check it and do it again.',
  },

  // ── Synchronisation
  DEVICE_UNKNOWN: {
    ja: 'このパソコンは本部に登録されていません。本部に登録コードを依頼してください。',
    en: 'This PC is not enrolled with head office. Ask for an enrolment code.',
  },
  DEVICE_QUARANTINED: {
    ja: 'このパソコンの記録が本部の記録と食い違うため、隔離されました。使用を止め、本部システム担当に連絡してください。',
    en: 'This PC’s record contradicts head office’s, so it was quarantined. Stop and call head office.',
  },
  ROLE_SIGNATURE: {
    ja: '承認に、承認した本人の鍵による署名がありません。本人がこの PC でサインインし、承認し直してください。',
    en: 'The approval does not bear the approver’s own signature. The approver must sign in on this PC and approve again.',
  },
  DEVICE_SIGNATURE: {
    ja: 'このパソコンの署名を本部で確認できません。使用を止め、本部システム担当に連絡してください。',
    en: 'Head office cannot verify this PC’s signature. Stop and call head office.',
  },
  SEQUENCE_GAP: {
    ja: '本部に届いていない記録があります（{expected}番から）。同期をやり直してください。',
    en: 'Head office lacks records from number {expected} on. Synchronise again.',
  },
  EVENT_MALFORMED: {
    ja: '記録を本部で読み取れません（{seq}番）。本部システム担当に連絡してください。',
    en: 'Head office cannot read record number {seq}. Call head office.',
  },
  EVENT_UNKNOWN: {
    ja: '新しい種類の記録です（{type}）。更新が必要です。',
    en: 'The record is of a newer kind ({type}). Update the program.',
  },
  OTHER_BRANCH: {
    ja: '{branchNo}店の記録です。このパソコンからは扱えません。',
    en: 'The record belongs to branch {branchNo}. This PC cannot handle it.',
  },
  SEED_BOX_NOT_OPENED: {
    ja: 'トークン {serial} の書き込み内容を本部で開けません。もう一度発行してください。',
    en: 'Head office cannot open what was written into fob {serial}. Issue again.',
  },
  HUB_CHAIN_BROKEN: {
    ja: '本部の記録がこのパソコンの控えと続きません。使用を止め、本部システム担当に連絡してください。',
    en: 'Head office’s record does not continue the one kept here. Stop and call head office.',
  },
  STORE_ROLLED_BACK: {
    ja: 'このパソコンの記録が本部より古くなっています（本部 {hub} 番、こちら {own} 番）。使用を止め、本部システム担当に連絡してください。',
    en: 'This PC’s record is older than head office’s ({hub} there, {own} here). Stop and call head office.',
  },
  ALARM_UNKNOWN: {
    ja: '{day} の警報はありません。hq alarm list で日付をご確認ください。',
    en: 'There is no alarm of {day}. Look at the days in hq alarm list.',
  },
  VERIFICATION_BUSY: {
    ja: '同じトークンの番号を確認中です。少し待ってからもう一度お試しください。',
    en: 'A code of this fob is being verified. Wait a moment and try again.',
  },

  // ── Marks on a fob or an application (`flags.ts`)
  FLAG_PLACE: {
    ja: '台帳と違う場所から動きました。現物と受払簿をご確認ください。',
    en: 'It moved from another place than booked. Check the fob against the stock ledger.',
  },
  FLAG_CROSSED: {
    ja: '同じ契約の別のトークンと入れ替わって登録されました。保管場所をご確認ください。',
    en: 'It was registered in exchange for another fob of the contract. Check where both are.',
  },
  FLAG_ISSUED_WITHOUT_APPLICATION: {
    ja: '有効な申込のないまま書き込まれました。書き直してから使ってください。',
    en: 'It was written without a valid application. Write it again before use.',
  },
  FLAG_OTHER_CONTRACT: {
    ja: '別の契約に結び付ける記録が届いたため、結び付けませんでした。発行の記録をご確認ください。',
    en: 'A record would have tied it to a second contract; it was not tied. Check the issuance.',
  },
  FLAG_OVERWRITTEN: {
    ja: '使用中に書き直されました。利用者のトークンを失効し、再発行してください。',
    en: 'It was written again while in use. Revoke its users and reissue.',
  },
  FLAG_RETURNED_IN_USE: {
    ja: '利用者が登録されたまま返却されました。失効をご確認ください。',
    en: 'It came back while users are still tied to it. See to the revocation.',
  },
  FLAG_STOCKTAKE_MISSING: {
    ja: '現物検査で見つかりませんでした。所在をご確認ください。',
    en: 'It was not found in a stocktake. Find out where it is.',
  },
  FLAG_TRANSFER_MISSING: {
    ja: '店間移管で届きませんでした。発送店にご確認ください。',
    en: 'It did not arrive with its transfer. Ask the sending branch.',
  },
  FLAG_TRANSFER_SURPLUS: {
    ja: '移管の明細にないまま届きました。発送店にご確認ください。',
    en: 'It arrived without being on the transfer note. Ask the sending branch.',
  },
  FLAG_DUPLICATE: {
    ja: '同じ利用者に手続き中の申込があります。重複していないかご確認ください。',
    en: 'A user has another open application. Check that it is not a duplicate.',
  },
  FLAG_LAST_ADMINISTRATOR: {
    ja: '契約の最後のマスターユーザ・管理者ユーザが含まれます。',
    en: 'It concerns the last master or administrator of the contract.',
  },
  FLAG_FEE_EXEMPT: {
    ja: '手数料が免除になっています。免除の理由をご確認ください。',
    en: 'The fee is waived. Check the reason.',
  },

  // ── Store and program
  JOURNAL_TAMPERED: {
    ja: '記録の改ざんを検知しました（{where}）。使用を止め、本部システム担当に連絡してください。',
    en: 'The record was altered ({where}). Stop and call head office.',
  },
  JOURNAL_BROKEN: {
    ja: '記録を書き込めませんでした。保管庫を開き直しています。再開後、この操作が記録されたか確かめてからやり直してください。確定済みの記録は失われていません。',
    en: 'The record could not be written; the store is being opened anew. Then check whether this was recorded before doing it again. Nothing confirmed is lost.',
  },
  JOURNAL_LOCKED: { ja: 'この保管庫は別の Fobdesk が使用中です。', en: 'Another Fobdesk uses this store.' },
  STORE_NEWER: {
    ja: '新しい版で作られた記録です。更新が必要です。',
    en: 'This store was written by a newer version. Update the program.',
  },
  STORE_OTHER_REALM: {
    ja: '研修用と本番用の記録は混ぜられません。',
    en: 'Training and real records cannot be mixed.',
  },
  DISK_FULL: {
    ja: 'ディスクの空きがありません。空きを作って「再試行」を押してください。確定済みの記録は失われていません。',
    en: 'The disk is full. Make room and press “Try again”. Nothing confirmed is lost.',
  },
  STORE_READONLY: {
    ja: '保管フォルダーに書き込めません。権限を確かめて「再試行」を押してください。確定済みの記録は失われていません。',
    en: 'The store folder cannot be written. Check its permissions and press “Try again”. Nothing confirmed is lost.',
  },
  STORE_MISSING: {
    ja: '保管フォルダーが見つかりません。ドライブの接続を確かめて「再試行」を押してください。',
    en: 'The store folder is not there. Check that its drive is connected and press “Try again”.',
  },
  COMMIT_TOO_LARGE: {
    ja: '一度に記録できる量を超えています。ファイルを分けてやり直してください。何も記録されていません。',
    en: 'This is more than can be recorded at once. Split the file and try again. Nothing was recorded.',
  },
  SAFE_STORAGE_MISSING: {
    ja: 'このパソコンの安全な保管領域が使えません。Windows にサインインし直してください。',
    en: 'This PC’s protected storage is not available. Sign in to the system again.',
  },
  ENROLMENT_CODE_WRONG: {
    ja: '登録コードが違うか、使用済みです。本部に新しいコードを依頼してください。',
    en: 'The enrolment code is wrong or used. Ask head office for a new one.',
  },
  HEAD_OFFICE_ADDRESS_FORM: {
    ja: '本部のアドレスを読み取れません。本部の書面のとおり、hub.example.jp のように入力してください。',
    en: 'Head office’s address cannot be read. Type it as on head office’s letter, like hub.example.jp.',
  },
  FINGERPRINT_DIFFERS: {
    ja: '指紋が一致しません。登録を中止し、本部に電話で確認してください。',
    en: 'The fingerprints differ. Stop and call head office.',
  },
  // ── Long works, exports, backups
  WORK_RUNNING: {
    ja: '同じ処理が既に動いています。終わるまでお待ちください。',
    en: 'This is already running. Wait until it has ended.',
  },
  WORK_CANCELLED: {
    ja: '途中で取り止めました。書きかけのファイルは残っていません。',
    en: 'It was cancelled. No unfinished file is left.',
  },
  TARGET_FULL: {
    ja: '保存先の空きが足りません（必要 {needed} MB・空き {free} MB）。空きを作るか、別の保存先を選んでください。',
    en: 'Not enough room at the destination ({needed} MB needed, {free} MB free). Make room or choose another one.',
  },
  TARGET_BECAME_FULL: {
    ja: '書いている途中で保存先の空きがなくなりました。書きかけのファイルは残っていません。空きを作るか、別の保存先を選んでください。',
    en: 'The destination became full while it was written; no unfinished file is left. Make room or choose another one.',
  },
  TARGET_READONLY: {
    ja: '保存先に書き込めません。書込み禁止や権限を確かめるか、別の保存先を選んでください。',
    en: 'The destination cannot be written. Check write protection and permissions, or choose another one.',
  },
  TARGET_GONE: {
    ja: '保存先に届きません。USB メモリーやネットワークの接続を確かめ、もう一度お試しください。',
    en: 'The destination cannot be reached. Check the USB stick or the network and try again.',
  },
  TARGET_FILE_LIMIT: {
    ja: '保存先がこの大きさのファイルを受け付けません（FAT32 の USB メモリーなど）。exFAT か NTFS の保存先を選んでください。',
    en: 'The destination does not take a file of this size (a FAT32 stick?). Choose one with exFAT or NTFS.',
  },
  TARGET_IN_STORE: {
    ja: 'Fobdesk の保管フォルダーの中には保存できません。別のディスクか共有フォルダーを選んでください。',
    en: 'It cannot be saved inside Fobdesk’s own folder. Choose another disk or a shared folder.',
  },
  BACKUP_UNREADABLE: {
    ja: 'Fobdesk のバックアップとして読み取れません。別のファイルを選んでください。',
    en: 'The file cannot be read as a Fobdesk backup. Choose another one.',
  },
  BACKUP_DAMAGED: {
    ja: 'バックアップが壊れているか、書き換えられています（{where}）。使わずに、別のバックアップを選んでください。',
    en: 'The backup is damaged or was altered ({where}). Do not use it; choose another one.',
  },
  BACKUP_NOT_VERIFIED: {
    ja: '書いたバックアップを読み返すと、壊れていました（{where}）。ファイルは消しました。別の USB メモリか別の場所に、もう一度取ってください。',
    en: 'The backup was damaged when it was read back ({where}) and has been removed. Make it again on another stick or in another place.',
  },
  BACKUP_NEWER: {
    ja: '新しい版で作られたバックアップです。Fobdesk を更新してから復元してください。',
    en: 'The backup was made by a newer version. Update Fobdesk, then restore it.',
  },
  BACKUP_OLD: {
    ja: '最後のバックアップから {days} 日たっています。設定の「バックアップ」から取ってください。',
    en: 'The last backup is {days} days old. Make one in Settings, Backup.',
  },
  RECOVERY_CODE_WRONG: {
    ja: '復旧コードがこのバックアップのものと違います。金庫の用紙の、最も新しい復旧コードを入力してください。',
    en: 'The recovery code is not this backup’s. Type the newest one from the sheet in the safe.',
  },
  RESTORE_OTHER_HEAD_OFFICE: {
    ja: 'このバックアップの店は、つながっている本部とは別の本部に登録されています。接続先を本部に確認してください。',
    en: 'The branch of this backup is registered with another head office than the one connected. Ask head office.',
  },
  RESTORE_OTHER_BRANCH: {
    ja: '登録コードは {branchNo} 店のものです。バックアップの店の登録コードを本部に依頼してください。',
    en: 'The enrolment code is for branch {branchNo}. Ask head office for one of the backup’s branch.',
  },
  TASK_RESTORED: {
    ja: 'バックアップから復元しました。復元より前の数日分の受付簿・控えと突き合わせ、欠けている手続きを記録し直してください。本部に届いていた停止・失効は本部に電話で確認してください。',
    en: 'Restored from a backup. Compare with the paper records of the days before, record again what is missing, and ask head office by telephone about stops and revocations.',
  },
  TASK_PASSWORDS_RENEWED: {
    ja: '復旧コードによりパスワードを作り直したパソコンがあります。そこで使えるのは、作り直した役席2人の新しいパスワードだけです。ほかの職員の以前のパスワードは使えません。役席2人が「設定」の「職員」で一人ずつ設定してください。',
    en: 'On one PC all passwords were made anew with the recovery code. Only the two managers’ new ones count there; nobody else’s old one does. The two managers set each person’s under Settings, Staff.',
  },
  TASK_AUDIT_BROKEN: {
    ja: '記録の検証で、記録のつながりが切れていました。この PC での手続きを止め、役席と検査に知らせてください。検査は操作履歴の「記録を検証」で場所を確かめ、本部システム担当に連絡してください。',
    en: 'The verification found the record broken. Stop work on this PC and tell a manager and an auditor. The auditor verifies the record again in the audit trail, notes the place and calls head office.',
  },
  INPUT_MALFORMED: {
    ja: '入力の形式が正しくありません。入力し直してください。',
    en: 'The input is malformed. Enter it again.',
  },
  // ── Head office's network server (`hub/http`)
  ADDRESS_UNKNOWN: {
    ja: 'このアドレスには何もありません。アドレスを確かめてください。',
    en: 'There is nothing at this address. Check the address.',
  },
  BODY_TOO_LARGE: {
    ja: '一度に送れる量を超えています。分けて送ってください。',
    en: 'This is more than may be sent at once. Send it in parts.',
  },
  TOO_MANY_REQUESTS: {
    ja: '要求が多すぎます。しばらく待ってからやり直してください。',
    en: 'Too many requests. Wait a while, then try again.',
  },
  HEAD_OFFICE_BUSY: {
    ja: '本部のシステムが応答できません。しばらく待ってからやり直してください。',
    en: 'Head office’s system cannot answer now. Wait a while, then try again.',
  },
  BRANCH_UNKNOWN: {
    ja: '店番 {branchNo} は登録されていません。店番を確かめるか、先に店を加えてください。',
    en: 'Branch {branchNo} is not registered. Check the number, or add the branch first.',
  },
  POLICY_VALUE: {
    ja: '方針 {setting} に「{value}」は設定できません。許される値は運用手順書の一覧で確かめてください。',
    en: 'The policy’s {setting} cannot be “{value}”. See the operation guide for what it may be.',
  },
  HUB_KEY_NOT_SO: {
    ja: '鍵 {keyId} にはできません（{reason}）。「key list」で鍵の状態を確かめてください。',
    en: 'Key {keyId} does not allow that ({reason}). Look at its state with key list.',
  },
  MASTER_KEY_WRAPS: {
    ja: 'マスター鍵 {keyId} はまだ {count} 件を包んでいます。別の鍵に切り替え（key use-master）、「key rewrap」で包み直してから消してください。',
    en: 'Master key {keyId} still wraps {count} things. Change to another (key use-master), wrap them anew with key rewrap, then drop it.',
  },
  HQ_PERSON_WRONG: {
    ja: '運用者名またはパスフレーズが違います。入力し直してください。',
    en: 'Name or passphrase is wrong. Enter them again.',
  },
  REQUEST_TIME: {
    ja: 'このパソコンの時計が本部と5分より大きくずれています。時計を合わせてからやり直してください。',
    en: 'This PC’s clock is more than 5 minutes off head office’s. Set the clock, then try again.',
  },
  REQUEST_REPLAYED: {
    ja: '同じ要求が既に届いています。もう一度操作してください。',
    en: 'The very same request has come in before. Do it once more.',
  },
  DEVICE_REVOKED: {
    ja: 'このパソコンの登録は本部で取り消されました。使用を止め、本部システム担当に連絡してください。',
    en: 'Head office has revoked this PC. Stop using it and call head office.',
  },
  SENDER_REFUSED: { ja: '許可されていない画面からの要求です。', en: 'The request came from a foreign page.' },
  PRINT_FAILED: {
    ja: '印刷できませんでした（{reason}）。プリンターを確かめ、もう一度お試しください。',
    en: 'Printing failed ({reason}). Check the printer and try again.',
  },
  INTERNAL: {
    ja: '予期しない誤りが起きました（{reference}）。再起動しても続く場合は本部システム担当に連絡してください。',
    en: 'An unexpected error occurred ({reference}). If it persists after a restart, call head office.',
  },
} as const satisfies Record<string, Sentence>

export type RefusalCode = keyof typeof refusals

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code)
}

/** `[minutes=0:いま|{minutes}分前]`: what is said where the detail is 0, and otherwise. */
const choice = /\[(\w+)=0:([^|\]]*)\|([^\]]*)\]/g

/** The sentence for a person, its placeholders filled; an unfilled placeholder shows as `―`. */
export function sentence(
  code: RefusalCode,
  language: 'ja' | 'en',
  detail: Readonly<Record<string, string | number>> = {},
): string {
  return refusals[code][language]
    .replace(choice, (_, name: string, atZero: string, otherwise: string) =>
      detail[name] === 0 ? atZero : otherwise,
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? '―'))
}
